/** Digest of the program that turns plans into bytes: constructs, stacks, what they derive, this folder, the locked libraries and the lock of the providers. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareText } from '../model/finding.ts';
import { providerLockFile } from './provider-lock.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders without folders of their own, and files outside them, relative to the repository. */
export const folders = ['constructs', 'model/derive', 'model/schema', 'stacks', 'synth'];
export const singleFiles = ['model/finding.ts', 'model/units.ts'];

export function programDigest(): string {
  const hash = createHash('sha256');
  const files = [...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)), ...singleFiles].sort(compareText);
  const locks = ['package-lock.json', providerLockFile].filter((file) => existsSync(join(root, file)));
  for (const file of [...files, ...locks]) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}
