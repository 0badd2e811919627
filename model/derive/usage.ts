/** How much of each sourced limit a cluster uses: the platform's own part, and the part that grows with tenants. Counted from the catalog, before any object exists. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { LimitMeasure } from '../schema/platform.ts';
import { databasesOf } from './decisions.ts';
import { drawsOnReserve } from './capacity.ts';
import { fleetsOf } from './entries.ts';
import { managedFamily, placedOn, type Placed } from './placements.ts';
import { ownPools } from './pools.ts';
import { databaseRequest, totalRequest } from './requests.ts';

export interface Usage {
  /** There in every cluster of this make, whoever the tenants are. */
  readonly platform: number;
  /** Comes with tenants and their systems. */
  readonly tenants: number;
}

/** Namespaces that Kubernetes makes, and those of the platform's own parts: releases, monitoring, logs, identity, directory, exchange. */
const ownNamespaces = 4 + 6;
/** Node agents on every machine: network, its proxy, runtime watch, storage, logs, metrics. Planning value. */
const agentsPerNode = 6;
/** Pods of one operator with its webhooks, and of one part of the platform. Planning value. */
const podsPerOperator = 3;
/** Guard rails of the network, the same in every cluster; a test holds these against what the chart renders. */
const guardRails = {
  /** Policies of the tier Admin beside one for each accepted flow: machines, control plane, databases, zones, strays, Internet, proxies, level 5; 17 for each of 8 marks. */
  adminPolicies: 11 + 8 * 17,
  /** Rules of one direction of the widest policy. */
  widestRules: 2,
  /** Address ranges that rules name: each is an identity of its own in the policy of a pod. */
  ranges: 50,
};

type Counts = Record<Exclude<LimitMeasure, 'pods-per-node' | 'nodes' | 'cluster-network-policies' | 'cluster-network-policy-rules' | 'policy-entries'>, number>;

/** What one system adds to a cluster: see stacks/system.ts and stacks/data.ts. */
export function systemUsage(estate: Estate, system: Entry<'system'>): Counts {
  const { subzones, components, buckets } = system.data;
  const databases = databasesOf(estate, system.key);
  const fleets = fleetsOf(system).length;
  return {
    namespaces: subzones.length,
    // Proxies of the entries, and a drill of each database while it runs.
    pods: totalRequest(estate, system).pods + 2 * fleets + databases.length,
    // A service of each component that listens, of each entry's proxies; read-write, read and read-only of a database, and its pooler.
    services: components.filter(({ listeners }) => listeners.length > 0).length + fleets + 4 * databases.length,
    // Pods with different labels: components, proxies of each audience; instances, pooler, drill and three kinds of job of a database.
    identities: components.length + fleets + 6 * databases.length,
    // Default deny of each namespace; flows of each component, of each audience's proxies; instances, pooler, drill and three kinds of job of a database.
    'network-policies': subzones.length + components.length + fleets + 6 * databases.length,
    databases: databases.length,
    // One that Kubernetes makes in each namespace, one for each component and for each audience's proxies; instances, pooler and drill of a database.
    'service-accounts': subzones.length + components.length + fleets + 3 * databases.length,
    // Entry of each audience, secret store, buckets; database, backup bucket and drill.
    'helm-releases': fleets + (components.length > 0 ? 1 : 0) + (buckets.length > 0 ? 1 : 0) + 3 * databases.length,
  };
}

/** Use of one measure by a cluster today. */
export function usage(estate: Estate, cluster: Entry<'cluster'>, measure: LimitMeasure): Usage {
  const placed = placedOn(estate, cluster.id);
  const operators = cluster.data.operators.length;
  const managed = managedFamily(estate, cluster.id).length;
  const nodes = nodesOf(cluster);
  const sum = (what: keyof Counts, perTenant = 0) => placed.reduce((total, { decision }) => total + systemUsage(estate, decision.system)[what], 0)
    + perTenant * new Set(placed.map(({ decision }) => decision.system.folderTenant)).size;
  switch (measure) {
    // A namespace of its own administration for each tenant; one for the machines of each managed cluster.
    case 'namespaces': return { platform: ownNamespaces + operatorNamespaces(estate, cluster) + managed, tenants: sum('namespaces', 1) };
    case 'nodes': return { platform: total(cluster.data.controlPlane.machines), tenants: nodes - total(cluster.data.controlPlane.machines) };
    case 'pods': return { platform: agentsPerNode * nodes + podsPerOperator * (operators + 6), tenants: sum('pods') };
    case 'pods-per-node': return { platform: agentsPerNode, tenants: densest(estate, cluster, placed) };
    case 'services': return { platform: 2 * (operators + 6), tenants: sum('services') };
    case 'identities': return { platform: podsPerOperator * (operators + 6), tenants: sum('identities') };
    case 'network-policies': return { platform: ownNamespaces, tenants: sum('network-policies', 1) };
    case 'cluster-network-policies': return { platform: guardRails.adminPolicies + estate.platformFlows.flows.filter(({ guard }) => guard === 'accept').length, tenants: 0 };
    case 'cluster-network-policy-rules': return { platform: guardRails.widestRules, tenants: 0 };
    // Denials between tenants name every other identity of the cluster in the policy of each pod, once in and once out.
    case 'policy-entries': {
      const { platform, tenants } = usage(estate, cluster, 'identities');
      return { platform: 2 * platform + guardRails.ranges, tenants: 2 * tenants };
    }
    case 'databases': return { platform: 0, tenants: sum('databases') };
    case 'service-accounts': return { platform: ownNamespaces + podsPerOperator * operators, tenants: sum('service-accounts', 1) };
    // Guard rails, store, copies and operators; machines and pools of managed clusters; the secret store of each tenant.
    case 'helm-releases': return { platform: 4 + releasesOf(estate, cluster), tenants: sum('helm-releases', 1) };
  }
}

function total(machines: Readonly<Record<string, number>>): number {
  return Object.values(machines).reduce((sum, count) => sum + count, 0);
}

function nodesOf({ data: { controlPlane, pools, reserve } }: Entry<'cluster'>): number {
  return [controlPlane, ...pools, ...(reserve ? [reserve] : [])].reduce((sum, { machines }) => sum + total(machines), 0);
}

function operatorNamespaces(estate: Estate, cluster: Entry<'cluster'>): number {
  return new Set(estate.lock.charts.filter(({ operator, namespace }) => cluster.data.operators.includes(operator) && namespace !== 'kube-system').map(({ namespace }) => namespace)).size;
}

function releasesOf(estate: Estate, cluster: Entry<'cluster'>): number {
  const charts = estate.lock.charts.filter(({ operator }) => cluster.data.operators.includes(operator)).length;
  const machines = cluster.data.role === 'management' ? managedFamily(estate, cluster.id).reduce((sum, { data }) => sum + 1 + data.pools.length, 0) : 0;
  return charts + machines;
}

/** Tenants' pods on one machine when they spread evenly and one failure domain is lost: the densest of the common pools and of the pools of level-4 systems. */
function densest(estate: Estate, cluster: Entry<'cluster'>, placed: readonly Placed[]): number {
  const onPools = placed.filter((one) => !drawsOnReserve(one, cluster)).reduce((sum, { decision }) => sum + systemUsage(estate, decision.system).pods, 0);
  const domains = new Map<string, number>();
  for (const { machines } of cluster.data.pools) for (const [domain, count] of Object.entries(machines)) domains.set(domain, (domains.get(domain) ?? 0) + count);
  const left = [...domains.values()].reduce((sum, count) => sum + count, 0) - Math.max(0, ...domains.values());
  const common = onPools === 0 ? 0 : Math.ceil(onPools / Math.max(left, 1));
  const own = placed.filter((one) => drawsOnReserve(one, cluster)).flatMap(({ decision }) => ownPools(estate, decision, cluster.data).map(({ id, machinesPerDomain, failureDomains }) => {
    const databases = databasesOf(estate, decision.system.key).map(databaseRequest).reduce((sum, { pods }) => sum + pods, 0);
    const pods = id === 'data' ? databases : systemUsage(estate, decision.system).pods - databases;
    return Math.ceil(pods / Math.max(machinesPerDomain * (failureDomains.length - 1), 1));
  }));
  return Math.max(common, 0, ...own);
}
