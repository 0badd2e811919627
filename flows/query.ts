/** Answers to "who can reach whom, where, by which rule": inside each cluster, and between clusters by the declared addresses. */
import { families, type Family } from './addresses.ts';
import { isEmpty, keepOnly, members, removeAll, type Bits } from './bits.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import { segmentsOf } from './compare.ts';
import type { Port, Segment } from './endpoint.ts';
import type { Connection, Decision } from './evaluate.ts';
import type { Intent } from './intent.ts';
import { joinedFlows } from './joins.ts';
import { portText } from './matrix.ts';
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

export interface AnswerFlow {
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
  readonly egress: Half | undefined;
  readonly ingress: Half | undefined;
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
  const flows: AnswerFlow[] = [];
  const refusals = new Map<string, { pairs: number; example: Refusal['example']; egress: Decision; ingress: Decision }>();
  let asked = 0;
  for (const cluster of clusters) {
    const { endpoints, matrix } = cluster;
    const [isFrom, isTo, isAbout] = [question.from, question.to, question.about ?? (() => true)].map((matches) => endpoints.map(matches));
    const concerns = (source: number, target: number) => isFrom![source]! && isTo![target]! && (isAbout![source]! || isAbout![target]!) && (endpoints[source]!.kind === 'pod' || endpoints[target]!.kind === 'pod');
    const wanted = question.port === undefined ? undefined : segmentsOf(matrix.segments, [question.port]);
    const open = new Set<number>();
    for (const flow of matrix.flows) {
      if (!concerns(flow.from, flow.to)) continue;
      const found = flowOf(cluster, flow, wanted, question.explain);
      if (!found) continue;
      open.add(flow.from * endpoints.length + flow.to);
      flows.push(found);
    }
    for (const source of endpoints.keys()) {
      if (!isFrom![source]) continue;
      for (const target of endpoints.keys()) {
        if (!concerns(source, target)) continue;
        asked++;
        if (question.explain && !open.has(source * endpoints.length + target)) refuse(cluster, source, target, question.port, refusals);
      }
    }
  }
  const joined = joinedFlows(clusters, question);
  flows.push(...joined);
  const allowed = flows.length;
  return { verdict: allowed === 0 ? 'denied' : allowed === asked + joined.length ? 'allowed' : 'mixed', pairs: { asked: asked + joined.length, allowed }, flows, refusals: [...refusals.values()].sort((a, b) => b.pairs - a.pairs) };
}

function flowOf(cluster: ClusterFlows, { from, to, segments }: ClusterFlows['matrix']['flows'][number], wanted: Bits | undefined, explain: boolean): AnswerFlow | undefined {
  const { endpoints, matrix, wishes, evaluator } = cluster;
  const open = { v4: segments.v4.slice(), v6: segments.v6.slice() };
  if (wanted) for (const family of families) keepOnly(open[family], wanted);
  const where = families.filter((family) => !isEmpty(open[family]));
  const [first] = where;
  if (first === undefined) return undefined;
  const intents = wishes.get(from * endpoints.length + to) ?? [];
  const left = open[first].slice();
  removeAll(left, segmentsOf(matrix.segments, intents.flatMap(({ ports }) => ports)));
  const decided = explain ? evaluator.decide(from, to, portOf(matrix.segments, open[first]), first) : undefined;
  const half = (decision: Decision | undefined) => decision && { cluster: cluster.cluster.id, decision };
  return {
    from: endpoints[from]!.id, fromCluster: cluster.cluster.id, to: endpoints[to]!.id, toCluster: cluster.cluster.id, ports: portText(matrix.segments, open[first]), families: where,
    declared: isEmpty(left), intents, via: undefined, egress: half(decided?.egress), ingress: half(decided?.ingress),
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

