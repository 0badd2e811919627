/** Values of the operators' charts in each cluster of the real catalog. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Lock } from '../../model/schema/platform.ts';
import { planOperators } from '../../stacks/operator.ts';
import { managementPool } from '../../stacks/pool-names.ts';
import { load, ofKind, plannerOf, type Loaded } from './support.ts';

let real: Loaded;

beforeAll(() => {
  real = load();
});

/** Values of the first chart of cert-manager when the lock says others. */
function valuesWith(values: Record<string, unknown>) {
  const { estate } = real;
  const charts = estate.lock.charts.map((chart) => (chart.name === 'cert-manager' ? { ...chart, values } : chart));
  const lock: Lock = { ...estate.lock, charts };
  const cluster = estate.clusters.get('ndc-1-management')!;
  return planOperators(plannerOf({ ...estate, lock }), cluster, []).find(({ id }) => id.endsWith('--operator-cert-manager'))?.props.charts[0]?.chart.values;
}

describe('values of the operators', () => {
  it('name images by the digest of the lock, in the shape that the chart wants', () => {
    expect(valuesWith({ a: { $image: 'cert-manager' }, b: { '$image-repository': 'cert-manager' }, c: { '$image-tag': 'rook-ceph' }, d: { '$image-digest': 'cert-manager' } })).toEqual({
      a: `registry.ndc.internal/images/jetstack/cert-manager-controller@sha256:${'0'.repeat(64)}`,
      b: 'registry.ndc.internal/images/jetstack/cert-manager-controller',
      c: `v1.20.6@sha256:${'0'.repeat(64)}`,
      d: `sha256:${'0'.repeat(64)}`,
    });
  });

  it('bind pods to the pool of the cluster that serves the zone mgmt', () => {
    expect(valuesWith({ nodeSelector: { $placement: 'nodeSelector' }, tolerations: { $placement: 'tolerations' } })).toEqual({
      nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'platform' },
      tolerations: [{ key: 'ndc.internal/pool', operator: 'Equal', value: 'platform', effect: 'NoSchedule' }],
    });
    for (const plan of ofKind(real.plans, 'operator')) {
      const pool = managementPool(real.estate.clusters.get(plan.targetCluster)!);
      const named = JSON.stringify(plan.props).match(/"node-restriction\.kubernetes\.io\/ndc-pool":"[^"]*"/g) ?? [];
      expect([...new Set(named)].filter((text) => !text.endsWith(`:"${pool}"`))).toEqual([]);
    }
  });

  it('leave no stand-in behind', () => {
    const texts = ofKind(real.plans, 'operator').map(({ props }) => JSON.stringify(props));
    expect(texts.filter((text) => text.includes('"$'))).toEqual([]);
  });

  it('stop planning when they name an image that the lock does not have, or an unknown part of a placement', () => {
    expect(() => valuesWith({ image: { $image: 'postgres' } })).toThrow('catalog/lock.yaml names no image postgres');
    expect(() => valuesWith({ affinity: { $placement: 'affinity' } })).toThrow('catalog/lock.yaml asks for the placement affinity; there are nodeSelector and tolerations');
  });

  it('need a pool for the zone mgmt', () => {
    const cluster = real.estate.clusters.get('ndc-1-shared-1')!;
    const pools = cluster.data.pools.filter(({ zones }) => !zones.includes('mgmt'));
    expect(() => managementPool({ ...cluster, data: { ...cluster.data, pools } })).toThrow('no pool of cluster ndc-1-shared-1 serves the zone mgmt, which operators need');
  });
});

describe('order of the operators', () => {
  const dependsOn = (id: string) => ofKind(real.plans, 'operator').find((plan) => plan.id === id)?.dependsOn;

  it('puts the network first, and the maker of certificates before those who ask for some', () => {
    expect(dependsOn('ndc-1-shared-1--operator-cilium')).toEqual(['ndc-1-shared-1--guardrails']);
    expect(dependsOn('ndc-1-shared-1--operator-cert-manager')).toEqual(['ndc-1-shared-1--guardrails', 'ndc-1-shared-1--operator-cilium']);
    expect(dependsOn('ndc-1-shared-1--operator-plugin-barman-cloud')).toEqual(['ndc-1-shared-1--guardrails', 'ndc-1-shared-1--operator-cert-manager', 'ndc-1-shared-1--operator-cloudnative-pg']);
    for (const { id, targetCluster } of ofKind(real.plans, 'operator')) {
      if (!id.endsWith('--operator-cilium')) expect(reach(id)).toContain(`${targetCluster}--operator-cilium`);
    }
  });

  it('leaves out what the cluster does not have', () => {
    const { estate } = real;
    const cluster = estate.clusters.get('ndc-1-shared-1')!;
    const plans = planOperators(plannerOf(estate), { ...cluster, data: { ...cluster.data, operators: ['cloudnative-pg', 'plugin-barman-cloud'] } }, ['before']);
    expect(plans.map(({ id, dependsOn: earlier }) => [id, earlier])).toEqual([
      ['ndc-1-shared-1--operator-cloudnative-pg', ['before']],
      ['ndc-1-shared-1--operator-plugin-barman-cloud', ['before', 'ndc-1-shared-1--operator-cloudnative-pg']],
    ]);
  });
});

/** Stacks that come before one, directly or not. */
function reach(id: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const other of real.plans.find((plan) => plan.id === id)?.dependsOn ?? []) if (!seen.has(other)) reach(other, seen.add(other));
  return seen;
}
