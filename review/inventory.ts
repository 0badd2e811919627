/** What the export holds, counted: stacks, objects by kind, and releases whose objects are not known. */
import { compareText, type Text } from '../model/finding.ts';
import { groupOf } from './immutable.ts';
import { nounOf } from './kinds.ts';
import type { Exported } from './read.ts';
import { parseStackId, type StackKind } from './stack-id.ts';

export interface Inventory {
  readonly stacks: number;
  readonly objects: number;
  readonly stacksByKind: readonly { readonly kind: StackKind; readonly stacks: number; readonly objects: number }[];
  readonly objectsByKind: readonly { readonly group: string; readonly kind: string; readonly names: Text; readonly count: number; readonly stateful: boolean }[];
  readonly clusters: readonly { readonly cluster: string; readonly stacks: number; readonly objects: number; readonly unrendered: number }[];
  /** The same release on several clusters stands here once. */
  readonly unrendered: readonly UnrenderedRow[];
}

export interface UnrenderedRow {
  readonly chart: string;
  readonly version: string;
  readonly reason: Text;
  /** Stacks that have it. */
  readonly stacks: readonly string[];
}

export function inventoryOf(exported: Exported, stateful: (object: { apiVersion: string; kind: string }) => boolean): Inventory {
  const objects = exported.stacks.flatMap((stack) => stack.objects);
  const stacksByKind = [...Map.groupBy(exported.stacks, ({ id }) => parseStackId(id).kind)]
    .map(([kind, stacks]) => ({ kind, stacks: stacks.length, objects: stacks.reduce((sum, stack) => sum + stack.objects.length, 0) }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const objectsByKind = [...Map.groupBy(objects, ({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`)]
    .map(([, [first, ...rest]]) => ({ group: groupOf(first!.apiVersion), kind: first!.kind, names: nounOf(first!), count: rest.length + 1, stateful: stateful(first!) }))
    .sort((a, b) => b.count - a.count || compareText(a.kind, b.kind) || compareText(a.group, b.group));
  const clusters = [...Map.groupBy(exported.stacks, ({ targetCluster }) => targetCluster)]
    .map(([cluster, stacks]) => ({
      cluster, stacks: stacks.length, objects: stacks.reduce((sum, stack) => sum + stack.objects.length, 0), unrendered: stacks.reduce((sum, stack) => sum + stack.unrendered.length, 0),
    }))
    .sort((a, b) => compareText(a.cluster, b.cluster));
  const releases = exported.stacks.flatMap(({ id, unrendered }) => unrendered.map((release) => ({ stack: id, ...release })));
  const unrendered = [...Map.groupBy(releases, ({ chart, version, reason }) => `${chart}\n${version}\n${reason.en}`)]
    .map(([, same]) => ({ chart: same[0]!.chart || same[0]!.release, version: same[0]!.version, reason: same[0]!.reason, stacks: same.map(({ stack }) => stack).sort(compareText) }))
    .sort((a, b) => compareText(a.chart, b.chart) || compareText(a.version, b.version));
  return { stacks: exported.stacks.length, objects: objects.length, stacksByKind, objectsByKind, clusters, unrendered };
}

const order: readonly StackKind[] = ['machines', 'crds', 'operator', 'guardrails', 'services', 'exchange', 'vault', 'tenant', 'system', 'data', 'copies'];
