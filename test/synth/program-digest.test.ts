import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders, programDigest, singleFiles } from '../../synth/program-digest.ts';
import { providerLockFile } from '../../synth/provider-lock.ts';

const root = join(import.meta.dirname, '../..');

describe('programDigest', () => {
  it('is the same for the same program', () => {
    expect(programDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(programDigest()).toBe(programDigest());
  });

  it('covers every file that turns a plan into bytes, the locked libraries and the lock of the providers', () => {
    const files = [...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)), ...singleFiles].sort();
    const hash = createHash('sha256');
    const locks = ['package-lock.json', providerLockFile].filter((file) => existsSync(join(root, file)));
    for (const file of [...files, ...locks]) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
    expect(programDigest()).toBe(hash.digest('hex'));
  });

  it('covers all that those files import of this project, but the loader of the catalog, whose result is the plan', () => {
    const covered = (file: string) => singleFiles.includes(file) || folders.some((folder) => join(file, '..') === folder);
    const imports = folders.flatMap((folder) => readdirSync(join(root, folder)).flatMap((name) =>
      [...readFileSync(join(root, folder, name), 'utf8').matchAll(/^import (?!type)[^;]* from '(\.[^']+)'/gm)].map(([, path]) => join(folder, path!))));
    expect(imports.length).toBeGreaterThan(100);
    expect([...new Set(imports)].filter((file) => !covered(file)).sort()).toEqual([]);
  });
});
