import { counts } from '../derive/sites.ts';
import type { Check } from './check.ts';

/** A planned site holds nothing yet: no cluster stands there, and a recovery partner that is only planned does not count. */
export const plannedSiteUsed: Check = {
  code: 'planned-site-used',
  severity: 'error',
  title: { en: 'A site that is only planned is counted on', vi: 'Trung tâm mới quy hoạch nhưng đã được tính đến' },
  run({ estate, report }) {
    const planned = (id: string | null) => {
      const site = id === null ? undefined : estate.sites.get(id);
      return site !== undefined && !counts(site.data);
    };
    const clusters = [...estate.clusters.values()].filter(({ data }) => planned(data.site)).map((cluster) => report(cluster, '/site', {
      message: { en: `${cluster.id} stands at ${cluster.data.site}, which is only planned`, vi: `${cluster.id} đặt tại ${cluster.data.site}, trung tâm mới chỉ được quy hoạch` },
      hint: { en: 'remove the cluster, or give the site the status modelled or operating with a source', vi: 'bỏ cụm này, hoặc chuyển trạng thái trung tâm sang modelled hay operating kèm nguồn' } }));
    const partners = [...estate.sites.values()].filter(({ data }) => counts(data) && planned(data.drPartner)).map((site) => report(site, '/drPartner', { severity: 'warning',
      message: { en: `the recovery partner ${site.data.drPartner} of ${site.id} is only planned and does not count`, vi: `trung tâm dự phòng ${site.data.drPartner} của ${site.id} mới chỉ được quy hoạch nên không được tính` },
      hint: { en: 'until it stands, what runs here has no second site; name another partner if there is one', vi: 'trước khi trung tâm đó hình thành, hệ thống tại đây chưa có nơi dự phòng; hãy chọn trung tâm khác nếu có' } }));
    return [...clusters, ...partners];
  },
};
