/**
 * The internal registry of charts, as a lab has it: the staged upstream charts under the registry's own name, on the loopback interface. It serves the pull part of the OCI
 * distribution specification, read-only. Clients reach it by its name: a proxy maps that name, and no other, to this server, and its certificate is from an authority of the lab.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { makeAuthority } from './certificates.ts';
import { loopback } from './ports.ts';

/** A chart folder; undefined when it cannot be had. Charts are served under the version of their Chart.yaml, which for some begins with `v`. */
export type FindChart = (name: string) => Promise<{ readonly dir: string } | undefined>;

export interface ChartRegistry {
  /** With these, Go programs (Helm, the providers) pull from it under the registry's name; other names are refused, addresses of this machine are reached directly. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface ChartRegistryOptions {
  /** E.g. `registry.ndc.internal`. */
  readonly host: string;
  /** Path of charts below it, e.g. `charts`. */
  readonly path: string;
  readonly find: FindChart;
  /** Folder that takes the certificate of the lab's authority. */
  readonly folder: string;
}

interface Blob {
  readonly type: string;
  readonly bytes: Buffer;
}

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.cncf.helm.config.v1+json',
  chart: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
} as const;

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Starts the registry; it stages a chart when it is first asked for. */
export async function startChartRegistry(options: ChartRegistryOptions): Promise<ChartRegistry> {
  const authority = await makeAuthority('ndc-lab-registry');
  const { certificate, key } = await authority.issue({ commonName: options.host, hosts: [options.host] });
  const blobs = new Map<string, Blob>();
  const manifests = new Map<string, Promise<Blob | undefined>>();
  const manifestOf = (name: string, reference: string): Promise<Blob | undefined> => {
    const key_ = `${name}:${reference}`;
    if (!manifests.has(key_)) manifests.set(key_, packChart(options.find, name, reference, blobs));
    return manifests.get(key_)!;
  };
  const registry = createServer({ cert: certificate, key }, (request, response) => {
    answer(request, response, options.path, manifestOf, blobs).catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify({ errors: [{ code: 'UNKNOWN', message: (error as Error).message }] }));
    });
  });
  const port = await listen(registry);
  const tunnels = new Set<Socket>();
  const proxy = createProxy((_, response) => response.writeHead(403).end());
  proxy.on('connect', (request: IncomingMessage, client: Socket) => {
    client.on('error', () => {}); // the other side is closed with it
    if (request.url !== `${options.host}:443`) return void client.end(`HTTP/1.1 403 only ${options.host} is reached here\r\n\r\n`);
    tunnels.add(client);
    client.on('close', () => tunnels.delete(client));
    const server = connect(port, loopback, () => client.write('HTTP/1.1 200 connected\r\n\r\n'));
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    server.pipe(client).pipe(server);
  });
  const proxyPort = await listen(proxy);
  const bundle = join(options.folder, 'registry-authority.crt');
  writeFileSync(bundle, authority.certificate, { mode: 0o600 });
  return {
    env: { HTTPS_PROXY: `http://${loopback}:${proxyPort}`, https_proxy: `http://${loopback}:${proxyPort}`, NO_PROXY: `${loopback},localhost`, no_proxy: `${loopback},localhost`, SSL_CERT_FILE: bundle },
    stop: async () => {
      registry.closeAllConnections();
      for (const tunnel of tunnels) tunnel.destroy(); // they are no longer the proxy's own
      proxy.closeAllConnections();
      await Promise.all([registry, proxy].map((server) => new Promise((done) => server.close(done))));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, path: string, manifestOf: (name: string, reference: string) => Promise<Blob | undefined>, blobs: ReadonlyMap<string, Blob>): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://registry').pathname;
  const [, name, kind, reference] = new RegExp(`^/v2/${path}/([a-z0-9-]+)/(manifests|blobs)/([\\w.:+-]+)$`).exec(url) ?? [];
  if (url === '/v2/') return void response.writeHead(200).end();
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
  const blob = name === undefined ? undefined : kind === 'manifests' && !reference!.startsWith('sha256:') ? await manifestOf(name, reference!) : blobs.get(reference!);
  if (blob === undefined) return void response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: `the lab has no ${url}` }] }));
  response.writeHead(200, { 'content-type': blob.type, 'content-length': blob.bytes.length, 'docker-content-digest': digestOf(blob.bytes) });
  response.end(request.method === 'HEAD' ? undefined : blob.bytes);
}

/** Packs a chart as `helm push` does, and keeps its parts under their digests. */
async function packChart(find: FindChart, name: string, version: string, blobs: Map<string, Blob>): Promise<Blob | undefined> {
  const chart = await find(name);
  const about = chart && (parse(readFileSync(join(chart.dir, 'Chart.yaml'), 'utf8')) as { readonly version?: string });
  if (chart === undefined || about?.version !== version) return undefined;
  const keep = (type: string, bytes: Buffer): { mediaType: string; digest: string; size: number } => {
    blobs.set(digestOf(bytes), { type, bytes });
    return { mediaType: type, digest: digestOf(bytes), size: bytes.length };
  };
  const { stdout } = await promisify(execFile)('tar', ['-czf', '-', '-C', dirname(chart.dir), basename(chart.dir)], { encoding: 'buffer', maxBuffer: 64 * 2 ** 20 });
  const config = keep(types.config, Buffer.from(JSON.stringify(about)));
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: types.manifest, config, layers: [keep(types.chart, stdout)] }));
  keep(types.manifest, bytes);
  return { type: types.manifest, bytes };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, () => resolve((server.address() as AddressInfo).port));
  });
}
