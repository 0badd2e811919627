import { describe, expect, it } from 'vitest';
import { failureDomainLabel, placementOnPool, poolLabel, poolTaint } from '../../constructs/node-labels.ts';
import { platform } from './support.ts';

describe('labels of nodes', () => {
  it('stand below the prefix that nodes cannot write on themselves', () => {
    for (const label of [poolLabel, failureDomainLabel]) expect(label).toMatch(/^node-restriction\.kubernetes\.io\/[a-z-]+$/);
  });
});

describe('placementOnPool', () => {
  it('binds pods to a pool by its label and lets them bear its taint alone', () => {
    expect(placementOnPool(platform, 'mae--land--data')).toEqual({
      nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'mae--land--data' },
      tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'mae--land--data', effect: 'NoSchedule' }],
    });
  });

  it('names the taint that the pool of the same platform carries', () => {
    expect(placementOnPool(platform, 'data').tolerations[0]?.key).toBe(poolTaint(platform));
  });
});
