/** A thread that builds stacks: takes plans, writes their files, answers with the number of resources. */
import { parentPort } from 'node:worker_threads';
import type { AnyStackPlan } from '../stacks/any-plan.ts';
import { writeStacks } from './write-stack.ts';

/** What a worker is asked. */
export interface WorkerRequest {
  readonly plans: readonly AnyStackPlan[];
  /** Folder of the output. */
  readonly out: string;
}

/** What it answers; an error names the stack. */
export type WorkerAnswer =
  | { readonly resources: readonly number[] }
  | { readonly error: string };

parentPort!.on('message', ({ plans, out }: WorkerRequest) => {
  try {
    parentPort!.postMessage({ resources: writeStacks(plans, out) } satisfies WorkerAnswer);
  } catch (error) {
    parentPort!.postMessage({ error: (error as Error).message } satisfies WorkerAnswer);
  }
});
