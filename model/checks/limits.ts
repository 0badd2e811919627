import { usage } from '../derive/usage.ts';
import type { Check } from './check.ts';

/** Every cluster stays under the share of each sourced limit that is still fine, today and with as many times the tenants as it must be able to take. */
export const limits: Check = {
  code: 'limits',
  severity: 'warning',
  title: { en: 'A cluster comes near a limit of its parts', vi: 'Cụm tiến gần giới hạn của thành phần' },
  run({ estate, report }) {
    const { warnPercent, growthFactor, limits: all } = estate.limits;
    return [...estate.clusters.values()].flatMap((cluster) => all.flatMap(({ id, measure, max, grows, source }) => {
      const { platform, tenants } = usage(estate, cluster, measure);
      const today = platform + tenants;
      // A cluster of one system, of management or of copies does not get more tenants: others are built beside it.
      const later = grows && cluster.data.role === 'shared' ? platform + tenants * growthFactor : today;
      const percent = (value: number) => Math.floor((value / max) * 100);
      const bound = (max * warnPercent) / 100;
      const hint = { en: 'open another cluster and place the next tenants there', vi: 'mở thêm cụm và đặt các bên thuê tiếp theo ở đó' };
      if (today > bound) {
        return [report(cluster, '', { hint, severity: today > max ? 'error' : 'warning',
          message: { en: `${cluster.id} uses ${percent(today)} % of the limit ${id}: ${today} of ${max} (at most ${warnPercent} %; ${source})`, vi: `${cluster.id} đã dùng ${percent(today)} % giới hạn ${id}: ${today} trên ${max} (tối đa ${warnPercent} %; ${source})` } })];
      }
      return later <= bound ? [] : [report(cluster, '', { hint,
        message: { en: `with ${growthFactor} times its tenants ${cluster.id} would use ${percent(later)} % of the limit ${id}: ${later} of ${max} (at most ${warnPercent} %; ${source})`, vi: `khi số bên thuê tăng ${growthFactor} lần, ${cluster.id} sẽ dùng ${percent(later)} % giới hạn ${id}: ${later} trên ${max} (tối đa ${warnPercent} %; ${source})` } })];
    }));
  },
};
