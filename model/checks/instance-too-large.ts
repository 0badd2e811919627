import { fits, flavorsFor, pieces } from '../derive/capacity.ts';
import { runsAt } from '../derive/decisions.ts';
import { activeDecisions } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** One replica or one database instance fits an empty machine of its pool: sums may fit where the single pod does not. */
export const instanceTooLarge: Check = {
  code: 'instance-too-large',
  severity: 'error',
  title: { en: 'No machine is large enough for one instance', vi: 'Không máy nào đủ lớn cho một bản' },
  run: ({ estate, report }) => activeDecisions(estate).flatMap((decision) => {
    const parts = pieces(estate, decision.system);
    return runsAt(estate, decision).flatMap(({ cluster: id, role }) => {
      const cluster = estate.clusters.get(id)!;
      return parts.flatMap(({ zone, amount, entry, pointer }) => {
        const flavors = flavorsFor({ decision, role }, cluster, zone);
        if (flavors.length === 0 || flavors.some((flavor) => fits(amount, flavor))) return [];
        const shown = flavors.map(({ cpu, memory, storage }) => `${cpu} cores, ${memory}, ${storage}`);
        const sizes = [...new Set(shown)].join('; ');
        return [report(entry, pointer, {
          message: { en: `one instance does not fit any machine for ${zone} on ${id} (${sizes}; a tenth is kept for the machine itself)`, vi: `một bản không vừa máy nào của vùng ${zone} trên ${id} (${sizes.replaceAll('cores', 'lõi')}; giữ lại một phần mười cho chính máy)` },
          hint: { en: 'ask for less per instance and more instances, or for larger machines', vi: 'giảm nhu cầu mỗi bản và tăng số bản, hoặc đề nghị máy lớn hơn' } })];
      });
    });
  }),
};
