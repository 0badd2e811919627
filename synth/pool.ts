/** Spreads plans over threads, the calling one among them. Imports nothing large, so that threads can start first. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { AnyStackPlan } from '../stacks/any-plan.ts';
import type { WorkerAnswer, WorkerRequest } from './worker.ts';

/** Plans that a worker takes at a time: few enough to end together, many enough not to talk all the time. */
const batchSize = 8;

/** Plans that the calling thread builds before it looks for answers, while the others wait for it. */
const ownBatchSize = 2;

export type WriteStacks = (plans: readonly AnyStackPlan[], out: string) => readonly number[];

export interface StackPool {
  /**
   * Builds all plans and writes them below `out`; resources of each, in their order. Rejects with the first failure.
   * @param writeHere does it in the calling thread
   */
  write(plans: readonly AnyStackPlan[], out: string, writeHere: WriteStacks, onProgress: (done: number) => void): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Starts threads. `NDC_THREADS` overrides their number; 1 means the calling thread alone.
 * @param start `now`: all of them, so that they load their libraries while the catalog is read; `needed`: as many as the plans keep busy
 */
export function startPool(start: 'now' | 'needed'): StackPool {
  const most = threads() - 1;
  const newWorker = () => new Worker(new URL('worker.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 12 } });
  const workers: Worker[] = start === 'now' ? Array.from({ length: most }, newWorker) : [];
  return {
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
    write: async (plans, out, writeHere, onProgress) => {
      while (workers.length < Math.min(most, Math.ceil(plans.length / batchSize) - 1)) workers.push(newWorker());
      const resources = new Array<number>(plans.length).fill(0);
      let next = 0;
      let done = 0;
      const take = (size: number) => {
        const first = next;
        next = Math.min(plans.length, first + size);
        return { first, batch: plans.slice(first, next) };
      };
      const keep = (first: number, counts: readonly number[]) => {
        for (const [index, count] of counts.entries()) resources[first + index] = count;
        done += counts.length;
        onProgress(done);
      };
      const others = workers.map(async (worker) => {
        while (next < plans.length) {
          const { first, batch } = take(batchSize);
          const answer = await ask(worker, { plans: batch, out });
          if ('error' in answer) throw new Error(answer.error);
          keep(first, answer.resources);
        }
      });
      const own = async () => {
        while (next < plans.length) {
          const { first, batch } = take(ownBatchSize);
          keep(first, writeHere(batch, out));
          await setImmediate();
        }
      };
      try {
        await Promise.all([...others, own()]);
      } finally {
        next = plans.length;
      }
      return resources;
    },
  };
}

/** @throws Error for a number of threads that is none: no thread would write no stack */
function threads(): number {
  const wanted = process.env['NDC_THREADS'];
  if (wanted === undefined || wanted === '') return Math.min(availableParallelism(), 8);
  if (!/^[1-9]\d?$/.test(wanted)) throw new Error(`NDC_THREADS is ${wanted}: give a number from 1 to 99`);
  return Number(wanted);
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
