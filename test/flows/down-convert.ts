/** ClusterNetworkPolicies (v1alpha2) as AdminNetworkPolicies and a BaselineAdminNetworkPolicy (v1alpha1), for a judge that knows these alone. */
import type { Tree } from './random-policies.ts';

export interface Converted {
  readonly adminNetworkPolicies: readonly Tree[];
  readonly baselineAdminNetworkPolicy?: Tree;
}

/** @throws Error for what v1alpha1 has no words for: then the judge cannot be asked */
export function downConvert(policies: readonly Tree[]): Converted {
  const specs = policies.map((policy) => ({ metadata: policy['metadata'] as { name: string }, spec: policy['spec'] as Tree }));
  const baseline = specs.filter(({ spec }) => spec['tier'] === 'Baseline');
  if (baseline.length > 1) throw new Error('v1alpha1 has one baseline policy');
  return {
    adminNetworkPolicies: specs.filter(({ spec }) => spec['tier'] === 'Admin').map(({ metadata: { name }, spec }) => ({ metadata: { name }, spec: { priority: spec['priority'], subject: spec['subject'], ...rulesOf(spec) } })),
    ...(baseline[0] ? { baselineAdminNetworkPolicy: { metadata: { name: 'default' }, spec: { subject: baseline[0].spec['subject'], ...rulesOf(baseline[0].spec) } } } : {}),
  };
}

const actions: Readonly<Record<string, string>> = { Accept: 'Allow', Deny: 'Deny', Pass: 'Pass' };

function rulesOf(spec: Tree): Tree {
  const convert = (direction: 'ingress' | 'egress', peers: 'from' | 'to') => {
    const rules = (spec[direction] ?? []) as Tree[];
    return rules.length === 0 ? {} : { [direction]: rules.map((rule) => ({ name: rule['name'], action: actions[String(rule['action'])], [peers]: rule[peers], ...portsOf(rule['protocols'] as Tree[] | undefined) })) };
  };
  return { ...convert('ingress', 'from'), ...convert('egress', 'to') };
}

function portsOf(protocols: readonly Tree[] | undefined): Tree {
  if (!protocols || protocols.length === 0) return {};
  return {
    ports: protocols.map((entry) => {
      const [key] = Object.keys(entry);
      if (key === 'destinationNamedPort') return { namedPort: entry[key] };
      const { number, range } = (entry[key!] as { destinationPort: { number?: number; range?: { start: number; end: number } } }).destinationPort;
      const protocol = key!.toUpperCase();
      return range ? { portRange: { protocol, ...range } } : { portNumber: { protocol, port: number } };
    }),
  };
}
