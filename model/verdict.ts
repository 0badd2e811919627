/** Remembers catalogs that were found without errors, so that a command that builds need not check again what another just checked. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalog } from './load/catalog.ts';

/** Verdicts that are kept; older ones go. */
const kept = 20;

/** Digest of a catalog's files, the day it is looked at, and the program that judges it. */
export function verdictKey(catalog: Catalog, asOf: string | undefined): string {
  const hash = createHash('sha256').update(programText()).update(asOf ?? 'effectiveDate');
  for (const file of catalog.files) hash.update(`\0${file}\0${catalog.text(file) ?? ''}`);
  return hash.digest('hex');
}

export function isKnownSound(folder: string, key: string): boolean {
  return existsSync(join(folder, `sound-${key}`));
}

/** A failure to write is no failure of the run: the next one checks again. */
export function rememberSound(folder: string, key: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `sound-${key}`), '');
    const all = readdirSync(folder).filter((name) => name.startsWith('sound-')).map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }));
    for (const { name } of all.sort((a, b) => b.time - a.time).slice(kept)) rmSync(join(folder, name), { force: true });
  } catch {
    // Checked again next time.
  }
}

/** Every source file of the model, and the locked libraries. */
function programText(): string {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).sort();
  return [...files.map((name) => readFileSync(join(root, name), 'utf8')), readFileSync(join(root, '..', 'package-lock.json'), 'utf8')].join('\0');
}
