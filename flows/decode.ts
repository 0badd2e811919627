/** Reads network policies strictly: what is not understood is an error or, where the API says so, fails closed. Never read as wider than it is. */
import { z } from 'zod';
import type { Source } from '../model/finding.ts';
import { parseRange } from './addresses.ts';
import type { Action, Direction, Peer, Policy, PortMatch, Protocol, Rule, Selector } from './policy.ts';

/** A policy object that cannot be read; the message names the object, the field and the value. */
export class PolicyError extends Error {}

const labelValue = z.string();
const expression = z.union([
  z.strictObject({ key: z.string().min(1), operator: z.enum(['In', 'NotIn']), values: z.array(labelValue).min(1) }),
  z.strictObject({ key: z.string().min(1), operator: z.enum(['Exists', 'DoesNotExist']), values: z.array(labelValue).max(0).optional() }),
]);
const selector = z.strictObject({ matchLabels: z.record(z.string(), labelValue).nullish(), matchExpressions: z.array(expression).nullish() })
  .transform(({ matchLabels, matchExpressions }): Selector => [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In' as const, values: [value] })),
    ...(matchExpressions ?? []).map(({ key, operator, values }) => ({ key, operator, values: values ?? [] })),
  ]);
const range = z.string().superRefine((text, context) => {
  try {
    parseRange(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});
const protocol = z.enum(['TCP', 'UDP', 'SCTP']);
const number = z.int().min(1).max(65_535);

const policyPort = z.strictObject({ protocol: protocol.nullish(), port: z.union([number, z.string().min(1)]).nullish(), endPort: number.nullish() })
  .transform(({ protocol: given, port, endPort }, context): PortMatch => {
    const its: Protocol = given ?? 'TCP';
    if (typeof port === 'string') {
      if (endPort === null || endPort === undefined) return { protocol: its, name: port };
    } else if (port === null || port === undefined) {
      if (endPort === null || endPort === undefined) return { protocol: its, first: 1, last: 65_535 };
    } else if ((endPort ?? port) >= port) return { protocol: its, first: port, last: endPort ?? port };
    context.addIssue({ code: 'custom', message: 'endPort goes with a port number that is not above it' });
    return z.NEVER;
  });
const policyPeer = z.strictObject({ ipBlock: z.strictObject({ cidr: range, except: z.array(range).nullish() }).optional(), namespaceSelector: selector.optional(), podSelector: selector.optional() })
  .refine((peer) => (peer.ipBlock === undefined) === ((peer.namespaceSelector ?? peer.podSelector) !== undefined), 'a peer is either an ipBlock, or a namespaceSelector, a podSelector or both');
const networkPolicy = z.object({
  metadata: z.object({ name: z.string().min(1), namespace: z.string().min(1) }),
  spec: z.strictObject({
    podSelector: selector.nullish(),
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])).nullish(),
    ingress: z.array(z.strictObject({ from: z.array(policyPeer).nullish(), ports: z.array(policyPort).nullish() })).nullish(),
    egress: z.array(z.strictObject({ to: z.array(policyPeer).nullish(), ports: z.array(policyPort).nullish() })).nullish(),
  }),
});

const podsPeer = z.strictObject({ namespaceSelector: selector.optional(), podSelector: selector });
/** Kinds of peers this program knows; any other must fail closed, so it is kept as undefined. */
const clusterPeer = z.record(z.string(), z.unknown()).transform((value, context): Peer[] | undefined => {
  const [kind, ...more] = Object.keys(value);
  const read = <T>(schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(value[kind!]);
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: `${kind}: ${parsed.error.issues[0]!.message}` });
    return z.NEVER;
  };
  if (more.length > 0) context.addIssue({ code: 'custom', message: `a peer has one field, this one has ${[kind, ...more].join(', ')}` });
  switch (kind) {
    case 'namespaces': return [{ kind: 'pods', namespaces: read(selector), pods: [] }];
    case 'pods': return [read(podsPeer)].map(({ namespaceSelector, podSelector }) => ({ kind: 'pods', namespaces: namespaceSelector ?? [], pods: podSelector }));
    case 'networks': return read(z.array(range).min(1).max(25)).map((one) => ({ kind: 'addresses', range: one, except: [] }));
    case 'nodes': return [{ kind: 'nodes', nodes: read(selector) }];
    case 'domainNames': return read(z.array(z.string()).min(1).max(25)).map((name) => ({ kind: 'names', name }));
    default: return undefined;
  }
});
const portOf = (its: Protocol) => z.strictObject({
  destinationPort: z.union([
    z.strictObject({ number }).transform(({ number: one }): PortMatch => ({ protocol: its, first: one, last: one })),
    z.strictObject({ range: z.strictObject({ start: number, end: number }).refine(({ start, end }) => start < end, 'a range starts below its end') })
      .transform(({ range: { start, end } }): PortMatch => ({ protocol: its, first: start, last: end })),
  ]),
}).transform(({ destinationPort }) => destinationPort);
const clusterProtocol = z.union([
  z.strictObject({ tcp: portOf('TCP') }).transform(({ tcp }) => tcp),
  z.strictObject({ udp: portOf('UDP') }).transform(({ udp }) => udp),
  z.strictObject({ sctp: portOf('SCTP') }).transform(({ sctp }) => sctp),
  z.strictObject({ destinationNamedPort: z.string().min(1) }).transform(({ destinationNamedPort }): PortMatch => ({ protocol: null, name: destinationNamedPort })),
]);
const clusterRule = { name: z.string().max(100).nullish(), action: z.enum(['Accept', 'Deny', 'Pass']), protocols: z.array(clusterProtocol).min(1).max(25).nullish() };
const clusterPolicy = z.object({
  metadata: z.object({ name: z.string().min(1) }),
  spec: z.strictObject({
    tier: z.enum(['Admin', 'Baseline']),
    priority: z.int().min(0).max(1000),
    subject: z.union([
      z.strictObject({ namespaces: selector }).transform(({ namespaces }) => ({ namespaces, pods: [] as Selector })),
      z.strictObject({ pods: podsPeer }).transform(({ pods }) => ({ namespaces: pods.namespaceSelector ?? [], pods: pods.podSelector })),
    ]),
    ingress: z.array(z.strictObject({ ...clusterRule, from: z.array(clusterPeer).min(1).max(25) })).max(25).nullish(),
    egress: z.array(z.strictObject({ ...clusterRule, to: z.array(clusterPeer).min(1).max(25) })).max(25).nullish(),
  }),
});

/** An object as exported, with where it comes from. */
export interface PolicyObject {
  readonly file: string;
  readonly source: Source | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Kinds that `decodePolicy` knows. */
export function isPolicy(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return (object.apiVersion === 'networking.k8s.io/v1' && object.kind === 'NetworkPolicy')
    || (object.apiVersion === 'policy.networking.k8s.io/v1alpha2' && object.kind === 'ClusterNetworkPolicy');
}

/** @throws PolicyError when the object is not what the API server would store */
export function decodePolicy({ content, file, source }: PolicyObject): Policy {
  const read = <T>(schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(content);
    if (parsed.success) return parsed.data;
    const { path, message } = deepest(parsed.error.issues[0]!);
    throw new PolicyError(`${file}: ${path.join('.')}: ${message}`);
  };
  return content['kind'] === 'NetworkPolicy' ? fromNetworkPolicy(read(networkPolicy), file, source) : fromClusterPolicy(read(clusterPolicy), file, source);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map(deepest).sort((a, b) => b.path.length - a.path.length)[0];
  return inner ? { path: [...issue.path, ...inner.path], message: inner.message } : issue;
}

function fromNetworkPolicy({ metadata: { name, namespace }, spec }: z.output<typeof networkPolicy>, file: string, source: Source | undefined): Policy {
  const own: Selector = [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [namespace] }];
  const peersOf = (peers: readonly z.output<typeof policyPeer>[] | null | undefined): Peer[] | null => (!peers || peers.length === 0 ? null : peers.map((peer): Peer => (peer.ipBlock
    ? { kind: 'addresses', range: peer.ipBlock.cidr, except: peer.ipBlock.except ?? [] }
    : { kind: 'pods', namespaces: peer.namespaceSelector ?? own, pods: peer.podSelector ?? [] })));
  const rule = (peers: Peer[] | null, ports: PortMatch[] | null | undefined, index: number): Rule => ({ action: 'Accept', name: '', index, peers, ports: ports && ports.length > 0 ? ports : null });
  // What the API server fills in: Ingress always, Egress when there are egress rules.
  const types = spec.policyTypes && spec.policyTypes.length > 0 ? spec.policyTypes : ['Ingress', ...(spec.egress && spec.egress.length > 0 ? ['Egress'] : [])];
  return {
    id: `NetworkPolicy ${namespace}/${name}`, tier: 'NetworkPolicy', priority: 0, namespace, namespaces: [], pods: spec.podSelector ?? [], file, source,
    ingress: types.includes('Ingress') ? (spec.ingress ?? []).map(({ from, ports }, index) => rule(peersOf(from), ports, index)) : undefined,
    egress: types.includes('Egress') ? (spec.egress ?? []).map(({ to, ports }, index) => rule(peersOf(to), ports, index)) : undefined,
  };
}

function fromClusterPolicy({ metadata: { name }, spec }: z.output<typeof clusterPolicy>, file: string, source: Source | undefined): Policy {
  const rule = ({ action, name: label, protocols }: { action: Action; name?: string | null | undefined; protocols?: PortMatch[] | null | undefined }, peers: readonly (Peer[] | undefined)[], index: number): Rule => {
    const known = peers.every((peer) => peer !== undefined);
    // Unknown kinds of peers fail closed: an Accept matches nothing, anything else denies all.
    if (!known) return { action: action === 'Accept' ? 'Accept' : 'Deny', name: label ?? '', index, peers: action === 'Accept' ? [] : null, ports: null };
    return { action, name: label ?? '', index, peers: peers.flat(), ports: protocols ?? null };
  };
  const direction = (which: Direction, rules: Rule[]): Partial<Pick<Policy, Direction>> => (rules.length > 0 ? { [which]: rules } : {});
  return {
    id: `ClusterNetworkPolicy ${name}`, tier: spec.tier, priority: spec.priority, namespace: undefined, ...spec.subject, file, source, ingress: undefined, egress: undefined,
    ...direction('ingress', (spec.ingress ?? []).map((one, index) => rule(one, one.from, index))),
    ...direction('egress', (spec.egress ?? []).map((one, index) => rule(one, one.to, index))),
  };
}
