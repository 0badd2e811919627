import { describe, expect, it } from 'vitest';
import { applyChain, destroyChain, type ChainOptions, type Steps } from '../../delivery/chain.ts';
import { StackError, type Plan } from '../../delivery/stack-run.ts';

// What a stack does is tried with real engines in stack-apply.slow.test.ts; here it is which are tried, and in which order.
const row = (id: string, ...dependsOn: string[]) => ({ id, targetCluster: 'c', dependsOn });
const all = [row('crds'), row('guardrails', 'crds'), row('agency', 'guardrails'), row('agency--system', 'agency'), row('bank', 'guardrails')];
const done = (id: string, failing?: string): Promise<void> => (id === failing ? Promise.reject(new StackError(id, 'apply', [{ severity: 'error', summary: 'no', detail: '' }])) : Promise.resolve());

/** A chain whose steps write themselves down; one stack may fail. */
function chainOf(failing?: string): { readonly chain: ChainOptions; readonly log: string[] } {
  const log: string[] = [];
  const step = async (what: string, stack: string, mayFail = true): Promise<Plan> => {
    log.push(`${what} ${stack}`);
    if (mayFail) await done(stack, failing);
    return { stack, file: '', changes: [] };
  };
  const steps: Steps = {
    initStack: async (id) => void (await step('init', id, false)),
    planStack: (id) => step('plan', id, false),
    applyPlan: async ({ stack }) => void (await step('apply', stack)),
    destroyStack: (id) => step('destroy', id),
  };
  return { chain: { all, wanted: new Set(all.map(({ id }) => id)), settings: {} as never, steps }, log };
}

describe('a chain of stacks', () => {
  it('is applied in the order of the graph, each planned twice', async () => {
    const told: string[] = [];
    const { chain, log } = chainOf();
    const outcomes = await applyChain({ ...chain, onStack: (stack, index, count) => told.push(`${stack} ${index}/${count}`) });
    expect(outcomes.map(({ stack, result }) => `${stack} ${result}`)).toEqual(['crds applied', 'guardrails applied', 'agency applied', 'agency--system applied', 'bank applied']);
    expect(told[0]).toBe('crds 0/5');
    expect(log.slice(0, 5)).toEqual(['init crds', 'plan crds', 'apply crds', 'plan crds', 'init guardrails']);
  });

  it('goes on with what does not depend on a stack that failed', async () => {
    expect((await applyChain(chainOf('agency').chain)).map((outcome) => `${outcome.stack} ${outcome.result}${outcome.result === 'skipped' ? ` because of ${outcome.because}` : ''}`)).toEqual([
      'crds applied', 'guardrails applied', 'agency failed', 'agency--system skipped because of agency', 'bank applied',
    ]);
  });

  it('is destroyed in the other direction, and what is still used stays', async () => {
    expect((await destroyChain(chainOf().chain)).map(({ stack }) => stack)).toEqual(['bank', 'agency--system', 'agency', 'guardrails', 'crds']);
    expect((await destroyChain(chainOf('agency--system').chain)).map(({ stack, result }) => `${stack} ${result}`)).toEqual(['bank destroyed', 'agency--system failed', 'agency skipped', 'guardrails skipped', 'crds skipped']);
  });

  it('ends at an error that is not a stack’s', async () => {
    const { chain } = chainOf();
    await expect(applyChain({ ...chain, steps: { ...chain.steps!, planStack: () => Promise.reject(new Error('interrupted')) } })).rejects.toThrow('interrupted');
  });
});
