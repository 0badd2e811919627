/** The image of the drill program holds what the program imports. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Files of the repository that a module needs to run; imports of types alone are gone by then. */
function imported(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, types, path] of text.matchAll(/^(?:import|export) (type )?[^;]*?from '(\.[^']+)';/gms)) if (types === undefined) imported(join(dirname(file), path!), found);
  return found;
}

it('every module that the program imports is copied, and what is removed again is not among them', () => {
  const lines = readFileSync(join(root, 'drill/Containerfile'), 'utf8').split('\n');
  const copied = lines.flatMap((line) => /^COPY (.*) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
  const removed = lines.flatMap((line) => /^RUN rm -rf (\S+)$/.exec(line)?.[1] ?? []);
  const below = (path: string, folders: readonly string[]): boolean => folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  const modules = [...imported(join(root, 'drill/main.ts'))].map((file) => relative(root, file));
  expect(modules.length).toBeGreaterThan(20);
  expect(copied.filter((path) => path !== 'node_modules' && !existsSync(join(root, path)))).toEqual([]);
  expect(modules.filter((path) => !below(path, copied) || below(path, removed))).toEqual([]);
});
