/** Applies a change on top of its base, as a site would see it: what is made, changed, replaced and deleted, and what the API server forbids. */
import { compareExports } from '../review/diff.ts';
import type { ObjectChange } from '../review/change.ts';
import type { Exported, ExportedObject, ExportedStack } from '../review/read.ts';
import { applyStacks, parallel, type ApplyOptions, type Outcome } from './apply.ts';
import { stepsOf } from './order.ts';
import { collectionPath, discover } from './resources.ts';

/** One object, e.g. `Deployment cnpg-system/cnpg-controller-manager`. */
export interface UpgradeStep {
  readonly stack: string;
  readonly object: string;
}

export interface UpgradeResult {
  readonly commit: string;
  readonly unchanged: number;
  readonly created: number;
  readonly changed: number;
  readonly moved: number;
  /** Deleted and made anew, since Terraform or the API server changes them no other way. */
  readonly replaced: readonly UpgradeStep[];
  readonly deleted: readonly UpgradeStep[];
  /** No longer wanted and left where they are: Helm keeps them, a hand deletes them. */
  readonly kept: readonly UpgradeStep[];
  /** Objects of the base that the API server refused already. */
  readonly refusedInBase: number;
}

/** What is there before the change. */
export interface Base {
  readonly commit: string;
  readonly exported: Exported;
  /** Its stacks that are applied: those of the rehearsal, and those of the same cluster and tenant that are gone. */
  readonly stacks: readonly ExportedStack[];
}

export interface UpgradeOptions extends ApplyOptions {
  readonly current: Exported;
  readonly base: Base;
}

/** @returns what became of each object of the current export, of each deletion that was refused, and the summary */
export async function applyUpgrade(options: UpgradeOptions): Promise<{ readonly outcomes: readonly Outcome[]; readonly upgrade: UpgradeResult }> {
  const { client, stacks, current, base, signal } = options;
  const before = await applyStacks({ ...options, stacks: base.stacks, content: base.exported.content });
  const changes = changesOf(base, current, stacks);
  const byKey = new Map(changes.map((change) => [key(change), change]));
  const known = new Map(before.map((outcome) => [key(outcome.object), outcome]));

  const of = (action: ObjectChange['action']) => changes.filter((change) => change.action === action);
  const replaced = of('replaced').filter(({ replacement }) => replacement === 'terraform');
  const gone = of('destroyed').map((change) => ({ change, object: known.get(key(change))?.object })).filter((item): item is { change: ObjectChange; object: ExportedObject } => item.object !== undefined);
  const isKept = ({ object }: { readonly object: ExportedObject }) => keptByHelm(object, base.exported.content(object));

  const refused: Outcome[] = [];
  const resources = await discover(client, signal);
  const remove = async (object: ExportedObject): Promise<boolean> => {
    const resource = resources.find(object.apiVersion, object.kind);
    if (!resource) return true;
    const { status, message } = await client.send({ method: 'DELETE', path: `${collectionPath(object.apiVersion, resource, object.namespace)}/${encodeURIComponent(object.name)}`, as: options.as }, signal);
    if (status < 300 || status === 404) return true;
    refused.push({ object, verdict: 'rejected', status, message: `not deleted: ${message}` });
    return false;
  };
  await parallel(replaced, async (change) => {
    const object = known.get(key(change))?.object;
    if (object) await remove(object);
  });
  const touched = stacks.map((stack) => ({ ...stack, objects: stack.objects.filter((object) => byKey.has(key(object))) }));
  const after = await applyStacks({ ...options, stacks: touched, held: () => false });
  // What depends on others goes first, as Terraform does.
  const going = gone.filter((item) => !isKept(item)).map(({ object }) => object);
  for (const { objects } of stepsOf(withOnly(base.stacks, going)).reverse()) await parallel(objects, async (object) => void (await remove(object)));

  const unchanged = stacks.flatMap(({ objects }) => objects.filter((object) => !byKey.has(key(object))).map((object): Outcome => ({ ...(known.get(key(object)) ?? { verdict: 'accepted', status: 200, message: '' }), object })));
  const notDeleted = new Set(refused.map(({ object }) => key(object)));
  return {
    outcomes: [...unchanged, ...after, ...refused],
    upgrade: {
      commit: base.commit, unchanged: unchanged.length, created: of('created').length, changed: of('changed').length, moved: of('moved').length,
      replaced: replaced.map(step), deleted: gone.filter((item) => !isKept(item) && !notDeleted.has(key(item.object))).map(({ change }) => step(change)),
      kept: gone.filter(isKept).map(({ change }) => step(change)),
      refusedInBase: before.filter(({ verdict }) => verdict === 'rejected').length,
    },
  };
}

/** What changes in these stacks and in those of the base. */
export function changesOf(base: Base, current: Exported, stacks: readonly ExportedStack[]): ObjectChange[] {
  const ids = new Set([...stacks, ...base.stacks].map(({ id }) => id));
  return compareExports(base.exported, current).stacks.filter(({ id }) => ids.has(id)).flatMap(({ objects }) => objects);
}

/** The same object before and after, whatever the version of its API. */
export const key = ({ apiVersion, kind, namespace, name }: Pick<ExportedObject, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string => [apiVersion.includes('/') ? apiVersion.split('/')[0] : '', kind, namespace, name].join('\n');
export const step = ({ stack, kind, namespace, name }: Pick<ExportedObject, 'stack' | 'kind' | 'namespace' | 'name'>): UpgradeStep => ({ stack, object: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}` });

/** Does Helm leave the object where it is when its release is gone or no longer has it? */
export function keptByHelm({ release }: ExportedObject, content: Readonly<Record<string, unknown>>): boolean {
  return release !== '' && (content as { metadata?: { annotations?: Record<string, string> } }).metadata?.annotations?.['helm.sh/resource-policy'] === 'keep';
}

function withOnly(stacks: readonly ExportedStack[], objects: readonly ExportedObject[]): ExportedStack[] {
  const wanted = new Set(objects);
  return stacks.map((stack) => ({ ...stack, objects: stack.objects.filter((object) => wanted.has(object)) }));
}
