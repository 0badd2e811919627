import { primaryCluster } from '../derive/decisions.ts';
import { placedOn } from '../derive/placements.ts';
import { roomAfter } from '../derive/site-loss.ts';
import { counts, siteOf } from '../derive/sites.ts';
import { shortfallText } from './capacity.ts';
import type { Check } from './check.ts';

/** When a whole site is lost, every cluster elsewhere holds what recovers there in full, beside its own, still with a failure domain to spare. */
export const capacitySiteLoss: Check = {
  code: 'capacity-site-loss',
  severity: 'error',
  title: { en: 'The recovery cluster cannot hold what a lost site sends', vi: 'Cụm dự phòng không đủ máy khi mất cả trung tâm' },
  run({ estate, report }) {
    return [...estate.clusters.values()].flatMap((cluster) => {
      const here = siteOf(estate, cluster.id);
      if (!here || !counts(here.data)) return [];
      const standby = placedOn(estate, cluster.id).filter(({ role }) => role === 'dr').map(({ decision }) => siteOf(estate, primaryCluster(estate, decision))?.id);
      const sites = [...new Set(standby)].filter((id): id is string => id !== undefined && id !== here.id).sort();
      return sites.flatMap((lost) => roomAfter(estate, cluster, lost).short.map((shortfall) => {
        const { message, hint } = shortfallText(cluster.data, shortfall);
        return report(cluster, '/pools', { hint, message: { en: `when ${lost} is lost: ${message.en}`, vi: `khi mất ${lost}: ${message.vi}` } });
      }));
    });
  },
};
