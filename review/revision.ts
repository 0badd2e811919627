/** Which commit a catalog is of. */
import { execFileSync } from 'node:child_process';

export interface Revision {
  /** Full hash; null outside a git repository. */
  readonly commit: string | null;
  /** Does the folder differ from that commit? */
  readonly modified: boolean;
}

/** Revision of the first of the folders that lies in a git repository; modified when any of them is. */
export function revisionOf(folders: readonly string[]): Revision {
  const revisions = folders.map((folder): Revision => {
    const commit = git(folder, ['rev-parse', '--verify', 'HEAD']);
    return { commit: commit ?? null, modified: commit !== undefined && git(folder, ['status', '--porcelain', '--', '.']) !== '' };
  });
  return { commit: revisions.find(({ commit }) => commit !== null)?.commit ?? null, modified: revisions.some(({ modified }) => modified) };
}

function git(folder: string, args: readonly string[]): string | undefined {
  try {
    // Inside a git hook these variables name another repository or index than the folder's.
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
