/** Each flow of catalog/platform-flows.yaml stands in the policies of both sides, and nowhere else. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Flow, Peer } from '../../constructs/network-policies.ts';
import type { PlatformFlow } from '../../model/schema/platform-flows.ts';
import { partPolicy, type PartPolicy } from '../../stacks/platform-flows.ts';
import { load, ofKind, planOf, type Loaded } from './support.ts';

let real: Loaded;

beforeAll(() => {
  real = load();
});

const has = (flows: readonly Flow[], ports: string, peer: (peer: Peer) => boolean) => flows.some((flow) => peer(flow.peer) && flow.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(' ') === ports);
const fromNamespace = (name: string) => (peer: Peer) => peer.kind === 'pods' && peer.namespaceLabels['kubernetes.io/metadata.name'] === name;
const withPods = (label: string, value: string) => (peer: Peer) => peer.kind === 'pods' && peer.podLabels[label] === value;
const addresses = (cidr: string) => (peer: Peer) => peer.kind === 'addresses' && peer.cidrs.includes(cidr);

/** Policies that stacks make of one cluster, one system with an entry and a database at two sites. */
function policies(): Record<'instance' | 'pooler' | 'drill' | 'proxy' | 'scraper' | 'everyPod', PartPolicy> & { operator(part: string): PartPolicy; logs(part: string): PartPolicy; job(id: string): PartPolicy } {
  const cluster = 'ndc-1-shared-2';
  const data = ofKind(real.plans, 'data').find(({ targetCluster, props }) => targetCluster === cluster && props.databases[0]?.database.distributed)!;
  const system = planOf(real.plans, 'system', data.id.replace(/--data$/, ''));
  const guardrails = planOf(real.plans, 'guardrails', `${cluster}--guardrails`);
  const [database] = data.props.databases;
  return {
    instance: database!.flows.instances, pooler: database!.flows.pooler, drill: database!.flows.drill,
    proxy: system.props.entries[0]!,
    job: (job) => database!.flows.jobs.find(({ id }) => id === job)!,
    logs: (part) => planOf(real.plans, 'services', `${cluster}--services`).props.logs!.parts.find(({ id }) => id === part)!,
    scraper: planOf(real.plans, 'services', `${cluster}--services`).props.scraper,
    everyPod: { podLabels: {}, ingress: [], egress: system.props.everyPodReaches },
    operator: (part) => guardrails.props.operatorNamespaces.flatMap(({ parts }) => parts).find(({ id }) => id === part)!,
  };
}

type Side = readonly [policy: (all: ReturnType<typeof policies>) => PartPolicy, direction: 'ingress' | 'egress', peer: (peer: Peer) => boolean];

/** The API server's own address and the machines it runs on, both families. */
const apiServer = (peer: Peer) => peer.kind === 'addresses' && peer.cidrs.length === 4 && peer.cidrs[0]!.endsWith('/32') && peer.cidrs[1]!.endsWith('/128');
/** Every flow of the table, as seen from each side that has policies of its own. A flow that is missing here fails the last test. */
const table: Readonly<Record<string, readonly Side[]>> = {
  'name-resolution': [[(all) => all.everyPod, 'egress', fromNamespace('kube-system')]],
  'kubelet-probes': [],
  'proxy-configuration': [[(all) => all.proxy, 'egress', fromNamespace('envoy-gateway-system')], [(all) => all.operator('gateway-controller'), 'ingress', (peer) => peer.kind === 'pods' && peer.namespaceLabels['ndc.internal/zone'] === 'edge']],
  'proxy-measurements': [[(all) => all.proxy, 'ingress', fromNamespace('ndc-monitoring')], [(all) => all.scraper, 'egress', (peer) => peer.kind === 'pods' && peer.namespaceLabels['ndc.internal/zone'] === 'edge']],
  'database-replication': [[(all) => all.instance, 'ingress', withPods('cnpg.io/podRole', 'instance')], [(all) => all.instance, 'egress', withPods('cnpg.io/podRole', 'instance')]],
  'database-operation': [[(all) => all.instance, 'ingress', fromNamespace('cnpg-system')], [(all) => all.operator('database-operator'), 'egress', (peer) => peer.kind === 'labelled-namespaces']],
  'join-copies-instance': [[(all) => all.job('join'), 'egress', withPods('cnpg.io/podRole', 'instance')], [(all) => all.instance, 'ingress', withPods('cnpg.io/jobRole', 'join')]],
  'join-to-api-server': [[(all) => all.job('join'), 'egress', apiServer]],
  'start-to-api-server': [[(all) => all.job('start'), 'egress', apiServer]],
  'recovery-to-api-server': [[(all) => all.job('recovery'), 'egress', apiServer]],
  'recovery-from-store': [[(all) => all.job('recovery'), 'egress', fromNamespace('rook-ceph')]],
  'recovery-from-other-site': [[(all) => all.job('recovery'), 'egress', (peer) => peer.kind === 'addresses' && peer.cidrs.length === 2]],
  'database-sessions': [[(all) => all.pooler, 'egress', withPods('cnpg.io/podRole', 'instance')], [(all) => all.instance, 'ingress', (peer) => peer.kind === 'pods' && peer.podLabels['cnpg.io/poolerName'] !== undefined]],
  'database-measurements': [[(all) => all.instance, 'ingress', fromNamespace('ndc-monitoring')], [(all) => all.scraper, 'egress', (peer) => peer.kind === 'labelled-namespaces']],
  'pooler-measurements': [[(all) => all.pooler, 'ingress', fromNamespace('ndc-monitoring')], [(all) => all.scraper, 'egress', (peer) => peer.kind === 'labelled-namespaces']],
  'instance-to-api-server': [[(all) => all.instance, 'egress', apiServer]],
  'pooler-to-api-server': [[(all) => all.pooler, 'egress', apiServer]],
  backup: [[(all) => all.instance, 'egress', fromNamespace('rook-ceph')]],
  'backup-from-other-site': [[(all) => all.instance, 'egress', (peer) => peer.kind === 'addresses']],
  'replication-between-sites': [[(all) => all.instance, 'egress', (peer) => peer.kind === 'addresses']],
  'replication-from-other-site': [[(all) => all.instance, 'ingress', (peer) => peer.kind === 'addresses']],
  'drill-reads-backup': [[(all) => all.drill, 'egress', fromNamespace('rook-ceph')]],
  'vault-pulls-backup': [[() => vaultJob(), 'egress', addresses('10.16.32.0/19')]],
  'vault-keeps-copies': [[() => vaultJob(), 'egress', fromNamespace('rook-ceph')]],
  'logs-to-store': [[(all) => all.logs('log-collector'), 'egress', fromNamespace('rook-ceph')]],
  'logs-to-aggregator': [[(all) => all.logs('log-collector'), 'egress', withPods('app.kubernetes.io/name', 'aggregator')], [(all) => all.logs('log-aggregator'), 'ingress', withPods('app.kubernetes.io/name', 'collector')]],
  'log-aggregator-to-api-server': [[(all) => all.logs('log-aggregator'), 'egress', apiServer]],
  'database-webhook': [[(all) => all.operator('database-operator'), 'ingress', apiServer]],
  'certificate-webhook': [[(all) => all.operator('certificate-operator'), 'ingress', apiServer]],
  'secret-webhook': [[(all) => all.operator('secret-operator'), 'ingress', apiServer]],
  'gateway-webhook': [[(all) => all.operator('gateway-controller'), 'ingress', apiServer]],
  'machine-webhook': [[() => managed(), 'ingress', apiServer]],
  'backup-plugin-calls': [[(all) => all.operator('database-operator'), 'egress', withPods('app', 'barman-cloud')], [(all) => all.operator('backup-plugin'), 'ingress', withPods('app.kubernetes.io/name', 'cloudnative-pg')]],
  'database-operator-to-api-server': [[(all) => all.operator('database-operator'), 'egress', apiServer]],
  'backup-plugin-to-api-server': [[(all) => all.operator('backup-plugin'), 'egress', apiServer]],
  'certificate-operator-to-api-server': [[(all) => all.operator('certificate-operator'), 'egress', apiServer]],
  'gateway-controller-to-api-server': [[(all) => all.operator('gateway-controller'), 'egress', apiServer]],
  'secret-operator-to-api-server': [[(all) => all.operator('secret-operator'), 'egress', apiServer]],
  'cluster-backup-to-api-server': [[(all) => all.operator('cluster-backup-operator'), 'egress', apiServer]],
  'machine-operator-to-api-server': [[() => managed(), 'egress', apiServer]],
  'filter-from-registry': [[(all) => all.operator('gateway-controller'), 'egress', addresses('10.16.32.0/19')]],
  'secrets-from-store': [[(all) => all.operator('secret-operator'), 'egress', addresses('10.16.32.0/19')]],
  'cluster-backup-to-store': [[(all) => all.operator('cluster-backup-operator'), 'egress', addresses('10.16.32.0/19')]],
};

/** The operator of machines runs in management clusters alone. */
function managed(): PartPolicy {
  const cluster = [...real.estate.clusters.values()].find(({ data }) => data.operators.includes('cluster-api-operator'))!;
  return planOf(real.plans, 'guardrails', `${cluster.id}--guardrails`).props.operatorNamespaces.flatMap(({ parts }) => parts).find(({ id }) => id === 'machine-operator')!;
}

/** Jobs of a vault that keeps copies of the first site. */
function vaultJob(): PartPolicy {
  return planOf(real.plans, 'vault', 'region-south-vault--vault').props.copies!.flows;
}

const flowOf = (id: string): PlatformFlow => real.estate.platformFlows.flows.find((flow) => flow.id === id)!;
const portsOf = (id: string) => flowOf(id).ports.map(({ port, protocol }) => `${port}/${protocol}`).join(' ');

describe('flows of the platform', () => {
  it.each(Object.entries(table).flatMap(([id, sides]) => sides.map((side, index) => [id, index === 0 ? 'one side' : 'the other side', side] as const)))('%s stands in the policies of %s', (id, _, [policy, direction, peer]) => {
    expect(has(policy(policies())[direction], portsOf(id), peer)).toBe(true);
  });

  it('are all looked at here', () => {
    expect(Object.keys(table).sort()).toEqual(real.estate.platformFlows.flows.map(({ id }) => id).sort());
  });

  it('have policies on the side of every part that lies in a closed namespace of the platform', () => {
    const cluster = real.estate.clusters.get('ndc-1-shared-2')!;
    const empty = real.estate.platformFlows.parts.filter((part) => part.in === 'namespace' && !['kube-system', 'rook-ceph'].includes(part.namespace)).filter(({ id }) => {
      const { ingress, egress } = partPolicy(real.estate, id, { cluster });
      return ingress.length + egress.length === 0;
    });
    expect(empty.map(({ id }) => id)).toEqual([]);
  });
});

describe('namespaces of operators', () => {
  it('are closed, or open for a reason that the table gives', () => {
    const namespaces = ofKind(real.plans, 'guardrails').flatMap(({ props }) => props.operatorNamespaces);
    expect(new Set(namespaces.filter(({ network }) => !network.closed).map(({ name }) => name))).toEqual(new Set(['rook-ceph']));
    expect(namespaces.filter(({ network }) => !network.closed && /does not know/.test(network.reason))).toEqual([]);
    expect(new Set(namespaces.filter(({ network }) => network.closed).map(({ name }) => name))).toEqual(new Set(['capi-operator-system', 'cert-manager', 'cnpg-system', 'envoy-gateway-system', 'external-secrets', 'velero']));
  });
});
