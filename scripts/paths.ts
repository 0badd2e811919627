/** Where things lie: in the project, or where the caller says. */
import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import about from '../package.json' with { type: 'json' };
import { CommandError } from './terminal.ts';

/** Version of this program. */
export const { version } = about;

/** Root of this repository. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Catalog of the project, unless `--catalog` names others. */
export const defaultCatalog = `${projectRoot}/catalog`;

/** Output folders below the caller's folder. */
export const defaults = { synthesized: 'cdktf.out', objects: 'out/objects', review: 'out/review' } as const;

/** The catalog roots of a command; refuses one that is not a folder. */
export function catalogRoots(given: readonly string[] | undefined): readonly string[] {
  const roots = given && given.length > 0 ? given : [defaultCatalog];
  for (const root of roots) {
    if (!existsSync(root)) throw new CommandError(`there is no catalog folder ${root}`, 'check the path given with --catalog');
    if (!statSync(root).isDirectory()) throw new CommandError(`${root} is not a folder`, 'give the folder that holds platform.yaml');
  }
  return roots;
}

/** A path as the caller would write it. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}

/** Path of a file of the catalog as the caller would write it, with `/`, for people and for forges. */
export function whereIn(roots: readonly string[]): (file: string) => string {
  return (file) => shown(join(roots.find((root) => existsSync(join(root, file))) ?? roots[0]!, file)).replaceAll('\\', '/');
}
