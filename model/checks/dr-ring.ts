import { activeDecisions } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** A bad upgrade must not reach a system's cluster and its recovery cluster in the same step. Named once for each pair of clusters. */
export const drRing: Check = {
  code: 'dr-ring',
  severity: 'warning',
  title: { en: 'A cluster and its recovery cluster are upgraded together', vi: 'Cụm chính và cụm dự phòng được nâng cấp cùng đợt' },
  run({ estate, report }) {
    const pairs = new Map<string, [string, string]>();
    for (const { placement: { cluster, dr } } of activeDecisions(estate)) if (dr !== null) pairs.set([cluster, dr].sort().join(' '), [cluster, dr]);
    return [...pairs.keys()].sort().flatMap((pair) => {
      const [first, second] = pairs.get(pair)!.map((id) => estate.clusters.get(id));
      if (!first || !second || first === second || first.data.ring !== second.data.ring) return [];
      return [report(second, '/ring', {
        message: { en: `${first.id} and its recovery cluster ${second.id} are both in ring ${second.data.ring}: one bad upgrade reaches both`, vi: `${first.id} và cụm dự phòng ${second.id} cùng ở đợt ${second.data.ring}: một lần nâng cấp lỗi sẽ ảnh hưởng cả hai` },
        hint: { en: 'give the two clusters different rings', vi: 'đặt hai cụm ở hai đợt khác nhau' } })];
    });
  },
};
