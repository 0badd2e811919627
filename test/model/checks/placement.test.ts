import { describe, expect, it } from 'vitest';
import { apartDevices } from '../../../model/checks/apart-devices.ts';
import { apartSupport } from '../../../model/checks/apart-support.ts';
import { clusterRoles } from '../../../model/checks/cluster-roles.ts';
import { environmentPlacement } from '../../../model/checks/environment-placement.ts';
import { levelPlacement } from '../../../model/checks/level-placement.ts';
import { onPremisesHosted } from '../../../model/checks/on-premises-hosted.ts';
import { clusters } from '../fixture-places.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf, set, type Edit } from './lines.ts';

/** The controller stands on pools that take its level. */
const pools = (levels: number[]): Edit => (data) => { data.pools = data.pools.map((pool: object) => ({ ...pool, levels })); };
const base: Changes = { 'clusters/management-north.yaml': pools([1, 2, 3, 4]), 'clusters/management-south.yaml': pools([1, 2, 3, 4]) };

const cluster = (id: string, number: number, more: object) => ({
  ...clusters['clusters/shared-north.yaml'], id, ring: 2, reserve: undefined,
  addresses: Object.fromEntries(Object.entries({ nodes: 1, pods: 2, services: 3 }).map(([name, part]) => [name, { v4: `10.1.${200 + number * 4 + part}.0/24`, v6: `fd00:1:${200 + number}:${part}::/64` }]).concat([['apiServer', { v4: `10.1.${201 + number * 4}.10`, v6: `fd00:1:${200 + number}:1::10` }]])),
  ...more,
});
const corePool = [{ id: 'core', zones: ['edge', 'app', 'data', 'mgmt'], levels: [5], flavor: { cpu: '64', memory: '256Gi', storage: '8Ti' }, machines: { 'domain-a': 2, 'domain-b': 2, 'domain-c': 2 } }];
/** Land at level 5 on its own cluster, with its own management and vault clusters. */
const core: Changes = {
  ...base,
  'clusters/core.yaml': cluster('core', 1, { role: 'dedicated', dedicatedTo: ['mae/land'], managedBy: 'core-management', vault: 'core-vault', pools: corePool }),
  'clusters/core-management.yaml': cluster('core-management', 2, { role: 'management', dedicatedTo: ['mae/land'], managedBy: null, vault: null, controller: 'mps/core-control', pools: corePool }),
  'clusters/core-vault.yaml': cluster('core-vault', 3, { role: 'vault', dedicatedTo: ['mae/land'], managedBy: 'core-management', vault: null, controller: 'mps/core-control', pools: corePool }),
  'tenants/mps/systems/core-control.yaml': { ...fixtureControl(), id: 'core-control', controls: ['core', 'core-management', 'core-vault'] },
  'grants/mae.yaml': (data) => { data.systems[0] = { system: 'land', level: 5, critical: true, placement: { cluster: 'core', dr: null } }; },
  'grants/mps.yaml': (data) => { data.systems.push({ system: 'core-control', level: 5, critical: true, placement: { cluster: 'core-management', dr: null } }); },
};
function fixtureControl() {
  return {
    tenant: 'mps', names: { vi: 'điều khiển', en: 'control' }, purpose: { vi: 'điều khiển', en: 'control' }, kind: 'controller', serves: [],
    level: { requested: 5, criterion: 'national-store', reason: { vi: 'theo', en: 'by what it controls' } }, regime: 'decree-331', personalData: { kind: 'none', people: null },
    onlineService: false, nationwide: true, environment: 'production', subzones: ['management'],
    components: [{ id: 'console', subzone: 'management', replicas: 2, resources: { cpu: '1', memory: '1Gi' }, listeners: [], connects: [] }],
    entries: [], objectives: { rpo: '15m', rto: '4h' }, logs: { retention: '12 months' }, buckets: [], source: ['invented for tests'],
  };
}

describe('level-placement', () => {
  it('accepts level 4 with a reserve, level 3 on common pools and a controller on its own cluster', () => {
    expect(linesOf(levelPlacement, base)).toEqual([]);
  });
  it('accepts level 5 alone on a dedicated cluster', () => {
    expect(linesOf(levelPlacement, core)).toEqual([]);
  });
  it.each<[string, Changes, string[]]>([
    ['a critical system of level 3 on a shared cluster', { ...base, 'grants/ca-mau.yaml': (data) => { data.systems[0].critical = true; } },
      ['error fail grants/ca-mau.yaml /systems/0/placement/cluster: ca-mau/procedure is critical to national security and must stand physically apart, but shared-south is a shared cluster (give it a cluster with role dedicated that names it in dedicatedTo)']],
    ['level 5 on shared clusters, at both sites', { ...base, 'grants/mae.yaml': (data) => { data.systems[0].level = 5; } },
      ['cluster', 'dr'].map((role) => `error fail grants/mae.yaml /placement/${role}: mae/land is of level 5 and must stand physically apart, but shared-${role === 'cluster' ? 'north' : 'south'} is a shared cluster (give it a cluster with role dedicated that names it in dedicatedTo)`)],
    ['a second system on a dedicated cluster', { ...core, 'clusters/core.yaml': { ...(core['clusters/core.yaml'] as object), dedicatedTo: ['mae/land', 'ca-mau/procedure'] }, 'grants/ca-mau.yaml': (data) => { data.systems[0].placement = { cluster: 'core', dr: null }; } },
      ['error fail grants/ca-mau.yaml /systems/0/placement/cluster: no pool of core takes level 3 in app, so ca-mau/procedure cannot run there (add the level and the zones to a pool of the cluster)',
        'error fail grants/mae.yaml /systems/0/placement/cluster: mae/land is critical to national security and must stand alone, but core also holds ca-mau/procedure (move the others to clusters of their own)']],
    ['a system on a cluster dedicated to another one', { ...core, 'grants/ca-mau.yaml': (data) => { data.systems[0].placement = { cluster: 'core', dr: null }; }, 'clusters/core.yaml': { ...(core['clusters/core.yaml'] as object), pools: [{ ...corePool[0], levels: [3, 5] }] } },
      ['error fail grants/ca-mau.yaml /systems/0/placement/cluster: core is dedicated to mae/land, not to ca-mau/procedure (place it elsewhere, or name it in dedicatedTo of the cluster)',
        'error fail grants/mae.yaml /systems/0/placement/cluster: mae/land is critical to national security and must stand alone, but core also holds ca-mau/procedure (move the others to clusters of their own)']],
    ['a tenant’s system on a management cluster', { ...base, 'grants/ca-mau.yaml': (data) => { data.systems[0].placement = { cluster: 'management-south', dr: null }; } },
      ['error fail grants/ca-mau.yaml /systems/0/placement/cluster: ca-mau/procedure stands on management-south, a management cluster, which holds controllers alone (place it on a shared or dedicated cluster)']],
    ['a foreign controller on the management cluster of an enclave', { ...core, 'grants/mps.yaml': (data) => { data.systems[0].placement = { cluster: 'core-management', dr: null }; }, 'clusters/core-management.yaml': { ...(core['clusters/core-management.yaml'] as object), pools: [{ ...corePool[0], levels: [4, 5] }] }, 'tenants/mps/systems/core-control.yaml': null },
      ['error fail grants/mps.yaml /systems/0/placement/cluster: mps/control stands on core-management, a management cluster that serves mae/land alone (place it on the management cluster of its own enclave)']],
    ['a critical controller on a management cluster that others use', { ...base, 'grants/mps.yaml': (data) => { data.systems[0] = { ...data.systems[0], critical: true, placement: { cluster: 'management-north', dr: null } }; } },
      ['error fail grants/mps.yaml /systems/0/placement/cluster: mps/control stands on management-north, a management cluster that others use too (place it on the management cluster of its own enclave)']],
    ['level 4 where no reserve is', { ...base, 'clusters/shared-south.yaml': (data) => { delete data.reserve; } },
      ['error fail grants/mae.yaml /placement/dr: mae/land is of level 4 and gets machines of its own, but shared-south has no reserve (add a reserve to the cluster, or place the system where there is one)',
        'error fail grants/mps.yaml /placement/dr: mps/exchange is of level 4 and gets machines of its own, but shared-south has no reserve (add a reserve to the cluster, or place the system where there is one)']],
    ['a level that no pool takes', { ...base, 'clusters/shared-south.yaml': pools([1, 2]) },
      ['error fail grants/ca-mau.yaml /systems/0/placement/cluster: no pool of shared-south takes level 3 in app, so ca-mau/procedure cannot run there (add the level and the zones to a pool of the cluster)']],
    ['a zone that no pool takes', { ...base, 'clusters/shared-south.yaml': (data) => { data.pools = [{ ...data.pools[0], zones: ['edge', 'data'] }]; } },
      ['error fail grants/ca-mau.yaml /systems/0/placement/cluster: no pool of shared-south takes level 3 in app, so ca-mau/procedure cannot run there (add the level and the zones to a pool of the cluster)']],
    ['level 4 under the older regime, which asks for physical separation', { ...base, ...law({}, [], { 4: { hosted_isolation_system: 'physical' } }), 'tenants/mae/systems/land.yaml': set({ regime: 'decree-85' }) },
      ['cluster', 'dr'].map((role) => `error fail grants/mae.yaml /placement/${role}: mae/land is of level 4 and must stand physically apart, but shared-${role === 'cluster' ? 'north' : 'south'} is a shared cluster (give it a cluster with role dedicated that names it in dedicatedTo)`)],
  ])('refuses %s', (_, changes, expected) => {
    expect(linesOf(levelPlacement, changes)).toEqual(expected);
  });
  it('says nothing about a system that is retired or pending', () => {
    expect(linesOf(levelPlacement, { ...base, 'grants/ca-mau.yaml': (data) => { data.state = 'retired'; data.systems[0].level = 5; } })).toEqual([]);
    expect(linesOf(levelPlacement, { ...base, 'grants/ca-mau.yaml': (data) => { data.systems = []; } })).toEqual([]);
  });
});

describe('apart-support', () => {
  it('accepts an enclave with its own management cluster, vault and controller', () => {
    expect(linesOf(apartSupport, core)).toEqual([]);
  });
  it('says nothing where nothing stands apart', () => {
    expect(linesOf(apartSupport, base)).toEqual([]);
  });
  it.each<[string, Changes, string[]]>([
    ['a management cluster that serves others', { ...core, 'clusters/core.yaml': { ...(core['clusters/core.yaml'] as object), managedBy: 'management-north' } },
      ['error fail clusters/core.yaml /managedBy: mae/land stands apart, but core is managed by management-north, which is not dedicated to it (name a management cluster with dedicatedTo: [mae/land])']],
    ['a vault that serves others', { ...core, 'clusters/core.yaml': { ...(core['clusters/core.yaml'] as object), vault: 'vault-south' } },
      ['error fail clusters/core.yaml /vault: mae/land stands apart, but core is backed up to vault-south, which is not dedicated to it (name a vault cluster with dedicatedTo: [mae/land])']],
    ['another cluster that uses the vault of the enclave', { ...core, 'clusters/shared-north.yaml': set({ vault: 'core-vault' }) },
      ['error fail clusters/shared-north.yaml /vault: shared-north is backed up to core-vault, which serves mae/land alone (name a vault cluster outside the enclave)']],
    ['a controller of the enclave that controls other clusters too', { ...core, 'tenants/mps/systems/control.yaml': (data) => { data.controls.push('core'); } },
      ['error fail tenants/mps/systems/control.yaml /controls: mps/control controls core of mae/land, which stands apart, and also management-north, management-south, shared-north, shared-south, vault-north, vault-south (give the separate system a controller of its own)']],
  ])('refuses %s', (_, changes, expected) => {
    expect(linesOf(apartSupport, changes)).toEqual(expected);
  });
});

describe('apart-devices', () => {
  const physical = law({ 5: { hosted_isolation_main_network_devices: 'physical' } });
  const device = (kind: string, systems: string[]) => ({ id: kind, site: 'north', names: { vi: kind, en: kind }, kind, place: { failureDomain: 'domain-a', rack: null }, standby: 'hot', serves: { scope: 'systems', systems }, source: ['invented for tests'] });
  const kinds = ['core-switch', 'central-firewall', 'web-application-firewall', 'central-storage', 'database-firewall'];
  const devices = (systems: string[]): Changes => Object.fromEntries(kinds.map((kind) => [`sites/north/devices/${kind}.yaml`, device(kind, systems)]));
  const own = devices(['mae/land', 'mps/core-control']);
  it('accepts devices that serve the system and the controllers of its enclave', () => {
    expect(linesOf(apartDevices, { ...core, ...physical, ...own })).toEqual([]);
  });
  it('does not ask where law does not', () => {
    expect(linesOf(apartDevices, { ...core, ...law({}) })).toEqual([]);
  });
  it('refuses a device that serves a stranger too', () => {
    expect(linesOf(apartDevices, { ...core, ...physical, ...own, 'sites/north/devices/core-switch.yaml': device('core-switch', ['mae/land', 'mps/core-control', 'ca-mau/procedure']) })).toEqual([
      'error fail sites/north/devices/core-switch.yaml /serves/systems: core-switch serves mae/land, which needs devices of its own (Law on hosted_isolation_main_network_devices), and also ca-mau/procedure (describe one device for each system)',
      'error fail sites/north/devices/core-switch.yaml /serves/systems: core-switch serves mps/core-control, which needs devices of its own (Law on hosted_isolation_main_network_devices), and also ca-mau/procedure (describe one device for each system)',
    ]);
  });
  it.each([['requested', 'warning'], ['provisioned', 'error']])('in state %s devices that nobody described are a %s of status unknown', (state, severity) => {
    expect(linesOf(apartDevices, { ...core, ...physical, ...own, 'sites/north/devices/central-storage.yaml': null, 'sites/north/devices/database-firewall.yaml': device('database-firewall', ['mps/core-control']), 'grants/mps.yaml': null,
      'grants/mae.yaml': (data) => { data.state = state; data.systems[0] = { system: 'land', level: 5, critical: true, placement: { cluster: 'core', dr: null } }; } })).toEqual([
      `${severity} unknown grants/mae.yaml /systems/0/placement/cluster: mae/land needs main network devices of its own at north (Law on hosted_isolation_main_network_devices); not described: central-storage, database-firewall (add them below sites/north/devices with serves: {scope: systems, systems: [mae/land]})`,
    ]);
  });
});

describe('environment-placement', () => {
  it('accepts one environment everywhere', () => {
    expect(linesOf(environmentPlacement)).toEqual([]);
  });
  it('refuses a system and a supporting cluster of another environment', () => {
    expect(linesOf(environmentPlacement, { 'clusters/shared-south.yaml': set({ environment: 'staging' }), 'grants/mae.yaml': null, 'grants/mps.yaml': null })).toEqual([
      'error fail clusters/shared-south.yaml /managedBy: shared-south is a staging cluster, but management-south is a production cluster (name a staging cluster)',
      'error fail clusters/shared-south.yaml /vault: shared-south is a staging cluster, but vault-north is a production cluster (name a staging cluster)',
      'error fail grants/ca-mau.yaml /systems/0/placement/cluster: ca-mau/procedure is a production system, but shared-south is a staging cluster (place it on a production cluster)',
    ]);
  });
});

describe('cluster-roles', () => {
  it('accepts clusters that play their roles', () => {
    expect(linesOf(clusterRoles, core)).toEqual([]);
  });
  it.each<[string, Changes, string[]]>([
    ['a manager that is none', { 'clusters/shared-north.yaml': set({ managedBy: 'vault-north' }) }, ['error fail clusters/shared-north.yaml /managedBy: vault-north manages shared-north but has role vault (name a cluster with role management)']],
    ['a shared cluster that manages itself', { 'clusters/shared-north.yaml': set({ managedBy: null }) }, ['error fail clusters/shared-north.yaml /managedBy: shared-north has role shared and nobody manages it (name a management cluster; only such a cluster manages itself)']],
    ['a vault that is none', { 'clusters/shared-north.yaml': set({ vault: 'shared-south' }) }, ['error fail clusters/shared-north.yaml /vault: shared-south keeps the copies of shared-north but has role shared (name a cluster with role vault)']],
    ['a dedicated cluster of nobody', { 'clusters/shared-north.yaml': (data) => { data.role = 'dedicated'; delete data.reserve; } }, ['error fail clusters/shared-north.yaml /role: shared-north is dedicated to no system (name its system in dedicatedTo)']],
    ['a shared cluster that names a system', { 'clusters/shared-north.yaml': set({ dedicatedTo: ['mae/land'] }) }, ['error fail clusters/shared-north.yaml /dedicatedTo: shared-north is a shared cluster and names mae/land in dedicatedTo (remove dedicatedTo, or make the role dedicated)']],
    ['a reserve of a vault', { 'clusters/vault-north.yaml': (data) => { data.reserve = { flavor: data.controlPlane.flavor, machines: { 'domain-a': 1 } }; } }, ['error fail clusters/vault-north.yaml /reserve: vault-north has role vault, and only shared clusters give machines from a reserve (turn the reserve into a pool)']],
  ])('refuses %s', (_, changes, expected) => {
    expect(linesOf(clusterRoles, changes)).toEqual(expected);
  });
});

describe('on-premises-hosted', () => {
  it('accepts hosted tenants', () => {
    expect(linesOf(onPremisesHosted)).toEqual([]);
  });
  it('refuses a place for a system of a tenant that keeps its own network', () => {
    expect(linesOf(onPremisesHosted, { 'tenants/ca-mau/tenant.yaml': set({ class: 'on-premises' }) })).toEqual([
      'error fail grants/ca-mau.yaml /systems/0/system: ca-mau/procedure is placed on shared-south, but ca-mau keeps its systems on premises (remove it from the grant, or make the tenant class hosted)',
    ]);
  });
});
