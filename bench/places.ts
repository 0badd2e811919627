/** Temporary folders of a measurement: a cache of its own, and a copy of the project that is a repository of its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../scripts/paths.ts';
import { cacheRoot } from '../tools/cache.ts';

/**
 * A cache that starts without anything a run remembers. Parts that take minutes to build and are no matter of a measurement are shared with the user's.
 * @param shared names of parts, e.g. `programs`
 */
export function newCache(folder: string, shared: readonly string[] = []): string {
  mkdirSync(folder, { recursive: true });
  for (const part of shared) {
    const own = join(cacheRoot(), part);
    mkdirSync(own, { recursive: true });
    if (!existsSync(join(folder, part))) symlinkSync(own, join(folder, part), 'dir');
  }
  return folder;
}

/** Copies the project as it stands, changes and new files included, and commits it there, so that a base can be named without touching the project's repository. */
export function newRepository(folder: string): string {
  const listed = git(projectRoot, ['ls-files', '--cached', '--others', '--exclude-standard', '-z']).split('\0').filter((file) => file !== '');
  for (const file of listed) {
    if (!existsSync(join(projectRoot, file))) continue; // deleted and not yet committed
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(projectRoot, file), join(folder, file));
  }
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['add', '--all']);
  git(folder, ['-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--no-verify', '--message', 'as measured']);
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

function git(folder: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  if (error || status !== 0) throw new Error(`git ${args[0] ?? ''} failed: ${error?.message ?? stderr.trim()}`);
  return stdout;
}
