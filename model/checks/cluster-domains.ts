import { didYouMean } from '../load/issues.ts';
import { escapeKey } from '../schema/references.ts';
import type { Check } from './check.ts';

/** Machines stand in failure domains that their site has. */
export const clusterDomains: Check = {
  code: 'cluster-domains',
  severity: 'error',
  title: { en: 'Machines stand in a failure domain that the site does not have', vi: 'Máy đặt ở miền lỗi mà trung tâm không có' },
  run: ({ estate, report }) => [...estate.clusters.values()].flatMap((cluster) => {
    const site = estate.sites.get(cluster.data.site);
    if (!site) return [];
    const known = site.data.failureDomains.map(({ id }) => id);
    const { controlPlane, pools, reserve } = cluster.data;
    const places = [['/controlPlane/machines', controlPlane.machines], ...pools.map(({ machines }, index) => [`/pools/${index}/machines`, machines]), ...(reserve ? [['/reserve/machines', reserve.machines]] : [])] as [string, Record<string, number>][];
    return places.flatMap(([pointer, machines]) => Object.keys(machines).filter((domain) => !known.includes(domain)).map((domain) => report(cluster, `${pointer}/${escapeKey(domain)}`, { target: 'key',
      message: { en: `${site.id} has no failure domain ${domain}`, vi: `${site.id} không có miền lỗi ${domain}` },
      hint: didYouMean(domain, known) ?? { en: `it has ${known.join(', ')}`, vi: `hiện có ${known.join(', ')}` } })));
  }),
};
