/** The stacks of the whole estate, in an order in which they can be applied. */
import { tenantMarks } from '../constructs/platform-labels.ts';
import { decisions, databasesOf, hasOwnPools, runsAt, type Decision, type Site } from '../model/derive/decisions.ts';
import { ownPools } from '../model/derive/pools.ts';
import type { Entry } from '../model/load/catalog.ts';
import { planCopies } from './copies.ts';
import { planCrds } from './crds.ts';
import { planData } from './data.ts';
import { planExchange } from './exchange.ts';
import { planGuardrails } from './guardrails.ts';
import { stackId } from './ids.ts';
import { planMachines } from './machines.ts';
import { planOperators } from './operator.ts';
import { planOwnPools } from './own-pools.ts';
import type { AnyStackPlan } from './any-plan.ts';
import type { Planner } from './planner.ts';
import { planServices } from './services.ts';
import { planSystem } from './system.ts';
import { planTenant } from './tenant.ts';
import { planVault } from './vault.ts';

interface PlacedSystem {
  readonly decision: Decision;
  readonly role: Site['role'];
}

/** Plans of all stacks, sorted by id. Systems that are pending have none. */
export function planStacks(planner: Planner): AnyStackPlan[] {
  refuseSharedMarks([...planner.estate.tenants.keys()]);
  const placed = new Map<string, PlacedSystem[]>();
  for (const decision of decisions(planner.estate)) {
    for (const { cluster, role } of runsAt(planner.estate, decision)) placed.set(cluster, [...(placed.get(cluster) ?? []), { decision, role }]);
  }
  return [...planner.estate.clusters.values()]
    .flatMap((cluster) => [...planCluster(planner, cluster), ...planTenants(planner, cluster, placed.get(cluster.id) ?? []), ...planVaultCopies(planner, cluster, placed)])
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Machines, definitions, guard rails, operators, services, exchange and vault of one cluster. */
function planCluster(planner: Planner, cluster: Entry<'cluster'>): AnyStackPlan[] {
  const { managedBy, role } = cluster.data;
  const selfManaged = managedBy === null || managedBy === cluster.id;
  const machines = planMachines(planner, cluster, [stackId.services(managedBy ?? cluster.id)]);
  const crds = planCrds(planner, cluster, selfManaged ? [] : [machines.id]);
  const guardrails = planGuardrails(planner, cluster, [crds.id]);
  const operators = planOperators(planner, cluster, [guardrails.id]);
  const services = planServices(planner, cluster, operators.length > 0 ? operators.map(({ id }) => id) : [guardrails.id]);
  const exchange = role === 'shared' || role === 'dedicated' ? [planExchange(planner, cluster, [services.id])] : [];
  const vault = planVault(planner, cluster, [services.id]);
  return [machines, crds, guardrails, ...operators, services, ...exchange, ...(vault ? [vault] : [])];
}

/** Tenants' own stacks in one cluster. */
function planTenants(planner: Planner, cluster: Entry<'cluster'>, placed: readonly PlacedSystem[]): AnyStackPlan[] {
  const built = placed.filter(({ decision }) => decision.system.data.subzones.length > 0);
  const byTenant = new Map<string, PlacedSystem[]>();
  for (const one of built) {
    const tenant = one.decision.system.folderTenant;
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), one]);
  }
  return [...byTenant].flatMap(([id, systems]): AnyStackPlan[] => {
    const tenant = planner.estate.tenants.get(id);
    if (!tenant) return [];
    const landing = planTenant(planner, tenant, cluster, [stackId.services(cluster.id)]);
    return [landing, ...systems.flatMap((one) => planSystemStacks(planner, cluster, one, landing.id))];
  });
}

/** Copies that a vault keeps: of every system with databases that runs in a cluster which names the vault. */
function planVaultCopies(planner: Planner, vault: Entry<'cluster'>, placed: ReadonlyMap<string, readonly PlacedSystem[]>): AnyStackPlan[] {
  if (!vault.data.operators.includes('rook-ceph')) return [];
  const bySystem = new Map<string, { readonly decision: Decision; readonly sources: Entry<'cluster'>[] }>();
  for (const cluster of planner.estate.clusters.values()) {
    if (cluster.data.vault !== vault.id || !cluster.data.operators.includes('rook-ceph')) continue;
    for (const { decision } of placed.get(cluster.id) ?? []) {
      const known = bySystem.get(decision.system.key);
      if (known) known.sources.push(cluster);
      else if (decision.system.data.subzones.length > 0) bySystem.set(decision.system.key, { decision, sources: [cluster] });
    }
  }
  return [...bySystem.values()].flatMap(({ decision, sources }) => planCopies(planner, decision, vault, sources) ?? []);
}

function planSystemStacks(planner: Planner, cluster: Entry<'cluster'>, { decision, role }: PlacedSystem, landing: string): AnyStackPlan[] {
  const pools = hasOwnPools(decision) && ownPools(planner.estate, decision, cluster.data).length > 0
    ? [planOwnPools(planner, decision, cluster, [stackId.machines(cluster.id)])]
    : [];
  const system = planSystem(planner, decision, cluster, [landing, ...pools.map(({ id }) => id)]);
  const data = databasesOf(planner.estate, decision.system.key).length > 0
    ? [planData(planner, decision, cluster, role, [system.id, ...(cluster.data.operators.includes('rook-ceph') ? [stackId.vault(cluster.id)] : [])])]
    : [];
  return [...pools, system, ...data];
}

/** Guard rails tell tenants apart by their marks alone. */
function refuseSharedMarks(tenants: readonly string[]): void {
  const owners = new Map<string, string>();
  for (const tenant of tenants) {
    const marks = tenantMarks(tenant).join('');
    const other = owners.get(marks);
    if (other !== undefined) throw new Error(`the tenants ${other} and ${tenant} have the same marks ${marks}, so guard rails could not keep them apart: give the newer one another id`);
    owners.set(marks, tenant);
  }
}
