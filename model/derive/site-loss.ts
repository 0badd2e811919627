/** What stands elsewhere when a whole site is lost: where a system would run, and whether there is room for all of them at once. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { drawsOnReserve, poolDemands, poolLoad, reserveNeeds, shortfalls, type ReserveNeed, type Resource, type Shortfall } from './capacity.ts';
import { primaryCluster, standbyCluster, type Decision } from './decisions.ts';
import { placedOn, type Placed } from './placements.ts';
import { counts, siteOf } from './sites.ts';

/** Why a system has no copy that would run on: none granted, it stands at the same site, or at one that is only planned. */
export type Absence = 'none' | 'same-site' | 'planned';

/** `copy`: a standby elsewhere takes over. `backup`: only locked copies of its backups lie elsewhere. `nothing`: all of it stands at one site. */
export type Recovery =
  | { readonly kind: 'copy'; readonly cluster: string; readonly site: string }
  | { readonly kind: 'backup'; readonly vault: string; readonly site: string; readonly why: Absence }
  | { readonly kind: 'nothing'; readonly why: Absence };

/** Where a system recovers when the site that it runs at is lost. A planned site never counts. */
export function recoveryOf(estate: Estate, decision: Decision): Recovery {
  const running = primaryCluster(estate, decision);
  const here = siteOf(estate, running);
  const standby = standbyCluster(estate, decision);
  const there = standby === null ? undefined : siteOf(estate, standby);
  if (standby !== null && there && there !== here && counts(there.data)) return { kind: 'copy', cluster: standby, site: there.id };
  const meant = there ?? estate.sites.get(decision.placement.drSite ?? '');
  const why: Absence = !meant ? 'none' : !counts(meant.data) ? 'planned' : meant === here ? 'same-site' : 'none';
  const vault = estate.clusters.get(running)?.data.vault ?? null;
  const kept = vault === null ? undefined : siteOf(estate, vault);
  return vault !== null && kept && kept !== here && counts(kept.data) ? { kind: 'backup', vault, site: kept.id, why } : { kind: 'nothing', why };
}

/** Databases that the whole country rests on: named by an official list, or of a system that serves all agencies round the clock. */
export function isNational(database: Entry<'database'>, system: Entry<'system'>): boolean {
  return database.data.lists.length > 0 || system.data.kind === 'national-database' || system.data.nationwide;
}

/** Level from which a national database has to survive the loss of any one site. Our choice, as is the second site at level 4. */
export const survivesFromLevel = 4;

/** Systems that a cluster takes over when a site is lost. */
export function takenOver(estate: Estate, clusterId: string, lost: string): Placed[] {
  return placedOn(estate, clusterId).filter(({ decision, role }) => role === 'dr' && siteOf(estate, primaryCluster(estate, decision))?.id === lost);
}

export interface Room {
  /** Pools that are too small for what runs there after the loss, with one failure domain to spare. */
  readonly short: readonly Shortfall[];
  /** All common pools together: asked for, and left with the worst failure domain lost. */
  readonly load: readonly { readonly resource: Resource; readonly need: number; readonly have: number }[];
  /** Machines of the reserve for the pools of level-4 systems, by failure domain. */
  readonly reserve: readonly ReserveNeed[];
}

/** What a cluster has to hold when all systems of a lost site recover there at once, beside its own. */
export function roomAfter(estate: Estate, cluster: Entry<'cluster'>, lost: string): Room {
  const demands = poolDemands(estate, cluster, (decision) => (siteOf(estate, primaryCluster(estate, decision))?.id === lost ? 'all' : 'data'));
  return { short: shortfalls(cluster.data, demands), load: poolLoad(cluster.data, demands), reserve: reserveNeeds(estate, cluster) };
}

/** Is there too little room for this system in particular? */
export function lacksRoom(placed: Placed, cluster: Entry<'cluster'>, room: Room): boolean {
  return drawsOnReserve(placed, cluster) ? room.reserve.some(({ need, have }) => need > have) : room.short.length > 0;
}
