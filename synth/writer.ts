/** Writes folders in another thread: building and the disk each keep one processor busy, where a second builder would load and warm up all libraries again. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Folder } from './write-folder.ts';
import type { Written } from './writer-thread.ts';

/** Folders on their way before the next one waits; they are held in memory. */
const mostUnderWay = 64;

export interface Writer {
  /** Takes a folder; it is on the disk once `finish` has returned. Rejects with what went wrong with an earlier one. */
  write(folder: Folder): Promise<void>;
  /** Resolves when all is written. */
  finish(): Promise<void>;
  /** Ends the thread, whatever is still under way. */
  close(): Promise<void>;
}

export function startWriter(): Writer {
  const thread = new Worker(new URL('writer-thread.ts', import.meta.url));
  const state: { underWay: number; failure?: Error } = { underWay: 0 };
  thread.on('message', ({ error }: Written) => {
    state.underWay -= 1;
    if (error !== undefined) state.failure ??= new Error(error);
  });
  thread.on('error', (error) => {
    state.failure ??= error as Error;
  });
  const waitUntil = async (most: number): Promise<void> => {
    while (state.failure === undefined && state.underWay > most) await once(thread, 'message');
    if (state.failure !== undefined) throw state.failure;
  };
  return {
    write: async (folder) => {
      await waitUntil(mostUnderWay - 1);
      state.underWay += 1;
      thread.postMessage(folder);
    },
    finish: () => waitUntil(0),
    close: async () => {
      await thread.terminate();
    },
  };
}
