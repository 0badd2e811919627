/** Does what runs on a cluster fit its machines when its worst failure domain is gone? */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { Cluster, NodePool, Zone } from '../schema/cluster.ts';
import { parseBytes, parseMillicores } from '../units.ts';
import { databasesOf, hasOwnPools, type Decision } from './decisions.ts';
import { flavorCapacity, ownPools } from './pools.ts';
import { placedOn, type Placed } from './placements.ts';
import { nothing, systemRequest, type Amount } from './requests.ts';

export const zones: readonly Zone[] = ['edge', 'app', 'data', 'mgmt'];
const resources = ['cpu', 'memory', 'storage', 'pods'] as const;
export type Resource = (typeof resources)[number];

/** What pods of one level and zone ask for on a cluster. */
export interface Demand {
  readonly level: number;
  readonly zone: Zone;
  readonly amount: Amount;
}

export interface Shortfall {
  readonly resource: Resource;
  /** Pools that these pods may use, by id. */
  readonly pools: readonly string[];
  readonly need: number;
  /** What is left of the pools. */
  readonly have: number;
  /** Failure domain whose loss hurts most; undefined when the pools are too small even in full. */
  readonly lost: string | undefined;
}

/** Does a pool take pods of this level and zone? */
export function serves(pool: NodePool, level: number, zone: Zone): boolean {
  return pool.levels.includes(level) && pool.zones.includes(zone);
}

/** Does the system draw its machines from the reserve of this cluster? */
export function drawsOnReserve({ decision }: Placed, cluster: Entry<'cluster'>): boolean {
  return hasOwnPools(decision) && cluster.data.role === 'shared';
}

/**
 * Demands of the systems on the common pools of a cluster.
 * @param standby what a system with role `dr` counts for: `data` while its own site lives (databases and buckets are copied all the time), `all` after its loss
 */
export function poolDemands(estate: Estate, cluster: Entry<'cluster'>, standby: (decision: Decision) => 'data' | 'all'): Demand[] {
  const found: Demand[] = [];
  for (const placed of placedOn(estate, cluster.id)) {
    if (drawsOnReserve(placed, cluster)) continue;
    const { decision, role } = placed;
    const request = systemRequest(estate, decision.system);
    for (const zone of zones) {
      const amount = role === 'dr' && zone !== 'data' && standby(decision) === 'data' ? nothing : request[zone];
      if (resources.some((resource) => amount[resource] > 0)) found.push({ level: decision.level, zone, amount });
    }
  }
  return found;
}

/**
 * Demands that the pools cannot hold with any one failure domain lost. Pods may use every pool that serves their level and zone; by Hall's theorem they all fit,
 * resource by resource, when no union of pools gets more demand that can go nowhere else than it has room for. Demands that no pool serves are left out.
 * @returns for each resource the smallest unions of pools that are too small
 */
export function shortfalls(cluster: Cluster, demands: readonly Demand[]): Shortfall[] {
  const { pools } = cluster;
  const byMask = new Map<number, Record<Resource, number>>();
  for (const { level, zone, amount } of demands) {
    const mask = pools.reduce((bits, pool, index) => (serves(pool, level, zone) ? bits | (1 << index) : bits), 0);
    if (mask === 0) continue;
    const sum = byMask.get(mask) ?? { cpu: 0, memory: 0, storage: 0, pods: 0 };
    for (const resource of resources) sum[resource] += amount[resource];
    byMask.set(mask, sum);
  }
  const found: Shortfall[] = [];
  for (const resource of resources) {
    const short: number[] = [];
    for (const mask of unions([...byMask.keys()])) {
      if (short.some((smaller) => (smaller & mask) === smaller)) continue;
      const need = [...byMask].reduce((sum, [own, amount]) => ((own & ~mask) === 0 ? sum + amount[resource] : sum), 0);
      const members = pools.filter((_, index) => mask & (1 << index));
      const left = worstLoss(members, resource);
      if (need <= left.have) continue;
      short.push(mask);
      found.push({ resource, pools: members.map(({ id }) => id).sort(), need, ...left });
    }
  }
  return found;
}

/** All that is asked of the pools of a cluster, and what they have left with their worst failure domain lost, resource by resource. */
export function poolLoad(cluster: Cluster, demands: readonly Demand[]): { readonly resource: Resource; readonly need: number; readonly have: number }[] {
  const served = demands.filter(({ level, zone }) => cluster.pools.some((pool) => serves(pool, level, zone)));
  return resources.map((resource) => ({ resource, need: served.reduce((sum, { amount }) => sum + amount[resource], 0), have: worstLoss(cluster.pools, resource).have }));
}

/** All unions of the sets, smallest first. */
function unions(masks: readonly number[]): number[] {
  const found = new Set<number>();
  for (const mask of masks) for (const known of [0, ...found]) found.add(known | mask);
  const size = (mask: number) => mask.toString(2).replaceAll('0', '').length;
  return [...found].sort((a, b) => size(a) - size(b) || a - b);
}

/** What pools have left of a resource in the worst case. */
function worstLoss(pools: readonly NodePool[], resource: Resource): { have: number; lost: string | undefined } {
  const room = pools.map((pool) => ({ pool, each: flavorCapacity(pool.flavor)[resource] }));
  const full = room.reduce((sum, { pool, each }) => sum + each * Object.values(pool.machines).reduce((a, b) => a + b, 0), 0);
  const domains = [...new Set(pools.flatMap((pool) => Object.keys(pool.machines)))].sort();
  let worst: { have: number; lost: string | undefined } = { have: full, lost: undefined };
  for (const lost of domains) {
    const have = full - room.reduce((sum, { pool, each }) => sum + each * (pool.machines[lost] ?? 0), 0);
    if (have < worst.have) worst = { have, lost };
  }
  return worst;
}

export interface ReserveNeed {
  readonly domain: string;
  readonly need: number;
  readonly have: number;
}

/** Machines that the pools of level-4 systems need of a cluster's reserve, in each failure domain; the pools hold the loss of one domain in themselves. */
export function reserveNeeds(estate: Estate, cluster: Entry<'cluster'>): ReserveNeed[] {
  const { reserve } = cluster.data;
  if (!reserve) return [];
  const need = new Map<string, number>(Object.keys(reserve.machines).map((domain) => [domain, 0]));
  for (const placed of placedOn(estate, cluster.id).filter((candidate) => drawsOnReserve(candidate, cluster))) {
    for (const pool of ownPools(estate, placed.decision, cluster.data)) {
      for (const domain of pool.failureDomains) need.set(domain, need.get(domain)! + pool.machinesPerDomain);
    }
  }
  return [...need].map(([domain, machines]) => ({ domain, need: machines, have: reserve.machines[domain] ?? 0 }));
}

/** Failure domains whose reserve is too small. */
export function reserveShortfalls(estate: Estate, cluster: Entry<'cluster'>): ReserveNeed[] {
  return reserveNeeds(estate, cluster).filter(({ need, have }) => need > have);
}

/** One pod of a system: no machine can hold half of it. */
export interface Piece {
  readonly zone: Zone;
  readonly amount: Amount;
  /** Where it is asked for. */
  readonly entry: Entry<'system'> | Entry<'database'>;
  readonly pointer: string;
}

/** The kinds of pods of a system: one replica of each component, one instance of each database with its volumes. */
export function pieces(estate: Estate, system: Entry<'system'>): Piece[] {
  const zoneOf = new Map(estate.law.zones.subzones.map(({ id, zone }) => [id, zone]));
  return [
    ...system.data.components.flatMap(({ subzone, resources: { cpu, memory } }, index): Piece[] => {
      const zone = zoneOf.get(subzone);
      return zone ? [{ zone, amount: { cpu: parseMillicores(cpu) ?? 0, memory: parseBytes(memory) ?? 0, storage: 0, pods: 1 }, entry: system, pointer: `/components/${index}/resources` }] : [];
    }),
    ...databasesOf(estate, system.key).map((database): Piece => {
      const { resources: { cpu, memory }, size } = database.data;
      const storage = (parseBytes(size.data) ?? 0) + (parseBytes(size.wal) ?? 0);
      return { zone: 'data', amount: { cpu: parseMillicores(cpu) ?? 0, memory: parseBytes(memory) ?? 0, storage, pods: 1 }, entry: database, pointer: '/resources' };
    }),
  ];
}

/** Flavors of the machines that a system's pods of one zone may use on a cluster. */
export function flavorsFor(placed: Placed, cluster: Entry<'cluster'>, zone: Zone): NodePool['flavor'][] {
  if (drawsOnReserve(placed, cluster)) return cluster.data.reserve ? [cluster.data.reserve.flavor] : [];
  return cluster.data.pools.filter((pool) => serves(pool, placed.decision.level, zone)).map(({ flavor }) => flavor);
}

/** Does one piece fit an empty machine? */
export function fits(amount: Amount, flavor: NodePool['flavor']): boolean {
  const capacity = flavorCapacity(flavor);
  return resources.every((resource) => amount[resource] <= capacity[resource]);
}

/** An amount of a resource for people, with one decimal. What is needed is rounded up, what is there down: a shortage never reads as none. */
export function showAmount(resource: Resource, value: number, round: 'up' | 'down'): string {
  const decimal = (number: number) => (round === 'up' ? Math.ceil(Math.round(number * 1e6) / 1e5) : Math.floor(Math.round(number * 1e6) / 1e5)) / 10;
  if (resource === 'cpu') return String(decimal(value / 1000));
  if (resource === 'pods') return String(value);
  const gibibytes = value / 2 ** 30;
  return gibibytes >= 10_240 ? `${decimal(gibibytes / 1024)}Ti` : `${decimal(gibibytes)}Gi`;
}
