/** Which decided systems run on which cluster. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { LifecycleState } from '../schema/grant.ts';
import { decide, decisions, primaryCluster, runsAt, type Decision } from './decisions.ts';
import { standsApart } from './law.ts';

export interface Placed {
  readonly decision: Decision;
  /** What it does there now: a switch-over changes it. */
  readonly role: 'primary' | 'dr';
}

/** Decisions about systems that take room: all but the retired ones. */
export function activeDecisions(estate: Estate): readonly Decision[] {
  return decisions(estate).filter(({ state }) => state !== 'retired');
}

/** Systems placed on a cluster, in the order of their keys; a system whose dr is its own cluster counts once. */
export function placedOn(estate: Estate, clusterId: string): readonly Placed[] {
  let index = cache.get(estate);
  if (!index) {
    index = new Map();
    for (const decision of activeDecisions(estate)) {
      const seen = new Set<string>();
      const primary = primaryCluster(estate, decision);
      for (const { cluster } of runsAt(estate, decision)) {
        if (seen.has(cluster)) continue;
        seen.add(cluster);
        const placed = index.get(cluster) ?? [];
        placed.push({ decision, role: cluster === primary ? 'primary' : 'dr' });
        index.set(cluster, placed);
      }
    }
    cache.set(estate, index);
  }
  return index.get(clusterId) ?? [];
}

const cache = new WeakMap<Estate, Map<string, Placed[]>>();

/** Must the decided system stand physically apart, by its level, its flag or its regime? */
export function isPhysicallyApart(estate: Estate, decision: Decision): boolean {
  return standsApart(estate, decision.system.data, decision);
}

/** The decision that asks most of what it stands on: highest level, critical before not. */
export function mostDemanding(decisions: readonly Decision[]): Decision | undefined {
  const weight = ({ level, critical }: Decision) => (critical ? 10 : 0) + level;
  return decisions.reduce<Decision | undefined>((best, next) => (best === undefined || weight(next) > weight(best) ? next : best), undefined);
}

const stateOrder: readonly LifecycleState[] = ['retired', 'requested', 'approved', 'retiring', 'provisioned', 'operating'];

/** State that asks most of the evidence, among several tenants that share something. */
export function mostAdvanced(states: Iterable<LifecycleState>): LifecycleState | undefined {
  return [...states].sort((a, b) => stateOrder.indexOf(b) - stateOrder.indexOf(a))[0];
}

/** Decisions about the systems that run at a site, in any role. */
export function runningAt(estate: Estate, siteId: string): readonly Decision[] {
  return activeDecisions(estate).filter((decision) => runsAt(estate, decision).some(({ cluster }) => estate.clusters.get(cluster)?.data.site === siteId));
}

/** Level that counts for a system: decided, or requested while it is pending. */
export function levelOf(estate: Estate, system: Entry<'system'>): { level: number; critical: boolean; state: LifecycleState | undefined; decided: boolean } {
  const decision = decide(estate, system.key);
  return decision ? { level: decision.level, critical: decision.critical, state: decision.state, decided: true } : { level: system.data.level.requested, critical: false, state: undefined, decided: false };
}

/** System that holds a database; undefined when it does not exist. */
export function systemOf(estate: Estate, database: Entry<'database'>): Entry<'system'> | undefined {
  return estate.systems.get(`${database.folderTenant}/${database.data.system}`);
}

/** Clusters that a management cluster makes, itself included. */
export function managedFamily(estate: Estate, managementId: string): Entry<'cluster'>[] {
  return [...estate.clusters.values()].filter(({ id, data }) => id === managementId || data.managedBy === managementId);
}

/** Controller systems of a cluster and of what makes it: who administers these reaches it. */
export function administeredBy(estate: Estate, clusterId: string): string[] {
  const cluster = estate.clusters.get(clusterId)?.data;
  return [...new Set([cluster?.controller, estate.clusters.get(cluster?.managedBy ?? '')?.data.controller].filter((key) => key !== undefined))];
}
