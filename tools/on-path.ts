import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A program that does not tell its version in this time is taken to have none. */
const PATIENCE_MS = 10_000;

/** The first executable of that name in the folders of PATH. */
export function findOnPath(command: string): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const suffix of suffixes) {
      const path = join(folder, `${command}${suffix}`);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not here; the next folder
      }
    }
  }
  return undefined;
}

/** The first version number that a program prints, e.g. `1.36.3`. */
export async function versionOf(path: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, [...args], { timeout: PATIENCE_MS, env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
    return /\d+(\.\d+)+([-+][\w.+-]+)?/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
