import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { image, labels, only, prepare, refusal, render, root, set, titles } from './harness.ts';

const minimal = {
  name: 'national-population',
  namespace: 'mps--population--database-servers',
  labels,
  postgresVersion: 18,
  image: image('postgresql'),
  instances: 3,
  resources: { cpu: '4', memory: '16Gi' },
  storage: { data: '200Gi', wal: '40Gi', storageClass: 'ndc-block' },
  topologyKey: 'topology.kubernetes.io/zone',
  database: { name: 'population', owner: 'population' },
  priorityClass: 'ndc-level-4', primaryUpdateStrategy: 'supervised', monitoring: { backupAgeSeconds: 180_000, archiveDelaySeconds: 300, replicationLagSeconds: 300 },
  pooler: { instances: 2, mode: 'transaction', maxServerConnections: 80, maxClientConnections: 2000, image: image('pgbouncer'), resources: { cpu: '500m', memory: '256Mi' } },
  objectStore: {
    endpointURL: 'https://s3.hoa-lac.ndc.example', region: 'hoa-lac', bucket: 'mps-population-backup', path: 'national-population',
    credentialsSecret: 'population-backup', retention: '35d', walArchiveTimeoutSeconds: 60, resources: { cpu: '500m', memory: '512Mi' },
  },
  backupSchedule: '0 30 17 * * *',
};

const source = {
  name: 'hoa-lac', serverName: 'national-population', endpointURL: 'https://s3.hoa-lac.ndc.example', region: 'hoa-lac',
  bucket: 'mps-population-backup', path: 'national-population', credentialsSecret: 'population-source', caSecret: 'internal-ca',
};

const share = { name: 'share--ca-mau--query', role: 'share__ca_mau__query', credentialsSecret: 'population--share--ca-mau--query', connectionLimit: 3, validUntil: '2028-06-30T23:59:59+07:00' };

const everything = {
  ...minimal,
  synchronous: { mode: 'quorum', standbys: 1 },
  placement: { nodeSelector: { 'node-restriction.kubernetes.io/pool': 'data-4' }, tolerations: [{ key: 'ndc.example/level', operator: 'Equal', value: '4', effect: 'NoSchedule' }] },
  database: { ...minimal.database, credentialsSecret: 'population-owner', extensions: ['postgis'] },
  shares: [share], maintenanceWindow: 'sunday 01:00 4h Asia/Ho_Chi_Minh',
  parameters: { shared_buffers: '4GB', max_connections: '400', statement_timeout: '60s' },
  pgaudit: ['role', 'ddl', 'write'],
  objectStore: { ...minimal.objectStore, caSecret: 'internal-ca' },
  replica: { enabled: true, origin: 'recovery', self: 'da-nang', primary: 'hoa-lac', promotionToken: 'eyJkYXRhYmFzZVN5c3RlbSI6IjEifQ==', source },
};

prepare('crds-cloudnative-pg', 'crds-monitoring', 'crds-plugin-barman-cloud');

describe('chart database', () => {
  it('makes one cluster with its images, archive, pooler and schedule from the least values', async () => {
    const objects = await render('database', minimal);
    expect(titles(objects)).toEqual([
      'Cluster national-population', 'Database national-population', 'ImageCatalog national-population', 'ObjectStore national-population',
      'PodMonitor national-population', 'PodMonitor national-population-pooler', 'Pooler national-population-pooler', 'PrometheusRule national-population', 'ScheduledBackup national-population',
    ]);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    const cluster = only(objects, 'Cluster');
    expect(cluster.spec.enableSuperuserAccess).toBe(false);
    expect(cluster.spec.bootstrap).toEqual({ initdb: { database: 'population', owner: 'population', dataChecksums: true, encoding: 'UTF8' } });
    expect(cluster.spec.replica).toBeUndefined();
    expect(cluster.spec.externalClusters).toBeUndefined();
    expect(cluster.spec.postgresql.synchronous).toBeUndefined();
    expect(Object.keys(cluster.spec.postgresql.parameters).filter((name) => name.startsWith('pgaudit'))).toEqual([]);
  });

  it('takes every value', async () => {
    const objects = await render('database', everything);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    const cluster = only(objects, 'Cluster');
    expect(cluster.spec.postgresql.synchronous).toEqual({ method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true });
    expect(cluster.spec.postgresql.parameters).toEqual({
      archive_timeout: '60s', log_checkpoints: 'on', log_connections: 'on', log_disconnections: 'on', log_lock_waits: 'on', max_connections: '400',
      password_encryption: 'scram-sha-256', 'pgaudit.log': 'role,ddl,write', 'pgaudit.log_catalog': 'off', 'pgaudit.log_parameter': 'off',
      shared_buffers: '4GB', ssl_min_protocol_version: 'TLSv1.2', statement_timeout: '60s',
    });
    expect(only(objects, 'Pooler').spec.template.spec.nodeSelector).toEqual(everything.placement.nodeSelector);
    expect(only(objects, 'ObjectStore', 'national-population').spec.configuration.endpointCA).toEqual({ name: 'internal-ca', key: 'ca.crt' });
  });

  it('spreads instances over failure domains, one in each', async () => {
    const { affinity } = only(await render('database', minimal), 'Cluster').spec;
    expect(affinity).toMatchObject({ enablePodAntiAffinity: true, podAntiAffinityType: 'required', topologyKey: 'topology.kubernetes.io/zone' });
  });

  it('lets in the owner and the roles of agreements, through the pooler, with TLS and their passwords, and nobody else', async () => {
    const objects = await render('database', everything);
    const cluster = only(objects, 'Cluster').spec;
    expect(cluster.postgresql.pg_hba).toEqual([
      'hostnossl all all all reject',
      'hostssl population population ${podselector:pooler} scram-sha-256',
      'hostssl population share__ca_mau__query ${podselector:pooler} scram-sha-256',
      'host all all all reject',
    ]);
    expect(cluster.podSelectorRefs).toEqual([{ name: 'pooler', selector: { matchLabels: { 'cnpg.io/poolerName': 'national-population-pooler' } } }]);
    expect(only(objects, 'Pooler').spec.pgbouncer.parameters.client_tls_sslmode).toBe('require');
  });

  it('archives through the plugin and never through the object store of the operator', async () => {
    const objects = await render('database', minimal);
    expect(only(objects, 'Cluster').spec.plugins).toEqual([
      { name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: 'national-population', serverName: 'national-population' } },
    ]);
    expect(only(objects, 'Cluster').spec.backup).toEqual({ target: 'prefer-standby' });
    expect(only(objects, 'ObjectStore').spec.retentionPolicy).toBe('35d');
    expect(only(objects, 'ScheduledBackup').spec).toMatchObject({ schedule: '0 30 17 * * *', method: 'plugin', immediate: true, backupOwnerReference: 'none' });
  });

  it('makes the copy of the DR site from the archive of the other site', async () => {
    const objects = await render('database', everything);
    const { bootstrap, replica, externalClusters } = only(objects, 'Cluster').spec;
    expect(bootstrap).toEqual({ recovery: { source: 'hoa-lac', database: 'population', owner: 'population', secret: { name: 'population-owner' } } });
    expect(replica).toEqual({ self: 'da-nang', primary: 'hoa-lac', source: 'hoa-lac', promotionToken: everything.replica.promotionToken });
    expect(externalClusters.map((one: { name: string; plugin: { parameters: unknown } }) => [one.name, one.plugin.parameters])).toEqual([
      ['da-nang', { barmanObjectName: 'national-population', serverName: 'national-population' }],
      ['hoa-lac', { barmanObjectName: 'national-population-source', serverName: 'national-population' }],
    ]);
    expect(only(objects, 'ObjectStore', 'national-population-source').spec.retentionPolicy).toBeUndefined();
  });

  it('keeps how a copy came to be when the roles of the sites change', async () => {
    const promoted = only(await render('database', set(everything, 'replica.primary', 'da-nang')), 'Cluster').spec;
    expect(promoted.bootstrap).toEqual(only(await render('database', everything), 'Cluster').spec.bootstrap);
    const first = set(set(everything, 'replica.origin', 'initdb'), 'replica.promotionToken', undefined);
    expect(Object.keys(only(await render('database', first), 'Cluster').spec.bootstrap)).toEqual(['initdb']);
  });

  it('keeps everything that data depends on when the release is removed', async () => {
    const objects = await render('database', everything);
    const kept = objects.filter((object) => object.metadata.annotations?.['helm.sh/resource-policy'] === 'keep').map((object) => object.kind);
    expect([...new Set(kept)].sort()).toEqual(['Cluster', 'Database', 'ImageCatalog', 'ObjectStore', 'ScheduledBackup']);
  });

  it('labels every object and what the operator makes of it', async () => {
    const objects = await render('database', everything);
    for (const object of objects) expect(object.metadata.labels).toEqual(labels);
    expect(only(objects, 'Cluster').spec.inheritedMetadata.labels).toEqual(labels);
    expect(only(objects, 'Pooler').spec.template.metadata.labels).toEqual(labels);
    for (const object of objects) expect(object.metadata.namespace).toBe(minimal.namespace);
  });

  it('gives each agreement a role that ends with it, inside one group of readers', async () => {
    const objects = await render('database', everything);
    expect(only(objects, 'DatabaseRole', 'national-population-shared').spec).toMatchObject({ name: 'shared_readers', login: false, databaseRoleReclaimPolicy: 'retain' });
    expect(only(objects, 'DatabaseRole', 'national-population-share--ca-mau--query').spec).toEqual({
      cluster: { name: 'national-population' }, name: 'share__ca_mau__query', comment: 'one data-sharing agreement', login: true, connectionLimit: 3,
      validUntil: '2028-06-30T23:59:59+07:00', inRoles: ['shared_readers'], passwordSecret: { name: 'population--share--ca-mau--query' }, databaseRoleReclaimPolicy: 'delete',
    });
    expect(only(objects, 'Database').spec).toMatchObject({ databaseReclaimPolicy: 'retain', extensions: [{ name: 'postgis', ensure: 'present' }], schemas: [{ name: 'shared', owner: 'population', ensure: 'present' }] });
    expect(only(await render('database', minimal), 'Database').spec).toEqual({ cluster: { name: 'national-population' }, name: 'population', owner: 'population', ensure: 'present', databaseReclaimPolicy: 'retain' });
  });

  it('alarms by the promises of the database, in both languages, each with a runbook that exists', async () => {
    const rules = async (values: Readonly<Record<string, unknown>>) => only(await render('database', values), 'PrometheusRule').spec.groups[0].rules as { alert: string; expr: string; for: string; labels: Record<string, string>; annotations: Record<string, string> }[];
    const all = await rules(everything);
    for (const { alert, annotations, labels: marks } of all) {
      expect(existsSync(join(root, '..', annotations['runbook']!)), `${alert}: ${annotations['runbook']}`).toBe(true);
      expect(annotations['summary_vi']).not.toBe(annotations['summary']);
      expect(['critical', 'warning', 'info']).toContain(marks['severity']);
      expect(marks).toMatchObject({ database: 'national-population', ndc_example_tenant: 'mps' });
    }
    const expression = (name: string) => all.find(({ alert }) => alert === name)?.expr;
    expect(expression('DatabaseBackupTooOld')).toBe('time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="mps--population--database-servers",pod=~"national-population-[0-9]+"}) > 180000');
    expect(expression('DatabaseInstanceMissing')).toContain('< 3');
    expect(expression('DatabaseStandbyBehind')).toContain('> 300');
    expect(expression('DatabaseCommitsWait')).toContain('cnpg_collector_sync_replicas{value="observed"');
    expect((await rules(minimal)).map(({ alert }) => alert)).not.toContain('DatabaseCommitsWait');
    for (const { expr } of all) expect(expr).not.toMatch(/%!|<no value>/);
  });

  it('watches instances and poolers at their metrics ports', async () => {
    const objects = await render('database', minimal);
    expect(only(objects, 'PodMonitor', 'national-population').spec).toEqual({ selector: { matchLabels: { 'cnpg.io/cluster': 'national-population', 'cnpg.io/podRole': 'instance' } }, podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }] });
    expect(only(objects, 'PodMonitor', 'national-population-pooler').spec.selector.matchLabels).toEqual({ 'cnpg.io/poolerName': 'national-population-pooler' });
  });

  it('lets a person switch the primary where that is asked for, and says when', async () => {
    const cluster = only(await render('database', everything), 'Cluster');
    expect(cluster.spec.primaryUpdateStrategy).toBe('supervised');
    expect(cluster.metadata.annotations).toMatchObject({ 'database.ndc/maintenance-window': 'sunday 01:00 4h Asia/Ho_Chi_Minh' });
    expect(only(await render('database', set(minimal, 'primaryUpdateStrategy', 'unsupervised')), 'Cluster').spec.primaryUpdateStrategy).toBe('unsupervised');
  });

  it('keeps words that YAML reads as something else', async () => {
    const cluster = only(await render('database', set(set(minimal, 'name', 'on'), 'database.name', 'null')), 'Cluster');
    expect(cluster.metadata.name).toBe('on');
    expect(cluster.spec.bootstrap.initdb.database).toBe('null');
  });

  it.each([
    ['an unknown key', set(minimal, 'instance', 3), "- at '': additional properties 'instance' not allowed"],
    ['a tag instead of a digest', set(minimal, 'image', 'registry.ndc.example/images/postgresql:18.4'), "- at '/image': 'registry.ndc.example/images/postgresql:18.4' does not match pattern '^[a-z0-9.-]+(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$'"],
    ['five cron fields', set(minimal, 'backupSchedule', '30 17 * * *'), "- at '/backupSchedule': '30 17 * * *' does not match pattern '^([0-9*/,A-Za-z?-]+ ){5}[0-9*/,A-Za-z?-]+$'"],
    ['a retention of nothing', set(minimal, 'objectStore.retention', '0d'), "- at '/objectStore/retention': '0d' does not match pattern '^[1-9][0-9]{0,3}[dwm]$'"],
    ['a store without TLS', set(minimal, 'objectStore.endpointURL', 'http://s3.hoa-lac.ndc.example'), "- at '/objectStore/endpointURL': 'http://s3.hoa-lac.ndc.example' does not match pattern '^https://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$'"],
    ['a setting outside the allow-list', set(minimal, 'parameters', { ssl: 'off' }), "- at '/parameters': additional properties 'ssl' not allowed"],
    ['a quorum of nobody', set(minimal, 'synchronous', { mode: 'quorum', standbys: 0 }), "- at '/synchronous/standbys': minimum: got 0, want 1"],
    ['standbys without a quorum', set(minimal, 'synchronous', { mode: 'none', standbys: 1 }), "- at '/synchronous/standbys': value must be 0"],
    ['a copy without a source', set(minimal, 'replica', { enabled: true, origin: 'recovery', self: 'da-nang', primary: 'hoa-lac' }), "- at '/replica': missing property 'source'"],
    ['a source of a database that is no copy', set(minimal, 'replica', { enabled: false, source }), "- at '/replica': maxProperties: got 2, want 1"],
    ['a name over 50 characters', set(minimal, 'name', 'a'.repeat(51)), "- at '/name': maxLength: got 51, want 50"],
    ['a database called postgres', set(minimal, 'database.name', 'postgres'), "- at '/database/name': 'not' failed"],
    ['a password', set(minimal, 'database.password', 'x'), "- at '/database': additional properties 'password' not allowed"],
    ['a blanket toleration', set(minimal, 'placement', { nodeSelector: {}, tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] }), "- at '/placement/tolerations/0': missing property 'key'"],
    ['a role of an agreement that has another name', set(minimal, 'shares', [{ ...share, role: 'population' }]), "- at '/shares/0/role': 'allOf' failed\n  - at '/shares/0/role': 'population' does not match pattern '^share_'"],
    ['an extension that is SQL', set(minimal, 'database.extensions', ['postgis; drop table x']), "- at '/database/extensions/0': 'postgis; drop table x' does not match pattern '^[a-z][a-z0-9_]*$'"],
    ['no namespace', set(minimal, 'namespace', undefined), "- at '': missing property 'namespace'"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('database', values)).toBe(message);
  });
});
