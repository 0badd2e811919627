import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { cacheRoot, digestOf, readTree, sha256, writeAtomically } from './cache.ts';
import { ToolError } from './errors.ts';
import { ensureProgram, programSourceKey } from './programs.ts';

/** A parsed Kubernetes object as a chart renders it: `metadata.namespace` is absent where the chart sets none. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** One Helm release to render. */
export interface ReleaseToRender {
  /** The caller's name for it, unique in the call; the key of the answer. */
  readonly id: string;
  /** Path of a chart folder or of a packaged chart (.tgz). */
  readonly chart: string;
  /** Digest of that folder when the caller knows it (`stageChart` gives it); else it is computed. */
  readonly digest?: string;
  readonly name: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** @default false - objects of the chart's crds/ folder come first */
  readonly skipCrds?: boolean;
  /** API versions the cluster has beside Kubernetes' own, e.g. `gateway.networking.k8s.io/v1`. */
  readonly apiVersions?: readonly string[];
}

/**
 * `objects` in Helm's install order, hooks last and marked by their `helm.sh/hook` annotation; or why there are none.
 * `by: chart` is a fact about chart and values (refused by the schema, not reproducible, failing template);
 * `by: tool` means that it could not be tried, so nothing is known.
 */
export type Rendered = { readonly objects: readonly KubernetesObject[] } | { readonly error: string; readonly by: 'chart' | 'tool' };

/** What a renderer's line holds. */
interface Line {
  readonly id: string;
  readonly objects: readonly KubernetesObject[];
  readonly error?: string;
}

/**
 * Renders releases with the Helm version of the Terraform provider, without a cluster or a network. What was
 * rendered before with the same chart, values, names, Kubernetes version and renderer comes from the cache; when
 * everything does, neither Go nor the renderer is needed. An answer for each release, in the order given.
 * @throws Error when two releases have one id
 */
export async function renderReleases(releases: readonly ReleaseToRender[], options: { readonly kubeVersion: string }): Promise<Map<string, Rendered>> {
  const keys = new Map<string, string | undefined>();
  const digests = new Map<string, string>();
  // Clusters have the same operators and definitions: what renders the same is rendered, and read, once.
  const answers = new Map<string, Rendered>();
  const missing = new Map<string, { release: ReleaseToRender; key: string }>();
  const asked = new Set<string>();
  const renderer = programSourceKey('helm-renderer');
  for (const release of releases) {
    if (keys.has(release.id)) throw new Error(`two releases to render have the id "${release.id}"`);
    const digest = release.digest ?? chartDigest(release.chart, digests);
    const key = digest === undefined ? undefined : keyOf(renderer, options.kubeVersion, release, digest);
    keys.set(release.id, key);
    if (key === undefined || asked.has(key)) continue;
    asked.add(key);
    const cached = readCached(key);
    if (cached) answers.set(key, cached);
    else missing.set(release.id, { release, key });
  }
  if (missing.size > 0) {
    await runRenderer([...missing.values()].map((item) => item.release), options.kubeVersion, (line) => {
      const key = missing.get(line.id)?.key ?? '';
      if (line.error !== undefined) answers.set(key, { error: line.error, by: 'chart' });
      else {
        answers.set(key, { objects: line.objects });
        // Errors are not kept: they are rare, cheap to find again, and may lie in this machine.
        writeAtomically(fileOf(key), zstdCompressSync(JSON.stringify(line.objects)));
      }
    }).catch((error: unknown) => {
      if (!(error instanceof ToolError)) throw error;
      for (const { key } of missing.values()) if (!answers.has(key)) answers.set(key, { error: error.message, by: 'tool' });
    });
  }
  return new Map(releases.map(({ id, chart }): [string, Rendered] => {
    const key = keys.get(id);
    if (key === undefined) return [id, { error: `there is no chart at ${chart}`, by: 'chart' }];
    return [id, answers.get(key) ?? { error: 'the renderer ended without an answer for this release', by: 'tool' }];
  }));
}

function chartDigest(chart: string, known: Map<string, string>): string | undefined {
  if (!known.has(chart)) {
    if (existsSync(join(chart, 'Chart.yaml'))) known.set(chart, digestOf(readTree(chart)));
    else if (chart.endsWith('.tgz') && existsSync(chart)) known.set(chart, sha256(readFileSync(chart)));
  }
  return known.get(chart);
}

function keyOf(renderer: string, kubeVersion: string, release: ReleaseToRender, digest: string): string {
  const what = [digest, release.name, release.namespace, release.skipCrds === true, [...(release.apiVersions ?? [])].sort(), release.values, kubeVersion];
  return sha256(renderer, canonical(what));
}

/** JSON with sorted keys: the order of keys in values changes nothing in Helm. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

function fileOf(key: string): string {
  return join(cacheRoot(), 'renders', key.slice(0, 2), `${key}.json.zst`);
}

function readCached(key: string): Rendered | undefined {
  try {
    return { objects: JSON.parse(zstdDecompressSync(readFileSync(fileOf(key))).toString()) as KubernetesObject[] };
  } catch {
    return undefined; // absent or damaged: rendered again and written anew
  }
}

async function runRenderer(releases: readonly ReleaseToRender[], kubeVersion: string, onLine: (line: Line) => void): Promise<void> {
  const program = await ensureProgram('helm-renderer');
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4000)));
  child.stdin.on('error', () => {}); // when the renderer ends early, its status and words say why
  child.stdin.end(JSON.stringify({ kubeVersion, releases }));
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) onLine(JSON.parse(line) as Line);
  const status = await ended;
  if (status !== 0) {
    throw new ToolError({
      en: `The Helm renderer ended with status ${status}: ${said.trim()}`,
      vi: `Trình dựng Helm kết thúc với mã ${status}: ${said.trim()}`,
    });
  }
}
