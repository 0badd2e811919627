/** Writes folders in another thread: building and the disk each keep one processor busy, where a second builder would load and warm up all libraries again. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { writeFolder, type Folder } from './write-folder.ts';
import type { Written } from './writer-thread.ts';

/** Folders on their way before the next one waits; they are held in memory. */
const mostUnderWay = 64;

export interface Writer {
  /** Takes a folder; it is on the disk once `finish` has returned. Rejects with what went wrong with it or with an earlier one. */
  write(folder: Folder): Promise<void>;
  /** Resolves when all is written. */
  finish(): Promise<void>;
  /** Ends the thread, whatever is still under way. */
  close(): Promise<void>;
}

/** Up to so many folders are written before a thread has started. */
const few = 16;

/** @param folders how many will come */
export function startWriter(folders: number): Writer {
  return folders > few ? writerInThread() : writerAtOnce;
}

const writerAtOnce: Writer = {
  write: async (folder) => writeFolder(folder),
  finish: async () => undefined,
  close: async () => undefined,
};

function writerInThread(): Writer {
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
