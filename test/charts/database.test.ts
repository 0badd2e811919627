import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { image, labels, only, prepare, refusal, render, set, titles } from './harness.ts';

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
  pooler: { instances: 2, mode: 'transaction', image: image('pgbouncer'), resources: { cpu: '500m', memory: '256Mi' } },
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

const everything = {
  ...minimal,
  synchronous: { mode: 'quorum', standbys: 1 },
  placement: { nodeSelector: { 'node-restriction.kubernetes.io/pool': 'data-4' }, tolerations: [{ key: 'ndc.example/level', operator: 'Equal', value: '4', effect: 'NoSchedule' }] },
  database: { ...minimal.database, credentialsSecret: 'population-owner' },
  parameters: { shared_buffers: '4GB', max_connections: '400', statement_timeout: '60s' },
  pgaudit: ['role', 'ddl', 'write'],
  objectStore: { ...minimal.objectStore, caSecret: 'internal-ca' },
  replica: { enabled: true, origin: 'recovery', self: 'da-nang', primary: 'hoa-lac', promotionToken: 'eyJkYXRhYmFzZVN5c3RlbSI6IjEifQ==', source },
};

prepare('crds-cloudnative-pg', 'crds-plugin-barman-cloud');

describe('chart database', () => {
  it('makes one cluster with its images, archive, pooler and schedule from the least values', async () => {
    const objects = await render('database', minimal);
    expect(titles(objects)).toEqual([
      'Cluster national-population', 'ImageCatalog national-population', 'ObjectStore national-population',
      'Pooler national-population-pooler', 'ScheduledBackup national-population',
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
      archive_timeout: '60s', log_connections: 'on', log_disconnections: 'on', log_lock_waits: 'on', max_connections: '400',
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

  it('lets nobody in without TLS, neither to PostgreSQL nor to the pooler', async () => {
    const objects = await render('database', minimal);
    expect(only(objects, 'Cluster').spec.postgresql.pg_hba).toEqual(['hostnossl all all all reject']);
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
    expect([...new Set(kept)].sort()).toEqual(['Cluster', 'ImageCatalog', 'ObjectStore', 'ScheduledBackup']);
  });

  it('labels every object and what the operator makes of it', async () => {
    const objects = await render('database', everything);
    for (const object of objects) expect(object.metadata.labels).toEqual(labels);
    expect(only(objects, 'Cluster').spec.inheritedMetadata.labels).toEqual(labels);
    expect(only(objects, 'Pooler').spec.template.metadata.labels).toEqual(labels);
    for (const object of objects) expect(object.metadata.namespace).toBe(minimal.namespace);
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
    ['no namespace', set(minimal, 'namespace', undefined), "- at '': missing property 'namespace'"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('database', values)).toBe(message);
  });
});
