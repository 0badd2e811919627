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
