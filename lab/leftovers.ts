/** Temporary folders that carry the id of the process that works in them, so that a later one can tell what a killed one left. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes `<tmp>/<prefix><process id>-<random>` with mode 0700. */
export function processFolder(prefix: string): string {
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}

/** Folders of that prefix whose process is gone. Programs of the lab ended with it; a supervisor may still run. */
export function leftovers(prefix: string): string[] {
  return readdirSync(tmpdir()).filter((name) => {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    return pid !== undefined && !alive(Number(pid));
  }).map((name) => join(tmpdir(), name));
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
