/** Everything of one cluster that a flow can start or end at: from the exported objects, and from the catalog where objects are not the platform's to write (components, parties outside). */
import { decisions, runsAt } from '../model/derive/decisions.ts';
import type { Estate } from '../model/estate.ts';
import { compareText } from '../model/finding.ts';
import type { Entry } from '../model/load/catalog.ts';
import { formatAddress, parseRange, type Family } from './addresses.ts';
import type { Endpoint, Labels } from './endpoint.ts';
import { outsideClasses, outsideEndpoints, type OutsideClass } from './outside.ts';
import type { FlowParts } from './parts.ts';
import { expectedPods, type Pod } from './pods-of.ts';
import type { Policy } from './policy.ts';

/** A namespace that somebody might make beside those of the catalog; it has no label but its name. */
export const strayNamespace = '(new namespace)';

export interface ClusterInventory {
  readonly cluster: Entry<'cluster'>;
  readonly policies: readonly Policy[];
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** Sorted by id. */
  readonly endpoints: readonly Endpoint[];
  readonly outside: readonly OutsideClass[];
}

/**
 * @param parts what its stacks hold, in their order
 * @param cuts ranges of addresses that are told apart beside those of policies
 */
export function inventory(estate: Estate, cluster: Entry<'cluster'>, parts: readonly FlowParts[], cuts: readonly string[] = []): ClusterInventory {
  const policies = parts.flatMap((stack) => stack.policies);
  const namespaces = new Map(parts.flatMap((stack) => stack.namespaces.map(([name, labels]) => [name, withName(name, labels)] as const)));
  const [asked, made] = [parts.flatMap((stack) => stack.pods.filter(({ part }) => part === 'service')), parts.flatMap((stack) => stack.pods.filter(({ part }) => part !== 'service'))];
  const madeIn = Map.groupBy(made, ({ namespace }) => namespace);
  const pods = [
    ...made,
    ...asked.filter((pod) => !madeIn.get(pod.namespace)?.some((other) => hasLabels(other.labels, pod.labels))),
    ...expectedPods.filter(({ namespace }) => namespace === 'kube-system' || namespaces.has(namespace)).map((pod) => ({ ...pod, source: undefined })),
  ];
  const domain = estate.platform.domains.label;
  for (const { namespace } of pods) if (!namespaces.has(namespace)) namespaces.set(namespace, withName(namespace, {}));
  const found = [
    ...pods.filter((pod) => pod.part !== 'service' || namespaces.get(pod.namespace)?.[`${domain}/platform`] !== 'operator').map((pod) => toEndpoint(pod, namespaces, domain)),
    ...components(estate, cluster, namespaces),
    // A pod that carries no label any policy was written for.
    ...[...namespaces, [strayNamespace, withName(strayNamespace, {})] as const].map(([name, labels]): Unplaced => ({ id: `other/${name}`, kind: 'pod', role: 'other', system: ownerOf(labels, domain), namespace: name, namespaceLabels: labels, labels: {}, ports: [], source: undefined })),
  ].sort((a, b) => compareText(a.id, b.id));
  const outside = outsideClasses(estate, cluster);
  const inside = unique(found).map((endpoint, index) => ({ ...endpoint, addresses: { v4: nth(cluster, 'v4', index), v6: nth(cluster, 'v6', index) } }));
  return { cluster, policies, namespaces, endpoints: [...inside, ...outsideEndpoints(outside, policies, cluster, cuts)], outside };
}

type Unplaced = Omit<Endpoint, 'addresses'>;

/** Components are the tenants' to deploy; their labels and ports are declared. */
function components(estate: Estate, cluster: Entry<'cluster'>, namespaces: ReadonlyMap<string, Labels>): Unplaced[] {
  const domain = estate.platform.domains.label;
  const bySubzone = new Map([...namespaces].map(([name, labels]) => [[labels[`${domain}/tenant`], labels[`${domain}/system`], labels[`${domain}/subzone`]].join('/'), name]));
  return decisions(estate).filter((decision) => runsAt(estate, decision).some((place) => place.cluster === cluster.id)).flatMap(({ system }) =>
    system.data.components.flatMap((component, index): Unplaced[] => {
      const namespace = bySubzone.get(`${system.key}/${component.subzone}`);
      if (namespace === undefined) return [];
      return [{
        id: `${system.key}/${component.id}`, kind: 'pod', role: 'component', system: system.key, namespace, namespaceLabels: namespaces.get(namespace)!, labels: { [`${domain}/component`]: component.id },
        ports: component.listeners.map(({ id, port, protocol }) => ({ name: id, port, protocol })), source: { file: system.file, pointer: `/components/${index}` },
      }];
    }));
}

/** Names of parts: databases by their own id, gateways by their system, everything else by namespace and name. */
function toEndpoint({ part, name, namespace, labels, ports, serves, source }: Pod, namespaces: ReadonlyMap<string, Labels>, domain: string): Unplaced {
  const namespaceLabels = namespaces.get(namespace)!;
  const system = ownerOf(namespaceLabels, domain);
  const database = databaseRoles.has(part) ? labels[`${domain}/database`] ?? labels['cnpg.io/cluster'] : undefined;
  const id = part === 'gateway' ? `${system ?? namespace}/gateway/${name}` : database === undefined ? `platform/${namespace}/${name}` : `database/${database}/${part === 'bootstrap' ? name : part}`;
  return { id, kind: 'pod', role: part === 'service' ? 'workload' : part, system, database, namespace, namespaceLabels, labels, ports, ...(serves ? { serves } : {}), source };
}

const databaseRoles: ReadonlySet<string> = new Set(['instance', 'bootstrap', 'pooler', 'drill']);

function ownerOf(labels: Labels, domain: string): string | undefined {
  const [tenant, system] = [labels[`${domain}/tenant`], labels[`${domain}/system`]];
  return tenant === undefined ? undefined : `${tenant}/${system ?? ''}`;
}

/** Two objects may stand for the same pods; the first speaks. */
function unique(endpoints: readonly Unplaced[]): Unplaced[] {
  const seen = new Set<string>();
  return endpoints.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Addresses of pods are given out at random in a cluster; any will do, since no policy may tell them apart by address. */
function nth(cluster: Entry<'cluster'>, family: Family, index: number): string {
  return formatAddress(family, parseRange(cluster.data.addresses.pods[family]).first + 256n + BigInt(index));
}

function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function withName(name: string, labels: Labels): Labels {
  return { ...labels, 'kubernetes.io/metadata.name': name };
}
