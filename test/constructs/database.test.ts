import { describe, expect, it } from 'vitest';
import { Database, type DatabaseProps, type DistributedCopy, type NodePlacement } from '../../constructs/database.ts';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, identity, image, labels, namespace, platform, source } from './support.ts';

const placement: Required<NodePlacement> = placementOnPool(platform, 'data');
const store = { endpointURL: 'https://objects.north.ndc.example', region: 'north', bucket: 'backup--land-parcels--north', path: 'land-parcels', credentialsSecret: 'backup--land-parcels--north', caSecret: 'authority' };
const otherStore = { ...store, endpointURL: 'https://objects.south.ndc.example', region: 'south', bucket: 'backup--land-parcels--south', credentialsSecret: 'backup--land-parcels--south--reader' };

const least: DatabaseProps = {
  chart, name: 'land-parcels', namespace, labels, source, postgresVersion: 18, image, instances: 1, synchronous: { mode: 'none' },
  resources: { cpu: '1', memory: '2Gi' }, storage: { data: '10Gi', wal: '2Gi', storageClass: 'ndc-level-1' }, topologyKey: 'node-restriction.kubernetes.io/failure-domain',
  placement, priorityClass: 'ndc-level-1', parameters: {}, extensions: [], shares: [], primaryUpdateStrategy: 'unsupervised', maintenanceWindow: 'sunday 01:00 4h Asia/Ho_Chi_Minh',
  monitoring: { backupAgeSeconds: 180_000, archiveDelaySeconds: 900, replicationLagSeconds: 300 },
  auditedStatements: [], pooler: { instances: 1, mode: 'session', maxServerConnections: 80, maxClientConnections: 2000, image, resources: { cpu: '100m', memory: '128Mi' } },
  backup: { store, schedule: '0 30 1 * * *', retention: '35d', walArchiveTimeoutSeconds: 300, sidecar: { cpu: '200m', memory: '256Mi' } },
};
const distributed: Required<DistributedCopy> = { origin: 'initdb', self: 'north', promotionToken: 'dG9rZW4gb2YgdGVzdHM=', primary: 'north', source: { name: 'south', ...otherStore } };
const every: Required<DatabaseProps> = {
  ...least, instances: 3, synchronous: { mode: 'quorum', standbys: 1 }, auditedStatements: ['ddl', 'role', 'write'], distributed,
  priorityClass: 'ndc-level-4', parameters: { max_connections: '200' }, extensions: ['postgis'], primaryUpdateStrategy: 'supervised',
  shares: [{ name: 'share--ca-mau--parcels', role: 'share__ca_mau__parcels', connectionLimit: 2, validUntil: '2028-06-30T23:59:59+07:00' }],
  namespace, chart, name: 'land-parcels',
};

const builtDatabase = (props: DatabaseProps) => built((stack) => {
  new Database(stack, 'database', props);
});

describe('Database', () => {
  it('takes the least: one instance without a copy elsewhere', () => {
    const { release } = builtDatabase(least);
    expect(release.values).toMatchObject({ instances: 1, synchronous: { mode: 'none', standbys: 0 }, pgaudit: [], replica: { enabled: false } });
  });

  it('takes every prop: one release that holds cluster, pooler, object store and schedule', () => {
    const { release, addresses, sources } = built((stack) => {
      const database = new Database(stack, 'database', every);
      expect(database.name).toBe('land-parcels');
      expect(database.pooler.name).toBe('land-parcels-pooler');
      expect(database.backup.store).toEqual(store);
    });
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'db--land-parcels', namespace: 'ndc-releases', chart: chart.path, timeout: 1800 });
    expect(release.values).toEqual({
      name: 'land-parcels', namespace: namespace.name, labels, postgresVersion: 18, image, instances: 3,
      synchronous: { mode: 'quorum', standbys: 1 },
      resources: { cpu: '1', memory: '2Gi' },
      storage: { data: '10Gi', wal: '2Gi', storageClass: 'ndc-level-1' },
      topologyKey: 'node-restriction.kubernetes.io/failure-domain',
      placement,
      priorityClass: 'ndc-level-4', primaryUpdateStrategy: 'supervised', maintenanceWindow: 'sunday 01:00 4h Asia/Ho_Chi_Minh', monitoring: { backupAgeSeconds: 180_000, archiveDelaySeconds: 900, replicationLagSeconds: 300 },
      database: { name: 'land_parcels', owner: 'land_parcels', extensions: ['postgis'], credentialsSecret: 'land-parcels--owner' },
      shares: [{ name: 'share--ca-mau--parcels', role: 'share__ca_mau__parcels', connectionLimit: 2, validUntil: '2028-06-30T23:59:59+07:00', credentialsSecret: 'land-parcels--share--ca-mau--parcels' }],
      parameters: { max_connections: '200' },
      pgaudit: ['ddl', 'role', 'write'],
      pooler: { instances: 1, mode: 'session', maxServerConnections: 80, maxClientConnections: 2000, image, resources: { cpu: '100m', memory: '128Mi' } },
      objectStore: { ...store, retention: '35d', walArchiveTimeoutSeconds: 300, resources: { cpu: '200m', memory: '256Mi' } },
      backupSchedule: '0 30 1 * * *',
      replica: { enabled: true, origin: 'initdb', self: 'north', primary: 'north', promotionToken: 'dG9rZW4gb2YgdGVzdHM=', source: { name: 'south', serverName: 'land-parcels', ...otherStore } },
    });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('bears the taint of its pool and goes nowhere else', () => {
    expect(builtDatabase(every).release.values).toMatchObject({
      placement: {
        nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'data' },
        tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'data', effect: 'NoSchedule' }],
      },
    });
  });

  it('keeps its release and its address when it grows, gets a copy, or changes roles: it is never made anew', () => {
    const [small, large, switched] = [least, every, { ...every, distributed: { ...distributed, primary: 'south' } }].map(builtDatabase) as [ReturnType<typeof builtDatabase>, ReturnType<typeof builtDatabase>, ReturnType<typeof builtDatabase>];
    for (const other of [large, switched]) {
      expect(other.addresses).toEqual(small.addresses);
      expect(other.release.attributes['name']).toBe(small.release.attributes['name']);
    }
  });

  it('shortens the name of its release, not of the database', () => {
    const name = 'a'.repeat(60);
    const { release } = builtDatabase({ ...least, name });
    expect(release.attributes['name']).toMatch(/^db--a{40}-[0-9a-f]{8}$/);
    expect(release.values['name']).toBe(name);
  });

  it('waits for a namespace of its own stack', () => {
    const { release } = built((stack) => {
      new Database(stack, 'database', { ...least, namespace: new ZoneNamespace(stack, 'namespace', { platform, identity, source }) });
    });
    expect(release.attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('holds names of Secrets and no password', () => {
    expect(JSON.stringify(builtDatabase(every).release.values)).not.toMatch(/password|secretkey|-----BEGIN/i);
  });

  it('makes values that the chart takes, with and without a copy', () => {
    expect(objections('database', builtDatabase(least).release.values)).toEqual([]);
    expect(objections('database', builtDatabase(every).release.values)).toEqual([]);
    expect(objections('database', builtDatabase({ ...every, distributed: { ...distributed, origin: 'recovery' } }).release.values)).toEqual([]);
  });
});
