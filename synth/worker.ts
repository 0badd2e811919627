/** A thread that builds stacks: takes plans, writes their files, answers with the number of resources. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AnyStackPlan } from '../stacks/any-plan.ts';
import { writeStack } from './write-stack.ts';

/** What a worker is asked. */
export interface WorkerRequest {
  readonly plans: readonly AnyStackPlan[];
}

/** What it answers; an error names the stack. */
export type WorkerAnswer =
  | { readonly resources: readonly number[] }
  | { readonly error: string };

const { out } = workerData as { out: string };

parentPort!.on('message', ({ plans }: WorkerRequest) => {
  let current = '';
  try {
    const resources = plans.map((plan) => {
      current = plan.id;
      return writeStack(plan, out);
    });
    parentPort!.postMessage({ resources } satisfies WorkerAnswer);
  } catch (error) {
    parentPort!.postMessage({ error: `${current}: ${(error as Error).message}` } satisfies WorkerAnswer);
  }
});
