/** Data of an etcd that knows a set of custom resource definitions: made once, kept in the cache, and copied for every control plane that starts with them. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { cacheRoot, placeFolder, sha256, temporaryBeside } from '../tools/cache.ts';
import { withLock } from '../tools/lock.ts';
import { programSourceKey } from '../tools/programs.ts';
import { apply, ask, type Access } from './api.ts';
import { programs, startControlPlane } from './control-plane.ts';
import { LabError } from './errors.ts';

interface Definition {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Each takes 125 MiB; an estate has a handful of sets. */
const keptSets = 12;
/** One that was used within the hour may be being copied. */
const unusedMs = 3_600_000;
const patienceMs = 60_000;

/**
 * The data folder for `startControlPlane({ etcdData })`. Safe when several processes ask at once: one makes it, the others wait.
 * @param definitions YAML of one CustomResourceDefinition each, as `ndc export` writes it; their order does not matter
 * @throws LabError when the API server refuses one; as `startControlPlane`
 */
export async function etcdWithDefinitions(definitions: readonly string[], options: { readonly onStep?: (text: string) => void; readonly signal?: AbortSignal } = {}): Promise<string> {
  const { onStep = () => {} } = options;
  const sets = join(cacheRoot(), 'etcd');
  const key = sha256(...[...definitions].sort(), ...programs.map(programSourceKey));
  const data = join(sets, key.slice(0, 24));
  if (!existsSync(data)) {
    mkdirSync(sets, { recursive: true, mode: 0o700 });
    await withLock(`${data}.lock`, async () => {
      if (existsSync(data)) return;
      onStep(`loading ${definitions.length} definitions, once for this set`);
      removeLeftovers(data);
      await make(data, definitions.map((text) => parse(text) as Definition), options.signal);
      evict(sets, data);
    }, (pid) => onStep(`waiting for process ${pid}, which loads the same definitions`));
  }
  const now = new Date();
  utimesSync(data, now, now);
  return data;
}

async function make(data: string, definitions: readonly Definition[], signal: AbortSignal | undefined): Promise<void> {
  const folder = temporaryBeside(data);
  const plane = await startControlPlane({ folder, controllers: false, ...(signal && { signal }) });
  try {
    const refused: string[] = [];
    await inParallel(4, definitions, async (definition) => {
      await apply(plane.admin, `${collection}/${definition.metadata.name}`, definition).catch((error: Error) => refused.push(error.message));
    });
    if (refused.length > 0) throw new LabError(`the API server refuses ${refused.length} of ${definitions.length} definitions:\n  ${refused.sort().join('\n  ')}`, 'see the chart they come from in tools/charts/catalog.yaml');
    await established(plane.admin, definitions.length, signal);
    // Secrets are encrypted with a key that is thrown away with this control plane: one left in the data could never be read.
    const secrets = await list(plane.admin, '/api/v1/secrets');
    if (secrets.length > 0) throw new LabError('the data of etcd would hold Secrets', 'this is a defect of the lab: please report it');
    await plane.stop({ keep: true });
    // Space that etcd reserves for its next log segment; it makes a new one.
    rmSync(join(folder, 'etcd', 'member', 'wal', '0.tmp'), { force: true });
    const etcd = temporaryBeside(data);
    renameSync(join(folder, 'etcd'), etcd);
    placeFolder(etcd, data);
  } finally {
    await plane.stop();
  }
}

interface Listed {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[] };
}

async function list(admin: Access, path: string): Promise<readonly Listed[]> {
  return (JSON.parse((await ask(admin, 'GET', path)).text) as { items: readonly Listed[] }).items;
}

/** Waits until the API server serves every definition. @throws LabError that names those it does not */
async function established(admin: Access, count: number, signal: AbortSignal | undefined): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    signal?.throwIfAborted();
    const all = await list(admin, collection);
    const missing = all.filter(({ status }) => !status?.conditions?.some(({ type, status: state }) => type === 'Established' && state === 'True'));
    if (all.length === count && missing.length === 0) return;
    const said = missing.flatMap(({ metadata, status }) => (status?.conditions ?? []).filter(({ status: state }) => state === 'False').map(({ message }) => `${metadata.name}: ${message}`));
    if (Date.now() > end) throw new LabError(`${missing.length} of ${count} definitions are not served:\n  ${said.join('\n  ')}`, 'two definitions may claim the same names');
    await sleep(100);
  }
}

async function inParallel<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(Array.from({ length: width }, async () => {
    for (const item of left) await work(item);
  }));
}

/** What a killed run left; the caller holds the lock. */
function removeLeftovers(data: string): void {
  const folder = join(data, '..');
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (path.startsWith(`${data}.tmp-`)) rmSync(path, { recursive: true, force: true });
  }
}

function evict(sets: string, keep: string): void {
  const old = readdirSync(sets).filter((name) => /^[0-9a-f]{24}$/.test(name)).map((name) => join(sets, name)).filter((path) => path !== keep)
    .map((path) => ({ path, used: statSync(path).mtimeMs })).sort((a, b) => b.used - a.used).slice(keptSets - 1);
  for (const { path, used } of old) if (Date.now() - used > unusedMs) rmSync(path, { recursive: true, force: true });
}
