import type { Check } from './check.ts';

/** Which charts run with a Kubernetes version is known from a source, or said to be unknown: once for each set, not for each cluster. */
export const versionSupportUnknown: Check = {
  code: 'version-support-unknown',
  severity: 'warning',
  title: { en: 'No source says that a chart runs with this Kubernetes', vi: 'Chưa có nguồn cho biết chart chạy được với phiên bản Kubernetes này' },
  run: ({ estate, report }) => estate.support.sets.flatMap((set, index) => {
    const operators = new Set([...estate.clusters.values()].filter(({ data }) => data.kubernetes === set.kubernetes).flatMap(({ data }) => data.operators));
    const unknown = estate.lock.charts.filter(({ kind, operator, name }) => kind === 'operator' && operators.has(operator) && set.charts[name] === undefined).map(({ name, version }) => `${name} ${version}`).sort();
    return unknown.length === 0 ? [] : [report('support.yaml', `/sets/${index}/charts`, { status: 'unknown',
      message: { en: `clusters with Kubernetes ${set.kubernetes} run ${unknown.join(', ')}; no source here says that they fit`, vi: `các cụm Kubernetes ${set.kubernetes} chạy ${unknown.join(', ')}; chưa có nguồn nào cho biết chúng tương thích` },
      hint: { en: 'add each version to the set from the support matrix of its project, or after a rehearsal', vi: 'bổ sung từng phiên bản vào bộ theo ma trận hỗ trợ của dự án, hoặc sau khi diễn tập' } })];
  }),
};
