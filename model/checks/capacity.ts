import { flavorCapacity } from '../derive/pools.ts';
import { poolDemands, reserveShortfalls, shortfalls, showAmount, type Shortfall } from '../derive/capacity.ts';
import { counts, siteOf } from '../derive/sites.ts';
import type { Text } from '../finding.ts';
import type { Cluster } from '../schema/cluster.ts';
import type { Check } from './check.ts';

/** What a shortfall says: need, have, what is short and how many machines would hold it. */
export function shortfallText(cluster: Cluster, { resource, pools, need, have, lost }: Shortfall): { message: Text; hint: Text } {
  const name = { cpu: { en: 'cores', vi: 'lõi CPU' }, memory: { en: 'memory', vi: 'bộ nhớ' }, storage: { en: 'storage', vi: 'dung lượng lưu trữ' }, pods: { en: 'pods', vi: 'pod' } }[resource];
  const [needed, left, short] = [showAmount(resource, need, 'up'), showAmount(resource, have, 'down'), showAmount(resource, need - have, 'up')];
  const last = cluster.pools.find(({ id }) => id === pools[0])!;
  const more = Math.ceil((need - have) / Math.max(flavorCapacity(last.flavor)[resource], 1));
  return {
    message: lost === undefined
      ? { en: `pools ${pools.join(', ')}: ${name.en} needed ${needed}, there ${left}, short ${short}`, vi: `nhóm máy ${pools.join(', ')}: ${name.vi} cần ${needed}, có ${left}, thiếu ${short}` }
      : { en: `pools ${pools.join(', ')}: ${name.en} needed ${needed}, left ${left} without failure domain ${lost}, short ${short}`, vi: `nhóm máy ${pools.join(', ')}: ${name.vi} cần ${needed}, còn ${left} khi mất miền lỗi ${lost}, thiếu ${short}` },
    hint: { en: `add at least ${more} machines to ${last.id}${lost === undefined ? '' : ` outside ${lost}`}, or place systems elsewhere`, vi: `bổ sung ít nhất ${more} máy cho ${last.id}${lost === undefined ? '' : ` ngoài miền lỗi ${lost}`}, hoặc đặt bớt hệ thống ở cụm khác` },
  };
}

/** Everything that runs on a cluster fits its machines with the worst failure domain lost; level-4 systems fit the reserve. */
export const capacity: Check = {
  code: 'capacity',
  severity: 'error',
  title: { en: 'The machines of a cluster are too few', vi: 'Cụm không đủ máy' },
  run: ({ estate, report }) => [...estate.clusters.values()].filter(({ id }) => siteOf(estate, id) === undefined || counts(siteOf(estate, id)!.data)).flatMap((cluster) => {
    const common = shortfalls(cluster.data, poolDemands(estate, cluster, () => 'data')).map((shortfall) => report(cluster, '/pools', shortfallText(cluster.data, shortfall)));
    const reserve = reserveShortfalls(estate, cluster).map(({ domain, need, have }) => report(cluster, `/reserve/machines/${domain}`, {
      message: { en: `reserve in ${domain}: machines needed ${need}, there ${have}, short ${need - have}`, vi: `máy dự trữ tại ${domain}: cần ${need}, có ${have}, thiếu ${need - have}` },
      hint: { en: 'add machines, or place level-4 systems elsewhere', vi: 'bổ sung máy, hoặc đặt bớt hệ thống cấp độ 4 ở cụm khác' } }));
    const stocked = Object.entries(cluster.data.reserve?.machines ?? {}).filter(([, machines]) => machines > 0);
    const alone = stocked.length === 1 ? [report(cluster, '/reserve/machines', {
      message: { en: `all machines of the reserve stand in failure domain ${stocked[0]![0]}`, vi: `mọi máy dự trữ nằm trong một miền lỗi ${stocked[0]![0]}` },
      hint: { en: 'spread them over the failure domains of the site', vi: 'phân bố máy ra các miền lỗi của trung tâm' } })] : [];
    return [...common, ...reserve, ...alone];
  }),
};
