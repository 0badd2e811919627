/** Rendering of the local charts as the export renders them, for the tests of each chart. */
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { stageCharts } from '../../tools/charts.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { renderReleases, type KubernetesObject } from '../../tools/render.ts';

export const kubeVersion = 'v1.36.3';
export const root = join(import.meta.dirname, '../../charts');

/** An image of the internal registry; the digest says that it is not mirrored. */
export const image = (name: string): string => `registry.ndc.example/images/${name}@sha256:${'0'.repeat(64)}`;

/** Labels as the platform puts them on everything of a system. */
export const labels = { 'ndc.example/tenant': 'mps', 'ndc.example/system': 'population', 'ndc.example/zone': 'data', 'ndc.example/level': '4' };

/** A Kubernetes object whose fields a test looks at. */
export interface Rendered extends KubernetesObject {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests reach into objects of every kind
  readonly spec: any;
}

/** Builds the renderer and stages the definitions before the first test of a file: minutes on a fresh machine, nothing later. */
export function prepare(...definitions: readonly string[]): void {
  beforeAll(async () => {
    await ensureProgram('helm-renderer');
    for (const name of definitions) await stageCharts(name);
  }, 900_000);
}

let serial = 0;

/** The objects of one release of a local chart. @throws Error with Helm's message when the values are refused */
export async function render(chart: string, values: Readonly<Record<string, unknown>>): Promise<Rendered[]> {
  serial += 1;
  const id = `${chart}-${serial}`;
  const answer = (await renderReleases([{ id, chart: join(root, chart), name: 'release', namespace: 'ndc-releases', values }], { kubeVersion })).get(id);
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
  return answer.objects as Rendered[];
}

/** Helm's reasons for refusing the values, without its heading. */
export async function refusal(chart: string, values: Readonly<Record<string, unknown>>): Promise<string> {
  try {
    await render(chart, values);
  } catch (error) {
    return (error as Error).message.replace(/^[\s\S]*?\n[a-z-]+:\n/, '').trim();
  }
  return 'the values were accepted';
}

/** The object of a kind; of several, the one with the name. @throws Error when there is not exactly one */
export function only(objects: readonly Rendered[], kind: string, name?: string): Rendered {
  const found = objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (found.length !== 1) throw new Error(`${found.length} objects ${kind} ${name ?? ''}: ${objects.map((object) => `${object.kind} ${object.metadata.name}`).join(', ')}`);
  return found[0]!;
}

/** `Kind name` of all objects, sorted. */
export function titles(objects: readonly Rendered[]): string[] {
  return objects.map((object) => `${object.kind} ${object.metadata.name}`).sort();
}

/** Values with one path changed: `set(values, 'pooler.image', 'x')`; `undefined` removes the key. */
export function set<T extends object>(values: T, path: string, value: unknown): T {
  const copy = structuredClone(values);
  const keys = path.split('.');
  const last = keys.pop()!;
  let at = copy as Record<string, unknown>;
  for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
