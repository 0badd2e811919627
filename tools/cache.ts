import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export { cacheRoot } from './cache-root.js';

/** Lower-case hexadecimal SHA-256 of the parts, each preceded by its length so that no two lists collide. */
export function sha256(...parts: ReadonlyArray<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    if (parts.length > 1) hash.update(`${bytes.length}\n`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** A file of a tree: path with `/` relative to the root, and its bytes. */
export interface TreeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const byPath = (a: TreeFile, b: TreeFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/**
 * SHA-256 (hexadecimal) over the sorted paths and contents of a tree. Times, modes and the place of the
 * folder do not count, so two machines agree.
 */
export function digestOf(files: readonly TreeFile[]): string {
  return sha256([...files].sort(byPath).map((file) => `${sha256(file.bytes)}  ${file.path}\n`).join(''));
}

/**
 * All files below a folder, sorted by path.
 * @throws Error when the folder holds a symbolic link, a socket or a device: such a tree has no content of its own
 */
export function readTree(root: string): TreeFile[] {
  const files: TreeFile[] = [];
  const visit = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) visit(join(folder, entry.name), `${path}/`);
      else if (entry.isFile()) files.push({ path, bytes: readFileSync(join(folder, entry.name)) });
      else throw new Error(`${path} in ${root} is neither a file nor a folder; a chart may hold nothing else`);
    }
  };
  visit(root, '');
  return files.sort(byPath);
}

let serial = 0;

/** A name beside `path` that no other process uses. */
export function temporaryBeside(path: string): string {
  serial += 1;
  return `${path}.tmp-${process.pid}-${serial}`;
}

/** Writes a file so that readers see the whole of it or nothing. */
export function writeAtomically(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = temporaryBeside(path);
  writeFileSync(temporary, bytes);
  renameSync(temporary, path);
}

/**
 * Puts a finished folder at its place in the cache. When another process was first, its result stays: names in
 * the cache hold a hash of their inputs, so both are the same.
 */
export function placeFolder(temporary: string, target: string): void {
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
