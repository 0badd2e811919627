/** Since when a line of the catalog reads as it does, by git. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @returns day of the commit that wrote a line, YYYY-MM-DD; undefined outside a repository and for lines that are not committed */
export function sinceIn(roots: readonly string[]): (file: string, line: number) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (file, line) => {
    const key = `${file}:${line}`;
    if (!known.has(key)) known.set(key, blame(roots.find((root) => existsSync(join(root, file))), file, line));
    return known.get(key);
  };
}

function blame(root: string | undefined, file: string, line: number): string | undefined {
  if (root === undefined) return undefined;
  try {
    // Inside a git hook these variables name another repository or index than the folder's.
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
    const said = execFileSync('git', ['-C', root, 'blame', '--porcelain', '-L', `${line},${line}`, '--', file], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
    const time = /^committer-time (\d+)$/m.exec(said)?.[1];
    return time === undefined || said.startsWith('0000000') ? undefined : new Date(Number(time) * 1000).toISOString().slice(0, 10);
  } catch {
    return undefined;
  }
}
