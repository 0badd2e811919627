/** What a stack of each kind holds, on stacks of the real catalog. */
import { App } from 'cdktf';
import { beforeAll, describe, expect, it } from 'vitest';
import { convertResource, unescapeTemplate, type KubernetesObject } from '../../export/convert.ts';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { buildStack } from '../../stacks/build.ts';
import { drillSchedule, storageClassOf } from '../../stacks/data.ts';
import { ownPoolName, poolOf } from '../../stacks/pool-names.ts';
import { decide } from '../../model/derive/decisions.ts';
import { withoutStackTraces } from '../../synth/fast.ts';
import { load, ofKind, planOf, type Loaded } from './support.ts';

type Attributes = Readonly<Record<string, unknown>>;

interface Content {
  /** `Kind namespace/name`, and `release name (chart)`, sorted. */
  readonly titles: readonly string[];
  readonly objects: readonly KubernetesObject[];
  values(release: string): Attributes;
}

let real: Loaded;

beforeAll(() => {
  real = load();
});

function content(plan: AnyStackPlan): Content {
  const { resource } = withoutStackTraces(() => buildStack(new App({ stackTraces: false }), plan)).toTerraform() as { resource: Record<string, Record<string, Attributes>> };
  const { helm_release: releases = {}, ...typed } = resource;
  const objects = Object.entries(typed).flatMap(([type, byName]) => Object.entries(byName).map(([name, attributes]) => convertResource(type, `${type}.${name}`, attributes)));
  const chart = (attributes: Attributes) => (attributes['chart'] as string).replace(/^.*\/([a-z-]+)-[0-9a-f]{12}$/, '$1');
  return {
    objects,
    titles: [
      ...objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`),
      ...Object.values(releases).map((attributes) => `release ${String(attributes['name'])} (${chart(attributes)})`),
    ].sort(),
    values: (name) => JSON.parse(unescapeTemplate((Object.values(releases).find((attributes) => attributes['name'] === name)!['values'] as string[])[0]!)) as Attributes,
  };
}

const contentOf = (id: string) => content(real.plans.find((plan) => plan.id === id)!);

describe('stacks of a cluster', () => {
  it('machines: the control plane and each pool, in a namespace of the managing cluster', () => {
    const id = 'region-central-shared-1';
    const { titles, values } = contentOf(`${id}--machines`);
    expect(titles).toEqual([
      `Namespace ndc-machines--${id}`, `NetworkPolicy ndc-machines--${id}/ndc-default-deny`, `release cluster-${id} (cluster)`,
      ...real.estate.clusters.get(id)!.data.pools.map((pool) => `release pool--${id}--${pool.id} (node-pool)`).sort(),
    ]);
    expect(values(`cluster-${id}`)).toMatchObject({ name: id, namespace: `ndc-machines--${id}`, kubernetesVersion: `v${real.estate.clusters.get(id)!.data.kubernetes}` });
  });

  it('crds: the definitions of its operators and of what guard rails use, kept in parts, and nothing else', () => {
    const plan = planOf(real.plans, 'crds', 'region-central-shared-1--crds');
    const { titles } = content(plan);
    expect(titles).toEqual(plan.props.charts.map(({ chart }) => `release ${chart.name} (${chart.name})`).sort());
    const locked = new Map(real.estate.lock.charts.map((chart) => [chart.name, chart]));
    expect(plan.props.charts.filter(({ chart }) => locked.get(chart.name)?.kind !== 'crds')).toEqual([]);
    expect(titles.join()).toContain('network-policy-api');
  });

  it('operator: one operator each, of those that the cluster names and the lock has', () => {
    for (const cluster of real.estate.clusters.values()) {
      const charts = new Set(real.estate.lock.charts.filter(({ kind }) => kind === 'operator').map(({ operator }) => operator));
      const expected = cluster.data.operators.filter((operator) => charts.has(operator)).map((operator) => `${cluster.id}--operator-${operator}`).sort();
      expect(ofKind(real.plans, 'operator').filter(({ targetCluster }) => targetCluster === cluster.id).map(({ id }) => id)).toEqual(expected);
    }
  });

  it('guardrails: admission, roles, priorities, classes of storage, and the namespaces of operators', () => {
    const { titles, values, objects } = contentOf('region-central-shared-1--guardrails');
    expect(titles.filter((title) => !title.startsWith('Namespace ') && !title.startsWith('NetworkPolicy '))).toEqual([
      'ClusterRole ndc:platform-reader', 'ClusterRole ndc:tenant-admin', 'ClusterRole ndc:tenant-auditor', 'ClusterRole ndc:tenant-data-officer', 'ClusterRole ndc:tenant-developer',
      'ClusterRoleBinding ndc:break-glass', 'ClusterRoleBinding ndc:platform-reader',
      'PriorityClass ndc-level-1', 'PriorityClass ndc-level-2', 'PriorityClass ndc-level-3', 'PriorityClass ndc-level-4', 'PriorityClass ndc-level-5',
      'StorageClass ndc-level-1', 'StorageClass ndc-level-2', 'StorageClass ndc-level-3', 'release cilium-zones (cilium-zones)', 'release guardrails (guardrails)',
    ]);
    const cluster = real.estate.clusters.get('region-central-shared-1')!.data;
    expect(values('guardrails')).toMatchObject({ registryPrefix: 'registry.ndc.internal/images', addresses: { controlPlane: { v4: [`${cluster.addresses.apiServer.v4}/32`] } } });
    const encrypted = objects.filter(({ kind }) => kind === 'StorageClass').map(({ metadata, ...rest }) => [metadata.name, (rest['parameters'] as Record<string, string>)['encrypted'], rest['reclaimPolicy']]);
    expect(encrypted).toEqual([['ndc-level-1', 'false', 'Retain'], ['ndc-level-2', 'false', 'Retain'], ['ndc-level-3', 'true', 'Retain']]);
  });

  it('services: the directory of addresses that every workload may read, and nobody write', () => {
    const { objects } = contentOf('region-central-shared-1--services');
    const directory = objects.find(({ kind }) => kind === 'ConfigMap')!;
    expect(directory.metadata).toMatchObject({ namespace: 'ndc-directory', name: 'site' });
    expect(directory['data']).toMatchObject({ site: 'region-central', registry: 'registry.ndc.internal', secrets: 'https://secrets.region-central.ndc.internal', objects: 'https://objects.region-central-shared-1.ndc.internal' });
    expect(objects.find(({ kind }) => kind === 'Role')!['rules']).toEqual([{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['site'], verbs: ['get'] }]);
  });

  it('exchange: a gateway that reaches the exchange platforms\' sites alone, and that systems of every tenant may reach', () => {
    const { titles, objects } = contentOf('region-central-shared-1--exchange');
    expect(titles).toEqual(['Namespace ndc-exchange', 'NetworkPolicy ndc-exchange/flows-gateway', 'NetworkPolicy ndc-exchange/ndc-default-deny', 'Service ndc-exchange/gateway', 'ServiceAccount ndc-exchange/gateway']);
    const { spec } = objects.find(({ metadata }) => metadata.name === 'flows-gateway') as unknown as { spec: { ingress: object[]; egress: { to: { ipBlock?: { cidr: string } }[] }[] } };
    expect(spec.ingress).toEqual([{ ports: [{ port: 8443, protocol: 'TCP' }], from: [{ namespaceSelector: { matchExpressions: [{ key: 'ndc.internal/system', operator: 'Exists' }] } }] }]);
    const sites = new Set([...real.estate.sites.values()].flatMap(({ data }) => (data.addresses ? [data.addresses.ingress.v4, data.addresses.ingress.v6] : [])));
    const reached = spec.egress.flatMap(({ to }) => to.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []));
    expect(reached.length).toBeGreaterThan(0);
    expect(reached.filter((cidr) => !sites.has(cidr))).toEqual([]);
    const service = objects.find(({ kind }) => kind === 'Service') as unknown as { spec: { type: string; ports: { targetPort: number }[] } };
    expect(service.spec).toMatchObject({ type: 'ClusterIP', ports: [{ port: 443, targetPort: 8443 }] });
  });

  it('vault: a store where storage runs, copies into the vault that the cluster names, and room there for each of them', () => {
    for (const cluster of real.estate.clusters.values()) {
      const { operators, vault } = cluster.data;
      const plan = ofKind(real.plans, 'vault').find(({ id }) => id === `${cluster.id}--vault`);
      expect(plan?.props.store !== undefined && plan.props.store !== null, cluster.id).toBe(operators.includes('rook-ceph'));
      expect(plan?.props.backup?.store.endpointURL, cluster.id).toBe(operators.includes('velero') && vault !== null ? `https://objects.${vault}.ndc.internal` : undefined);
      const bucket = plan?.props.backup?.store.bucket;
      if (bucket !== undefined) expect(planOf(real.plans, 'vault', `${vault}--vault`).props.copies?.buckets?.buckets.map(({ name }) => name)).toContain(bucket);
    }
  });
});

describe('stacks of a tenant', () => {
  it('own-pools: the pools of one system, from the reserve, for that system alone', () => {
    const { titles, values } = contentOf('ndc-1-shared-2--mps--population--machines');
    expect(titles).toEqual(['release pool--ndc-1-shared-2--mps--population--app (node-pool)', 'release pool--ndc-1-shared-2--mps--population--data (node-pool)']);
    expect(values('pool--ndc-1-shared-2--mps--population--data')).toMatchObject({
      name: 'mps--population--data', hostSelector: { 'ndc.internal/cluster': 'ndc-1-shared-2', 'ndc.internal/purpose': 'reserve' }, taints: [{ key: 'ndc.internal/pool', value: 'mps--population--data', effect: 'NoSchedule' }],
    });
  });

  it('tenant: a closed namespace of administration and a secret store', () => {
    expect(contentOf('region-central-shared-1--hue').titles.filter((title) => /^(Namespace|release|Role) /.test(title))).toEqual([
      'Namespace hue--landing-zone--administration', 'Role hue--landing-zone--administration/ndc-data-requests', 'release secrets--hue (secret-store)',
    ]);
  });

  it('system: a namespace for each of its sub-zones, the identities of its components, an entry for each audience, secrets and buckets', () => {
    const { data } = real.estate.systems.get('hue/procedure')!;
    const { titles, objects } = contentOf('region-central-shared-1--hue--procedure');
    expect(titles.filter((title) => title.startsWith('Namespace '))).toEqual(data.subzones.map((subzone) => `Namespace hue--procedure--${subzone}`).sort());
    for (const component of data.components) expect(titles).toContain(`ServiceAccount hue--procedure--${component.subzone}/${component.id}`);
    expect(titles.filter((title) => title.startsWith('release '))).toEqual(['release buckets--hue--procedure (bucket)', 'release entry--hue--procedure--internet (entry)', 'release entry--hue--procedure--staff (entry)', 'release secrets--hue--procedure (secret-store)']);
    const opened = objects.filter(({ kind }) => kind === 'ResourceQuota').filter((quota) => (quota['spec'] as { hard: Record<string, string> }).hard['services.loadbalancers'] !== '0');
    expect(opened.map(({ metadata }) => metadata.namespace)).toEqual(['hue--procedure--border', 'hue--procedure--internal']);
  });

  it('data: buckets, database, drill and flows of each database, in the namespace that the system\'s stack makes', () => {
    const { titles, values } = contentOf('region-central-shared-1--hue--procedure--data');
    expect(titles).toEqual([
      'ConfigMap hue--procedure--database-servers/hue-procedure--restore-drill', 'CronJob hue--procedure--database-servers/hue-procedure--restore-drill',
      'NetworkPolicy hue--procedure--database-servers/flows--hue-procedure--drill', 'NetworkPolicy hue--procedure--database-servers/flows--hue-procedure--instances', 'NetworkPolicy hue--procedure--database-servers/flows--hue-procedure--join',
      'NetworkPolicy hue--procedure--database-servers/flows--hue-procedure--pooler', 'NetworkPolicy hue--procedure--database-servers/flows--hue-procedure--recovery', 'NetworkPolicy hue--procedure--database-servers/flows--hue-procedure--start',
      'ServiceAccount hue--procedure--database-servers/hue-procedure--restore-drill',
      'release backups--hue-procedure (bucket)', 'release db--hue-procedure (database)',
    ]);
    const { data } = real.estate.databases.get('hue-procedure')!;
    expect(values('db--hue-procedure')).toMatchObject({
      name: 'hue-procedure', namespace: 'hue--procedure--database-servers', instances: data.instances, storage: { data: data.size.data, wal: data.size.wal, storageClass: 'ndc-level-3' },
      backupSchedule: data.backup.base.schedule, pgaudit: ['ddl', 'role', 'write'], replica: { enabled: false },
    });
    expect(values('backups--hue-procedure')).toMatchObject({ buckets: [{ name: 'backup--hue-procedure--region-central', lock: { mode: data.backup.lock!.mode } }, { name: 'drills--hue-procedure--region-central', lock: { mode: 'compliance' } }] });
  });
});

describe('values that follow from the level and the catalog', () => {
  it('audit more from level to level', () => {
    const expected: Record<number, readonly string[]> = { 1: [], 2: ['ddl', 'role'], 3: ['ddl', 'role', 'write'], 4: ['ddl', 'role', 'write', 'read'], 5: ['ddl', 'role', 'write', 'read'] };
    const levels = new Set<number>();
    for (const { id, props } of ofKind(real.plans, 'data')) {
      levels.add(props.level);
      for (const { database } of props.databases) expect(database.auditedStatements, id).toEqual(expected[props.level]);
    }
    expect(levels.size).toBeGreaterThan(2);
    expect(storageClassOf(4)).toBe('ndc-level-4');
  });

  it.each([[1, '30 2 * * *'], [6, '30 2 * * *'], [7, '30 2 * * 6'], [30, '30 2 * * 6'], [31, '30 2 2 * *'], [91, '30 2 2 * *'], [92, '30 2 2 */3 *'], [365, '30 2 2 */3 *']])('drill at least every %i days by %s', (days, schedule) => {
    expect(drillSchedule(days * 86_400)).toBe(schedule);
  });

  it('bind a system of level 4 to pools of its own, and others to the shared pool of zone and level', () => {
    const shared = real.estate.clusters.get('region-central-shared-1')!;
    const four = real.estate.clusters.get('ndc-1-shared-2')!;
    expect(poolOf(decide(real.estate, 'hue/procedure')!, shared, 'data')).toBe('data');
    expect(poolOf(decide(real.estate, 'mps/population')!, four, 'data')).toBe('mps--population--data');
    expect(poolOf(decide(real.estate, 'mps/population')!, four, 'edge')).toBe('mps--population--app');
    expect(() => poolOf({ ...decide(real.estate, 'hue/procedure')!, level: 4, critical: true }, { ...shared, data: { ...shared.data, pools: [] } }, 'data'))
      .toThrow(new Error('no pool of cluster region-central-shared-1 serves level 4 in zone data, which hue/procedure needs'));
  });

  it('shorten the name of a pool of a system to what names of machines leave', () => {
    const system = { ...real.estate.systems.get('mps/population')!, id: 'a'.repeat(40) };
    expect(ownPoolName(system, 'data')).toMatch(/^mps--a{22}-[0-9a-f]{8}$/);
    expect(ownPoolName(system, 'data')).not.toBe(ownPoolName(system, 'app'));
  });
});
