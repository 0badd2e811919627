import { describe, expect, it } from 'vitest';
import { inOrder, readStackRows } from '../../delivery/stack-graph.ts';

const row = (id: string, ...dependsOn: string[]) => ({ id, targetCluster: 'c', dependsOn });
const estate = [row('c--agency--system', 'c--agency'), row('c--agency', 'c--services'), row('c--crds'), row('c--services', 'c--guardrails'), row('c--guardrails', 'c--crds', 'm--machines'), row('c--bank', 'c--services')];

describe('the order of stacks', () => {
  it.each([
    { wanted: ['c--agency--system', 'c--agency', 'c--services', 'c--guardrails', 'c--crds', 'c--bank'], order: ['c--crds', 'c--guardrails', 'c--services', 'c--agency', 'c--agency--system', 'c--bank'] },
    { wanted: ['c--agency--system', 'c--crds', 'c--bank'], order: ['c--crds', 'c--agency--system', 'c--bank'] },
    { wanted: ['c--bank', 'c--agency'], order: ['c--agency', 'c--bank'] },
    { wanted: ['nowhere'], order: [] },
  ])('of $wanted', ({ wanted, order }) => {
    expect(inOrder(estate, new Set(wanted)).map(({ id }) => id)).toEqual(order);
    expect(inOrder([...estate].reverse(), new Set(wanted)).map(({ id }) => id)).toEqual(order);
  });

  it('says what to do where nothing was synthesized', () => {
    expect(() => readStackRows('/nowhere')).toThrow(expect.objectContaining({ message: 'there is no /nowhere/stacks.json', hint: 'run `npx ndc synth` first' }));
  });
});
