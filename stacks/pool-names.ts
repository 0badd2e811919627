/** Which node pool holds the pods of a zone of a system. */
import { joinName } from '../constructs/names.ts';
import { hasOwnPools, isApart, type Decision } from '../model/derive/decisions.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Zone } from '../model/schema/cluster.ts';

/** Name of the pool: the system's own at level 4, else the shared pool that serves zone and level. */
export function poolOf(decision: Decision, cluster: Entry<'cluster'>, zone: Zone): string {
  if (hasOwnPools(decision)) return ownPoolName(decision.system, zone === 'data' ? 'data' : 'app');
  const pool = cluster.data.pools.find(({ zones, levels }) => zones.includes(zone) && (isApart(decision) || levels.includes(decision.level)));
  if (!pool) throw new Error(`no pool of cluster ${cluster.id} serves level ${decision.level} in zone ${zone}, which ${decision.system.key} needs`);
  return pool.id;
}

/** Name of the pool that runs the platform's own work, such as operators: the one that serves the zone mgmt. */
export function managementPool(cluster: Entry<'cluster'>): string {
  const pool = cluster.data.pools.find(({ zones }) => zones.includes('mgmt'));
  if (!pool) throw new Error(`no pool of cluster ${cluster.id} serves the zone mgmt, which operators need`);
  return pool.id;
}

/** Name of a pool that a level-4 system has for itself. Machines are called after cluster, pool and failure domain, which leaves it 36 characters. */
export function ownPoolName(system: Entry<'system'>, pool: 'app' | 'data'): string {
  return joinName([system.folderTenant, system.id, pool], 36);
}
