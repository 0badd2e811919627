import { describe, expect, it } from 'vitest';
import { clusterVersions } from '../../../model/checks/cluster-versions.ts';
import { controllerLevel } from '../../../model/checks/controller-level.ts';
import { missingController } from '../../../model/checks/missing-controller.ts';
import { missingOperator } from '../../../model/checks/missing-operator.ts';
import { singleInstance } from '../../../model/checks/single-instance.ts';
import { versionSupportUnknown } from '../../../model/checks/version-support-unknown.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf, set } from './lines.ts';

const control = 'tenants/mps/systems/control.yaml';

describe('controller-level', () => {
  it('accepts a controller as high as what it controls', () => {
    expect(linesOf(controllerLevel)).toEqual([]);
  });
  it('refuses a controller below a system that runs on its clusters', () => {
    expect(linesOf(controllerLevel, { 'grants/mps.yaml': (data) => { data.systems[0].level = 3; }, [control]: set({ controls: ['shared-south'] }) })).toEqual([
      `error fail ${control} /level/requested: mps/control has level 3, but can change mae/land (level 4) (request and grant level 4)`,
    ]);
  });
  it('reaches the clusters that a management cluster makes', () => {
    expect(linesOf(controllerLevel, { 'grants/mps.yaml': (data) => { data.systems[0].level = 3; }, [control]: set({ controls: ['management-south'] }) })).toHaveLength(1);
    expect(linesOf(controllerLevel, { 'grants/mps.yaml': (data) => { data.systems[0].level = 3; }, [control]: set({ controls: ['vault-south'] }) })).toEqual([]);
  });
  it('asks for the flag of what it controls', () => {
    expect(linesOf(controllerLevel, { 'grants/mae.yaml': (data) => { data.systems[0].critical = true; } })).toEqual([
      `error fail ${control} /controls: mps/control has level 4, but can change mae/land (level 4, critical) (grant it as critical)`,
    ]);
  });
  it('takes the request of a controller that is not decided', () => {
    expect(linesOf(controllerLevel, { 'grants/mps.yaml': null })).toEqual([]);
    expect(linesOf(controllerLevel, { 'grants/mps.yaml': null, [control]: (data) => { data.level.requested = 3; } })).toEqual([
      `error fail ${control} /level/requested: mps/control has level 3, but can change mae/land (level 4) (request and grant level 4)`,
    ]);
  });
});

describe('missing-controller', () => {
  it('accepts clusters whose makers say so', () => {
    expect(linesOf(missingController)).toEqual([]);
  });
  it.each<[string, Changes, string[]]>([
    ['a vault without a controller', { 'clusters/vault-north.yaml': (data) => { delete data.controller; } },
      ['error fail clusters/vault-north.yaml /role: vault-north is a vault cluster and names no controller (name the information system that it is in controller)']],
    ['a controller of another kind', { 'clusters/vault-north.yaml': set({ controller: 'mps/exchange' }) },
      ['error fail clusters/vault-north.yaml /controller: mps/exchange is named as controller of vault-north, but its kind is exchange (name a system of kind controller)',
        'error fail tenants/mps/systems/exchange.yaml: mps/exchange makes or is vault-north, but does not say that it controls it (add vault-north to controls of mps/exchange)']],
    ['a maker that does not say so', { [control]: (data) => { data.controls = data.controls.filter((id: string) => id !== 'shared-south'); } },
      [`error fail ${control} /controls: mps/control makes or is shared-south, but does not say that it controls it (add shared-south to controls of mps/control)`]],
  ])('refuses %s', (_, changes, expected) => {
    expect(linesOf(missingController, changes)).toEqual(expected);
  });
});

describe('cluster-versions', () => {
  const one = (changes: Changes, asOf?: string) => linesOf(clusterVersions, changes, asOf === undefined ? {} : { asOf }).filter((line) => line.includes('clusters/shared-north.yaml'));
  const sets = (more: object): Changes => ({ 'support.yaml': (data) => { data.sets[0] = { ...data.sets[0], ...more }; } });
  it('accepts versions of a set that is supported', () => {
    expect(one({})).toEqual([]);
    expect(one(sets({ until: '2027-01-01' }), '2027-01-01')).toEqual([]);
  });
  it.each<[string, Changes, string]>([
    ['Kubernetes of no set', { 'clusters/shared-north.yaml': set({ kubernetes: '1.37.0' }) }, '/kubernetes: no set of support.yaml has Kubernetes 1.37.0 (known are 1.36.3; add a set with its source before using another)'],
    ['a chart of another version', sets({ charts: { cilium: '1.0.1', cnpg: '1.0.0' } }), '/kubernetes: no set of support.yaml joins Kubernetes 1.36.3 with cilium 1.0.0 (known: 1.0.1) (lock the versions of a supported set, or add the set with its source)'],
    ['an operator without a chart', { 'clusters/shared-north.yaml': (data) => { data.operators = ['cilium', 'mystery']; } }, '/operators/1: lock.yaml has no chart of operator mystery (add its chart with version, digest and licence to the lock)'],
    ['a Pod Security version of the future', { 'platform.yaml': set({ podSecurityVersion: 'v1.37' }) }, '/kubernetes: the Pod Security standard is pinned to v1.37, which Kubernetes 1.36.3 does not know yet (upgrade the cluster, or pin an older version in platform.yaml)'],
  ])('refuses %s', (_, changes, expected) => {
    expect(one(changes)).toEqual([`error fail clusters/shared-north.yaml ${expected}`]);
  });
  it('refuses a version on the day after its support ended', () => {
    expect(one(sets({ until: '2027-01-01' }), '2027-01-02')).toEqual(['error fail clusters/shared-north.yaml /kubernetes: support of Kubernetes 1.36.3 ended on 2027-01-01 (move to a supported version)']);
  });
});

describe('version-support-unknown', () => {
  it('accepts a set that knows every chart', () => {
    expect(linesOf(versionSupportUnknown)).toEqual([]);
  });
  it('says unknown, once, for charts that no source speaks of', () => {
    expect(linesOf(versionSupportUnknown, { 'support.yaml': (data) => { data.sets[0].charts = { cilium: '1.0.0' }; } })).toEqual([
      'warning unknown support.yaml /sets/0/charts: clusters with Kubernetes 1.36.3 run cnpg 1.0.0; no source here says that they fit (add each version to the set from the support matrix of its project, or after a rehearsal)',
    ]);
  });
});

describe('missing-operator', () => {
  const operators = (names: string[]): Changes => Object.fromEntries(['shared-north', 'shared-south', 'management-north', 'management-south'].map((id) => [`clusters/${id}.yaml`, set({ operators: names })]));
  const all = ['cilium', 'cloudnative-pg', 'plugin-barman-cloud', 'rook-ceph', 'envoy-gateway', 'external-secrets'];
  it('accepts clusters with every operator that is needed, and none where nothing runs', () => {
    expect(linesOf(missingOperator, operators(all))).toEqual([]);
  });
  it('names an operator once for a cluster, with how many systems need it', () => {
    expect(linesOf(missingOperator, { ...operators(all), 'clusters/shared-north.yaml': set({ operators: all.filter((name) => name !== 'plugin-barman-cloud' && name !== 'external-secrets') }) })).toEqual([
      'error fail clusters/shared-north.yaml /operators: 2 systems such as mae/land need external-secrets for components, and shared-north does not install it (add external-secrets to operators, or place them elsewhere)',
      'error fail clusters/shared-north.yaml /operators: mae/land needs plugin-barman-cloud for databases, and shared-north does not install it (add plugin-barman-cloud to operators, or place them elsewhere)',
    ]);
  });
});

describe('single-instance', () => {
  const rules = law({ 3: { redundancy: ['load-balancing'] }, 4: { redundancy: ['load-balancing'] } });
  const land = 'tenants/mae/systems/land.yaml';
  const once: Changes = { [land]: (data) => { data.components[0] = { ...data.components[0], replicas: 1 }; }, 'tenants/mae/databases/land.yaml': (data) => { data.instances = 1; data.pooler = { ...data.pooler, instances: 1 }; } };
  const why = 'level 4 asks for load balancing (Law on redundancy) (run at least 2)';
  it('accepts two of everything', () => {
    expect(linesOf(singleInstance, rules)).toEqual([]);
  });
  it('refuses one replica, one instance, one pooler', () => {
    expect(linesOf(singleInstance, { ...rules, ...once })).toEqual([
      `error fail tenants/mae/databases/land.yaml /instances: land runs once; ${why}`,
      `error fail tenants/mae/databases/land.yaml /pooler/instances: the pooler of land runs once; ${why}`,
      `error fail ${land} /components/0/replicas: web serves others and runs once; ${why}`,
    ]);
  });
  it('does not ask where law does not, outside production, nor of what serves nobody', () => {
    expect(linesOf(singleInstance, { ...law({}), ...once })).toEqual([]);
    expect(linesOf(singleInstance, { ...rules, ...once, [land]: (data) => { data.environment = 'staging'; data.components[0] = { ...data.components[0], replicas: 1 }; } })).toEqual([]);
    expect(linesOf(singleInstance, { ...rules, 'tenants/ca-mau/systems/procedure.yaml': (data) => { data.entries = []; data.components = data.components.map((component: object) => ({ ...component, replicas: 1, listeners: [], connects: [] })); } })).toEqual([]);
  });
});
