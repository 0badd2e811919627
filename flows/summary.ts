/** The flows of the estate in a few numbers, for the review pack. */
import type { Estate } from '../model/estate.ts';
import type { Finding, Text } from '../model/finding.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import { flowFindings, type Locate } from './findings.ts';
import { clusterReport, type FlowsReport } from './format/report.ts';

export interface FlowSummary {
  /** Clusters that were exported, each with its counts. */
  readonly clusters: FlowsReport['clusters'];
  /** What is open and not declared, declared and not open, or else wrong; `ndc flows` says the same. */
  readonly findings: readonly Finding[];
  readonly text: Text;
}

export function flowSummary(estate: Estate, clusters: readonly ClusterFlows[], locate: Locate): FlowSummary {
  const findings = flowFindings(estate, clusters, locate);
  const open = clusters.reduce((sum, { matrix }) => sum + matrix.flows.length, 0);
  const wished = clusters.reduce((sum, { wishes }) => sum + wishes.size, 0);
  const count = (...codes: readonly string[]) => findings.filter(({ code }) => codes.includes(code)).length;
  const [surplus, missing] = [count('surplus-flow', 'forbidden-port'), count('missing-flow')];
  return {
    clusters: clusters.map(clusterReport), findings,
    text: {
      vi: `${clusters.length} cụm: ${open} cặp đang mở, ${wished} cặp được khai báo; ${surplus} nguyên nhân gây luồng thừa, ${missing} nguyên nhân gây luồng thiếu, ${findings.length - surplus - missing} phát hiện khác. Chi tiết: npx ndc flows`,
      en: `${clusters.length} clusters: ${open} pairs are open, ${wished} are declared; ${surplus} causes of surplus flows, ${missing} causes of missing flows, ${findings.length - surplus - missing} other findings. More: npx ndc flows`,
    },
  };
}
