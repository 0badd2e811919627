/** Spreads plans over threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AnyStackPlan } from '../stacks/plan.ts';
import type { WorkerAnswer, WorkerRequest } from './worker.ts';

/** Plans that a thread takes at a time: few enough to end together, many enough not to talk all the time. */
const batchSize = 8;

export interface StackPool {
  /** Builds and writes all plans; resources of each, in their order. Rejects with the first failure. */
  write(plans: readonly AnyStackPlan[], onProgress: (done: number) => void): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts the threads at once, so that they load their libraries while the catalog is read. `NDC_THREADS` overrides their number. */
export function startPool(out: string): StackPool {
  const count = Math.max(1, Number(process.env['NDC_THREADS'] ?? Math.min(availableParallelism(), 8)));
  const workers = Array.from({ length: count }, () => new Worker(new URL('worker.ts', import.meta.url), { workerData: { out } }));
  return {
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
    write: async (plans, onProgress) => {
      const resources = new Array<number>(plans.length).fill(0);
      let next = 0;
      let done = 0;
      const run = async (worker: Worker) => {
        while (next < plans.length) {
          const start = next;
          next = Math.min(plans.length, start + batchSize);
          const answer = await ask(worker, { plans: plans.slice(start, next) });
          if ('error' in answer) throw new Error(answer.error);
          for (const [index, value] of answer.resources.entries()) resources[start + index] = value;
          done += answer.resources.length;
          onProgress(done);
        }
      };
      await Promise.all(workers.map(run));
      return resources;
    },
  };
}

function ask(worker: Worker, request: WorkerRequest): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      act();
    };
    const onMessage = (answer: WorkerAnswer) => settle(() => resolve(answer));
    const onError = (error: Error) => settle(() => reject(error));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(request);
  });
}
