/** What a machine must have left before a control plane is started on it. */
import { existsSync, mkdirSync, readdirSync, statfsSync } from 'node:fs';
import { LabError } from './errors.ts';

const MiB = 2 ** 20;
/** etcd reserves 128 MiB for its log at once; the rest is for data, the audit log and programs' logs. */
const diskMiB = 512;
/** The three programs take about 400 MiB without objects. */
const memoryMiB = 600;

/**
 * Makes the folder of a control plane, readable by its owner alone.
 * @throws LabError when it holds something, or when disk or memory is short
 */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LabError(`the folder ${folder} cannot be made: ${(error as Error).message}`, 'see that it can be written to and that no file stands in its way', { cause: error });
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new LabError(`the folder ${folder} is not empty`, 'a lab wants a folder of its own: give another one');
  const disk = freeMiB(folder);
  if (disk < diskMiB) throw new LabError(`only ${disk} MiB are free on the disk of ${folder}; a control plane needs ${diskMiB} MiB`, 'free some space, or put the lab elsewhere: NDC_STATE=<folder>');
  const memory = Math.floor(process.availableMemory() / MiB);
  if (memory < memoryMiB) throw new LabError(`only ${memory} MiB of memory are free; a control plane needs ${memoryMiB} MiB`, 'stop something, e.g. another lab: npx ndc lab status');
}

/** Space that an ordinary user may still take, in MiB. */
export function freeMiB(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / MiB);
}
