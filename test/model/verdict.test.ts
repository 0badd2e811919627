import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { loadCatalog } from '../../model/load/catalog.ts';
import { isKnownSound, rememberSound, verdictKey } from '../../model/verdict.ts';

const folder = mkdtempSync(join(tmpdir(), 'ndc-verdict-'));
const catalog = loadCatalog([fileURLToPath(new URL('../../catalog', import.meta.url))]);
afterAll(() => rmSync(folder, { recursive: true }));

test('a catalog is known to be sound only after somebody said so', () => {
  const key = verdictKey(catalog, undefined);
  expect(isKnownSound(folder, key)).toBe(false);
  rememberSound(folder, key);
  expect(isKnownSound(folder, key)).toBe(true);
});

test('another day, and one more letter in one file, are another catalog', () => {
  const key = verdictKey(catalog, undefined);
  expect(verdictKey(catalog, '2027-01-01')).not.toBe(key);
  const edited = { ...catalog, text: (file: string) => `${catalog.text(file) ?? ''}${file === 'platform.yaml' ? ' ' : ''}` };
  expect(verdictKey(edited, undefined)).not.toBe(key);
});

test('only the newest verdicts are kept', () => {
  for (let index = 0; index < 30; index += 1) rememberSound(folder, `key-${index}`);
  expect(readdirSync(folder).length).toBe(20);
});

test('a folder that cannot be written is no failure', () => {
  expect(() => rememberSound(fileURLToPath(import.meta.url), 'key')).not.toThrow();
});
