/** Answers to "who can reach whom, where, by which rule": inside each cluster, and between clusters by the declared addresses. */
import { families, type Family } from './addresses.ts';
import { isEmpty, keepOnly, members, removeAll, type Bits } from './bits.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import { segmentsOf } from './compare.ts';
import type { Endpoint, Port, Segment } from './endpoint.ts';
import type { Connection, Decision } from './evaluate.ts';
import type { Intent } from './intent.ts';
import { joinedFlows } from './joins.ts';
import { merged, portText } from './matrix.ts';
import type { Matcher } from './names.ts';

export interface Question {
  readonly from: Matcher;
  readonly to: Matcher;
  /** undefined: any port. */
  readonly port: Port | undefined;
  /** Only flows that start or end at such a place; undefined: all. */
  readonly about?: Matcher | undefined;
  readonly explain: boolean;
}

/** One half of an explanation. */
export interface Half {
  readonly cluster: string;
  readonly decision: Decision;
}

/** Why a flow is open, at its first open port. */
export interface Explanation {
  readonly egress: Half;
  readonly ingress: Half;
}

export interface AnswerFlow {
  readonly ends: { readonly from: Endpoint; readonly to: Endpoint };
  readonly from: string;
  readonly fromCluster: string;
  readonly to: string;
  readonly toCluster: string;
  /** Open ports, e.g. `TCP 443`. */
  readonly ports: string;
  /** The families where it is open. */
  readonly families: readonly Family[];
  /** Does the catalog want every open port? */
  readonly declared: boolean;
  /** Wishes of the catalog for it. */
  readonly intents: readonly Intent[];
  /** Addresses between, for a flow from one cluster to another. */
  readonly via: string | undefined;
  /** Open ports of each family, as few ranges as can be. */
  open(): Readonly<Record<Family, readonly Segment[]>>;
  explain(): Explanation;
}

/** Pairs that are refused for one reason. */
export interface Refusal {
  readonly pairs: number;
  readonly example: { readonly from: string; readonly to: string; readonly cluster: string; readonly port: string };
  readonly egress: Decision;
  readonly ingress: Decision;
}

export interface Answer {
  /** Is every pair refused, none, or some? */
  readonly verdict: 'denied' | 'allowed' | 'mixed';
  readonly pairs: { readonly asked: number; readonly allowed: number };
  readonly flows: readonly AnswerFlow[];
  /** Filled when an explanation is asked for. */
  readonly refusals: readonly Refusal[];
}

export function answer(clusters: readonly ClusterFlows[], question: Question): Answer {
  const flows = openFlows(clusters, question);
  const refusals = new Map<string, { pairs: number; example: Refusal['example']; egress: Decision; ingress: Decision }>();
  let asked = 0;
  for (const cluster of clusters) {
    const { endpoints } = cluster;
    const concerns = concernedBy(question, endpoints);
    const open = new Set(question.explain ? flows.flatMap(({ from, to, fromCluster, toCluster }) => (fromCluster === cluster.cluster.id && toCluster === fromCluster ? [`${from} ${to}`] : [])) : []);
    for (const source of endpoints.keys()) {
      if (!concerns.from[source]) continue;
      for (const target of endpoints.keys()) {
        if (!concerns.pair(source, target)) continue;
        asked++;
        if (question.explain && !open.has(`${endpoints[source]!.id} ${endpoints[target]!.id}`)) refuse(cluster, source, target, question.port, refusals);
      }
    }
  }
  const between = flows.filter(({ fromCluster, toCluster }) => fromCluster !== toCluster).length;
  const allowed = flows.length;
  return { verdict: allowed === 0 ? 'denied' : allowed === asked + between ? 'allowed' : 'mixed', pairs: { asked: asked + between, allowed }, flows, refusals: [...refusals.values()].sort((a, b) => b.pairs - a.pairs) };
}

/** Flows that a question means: those inside clusters, then those from one to another. */
export function openFlows(clusters: readonly ClusterFlows[], question: Question): AnswerFlow[] {
  const inside = clusters.flatMap((cluster) => {
    const { endpoints, matrix } = cluster;
    const concerns = concernedBy(question, endpoints);
    const wanted = question.port === undefined ? undefined : segmentsOf(matrix.segments, [question.port]);
    return matrix.flows.flatMap((flow) => (concerns.pair(flow.from, flow.to) ? flowOf(cluster, flow, wanted) ?? [] : []));
  });
  return [...inside, ...joinedFlows(clusters, question)];
}

/** Which ends, and which pairs of them, a question is about. */
function concernedBy({ from, to, about = () => true }: Question, endpoints: readonly Endpoint[]): { readonly from: readonly boolean[]; pair(source: number, target: number): boolean } {
  const [isFrom, isTo, isAbout] = [from, to, about].map((matches) => endpoints.map(matches)) as [boolean[], boolean[], boolean[]];
  return { from: isFrom, pair: (source, target) => isFrom[source]! && isTo[target]! && (isAbout[source]! || isAbout[target]!) && (endpoints[source]!.kind === 'pod' || endpoints[target]!.kind === 'pod') };
}

function flowOf(cluster: ClusterFlows, { from, to, segments }: ClusterFlows['matrix']['flows'][number], wanted: Bits | undefined): AnswerFlow | undefined {
  const { endpoints, matrix, wishes, evaluator } = cluster;
  const open = { v4: segments.v4.slice(), v6: segments.v6.slice() };
  if (wanted) for (const family of families) keepOnly(open[family], wanted);
  const where = families.filter((family) => !isEmpty(open[family]));
  const [first] = where;
  if (first === undefined) return undefined;
  const intents = wishes.get(from * endpoints.length + to) ?? [];
  const left = open[first].slice();
  removeAll(left, segmentsOf(matrix.segments, intents.flatMap(({ ports }) => ports)));
  const { id } = cluster.cluster;
  const ranges = (bits: Bits) => merged([...members(bits)].map((at) => matrix.segments[at]!));
  return {
    ends: { from: endpoints[from]!, to: endpoints[to]! },
    from: endpoints[from]!.id, fromCluster: id, to: endpoints[to]!.id, toCluster: id, ports: portText(matrix.segments, open[first]), families: where,
    declared: isEmpty(left), intents, via: undefined,
    open: () => ({ v4: ranges(open.v4), v6: ranges(open.v6) }),
    explain: () => {
      const { egress, ingress } = evaluator.decide(from, to, portOf(matrix.segments, open[first]), first);
      return { egress: { cluster: id, decision: egress }, ingress: { cluster: id, decision: ingress } };
    },
  };
}

function portOf(segments: readonly Segment[], open: Bits): Port {
  const { protocol, first } = segments[[...members(open)][0]!]!;
  return { protocol, port: first };
}

/** The reason of a refusal at the port that is asked for, or at the first that the target listens on. */
function refuse({ cluster, endpoints, evaluator }: ClusterFlows, from: number, to: number, asked: Port | undefined, refusals: Map<string, Refusal & { pairs: number }>): void {
  const family = families.find((one) => endpoints[from]!.addresses[one] !== undefined && endpoints[to]!.addresses[one] !== undefined);
  if (!family) return;
  const port = asked ?? endpoints[to]!.ports[0] ?? { protocol: 'TCP' as const, port: 443 };
  const decided: Connection = evaluator.decide(from, to, port, family);
  const key = [decided.egress, decided.ingress].map(({ allowed, tier, policy, rule }) => `${allowed} ${tier} ${policy?.tier === 'NetworkPolicy' ? 'own' : policy?.id} ${policy?.tier === 'NetworkPolicy' ? '' : rule?.index}`).join(' / ');
  const known = refusals.get(key);
  if (known) known.pairs++;
  else refusals.set(key, { pairs: 1, example: { from: endpoints[from]!.id, to: endpoints[to]!.id, cluster: cluster.id, port: `${port.protocol} ${port.port}` }, ...decided });
}

