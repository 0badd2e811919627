/** A thread that writes folders and answers each with what went wrong, if anything. */
import { parentPort } from 'node:worker_threads';
import { writeFolder, type Folder } from './write-folder.ts';

/** Answer to one folder. */
export interface Written {
  readonly error?: string;
}

parentPort!.on('message', (folder: Folder) => {
  try {
    writeFolder(folder);
    parentPort!.postMessage({} satisfies Written);
  } catch (error) {
    parentPort!.postMessage({ error: (error as Error).message } satisfies Written);
  }
});
