/** In which order objects go to the server: by the graph of stacks, and by kind within a step. */
import { compareText } from '../model/finding.ts';
import type { ExportedObject, ExportedStack } from '../review/read.ts';

/** Objects that may go at the same time. */
export interface Step {
  readonly definitions: boolean;
  readonly objects: readonly ExportedObject[];
}

/** Kinds that others need, first; what is not named comes after them. */
const first = [
  ['CustomResourceDefinition'],
  ['Namespace'],
  ['PriorityClass', 'StorageClass', 'RuntimeClass', 'IngressClass', 'GatewayClass', 'ServiceAccount', 'ConfigMap', 'Secret', 'ClusterRole', 'Role', 'LimitRange', 'ResourceQuota'],
  ['ClusterRoleBinding', 'RoleBinding', 'NetworkPolicy', 'ClusterNetworkPolicy', 'ValidatingAdmissionPolicy'],
];
const rankOf = new Map(first.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));

/**
 * Steps of the stacks of one cluster. Stacks of other clusters in `dependsOn` are somebody else's; a graph with a cycle is refused by synth long before.
 */
export function stepsOf(stacks: readonly ExportedStack[]): Step[] {
  const levels = levelsOf(stacks);
  const steps = new Map<string, { readonly level: number; readonly rank: number; readonly objects: ExportedObject[] }>();
  for (const stack of stacks) {
    const level = levels.get(stack.id)!;
    for (const object of stack.objects) {
      const rank = rankOf.get(object.kind) ?? first.length;
      const key = `${level} ${rank}`;
      if (!steps.has(key)) steps.set(key, { level, rank, objects: [] });
      steps.get(key)!.objects.push(object);
    }
  }
  return [...steps.values()]
    .sort((a, b) => a.level - b.level || a.rank - b.rank)
    .map(({ rank, objects }) => ({ definitions: rank === 0, objects: objects.sort((a, b) => compareText(a.file, b.file)) }));
}

/** Longest way to each stack from those that depend on none. */
function levelsOf(stacks: readonly ExportedStack[]): Map<string, number> {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const levels = new Map<string, number>();
  const visit = (stack: ExportedStack): number => {
    const known = levels.get(stack.id);
    if (known !== undefined) return known;
    levels.set(stack.id, 0);
    const level = Math.max(0, ...stack.dependsOn.flatMap((id) => (byId.has(id) ? [visit(byId.get(id)!) + 1] : [])));
    levels.set(stack.id, level);
    return level;
  };
  stacks.forEach(visit);
  return levels;
}
