import { describe, expect, it } from 'vitest';
import { capacitySiteLoss } from '../../../model/checks/capacity-site-loss.ts';
import { capacity } from '../../../model/checks/capacity.ts';
import { instanceTooLarge } from '../../../model/checks/instance-too-large.ts';
import { limits } from '../../../model/checks/limits.ts';
import { vaultCapacity } from '../../../model/checks/vault-capacity.ts';
import type { Changes } from '../fixture.ts';
import { linesOf, type Edit } from './lines.ts';

/** 10 cores a machine, of which 9 count. */
const flavor = { cpu: '10', memory: '100Gi', storage: '1Ti' };
const pool = (id: string, zones: string[], levels: number[], machines: Record<string, number>) => ({ id, zones, levels, flavor, machines });
const all = ['edge', 'app', 'data', 'mgmt'];
/** The province's system alone, with one component of so many cores. */
const asks = (cpu: string, more: object = {}): Changes => ({
  'grants/mps.yaml': null, 'grants/mae.yaml': null,
  'grants/ca-mau.yaml': (data) => { data.systems[0] = { system: 'procedure', level: 3, critical: false, placement: { cluster: 'shared-north', dr: null }, ...more }; },
  'tenants/ca-mau/systems/procedure.yaml': (data) => {
    data.entries = [];
    data.components = [{ id: 'server', subzone: 'internal-servers', replicas: 2, resources: { cpu, memory: '1Gi' }, listeners: [], connects: [] }];
  },
  'tenants/ca-mau/uses/land.yaml': null,
});
const north = (pools: object[], more: object = {}): Changes => ({ 'clusters/shared-north.yaml': (data) => ({ ...data, pools, ...more }) });
const spread = { 'domain-a': 1, 'domain-b': 1, 'domain-c': 1 };

describe('capacity', () => {
  it('takes what exactly fits two of three failure domains, and refuses a thousandth of a core more', () => {
    expect(linesOf(capacity, { ...asks('9'), ...north([pool('general', all, [3], spread)]) })).toEqual([]);
    expect(linesOf(capacity, { ...asks('9001m'), ...north([pool('general', all, [3], spread)]) })).toEqual([
      'error fail clusters/shared-north.yaml /pools: pools general: cores needed 18.1, left 18 without failure domain domain-a, short 0.1 (add at least 1 machines to general outside domain-a, or place systems elsewhere)',
    ]);
  });
  it('loses the largest failure domain', () => {
    expect(linesOf(capacity, { ...asks('20'), ...north([pool('general', all, [3], { 'domain-a': 1, 'domain-b': 6 })]) })).toEqual([
      'error fail clusters/shared-north.yaml /pools: pools general: cores needed 40, left 9 without failure domain domain-b, short 31 (add at least 4 machines to general outside domain-b, or place systems elsewhere)',
    ]);
  });
  it('counts a pool in one failure domain for nothing', () => {
    expect(linesOf(capacity, { ...asks('1'), ...north([pool('general', all, [3], { 'domain-a': 9 })]) })).toEqual([
      'cores needed 2, left 0', 'memory needed 2Gi, left 0Gi', 'pods needed 2, left 0',
    ].map((words) => `error fail clusters/shared-north.yaml /pools: pools general: ${words} without failure domain domain-a, short ${words.split(' ')[2]!.replace(',', '')} (add at least 1 machines to general outside domain-a, or place systems elsewhere)`));
  });
  it('joins pools that take the same pods, and keeps those apart that do not', () => {
    const second = pool('more', ['app'], [3], spread);
    expect(linesOf(capacity, { ...asks('18'), ...north([pool('general', ['app'], [3], spread), second]) })).toEqual([]);
    expect(linesOf(capacity, { ...asks('18'), ...north([pool('general', ['app'], [3], spread), { ...second, zones: ['data'] }]) })).toEqual([
      'error fail clusters/shared-north.yaml /pools: pools general: cores needed 36, left 18 without failure domain domain-a, short 18 (add at least 2 machines to general outside domain-a, or place systems elsewhere)',
    ]);
  });
  it('counts databases with volumes and poolers, and buckets, in the zone of data', () => {
    const grant: Edit = (data) => { data.systems[0] = { system: 'land', level: 3, critical: false, placement: { cluster: 'shared-north', dr: null } }; };
    expect(linesOf(capacity, { 'grants/mps.yaml': null, 'grants/ca-mau.yaml': null, 'grants/mae.yaml': grant, ...north([pool('apps', ['edge', 'app', 'mgmt'], [3], spread), pool('data', ['data'], [3], spread)]) })).toEqual([]);
    expect(linesOf(capacity, { 'grants/mps.yaml': null, 'grants/ca-mau.yaml': null, 'grants/mae.yaml': grant, ...north([pool('apps', ['edge', 'app', 'mgmt'], [3], spread), pool('data', ['data'], [3], spread)]),
      'tenants/mae/databases/land.yaml': (data) => { data.size.data = '500Gi'; } })).toEqual([
      'error fail clusters/shared-north.yaml /pools: pools data: storage needed 2060Gi, left 1843.2Gi without failure domain domain-a, short 216.8Gi (add at least 1 machines to data outside domain-a, or place systems elsewhere)',
    ]);
  });
  it('counts of a standby only what is copied all the time', () => {
    const grant: Edit = (data) => { data.systems[0] = { system: 'procedure', level: 3, critical: false, placement: { cluster: 'shared-south', dr: 'shared-north' } }; };
    expect(linesOf(capacity, { ...asks('50'), ...north([pool('general', all, [3], spread)]), 'grants/ca-mau.yaml': grant })).toEqual([]);
  });
  it('refuses a reserve that is too small for level 4, in each failure domain', () => {
    expect(linesOf(capacity, { ...asks('40', { level: 4 }), ...north([], { reserve: { flavor, machines: { 'domain-a': 5, 'domain-b': 4, 'domain-c': 0 } } }) })).toEqual([
      'error fail clusters/shared-north.yaml /reserve/machines/domain-b: reserve in domain-b: machines needed 5, there 4, short 1 (add machines, or place level-4 systems elsewhere)',
      'error fail clusters/shared-north.yaml /reserve/machines/domain-c: reserve in domain-c: machines needed 5, there 0, short 5 (add machines, or place level-4 systems elsewhere)',
    ]);
    expect(linesOf(capacity, { ...asks('40', { level: 4 }), ...north([], { reserve: { flavor, machines: { 'domain-a': 5, 'domain-b': 5, 'domain-c': 5 } } }) })).toEqual([]);
  });
  it('refuses a reserve in one failure domain', () => {
    expect(linesOf(capacity, { ...asks('1'), ...north([pool('general', all, [3], spread)], { reserve: { flavor, machines: { 'domain-a': 5, 'domain-b': 0 } } }) })).toEqual([
      'error fail clusters/shared-north.yaml /reserve/machines: all machines of the reserve stand in failure domain domain-a (spread them over the failure domains of the site)',
    ]);
  });
});

describe('capacity-site-loss', () => {
  const recovers = (dr: string | null): Changes => ({ ...asks('12'), 'grants/ca-mau.yaml': (data) => { data.systems[0] = { system: 'procedure', level: 3, critical: false, placement: { cluster: 'shared-south', dr } }; } });
  it('refuses a recovery cluster without room for everything, and accepts one with it', () => {
    expect(linesOf(capacitySiteLoss, { ...recovers('shared-north'), ...north([pool('general', all, [3], { 'domain-a': 2, 'domain-b': 2 })]) })).toEqual(
      ['error fail clusters/shared-north.yaml /pools: when south is lost: pools general: cores needed 24, left 18 without failure domain domain-a, short 6 (add at least 1 machines to general outside domain-a, or place systems elsewhere)']);
    expect(linesOf(capacitySiteLoss, { ...recovers('shared-north'), ...north([pool('general', all, [3], { 'domain-a': 3, 'domain-b': 3 })]) })).toEqual([]);
  });
  it('has nothing to say where nothing recovers', () => {
    expect(linesOf(capacitySiteLoss, { ...recovers(null), ...north([pool('general', all, [3], { 'domain-a': 1 })]) })).toEqual([]);
  });
  it('does not count on a planned site', () => {
    expect(linesOf(capacitySiteLoss, { ...recovers('shared-north'), ...north([pool('general', all, [3], { 'domain-a': 1 })]), 'sites/north.yaml': (data) => { data.status = 'planned'; } })).toEqual([]);
  });
});

describe('instance-too-large', () => {
  const hint = '(ask for less per instance and more instances, or for larger machines)';
  it('takes an instance that fills nine tenths of a machine, and refuses more', () => {
    expect(linesOf(instanceTooLarge, { ...asks('9'), ...north([pool('general', all, [3], spread)]) })).toEqual([]);
    expect(linesOf(instanceTooLarge, { ...asks('9001m'), ...north([pool('general', all, [3], spread)]) })).toEqual([
      `error fail tenants/ca-mau/systems/procedure.yaml /components/0/resources: one instance does not fit any machine for app on shared-north (10 cores, 100Gi, 1Ti; a tenth is kept for the machine itself) ${hint}`,
    ]);
  });
  it('looks at the reserve for level 4, and at volumes of databases', () => {
    expect(linesOf(instanceTooLarge, { 'grants/mps.yaml': null, 'tenants/mae/databases/land.yaml': (data) => { data.size.data = '1Ti'; }, ...north([], { reserve: { flavor, machines: spread } }) })).toEqual([
      `error fail tenants/mae/databases/land.yaml /resources: one instance does not fit any machine for data on shared-north (10 cores, 100Gi, 1Ti; a tenth is kept for the machine itself) ${hint}`,
    ]);
  });
});

describe('vault-capacity', () => {
  it('takes one copy of every volume and bucket, and refuses less', () => {
    const size = (data: string): Changes => ({ 'tenants/mae/databases/land.yaml': (database) => { database.size.data = data; }, 'clusters/vault-south.yaml': (vault) => { vault.pools = [pool('storage', ['data'], [4], { 'domain-a': 1, 'domain-b': 1 })]; } });
    // One machine is left: 1Ti less a tenth is 921.6Gi; the bucket has 500Gi.
    expect(linesOf(vaultCapacity, size('421Gi'))).toEqual([]);
    expect(linesOf(vaultCapacity, size('422Gi'))).toEqual([
      'error fail clusters/vault-south.yaml /pools: vault-south keeps the copies of shared-north: one full copy needs 922Gi, left 921.6Gi without its largest failure domain, short 0.4Gi (add machines that serve data to the vault)',
    ]);
  });
});

describe('limits', () => {
  const limit = (max: number, more: object = {}): Changes => ({ 'limits.yaml': { warnPercent: 70, growthFactor: 10, limits: [{ id: 'databases', measure: 'databases', per: 'cluster', max, grows: false, names: { vi: 'csdl', en: 'databases' }, source: 'test', confidence: 'own', ...more }] } });
  const hint = '(open another cluster and place the next tenants there)';
  it('is silent up to the share that is fine', () => {
    expect(linesOf(limits, limit(2))).toEqual([]);
  });
  it('warns above the share', () => {
    expect(linesOf(limits, limit(1))).toEqual(['north', 'south'].map((site) => `warning fail clusters/shared-${site}.yaml: shared-${site} uses 100 % of the limit databases: 1 of 1 (at most 70 %; test) ${hint}`));
  });
  it('counts ten times the tenants of shared clusters where the limit grows', () => {
    expect(linesOf(limits, limit(14, { grows: true }))).toEqual(['north', 'south'].map((site) => `warning fail clusters/shared-${site}.yaml: with 10 times its tenants shared-${site} would use 71 % of the limit databases: 10 of 14 (at most 70 %; test) ${hint}`));
    expect(linesOf(limits, limit(15, { grows: true }))).toEqual([]);
  });
  it('refuses what is above the limit today', () => {
    const lines = linesOf(limits, { 'limits.yaml': { warnPercent: 70, growthFactor: 10, limits: [{ id: 'nodes', measure: 'nodes', per: 'cluster', max: 40, grows: false, names: { vi: 'máy', en: 'nodes' }, source: 'test', confidence: 'own' }] } });
    expect(lines).toEqual(['north', 'south'].map((site) => `error fail clusters/shared-${site}.yaml: shared-${site} uses 112 % of the limit nodes: 45 of 40 (at most 70 %; test) ${hint}`));
  });
});
