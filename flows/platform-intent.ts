/** Flows of catalog/platform-flows.yaml as endpoints of one cluster. Parts are found by their description alone, not by the way policies name them. */
import { databasesOf, decisions, runsAt } from '../model/derive/decisions.ts';
import type { Estate } from '../model/estate.ts';
import type { FlowPart } from '../model/schema/platform-flows.ts';
import type { Ends } from './ends.ts';
import type { Endpoint } from './endpoint.ts';
import type { Intent } from './intent.ts';
import type { ClusterInventory } from './inventory.ts';

export function platformIntents(estate: Estate, inventory: ClusterInventory): Intent[] {
  const { flows, parts } = estate.platformFlows;
  const partOf = (id: string) => parts.find((part) => part.id === id);
  const others = otherClusters(estate, inventory.cluster.id);
  const ends = endsFinder(estate, inventory, others);
  return flows.flatMap(({ id, from, to, ports, reason }, index): Intent[] => {
    const [source, target] = [partOf(from), partOf(to)];
    // The pod's own machine is outside these APIs: nothing has to be allowed.
    if (!source || !target || source.in === 'own-node' || target.in === 'own-node') return [];
    const databases = [source, target].some(isOfDatabase) ? [...others.keys()] : [undefined];
    const wish = { kind: id, ports, reason, source: { file: 'platform-flows.yaml', pointer: `/flows/${index}` } };
    const wishes = databases.map((database): Intent => ({ ...wish, from: ends(source, database), to: ends(target, database) }));
    // What every pod of every system may reach, pods of the platform may reach too; those that need no names are not given any.
    return source.in === 'systems' && source.zone === undefined ? [...wishes, { ...wish, optional: true, from: ofPlatform(inventory, estate.platform.domains.label), to: wishes[0]!.to }] : wishes;
  });
}

/** Pods of the platform, and of tenants where none of their systems stands. */
function ofPlatform({ endpoints }: ClusterInventory, domain: string): Ends {
  return { kind: 'endpoints', indexes: endpoints.flatMap(({ kind, namespaceLabels }, index) => (kind === 'pod' && [`${domain}/platform`, `${domain}/tenant`].some((key) => key in namespaceLabels) ? [index] : [])) };
}

/** Does a part differ from database to database? */
function isOfDatabase(part: FlowPart): boolean {
  return part.in === 'database' || (part.in === 'addresses' && part.of.startsWith('other-site'));
}

/** Databases in the cluster, with the site of their other copy. */
function otherClusters(estate: Estate, cluster: string): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const decision of decisions(estate)) {
    const places = runsAt(estate, decision).map((place) => place.cluster);
    if (!places.includes(cluster)) continue;
    const other = places.find((place) => place !== cluster);
    for (const { id } of databasesOf(estate, decision.system.key)) found.set(id, other === undefined ? undefined : estate.clusters.get(other)!.data.site);
  }
  return found;
}

function namesDatabase(part: FlowPart): boolean {
  return 'pods' in part && Object.values(part.pods).includes('{database}');
}

/** Finds the endpoints of a part; those of a part that is the same for every database are looked for once. */
function endsFinder(estate: Estate, inventory: ClusterInventory, others: ReadonlyMap<string, string | undefined>): (part: FlowPart, database: string | undefined) => Ends {
  const pods = inventory.endpoints.flatMap((endpoint, index) => (endpoint.kind === 'pod' ? [{ endpoint, index }] : []));
  const ofDatabase = Map.groupBy(pods, ({ endpoint }) => endpoint.database);
  const shared = new Map<FlowPart, Ends>();
  return (part, database) => {
    if (part.in === 'database') return endsOf(estate, inventory.cluster, ofDatabase.get(database) ?? [], part, database, others);
    if (isOfDatabase(part) || namesDatabase(part)) return endsOf(estate, inventory.cluster, pods, part, database, others);
    let ends = shared.get(part);
    if (!ends) shared.set(part, (ends = endsOf(estate, inventory.cluster, pods, part, database, others)));
    return ends;
  };
}

/** @param pods among which to look, with their positions; for a part of a database those of that database */
function endsOf(estate: Estate, cluster: ClusterInventory['cluster'], pods: readonly { readonly endpoint: Endpoint; readonly index: number }[], part: FlowPart, database: string | undefined, others: ReadonlyMap<string, string | undefined>): Ends {
  const domain = estate.platform.domains.label;
  const matching = (belongs: (endpoint: Endpoint) => boolean): Ends => ({ kind: 'endpoints', indexes: pods.flatMap(({ endpoint, index }) => (belongs(endpoint) ? [index] : [])) });
  const carries = (endpoint: Endpoint, labels: Readonly<Record<string, string>>) => Object.entries(labels).every(([key, value]) => {
    const own = endpoint.labels[key.replace('{domain}', domain)];
    return value === '{database}' ? own === database : value === '{pooler}' ? own !== undefined : own === value;
  });
  switch (part.in) {
    case 'namespace': return matching((endpoint) => endpoint.namespace === part.namespace && carries(endpoint, part.pods));
    case 'systems': return matching((endpoint) => endpoint.system !== undefined && estate.systems.has(endpoint.system)
      && (part.zone === undefined || endpoint.namespaceLabels[`${domain}/zone`] === part.zone)
      && (part.labelled === undefined || endpoint.labels[part.labelled] !== undefined)
      && carries(endpoint, part.pods));
    case 'database': return matching((endpoint) => carries(endpoint, part.pods));
    case 'own-node': return { kind: 'endpoints', indexes: [] };
    case 'addresses': return { kind: 'ranges', ranges: rangesOf(estate, cluster, part.of, others.get(database ?? '')) };
  }
}

function rangesOf(estate: Estate, { id: own, data: { addresses } }: ClusterInventory['cluster'], of: Extract<FlowPart, { in: 'addresses' }>['of'], otherSite: string | undefined): string[] {
  const sites = [...estate.sites.values()];
  const pairs = of === 'api-server' ? [{ v4: `${addresses.apiServer.v4}/32`, v6: `${addresses.apiServer.v6}/128` }, addresses.nodes]
    : of === 'entries' ? sites.map(({ data }) => data.addresses?.ingress)
    : of === 'protected-entries' ? sites.filter(({ id }) => [...estate.clusters.values()].some(({ data }) => data.site === id && data.vault === own)).map(({ data }) => data.addresses?.ingress)
    : sites.filter(({ id }) => id === otherSite).map(({ data }) => (of === 'other-site-replication' ? data.addresses?.replication : data.addresses?.ingress));
  return pairs.flatMap((pair) => (pair ? [pair.v4, pair.v6] : []));
}
