/** What a machine must have left before a control plane is started on it. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, statfsSync } from 'node:fs';
import { LabError } from './errors.ts';

const MiB = 2 ** 20;
/** etcd reserves 128 MiB for its log at once; the rest is for data, the audit log and programs' logs. */
const diskMiB = 512;
/** The three programs take about 400 MiB without objects. */
const memoryMiB = 600;

const elsewhere = 'free some space, or go elsewhere: NDC_STATE=<folder> for labs, TMPDIR=<folder> for rehearsals and tests';

/**
 * Makes the folder of a control plane, readable by its owner alone.
 * @throws LabError when it holds something, or when disk or memory is short; the folder is gone then, if it was empty
 */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LabError(`the folder ${folder} cannot be made: ${(error as Error).message}`, 'see that it can be written to and that no file stands in its way', { cause: error });
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new LabError(`the folder ${folder} is not empty`, 'a lab wants a folder of its own: give another one');
  const missing = shortage(folder);
  if (missing === undefined) return;
  rmdirSync(folder);
  throw missing;
}

function shortage(folder: string): LabError | undefined {
  const disk = freeMiB(folder);
  if (disk < diskMiB) return new LabError(`only ${disk} MiB are free on the disk of ${folder}; a control plane needs ${diskMiB} MiB`, elsewhere);
  const memory = Math.floor(process.availableMemory() / MiB);
  if (memory < memoryMiB) return new LabError(`only ${memory} MiB of memory are free; a control plane needs ${memoryMiB} MiB`, 'stop something, e.g. another lab: npx ndc lab status');
  return undefined;
}

/** Below this, programs cannot write their logs and data. */
const nothingMiB = 4;

/** What to say when the disk of a folder is full; undefined when it is not. */
export function diskFull(folder: string, cause?: unknown): LabError | undefined {
  const full = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC' || existsSync(folder) && freeMiB(folder) < nothingMiB;
  return full ? new LabError(`no space left on the disk of ${folder}`, elsewhere, { cause }) : undefined;
}

/** Space that an ordinary user may still take, in MiB. */
export function freeMiB(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / MiB);
}
