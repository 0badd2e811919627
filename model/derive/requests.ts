/** What systems ask for in processors, memory and storage. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { parseBytes, parseMillicores } from '../units.ts';
import { databasesOf } from './decisions.ts';

export interface Amount {
  /** Thousandths of a core. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes. */
  readonly storage: number;
  readonly pods: number;
}

export const nothing: Amount = { cpu: 0, memory: 0, storage: 0, pods: 0 };

export function add(...amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, next) => ({ cpu: sum.cpu + next.cpu, memory: sum.memory + next.memory, storage: sum.storage + next.storage, pods: sum.pods + next.pods }), nothing);
}

export function times(amount: Amount, factor: number): Amount {
  return { cpu: amount.cpu * factor, memory: amount.memory * factor, storage: amount.storage * factor, pods: amount.pods * factor };
}

/** Requests of one pooler instance; CloudNativePG's PgBouncer pods are small. An assumption of this project. */
export const poolerInstance: Amount = { cpu: 100, memory: 128 * 2 ** 20, storage: 0, pods: 1 };

/** One database at one site: its instances with data and WAL volumes, and its pooler. */
export function databaseRequest(database: Entry<'database'>): Amount {
  const { resources, size, instances, pooler } = database.data;
  const instance: Amount = { cpu: parseMillicores(resources.cpu) ?? 0, memory: parseBytes(resources.memory) ?? 0, storage: (parseBytes(size.data) ?? 0) + (parseBytes(size.wal) ?? 0), pods: 1 };
  return add(times(instance, instances), times(poolerInstance, pooler.instances));
}

/** The components of a system in one network zone, at one site. */
export function componentRequest(estate: Estate, system: Entry<'system'>, zone: string): Amount {
  return add(...system.data.components.filter(({ subzone }) => estate.law.zones.subzones.find(({ id }) => id === subzone)?.zone === zone).map(({ replicas, resources }) =>
    times({ cpu: parseMillicores(resources.cpu) ?? 0, memory: parseBytes(resources.memory) ?? 0, storage: 0, pods: 1 }, replicas)));
}

const cache = new WeakMap<Estate, Map<Entry<'system'>, Record<'edge' | 'app' | 'data' | 'mgmt', Amount>>>();

/** Everything of a system at one site, by network zone. Databases and their poolers stand in `data`; buckets count as storage of `data`. */
export function systemRequest(estate: Estate, system: Entry<'system'>): Record<'edge' | 'app' | 'data' | 'mgmt', Amount> {
  let known = cache.get(estate);
  if (!known) cache.set(estate, (known = new Map()));
  let request = known.get(system);
  if (!request) known.set(system, (request = workOut(estate, system)));
  return request;
}

function workOut(estate: Estate, system: Entry<'system'>): Record<'edge' | 'app' | 'data' | 'mgmt', Amount> {
  const databases = databasesOf(estate, system.key).map(databaseRequest);
  const buckets: Amount = { ...nothing, storage: system.data.buckets.reduce((sum, bucket) => sum + (parseBytes(bucket.size) ?? 0), 0) };
  return {
    edge: componentRequest(estate, system, 'edge'),
    app: componentRequest(estate, system, 'app'),
    data: add(componentRequest(estate, system, 'data'), ...databases, buckets),
    mgmt: componentRequest(estate, system, 'mgmt'),
  };
}

export function totalRequest(estate: Estate, system: Entry<'system'>): Amount {
  const { edge, app, data, mgmt } = systemRequest(estate, system);
  return add(edge, app, data, mgmt);
}
