/** Policies that mean less, or something else, than they seem to: each with the policy it is about. */
import { addAll, isEmpty, noBits } from './bits.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import type { Evaluator } from './evaluate.ts';
import type { Policy, Selector } from './policy.ts';
import { policyRanges } from './outside.ts';
import { contains, families, parseRange } from './addresses.ts';

/** Two policies of one tier with one priority that some pod can have both of: which one speaks first is not defined. */
export function equalPriorities(policies: readonly Policy[]): (readonly [Policy, Policy])[] {
  const ordered = policies.filter(({ tier }) => tier !== 'NetworkPolicy');
  return ordered.flatMap((one, at) => ordered.slice(at + 1)
    .filter((other) => other.tier === one.tier && other.priority === one.priority && sharesDirection(one, other) && !disjoint(one.namespaces, other.namespaces) && !disjoint(one.pods, other.pods))
    .map((other) => [one, other] as const));
}

function sharesDirection(one: Policy, other: Policy): boolean {
  return (one.ingress !== undefined && other.ingress !== undefined) || (one.egress !== undefined && other.egress !== undefined);
}

/** Is it impossible that one set of labels meets both? Proven by one key alone; what cannot be proven is not disjoint. */
export function disjoint(one: Selector, other: Selector): boolean {
  const all = [...one, ...other];
  return [...new Set(all.map(({ key }) => key))].some((key) => {
    const said = all.filter((expression) => expression.key === key);
    const absent = said.some(({ operator }) => operator === 'DoesNotExist');
    const lists = said.filter(({ operator }) => operator === 'In').map(({ values }) => values);
    if (absent) return lists.length > 0 || said.some(({ operator }) => operator === 'Exists');
    if (lists.length === 0) return false;
    const refused = new Set(said.flatMap(({ operator, values }) => (operator === 'NotIn' ? values : [])));
    return !lists[0]!.some((value) => !refused.has(value) && lists.every((values) => values.includes(value)));
  });
}

/** Policies of one namespace that no pod has. */
export function withoutSubject({ evaluator, policies }: ClusterFlows): Policy[] {
  return policies.filter((policy) => policy.tier === 'NetworkPolicy' && isEmpty(evaluator.subjects(policy)));
}

/** Rules of one namespace's policies whose peers mean nobody, by direction and position. */
export function withoutPeer({ evaluator, policies }: ClusterFlows): { readonly policy: Policy; readonly direction: 'ingress' | 'egress'; readonly index: number }[] {
  return policies.filter(({ tier }) => tier === 'NetworkPolicy').flatMap((policy) => (['ingress', 'egress'] as const).flatMap((direction) => (policy[direction] ?? []).flatMap(({ peers, index }) => {
    if (peers === null) return [];
    const found = noBits(evaluator.endpoints.length);
    for (const family of families) for (const peer of peers) addAll(found, evaluator.universe.peer(peer, family));
    return isEmpty(found) ? [{ policy, direction, index }] : [];
  })));
}

/** Namespaces with a pod that nothing isolates in a direction. */
export function openNamespaces({ evaluator, endpoints }: ClusterFlows): string[] {
  return [...new Set(endpoints.flatMap(({ namespace }, index) => (isIsolated(evaluator, index) ? [] : [namespace])))].sort();
}

/** Is there a pod in a namespace that nothing isolates in a direction? */
export function isOpen({ evaluator, endpoints }: ClusterFlows, namespace: string): boolean {
  return endpoints.some((endpoint, index) => endpoint.namespace === namespace && !isIsolated(evaluator, index));
}

function isIsolated(evaluator: Evaluator, index: number): boolean {
  return evaluator.endpoints[index]!.kind !== 'pod' || (evaluator.isolated(index, 'ingress') && evaluator.isolated(index, 'egress'));
}

/** Ranges of policies that hold addresses of this cluster's pods: which pods they mean changes by chance. */
export function rangesOverPods({ policies, cluster }: Pick<ClusterFlows, 'policies' | 'cluster'>): { readonly policy: Policy; readonly range: string }[] {
  const pods = families.map((family) => parseRange(cluster.data.addresses.pods[family]));
  return policies.flatMap((policy) => policyRanges([policy]).filter((range) => pods.some((own) => contains(range, own.family, own.first) || contains(own, range.family, range.first))).map(({ text }) => ({ policy, range: text })));
}
