/** Since when a line of the catalog reads as it does, by git. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaceAt } from '../flows/format/report.ts';
import type { Catalog } from '../model/load/catalog.ts';

/** @returns day of the commit that wrote a line, YYYY-MM-DD; undefined outside a repository and for lines that are not committed. A file is asked for once. */
export function sinceIn(roots: readonly string[]): (file: string, line: number) => string | undefined {
  const known = new Map<string, ReadonlyMap<number, string>>();
  return (file, line) => {
    let days = known.get(file);
    if (!days) known.set(file, (days = blame(roots.find((root) => existsSync(join(root, file))), file)));
    return days.get(line);
  };
}

/** Places as reports show them. @param since left out: they do not say since when */
export function placesIn(catalog: Catalog, since?: ReturnType<typeof sinceIn>): PlaceAt {
  return (source) => {
    const { line } = catalog.locate(source);
    return { file: source.file, line, ...(since ? { since: since(source.file, line) ?? null } : {}) };
  };
}

/** Days of a file's committed lines. */
function blame(root: string | undefined, file: string): ReadonlyMap<number, string> {
  if (root === undefined) return new Map();
  try {
    // Inside a git hook these variables name another repository or index than the folder's.
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
    return daysOf(execFileSync('git', ['-C', root, 'blame', '--line-porcelain', '--', file], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 }));
  } catch {
    return new Map();
  }
}

/** @param said what `git blame --line-porcelain` prints: a head for each line, its keys, then the line itself after a tab */
function daysOf(said: string): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  let head: { readonly commit: string; readonly line: number } | undefined;
  for (const text of said.split('\n')) {
    const [, commit, line] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(text) ?? [];
    const time = /^committer-time (\d+)$/.exec(text)?.[1];
    if (commit !== undefined) head = { commit, line: Number(line) };
    // What is not committed yet bears a commit of zeros.
    else if (time !== undefined && head && !/^0+$/.test(head.commit)) days.set(head.line, new Date(Number(time) * 1000).toISOString().slice(0, 10));
  }
  return days;
}
