/** Flows that a database needs beside its callers: replication, operator, API server, object store, scrape. */
import type { Flow, Peer } from '../constructs/network-policies.ts';
import { poolerNameOf } from '../constructs/database-pooler.ts';
import type { Entry } from '../model/load/catalog.ts';
import { postgresPort } from './flows.ts';
import type { Planner } from './planner.ts';

export interface PodFlows {
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ingress: readonly Flow[];
  readonly egress: readonly Flow[];
}

export interface DatabaseFlows {
  readonly instances: PodFlows;
  readonly pooler: PodFlows;
  readonly drill: PodFlows;
}

/** Port of the instance manager's status and of its TLS web server. */
const statusPort = { port: 8000, protocol: 'TCP' } as const;
const metricsPort = { port: 9187, protocol: 'TCP' } as const;
const poolerMetricsPort = { port: 9127, protocol: 'TCP' } as const;
const apiServerPort = { port: 6443, protocol: 'TCP' } as const;
/** Port of object stores; Rook's gateways listen on it inside their pods too. */
const objectStorePort = { port: 443, protocol: 'TCP' } as const;

const podsIn = (namespace: string, podLabels: Record<string, string>): Peer => ({ kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': namespace }, podLabels });
const operator = podsIn('cnpg-system', { 'app.kubernetes.io/name': 'cloudnative-pg' });
const scraper = podsIn('ndc-monitoring', { 'app.kubernetes.io/name': 'scraper' });
const objectGateway = podsIn('rook-ceph', { app: 'rook-ceph-rgw' });

export interface DatabaseFlowsInput {
  readonly database: string;
  readonly cluster: Entry<'cluster'>;
  /** Cluster of the other copy. */
  readonly other: Entry<'cluster'> | undefined;
  /** Components that connect to the database. */
  readonly callers: readonly Peer[];
  readonly drillLabels: Readonly<Record<string, string>>;
}

export function databaseFlows(planner: Planner, input: DatabaseFlowsInput): DatabaseFlows {
  const { database, cluster, other, callers } = input;
  const instanceLabels = { 'cnpg.io/cluster': database, 'cnpg.io/podRole': 'instance' };
  const poolerLabels = { 'cnpg.io/poolerName': poolerNameOf(database) };
  const own = planner.platform.labelDomain;
  const dataNamespace = Object.fromEntries([`${own}/tenant`, `${own}/system`].map((key) => [key, input.drillLabels[key]!]));
  const inData = (podLabels: Record<string, string>): Peer => ({ kind: 'pods', namespaceLabels: { ...dataNamespace, [`${own}/zone`]: 'data' }, podLabels });
  const instances = inData(instanceLabels);
  const pooler = inData(poolerLabels);
  const { v4, v6 } = cluster.data.addresses.apiServer;
  const apiServer: Flow = { peer: { kind: 'addresses', cidrs: [`${v4}/32`, `${v6}/128`] }, ports: [apiServerPort] };
  const ownStore: Flow = { peer: objectGateway, ports: [objectStorePort] };
  const otherSite = other && planner.estate.sites.get(other.data.site)?.data.addresses;
  const replicationIn: Flow[] = otherSite ? [{ peer: { kind: 'addresses', cidrs: [otherSite.replication.v4, otherSite.replication.v6] }, ports: [postgresPort] }] : [];
  const toOther: Flow[] = otherSite ? [
    ...replicationIn,
    { peer: { kind: 'addresses', cidrs: [otherSite.ingress.v4, otherSite.ingress.v6] }, ports: [objectStorePort] },
  ] : [];
  return {
    instances: {
      podLabels: instanceLabels,
      ingress: [
        { peer: instances, ports: [postgresPort, statusPort] },
        { peer: pooler, ports: [postgresPort] },
        { peer: operator, ports: [postgresPort, statusPort] },
        { peer: scraper, ports: [metricsPort] },
        ...replicationIn,
      ],
      egress: [{ peer: instances, ports: [postgresPort, statusPort] }, apiServer, ownStore, ...toOther],
    },
    pooler: {
      podLabels: poolerLabels,
      ingress: [...callers.map((peer): Flow => ({ peer, ports: [postgresPort] })), { peer: scraper, ports: [poolerMetricsPort] }],
      egress: [{ peer: instances, ports: [postgresPort] }, apiServer],
    },
    drill: { podLabels: input.drillLabels, ingress: [], egress: [ownStore] },
  };
}
