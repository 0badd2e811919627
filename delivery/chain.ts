/** Several stacks through an engine, each after those it depends on. */
import { inOrder, type StackRow } from './stack-graph.ts';
import { applyPlan, destroyStack, initStack, planStack, StackError, type Change, type RunSettings } from './stack-run.ts';

export type Outcome =
  /** `again`: what a second plan would still do; empty when reality is as the stack says. */
  | { readonly stack: string; readonly result: 'applied'; readonly changes: readonly Change[]; readonly again: readonly Change[] }
  | { readonly stack: string; readonly result: 'destroyed'; readonly changes: readonly Change[] }
  | { readonly stack: string; readonly result: 'failed'; readonly error: StackError }
  /** Not tried: `because` failed or was not tried itself. */
  | { readonly stack: string; readonly result: 'skipped'; readonly because: string };

const engineSteps = { initStack, planStack, applyPlan, destroyStack };
export type Steps = typeof engineSteps;

export interface ChainOptions {
  /** Every stack of the output; order comes from the whole graph. */
  readonly all: readonly StackRow[];
  readonly wanted: ReadonlySet<string>;
  readonly settings: RunSettings;
  /** What is done with a stack. @default - the real engine */
  readonly steps?: Steps;
  /** Told before each stack. */
  readonly onStack?: (stack: string, done: number, count: number) => void;
}

/** Applies stacks and plans each a second time. A failed stack keeps back those that depend on it, and no others. */
export function applyChain(options: ChainOptions): Promise<Outcome[]> {
  const { settings, steps = engineSteps } = options;
  const order = inOrder(options.all, options.wanted);
  return inTurn(options, order, (stack) => stack.dependsOn, async ({ id }) => {
    await steps.initStack(id, settings);
    const plan = await steps.planStack(id, settings);
    await steps.applyPlan(plan, settings);
    const { changes: again } = await steps.planStack(id, settings);
    return { stack: id, result: 'applied', changes: plan.changes, again };
  });
}

/** Destroys stacks that were initialized, in the other direction: a stack that failed keeps back what it depends on. */
export function destroyChain(options: ChainOptions): Promise<Outcome[]> {
  const { settings, steps = engineSteps } = options;
  const order = inOrder(options.all, options.wanted).reverse();
  return inTurn(options, order, ({ id }) => order.filter(({ dependsOn }) => dependsOn.includes(id)).map((user) => user.id), async ({ id }) => {
    const { changes } = await steps.destroyStack(id, settings);
    return { stack: id, result: 'destroyed', changes };
  });
}

async function inTurn({ onStack = () => {} }: ChainOptions, order: readonly StackRow[], needs: (stack: StackRow) => readonly string[], work: (stack: StackRow) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  for (const stack of order) {
    onStack(stack.id, outcomes.size, order.length);
    const because = needs(stack).find((id) => ['failed', 'skipped'].includes(outcomes.get(id)?.result ?? ''));
    outcomes.set(stack.id, because === undefined ? await attempt(stack.id, () => work(stack)) : { stack: stack.id, result: 'skipped', because });
  }
  return [...outcomes.values()];
}

async function attempt(stack: string, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StackError) return { stack, result: 'failed', error };
    throw error;
  }
}
