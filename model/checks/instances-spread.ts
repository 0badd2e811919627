import { drawsOnReserve, serves } from '../derive/capacity.ts';
import { databasesOf, runsAt } from '../derive/decisions.ts';
import { activeDecisions } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** Instances never share a failure domain, so there are at least as many domains with machines for them. */
export const instancesSpread: Check = {
  code: 'instances-spread',
  severity: 'error',
  title: { en: 'A database has more instances than failure domains', vi: 'Cơ sở dữ liệu có nhiều bản hơn số miền lỗi' },
  run: ({ estate, report }) => activeDecisions(estate).flatMap((decision) => runsAt(estate, decision).flatMap(({ cluster: id, role }) => {
    const cluster = estate.clusters.get(id)!;
    const machines = drawsOnReserve({ decision, role }, cluster) ? [cluster.data.reserve?.machines ?? {}]
      : cluster.data.pools.filter((pool) => serves(pool, decision.level, 'data')).map((pool) => pool.machines);
    const domains = new Set(machines.flatMap((of) => Object.entries(of).flatMap(([domain, count]) => (count > 0 ? [domain] : []))));
    // Where nothing serves the level, other checks speak.
    return domains.size === 0 ? [] : databasesOf(estate, decision.system.key).filter(({ data }) => data.instances > domains.size).map((database) => report(database, '/instances', {
      message: { en: `${database.id} has ${database.data.instances} instances, but ${id} has machines for them in ${domains.size} failure domains: ${[...domains].sort().join(', ')}`, vi: `${database.id} có ${database.data.instances} bản, nhưng ${id} chỉ có máy phù hợp ở ${domains.size} miền lỗi: ${[...domains].sort().join(', ')}` },
      hint: { en: `set instances to ${domains.size} or less, or add machines in another failure domain`, vi: `đặt instances không quá ${domains.size}, hoặc bổ sung máy ở miền lỗi khác` } }));
  })),
};
