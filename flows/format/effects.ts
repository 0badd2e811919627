/** What every policy is good for, over all clusters that were looked at: the best it does anywhere, and why it is called redundant where it does nothing. */
import { compareText, type Language, type Text } from '../../model/finding.ts';
import type { ClusterFlows } from '../cluster-flows.ts';
import { effects, policyEffects, type Effect } from '../redundant.ts';

export interface EffectReport {
  readonly policy: string;
  readonly effect: Effect;
  /** Clusters where it has this effect. */
  readonly clusters: readonly string[];
}

/** Why an effect is called so; the last three are redundant. */
const reasons: Readonly<Record<Effect, Text>> = {
  matrix: { vi: 'bỏ đi thì luồng mở thay đổi', en: 'without it other flows are open' },
  half: { vi: 'đóng một chiều mà chiều kia cũng đóng', en: 'closes one half whose other half is closed too' },
  guard: { vi: 'giữ khi chính sách của namespace sai hoặc thiếu', en: "holds where a namespace's own policies fail or are missing" },
  repeated: { vi: 'thừa khi đứng riêng: chính sách khác cũng nói như vậy', en: 'redundant by itself: others say the same' },
  none: { vi: 'thừa: bỏ đi không thay đổi gì', en: 'redundant: nothing changes without it' },
  unused: { vi: 'thừa ở đây: không chọn pod nào', en: 'redundant here: it selects no pod' },
};

export function effectReports(clusters: readonly ClusterFlows[]): EffectReport[] {
  const found = new Map<string, { effect: Effect; clusters: string[] }>();
  for (const { cluster, evaluator, matrix } of clusters) {
    for (const { policy: { id }, effect } of policyEffects(evaluator, matrix.segments)) {
      const known = found.get(id);
      if (!known || effects.indexOf(effect) < effects.indexOf(known.effect)) found.set(id, { effect, clusters: [cluster.id] });
      else if (known.effect === effect) known.clusters.push(cluster.id);
    }
  }
  return [...found].map(([policy, rest]) => ({ policy, ...rest })).sort((a, b) => effects.indexOf(b.effect) - effects.indexOf(a.effect) || compareText(a.policy, b.policy));
}

/** Counts, and every policy that does not change the matrix, with the reason. */
export function effectsText(reports: readonly EffectReport[], language: Language): string {
  return effects.toReversed().flatMap((effect) => {
    const these = reports.filter((report) => report.effect === effect);
    if (these.length === 0) return [];
    return [`${these.length} ${effect}: ${reasons[effect][language]}`, ...(effect === 'matrix' ? [] : these.map(({ policy, clusters }) => `  ${policy} (${clusters.length === 1 ? clusters[0]! : `${clusters.length} ${language === 'vi' ? 'cụm' : 'clusters'}`})`))];
  }).join('\n');
}
