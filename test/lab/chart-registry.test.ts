import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChartRegistry, type ChartRegistry } from '../../lab/chart-registry.ts';
import { removeTemporaryFolders, temporaryFolder } from './support.ts';

afterAll(removeTemporaryFolders);
const host = 'registry.ndc.example';
const folder = temporaryFolder();
const chart = join(folder, 'sample');
let registry: ChartRegistry;

beforeAll(async () => {
  mkdirSync(chart);
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: sample\nversion: 1.2.3\n');
  registry = await startChartRegistry({ host, path: 'charts', folder, find: (name) => Promise.resolve(name === 'sample' ? { dir: chart } : undefined) });
});
afterAll(() => registry.stop());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** Opens a tunnel as a client with HTTPS_PROXY does. */
function tunnel(target: string): Promise<{ status: number; socket: Socket }> {
  const proxy = new URL(registry.env['HTTPS_PROXY']!);
  return new Promise((resolve, reject) => {
    ask({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: target, agent: false }).on('connect', (response, socket) => resolve({ status: response.statusCode ?? 0, socket })).on('error', reject).end();
  });
}

/** A request to the registry by its name, trusting the lab's authority alone. */
async function get(path: string, method = 'GET'): Promise<Answer> {
  const { socket } = await tunnel(`${host}:443`);
  return new Promise((resolve, reject) => {
    request({ host, path, method, agent: false, ca: readFileSync(registry.env['SSL_CERT_FILE']!), socket, servername: host } as object, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(parts) });
      });
    }).on('error', reject).end();
  });
}

describe('the registry of charts in a lab', () => {
  it('gives a chart under the name of the internal registry, as Helm asks for it', async () => {
    expect((await get('/v2/')).status).toBe(200);
    const manifest = await get('/v2/charts/sample/manifests/1.2.3');
    expect(manifest.headers).toMatchObject({ 'content-type': 'application/vnd.oci.image.manifest.v1+json', 'docker-content-digest': `sha256:${createHash('sha256').update(manifest.bytes).digest('hex')}` });
    const { config, layers } = JSON.parse(manifest.bytes.toString()) as { config: { digest: string; mediaType: string }; layers: { digest: string; mediaType: string; size: number }[] };
    expect(layers).toMatchObject([{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }]);
    expect(JSON.parse((await get(`/v2/charts/sample/blobs/${config.digest}`)).bytes.toString())).toEqual({ apiVersion: 'v2', name: 'sample', version: '1.2.3' });
    const layer = await get(`/v2/charts/sample/blobs/${layers[0]!.digest}`);
    expect(layer.bytes.length).toBe(layers[0]!.size);
    expect(execFileSync('tar', ['-tzf', '-'], { input: layer.bytes }).toString()).toContain('sample/Chart.yaml');
    expect((await get(`/v2/charts/sample/manifests/${String(manifest.headers['docker-content-digest'])}`)).bytes).toEqual(manifest.bytes);
  });

  it('tells the size without the bytes', async () => {
    const { status, headers, bytes } = await get('/v2/charts/sample/manifests/1.2.3', 'HEAD');
    expect([status, Number(headers['content-length']) > 100, bytes.length]).toEqual([200, true, 0]);
  });

  it.each(['/v2/charts/sample/manifests/1.2.4', '/v2/charts/other/manifests/1.2.3', '/v2/other/sample/manifests/1.2.3', '/v2/charts/sample/blobs/sha256:00', '/etc/passwd'])('has no %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('takes nothing', async () => {
    expect((await get('/v2/charts/sample/blobs/uploads', 'POST')).status).toBe(405);
  });

  it('leads to no other name', async () => {
    for (const target of ['registry.terraform.io:443', `${host}:22`, 'localhost:443']) {
      const { status, socket } = await tunnel(target);
      socket.destroy();
      expect(status).toBe(403);
    }
  });

  it('writes its authority for its owner alone', () => {
    expect(statSync(registry.env['SSL_CERT_FILE']!).mode & 0o777).toBe(0o600);
  });
});
