import { describe, expect, it } from 'vitest';
import { buildEstate } from '../../model/estate.ts';
import { decide } from '../../model/derive/decisions.ts';
import { parseBytes, parseMillicores, parseSeconds } from '../../model/units.ts';
import { extensionsOf, maxConnections, monitoringOf, parametersOf, serverConnectionsPerPooler, updateStrategy } from '../../stacks/database-settings.ts';
import { sharesOf } from '../../stacks/database-shares.ts';
import { loadFixture, type Changes } from '../model/fixture.ts';
import { load, ofKind } from './support.ts';

const { estate, plans } = load();
const databases = [...estate.databases.values()];
const megabytes = (text: string) => Number(/^(\d+)MB$/.exec(text)![1]);
const gib = 2 ** 30;

describe('settings of PostgreSQL', () => {
  const data = (variant: 'standard' | 'geospatial' | 'timeseries') => ({ resources: { cpu: '8', memory: '32Gi' }, size: { data: '1Ti', wal: '96Gi' }, engine: { kind: 'postgresql', version: 18, variant }, pooler: { instances: 2, mode: 'transaction' } }) as const;
  it('follow memory, cores and the WAL volume', () => {
    expect(parametersOf(data('standard'))).toMatchObject({ max_connections: '180', shared_buffers: '8192MB', effective_cache_size: '22937MB', maintenance_work_mem: '2048MB', max_wal_size: '24576MB', max_slot_wal_keep_size: '49152MB', max_parallel_workers: '8', max_parallel_workers_per_gather: '4' });
  });
  it('give a stream of writes larger checkpoints, and shapes more memory and workers', () => {
    expect(parametersOf(data('timeseries'))).toMatchObject({ max_wal_size: '32768MB', checkpoint_timeout: '30min', wal_buffers: '64MB' });
    expect(megabytes(parametersOf(data('geospatial'))['work_mem']!) / megabytes(parametersOf(data('standard'))['work_mem']!)).toBeCloseTo(2, 1);
    expect([extensionsOf(data('geospatial')), extensionsOf(data('standard'))]).toEqual([['postgis'], []]);
  });
  it.each(databases.map(({ id, data: one }) => [id, one] as const))('of %s never promise more memory, WAL room or connections than there are', (_id, one) => {
    const settings = parametersOf(one);
    const memory = parseBytes(one.resources.memory)! / 2 ** 20;
    expect(megabytes(settings['shared_buffers']!) + Number(settings['max_connections']) * megabytes(settings['work_mem']!)).toBeLessThan(memory);
    expect((megabytes(settings['max_wal_size']!) + megabytes(settings['max_slot_wal_keep_size']!)) / 1024).toBeLessThan(parseBytes(one.size.wal)! / gib);
    expect(serverConnectionsPerPooler(one) * one.pooler.instances).toBeLessThan(maxConnections(one));
    expect(Number(settings['max_parallel_workers'])).toBeLessThanOrEqual(Math.max(1, parseMillicores(one.resources.cpu)! / 1000));
  });
  it('let a person switch the primary from level 4 on', () => {
    expect([3, 4].map(updateStrategy)).toEqual(['unsupervised', 'supervised']);
  });
  it('alarm within the promises: a standby site by the promise for the loss of the site', () => {
    const land = estate.databases.get('land')!.data;
    expect(monitoringOf(land, true)).toEqual({ backupAgeSeconds: 2 * 7 * 86_400 + 18 * 3600, archiveDelaySeconds: 300, replicationLagSeconds: 300 });
    expect(monitoringOf(land, false).replicationLagSeconds).toBe(60);
  });
});

describe('roles of agreements', () => {
  it('exist for each agreement in force, end with it, and are limited', () => {
    const shares = sharesOf(estate, estate.databases.get('population')!);
    expect(shares.length).toBeGreaterThan(40);
    expect(shares.find(({ name }) => name === 'share--an-giang--population-query')).toEqual({ name: 'share--an-giang--population-query', role: 'share__an_giang__population_query', connectionLimit: 3, validUntil: '2028-12-31T23:59:59+07:00' });
    for (const { connectionLimit, role } of shares) {
      expect(connectionLimit).toBeLessThanOrEqual(20);
      expect(role.length).toBeLessThanOrEqual(63);
    }
    expect(new Set(shares.map(({ role }) => role)).size).toBe(shares.length);
  });
  it('begin and end with the agreement, at the earlier of both ends; packaged data needs none', () => {
    const shares = (asOf: string, changes: Changes = {}) => {
      const small = buildEstate(loadFixture(changes), asOf)!;
      return sharesOf(small, small.databases.get('land')!).map(({ role, validUntil }) => `${role} ${validUntil}`);
    };
    const role = 'share__ca_mau__land 2028-06-30T23:59:59+07:00';
    expect([shares('2026-05-31'), shares('2026-06-01'), shares('2028-06-30'), shares('2028-07-01')]).toEqual([[], [role], [role], []]);
    const media: Changes = Object.fromEntries(['mae/offers/land-query', 'ca-mau/uses/land'].map((file) => [`tenants/${file}.yaml`, (data: { mode: string }) => { data.mode = 'media'; }]));
    expect(shares('2026-06-01', media)).toEqual([]);
  });
  it('are none for a database that nobody uses', () => {
    expect(sharesOf(estate, estate.databases.get('forest')!)).toEqual([]);
  });
});

describe('the eleven databases of Resolution 214/NQ-CP', () => {
  const eleven = databases.filter(({ data }) => data.lists.includes('res214_11'));
  it('are eleven', () => {
    expect(eleven).toHaveLength(11);
  });
  it.each(eleven.map((database) => [database.id, database] as const))('%s: objectives, settings and places fit together', (id, database) => {
    const { data } = database;
    const { objectives, backup, synchronous, instances } = data;
    const decision = decide(estate, `${database.folderTenant}/${data.system}`)!;
    expect(decision.level).toBeGreaterThanOrEqual(data.levelFloor.value);
    // A commit inside the site is confirmed by a second instance, and one may fail.
    if (parseSeconds(objectives.rpo)! < parseSeconds(backup.walArchiveTimeout)! || decision.level >= 4) expect([synchronous.mode, instances > synchronous.standbys + 1]).toEqual(['quorum', true]);
    const system = estate.systems.get(`${database.folderTenant}/${data.system}`)!.data;
    expect(parseSeconds(system.objectives.rpo)!).toBeGreaterThanOrEqual(parseSeconds(objectives.rpo)!);
    expect(parseSeconds(system.objectives.rto)!).toBeGreaterThanOrEqual(parseSeconds(objectives.rto)!);
    if (decision.level >= 4) {
      expect(objectives.siteLoss).not.toBeNull();
      expect(parseSeconds(objectives.siteLoss!.rpo)!).toBeGreaterThanOrEqual(parseSeconds(backup.walArchiveTimeout)!);
      expect(backup.lock?.mode).toBe('compliance');
    }
    // What is promised is what is built, at each of its clusters.
    const built = ofKind(plans, 'data').flatMap((plan) => plan.props.databases.filter(({ database: one }) => one.name === id));
    expect(built).toHaveLength(decision.placement.dr === null ? 1 : 2);
    for (const { database: one } of built) {
      expect(one).toMatchObject({ instances, synchronous: { mode: synchronous.mode }, priorityClass: `ndc-level-${decision.level}`, storage: { storageClass: `ndc-level-${decision.level}` }, topologyKey: 'node-restriction.kubernetes.io/failure-domain' });
      expect(one.backup.walArchiveTimeoutSeconds).toBe(parseSeconds(backup.walArchiveTimeout));
      expect(one.distributed === undefined).toBe(decision.placement.dr === null);
    }
    if (built.length === 2) {
      const [first, second] = built.map(({ database: one }) => one) as [(typeof built)[0]['database'], (typeof built)[0]['database']];
      expect(first.backup.store.bucket).not.toBe(second.backup.store.bucket);
      // Each reads the archive that the other writes, with a key that can only read.
      expect(first.distributed!.source).toMatchObject({ bucket: second.backup.store.bucket, endpointURL: second.backup.store.endpointURL, credentialsSecret: expect.stringMatching(/--reader$/) as string });
      expect([first.distributed!.primary, second.distributed!.primary]).toEqual([first.distributed!.self, first.distributed!.self]);
    }
  });
});
