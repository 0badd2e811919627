/** What is decided about a system: the intersection of its request and the platform's grant. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { LifecycleState, Placement, SwitchOver } from '../schema/grant.ts';

export interface Decision {
  readonly system: Entry<'system'>;
  readonly grant: Entry<'grant'>;
  /** Index in the grant's list, for pointers. */
  readonly index: number;
  readonly level: number;
  readonly critical: boolean;
  readonly state: LifecycleState;
  readonly placement: Placement;
  /** JSON pointer of the placement inside the grant. */
  readonly placementPointer: string;
  /** Site whose copy takes writes, where the grant says so. */
  readonly primarySite: string | undefined;
  /** Step of a switch-over that is under way. */
  readonly switchOver: SwitchOver | undefined;
}

/** One place where a system runs. The role is the one of its placement: it stays when a switch-over moves the primary. */
export interface Site {
  readonly cluster: string;
  readonly role: 'primary' | 'dr';
}

/** Decision about one system; undefined while it is pending (no grant names it). */
export function decide(estate: Estate, systemKey: string): Decision | undefined {
  const system = estate.systems.get(systemKey);
  if (!system) return undefined;
  const grant = estate.grants.get(system.folderTenant);
  if (!grant) return undefined;
  const index = grant.data.systems.findIndex((candidate) => candidate.system === system.id);
  const granted = grant.data.systems[index];
  if (!granted) return undefined;
  return {
    system, grant, index,
    level: granted.level,
    critical: granted.critical,
    state: grant.data.state,
    placement: granted.placement ?? grant.data.placement,
    placementPointer: granted.placement ? `/systems/${index}/placement` : '/placement',
    primarySite: granted.primarySite,
    switchOver: granted.switchOver,
  };
}

/** Decisions about all systems that are not pending, in the order of their keys. */
export function decisions(estate: Estate): Decision[] {
  const cached = cache.get(estate);
  if (cached) return cached;
  const found = [...estate.systems.keys()].sort().flatMap((key) => decide(estate, key) ?? []);
  cache.set(estate, found);
  return found;
}

const cache = new WeakMap<Estate, Decision[]>();

/** Clusters where a decided system runs. Clusters that do not exist are left out; the reference check names them. */
export function runsAt(estate: Estate, decision: Decision): Site[] {
  const { cluster, dr } = decision.placement;
  return [
    ...(estate.clusters.has(cluster) ? [{ cluster, role: 'primary' as const }] : []),
    ...(dr !== null && estate.clusters.has(dr) ? [{ cluster: dr, role: 'dr' as const }] : []),
  ];
}

/** Cluster whose copy of a system takes writes: the first of its placement, unless a switch-over moved the primary. */
export function primaryCluster(estate: Estate, { placement: { cluster, dr }, primarySite }: Decision): string {
  return dr !== null && primarySite !== undefined && estate.clusters.get(dr)?.data.site === primarySite ? dr : cluster;
}

/** Cluster that holds the standby copy of a system; null: none. */
export function standbyCluster(estate: Estate, decision: Decision): string | null {
  const { cluster, dr } = decision.placement;
  return primaryCluster(estate, decision) === cluster ? dr : cluster;
}

/** Must the system be physically apart: level 5, or critical at any level. */
export function isApart(decision: { level: number; critical: boolean }): boolean {
  return decision.level === 5 || decision.critical;
}

/** Does the system get node pools of its own inside a shared cluster: level 4, unless it is physically apart anyway. */
export function hasOwnPools(decision: { level: number; critical: boolean }): boolean {
  return decision.level === 4 && !isApart(decision);
}

/** Nothing is applied, and no evidence is due, before these states. */
export function needsEvidence(state: LifecycleState): boolean {
  return state === 'provisioned' || state === 'operating' || state === 'retiring';
}

/** Databases of a system, by id. */
export function databasesOf(estate: Estate, systemKey: string): Entry<'database'>[] {
  let index = databaseIndex.get(estate);
  if (!index) {
    index = new Map();
    for (const entry of [...estate.databases.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const key = `${entry.folderTenant}/${entry.data.system}`;
      index.set(key, [...(index.get(key) ?? []), entry]);
    }
    databaseIndex.set(estate, index);
  }
  return index.get(systemKey) ?? [];
}

const databaseIndex = new WeakMap<Estate, Map<string, Entry<'database'>[]>>();
