/** The JSON of `ndc flows`, documented in docs/flows.md. Text, CSV and pictures are made of it. */
import type { Finding, Source, Text } from '../../model/finding.ts';
import type { FlowChange } from '../changes.ts';
import type { ClusterFlows } from '../cluster-flows.ts';
import type { Decision } from '../evaluate.ts';
import { decisionText, placeOf } from '../findings.ts';
import type { Answer, AnswerFlow, Half } from '../query.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  /** With an explanation, day on which the line was written last, YYYY-MM-DD; null: git does not know. */
  readonly since?: string | null;
}

/** One half of a flow: who decides, and where the catalog asks for it. */
export interface HalfReport {
  readonly cluster: string;
  readonly allowed: boolean;
  readonly tier: string;
  readonly policy: string | null;
  /** Position of the rule in the policy's list, from 0; null: no rule speaks of it. */
  readonly rule: number | null;
  readonly text: string;
  /** Line of the catalog that the policy was made of; null where no policy speaks. */
  readonly catalog: Place | null;
}

export interface FlowReport {
  readonly from: { readonly id: string; readonly cluster: string };
  readonly to: { readonly id: string; readonly cluster: string };
  readonly ports: string;
  readonly families: readonly string[];
  /** Does the catalog want it? */
  readonly declared: boolean;
  /** Why it is wanted: kind, reason and line, and the agreements in force that go this way. */
  readonly wishes: readonly { readonly kind: string; readonly reason: Text; readonly catalog: Place; readonly agreements: readonly { readonly id: string; readonly from: string; readonly until: string; readonly catalog: Place }[] }[];
  /** Address range between clusters; null inside one. */
  readonly via: string | null;
  readonly egress: HalfReport | null;
  readonly ingress: HalfReport | null;
}

export interface FlowsReport {
  readonly ok: boolean;
  readonly question: { readonly from: string; readonly to: string; readonly port: string | null; readonly tenant: string | null; readonly cluster: string | null };
  readonly verdict: Answer['verdict'];
  readonly pairs: Answer['pairs'];
  readonly clusters: readonly { readonly id: string; readonly endpoints: number; readonly policies: number; readonly flows: number; readonly wishes: number; readonly surplus: number; readonly missing: number }[];
  readonly flows: readonly FlowReport[];
  readonly refusals: readonly { readonly pairs: number; readonly example: { readonly from: string; readonly to: string; readonly cluster: string; readonly port: string }; readonly egress: HalfReport; readonly ingress: HalfReport }[];
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

/** The JSON of `ndc flows --base`. */
export interface ChangesReport {
  readonly ok: boolean;
  readonly question: FlowsReport['question'];
  readonly base: { readonly ref: string; readonly commit: string };
  /** Flows that are open now and were not, explained; only what changes of their ports and families. */
  readonly opens: readonly FlowReport[];
  /** Flows that were open and are no longer; rules and lines are those of the base. */
  readonly closes: readonly FlowReport[];
  readonly seconds: number;
}

export function changeReport({ from, to, ports, families, flow }: FlowChange, clusters: ReadonlyMap<string, ClusterFlows>, placeAt: PlaceAt): FlowReport {
  const report = flowReport(flow, clusters, placeAt, true);
  return { ...report, from: { ...report.from, id: from }, to: { ...report.to, id: to }, ports, families };
}

export type PlaceAt = (source: Source) => Place;

/** @param explained with what decides of each half */
export function flowReport({ via, intents, ...flow }: AnswerFlow, clusters: ReadonlyMap<string, ClusterFlows>, placeAt: PlaceAt, explained: boolean): FlowReport {
  const half = (one: Half) => halfReport(one, clusters.get(one.cluster)!, placeAt);
  const why = explained ? flow.explain() : undefined;
  return {
    from: { id: flow.from, cluster: flow.fromCluster }, to: { id: flow.to, cluster: flow.toCluster }, ports: flow.ports, families: flow.families, declared: flow.declared,
    wishes: intents.map(({ kind, reason, source, agreements = [] }) => ({ kind, reason, catalog: placeAt(source), agreements: agreements.map(({ id, use }) => ({ id, from: use.data.from, until: use.data.until, catalog: placeAt({ file: use.file, pointer: '/from' }) })) })),
    via: via ?? null, egress: why ? half(why.egress) : null, ingress: why ? half(why.ingress) : null,
  };
}

export function halfReport({ cluster, decision }: { readonly cluster: string; readonly decision: Decision }, flows: ClusterFlows, placeAt: PlaceAt): HalfReport {
  const { allowed, tier, policy, rule } = decision;
  const source = placeOf(policy, flows);
  return { cluster, allowed, tier, policy: policy?.id ?? null, rule: rule?.index ?? null, text: decisionText(decision), catalog: policy ? placeAt(source) : null };
}

export function clusterReport({ cluster, endpoints, policies, matrix, wishes, differences }: ClusterFlows): FlowsReport['clusters'][number] {
  const count = (kind: string) => differences.filter((difference) => difference.kind === kind).length;
  return { id: cluster.id, endpoints: endpoints.length, policies: policies.length, flows: matrix.flows.length, wishes: wishes.size, surplus: count('surplus'), missing: count('missing') };
}
