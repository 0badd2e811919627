/** Flows of catalog/platform-flows.yaml at one place: parts become pods or addresses. Whoever makes policies and whoever judges them reads this. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { FlowPart, PlatformFlow } from '../schema/platform-flows.ts';

/** Who a part is at one place. */
export type PartPeer =
  | { readonly kind: 'pods'; readonly namespaceLabels: Readonly<Record<string, string>>; readonly podLabels: Readonly<Record<string, string>> }
  | { readonly kind: 'labelled-namespaces'; readonly label: string }
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[] };

/** Where a part is looked for. */
export interface Place {
  readonly cluster: Entry<'cluster'>;
  /** Cluster of the other copy of the database. */
  readonly other?: Entry<'cluster'> | undefined;
  /** The database whose own pods are meant. */
  readonly database?: { readonly tenant: string; readonly system: string; readonly name: string; readonly pooler: string };
}

/** A flow as one of its parts sees it. */
export interface FlowAt {
  readonly flow: PlatformFlow;
  readonly peer: PartPeer;
}

/** @throws Error when the table has no such part; the check `unknown-reference` says where */
export function partOf(estate: Estate, id: string): FlowPart {
  const found = estate.platformFlows.parts.find((part) => part.id === id);
  if (!found) throw new Error(`catalog/platform-flows.yaml has no part ${id}`);
  return found;
}

/** Flows that reach a part, and that it opens, at a place. Flows whose other side does not exist there, or that need no policy, are left out. */
export function flowsAt(estate: Estate, part: string, place: Place): { readonly ingress: FlowAt[]; readonly egress: FlowAt[] } {
  const { flows } = estate.platformFlows;
  const seen = (flow: PlatformFlow, other: string): FlowAt[] => {
    const peer = peerOf(estate, partOf(estate, other), place);
    return peer ? [{ flow, peer }] : [];
  };
  return {
    ingress: flows.filter(({ to }) => to === part).flatMap((flow) => seen(flow, flow.from)),
    egress: flows.filter(({ from }) => from === part).flatMap((flow) => seen(flow, flow.to)),
  };
}

/** Labels of a part's pods at a place. */
export function podsOf(estate: Estate, part: FlowPart, { database }: Pick<Place, 'database'>): Record<string, string> {
  if (part.in === 'addresses' || part.in === 'own-node') return {};
  return Object.fromEntries(Object.entries(part.pods).map(([key, value]) => [key.replace('{domain}', estate.platform.domains.label), fill(value, database)]));
}

function fill(value: string, database: Place['database']): string {
  if (!/\{(database|pooler)\}/.test(value)) return value;
  if (!database) throw new Error(`${value} of catalog/platform-flows.yaml is asked for where there is no database`);
  return value.replaceAll('{database}', database.name).replaceAll('{pooler}', database.pooler);
}

/** Who a part is at a place; undefined where it does not exist or no policy speaks of it. */
export function peerOf(estate: Estate, part: FlowPart, place: Place): PartPeer | undefined {
  const domain = estate.platform.domains.label;
  switch (part.in) {
    case 'own-node': return undefined;
    case 'namespace': return { kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': part.namespace }, podLabels: podsOf(estate, part, place) };
    case 'systems': return part.zone === undefined
      ? { kind: 'labelled-namespaces', label: `${domain}/tenant` }
      : { kind: 'pods', namespaceLabels: { [`${domain}/zone`]: part.zone }, podLabels: podsOf(estate, part, place) };
    case 'database': {
      // Seen from the platform, the pods of any database are meant.
      if (!place.database) return { kind: 'labelled-namespaces', label: `${domain}/system` };
      const { tenant, system } = place.database;
      return { kind: 'pods', namespaceLabels: { [`${domain}/tenant`]: tenant, [`${domain}/system`]: system, [`${domain}/zone`]: 'data' }, podLabels: podsOf(estate, part, place) };
    }
    case 'addresses': {
      const cidrs = addressesOf(estate, part.of, place);
      return cidrs.length === 0 ? undefined : { kind: 'addresses', cidrs };
    }
  }
}

type AddressSet = Extract<FlowPart, { in: 'addresses' }>['of'];

function addressesOf(estate: Estate, of: AddressSet, { cluster, other }: Place): string[] {
  const otherSite = other && estate.sites.get(other.data.site)?.data.addresses;
  switch (of) {
    // The Service of the API server leads to the machines it runs on, and policies see where a connection ends.
    case 'api-server': {
      const { apiServer, nodes } = cluster.data.addresses;
      return [`${apiServer.v4}/32`, `${apiServer.v6}/128`, nodes.v4, nodes.v6];
    }
    case 'entries': return [...new Set([...estate.sites.values()].flatMap(({ data: { addresses } }) => (addresses ? [addresses.ingress.v4, addresses.ingress.v6] : [])))].sort();
    // Sites of the clusters whose copies this one keeps.
    case 'protected-entries': return protectedSites(estate, cluster.id).flatMap((id) => {
      const addresses = estate.sites.get(id)?.data.addresses;
      return addresses ? [addresses.ingress.v4, addresses.ingress.v6] : [];
    });
    case 'other-site-replication': return otherSite ? [otherSite.replication.v4, otherSite.replication.v6] : [];
    case 'other-site-entries': return otherSite ? [otherSite.ingress.v4, otherSite.ingress.v6] : [];
  }
}

/** Sites of the clusters that name a vault, sorted. */
function protectedSites(estate: Estate, vault: string): string[] {
  return [...new Set([...estate.clusters.values()].filter(({ data }) => data.vault === vault).map(({ data }) => data.site))].sort();
}

/** A label selector as Kubernetes has it. */
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: 'Exists' | 'DoesNotExist' | 'In' | 'NotIn'; readonly values?: readonly string[] }[];
}

/** Pods of a part anywhere in a cluster. */
export interface PodSelectors {
  readonly namespaceSelector: Selector;
  readonly podSelector: Selector;
}

/** Pods of a part anywhere in a cluster, of whichever tenant, system and database; undefined for addresses and machines. */
export function selectorsOf(estate: Estate, part: FlowPart): PodSelectors | undefined {
  const domain = estate.platform.domains.label;
  if (part.in === 'addresses' || part.in === 'own-node') return undefined;
  if (part.in === 'namespace') return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': part.namespace } }, podSelector: selector(part.pods, domain) };
  const zone = part.in === 'database' ? 'data' : part.zone;
  return {
    namespaceSelector: { ...(zone === undefined ? {} : { matchLabels: { [`${domain}/zone`]: zone } }), matchExpressions: [{ key: `${domain}/tenant`, operator: 'Exists' }] },
    podSelector: selector(part.pods, domain, part.in === 'systems' && part.labelled !== undefined ? [part.labelled] : []),
  };
}

/** Labels whose value names one database stand for any of them. */
function selector(labels: Readonly<Record<string, string>>, domain: string, present: readonly string[] = []): Selector {
  const all = Object.entries(labels).map(([key, value]) => [key.replace('{domain}', domain), value] as const);
  const fixed = all.filter(([, value]) => !value.includes('{'));
  const existing = [...all.filter(([, value]) => value.includes('{')).map(([key]) => key), ...present];
  return {
    ...(fixed.length === 0 ? {} : { matchLabels: Object.fromEntries(fixed) }),
    ...(existing.length === 0 ? {} : { matchExpressions: existing.map((key) => ({ key, operator: 'Exists' as const })) }),
  };
}
