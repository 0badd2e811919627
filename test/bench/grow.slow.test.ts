import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countFiles, growCatalog } from '../../bench/grow.ts';
import { checkLoaded } from '../../model/check.ts';
import { buildEstate } from '../../model/estate.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { defaultCatalog } from '../../scripts/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'ndc-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a grown catalog', () => {
  it('holds each tenant with all it has several times, and passes every check as the real one does', () => {
    const target = join(folder, 'grown');
    growCatalog(defaultCatalog, target, 2);
    const [before, after] = [defaultCatalog, target].map((root) => {
      const catalog = loadCatalog([root]);
      const found = checkLoaded({ ...catalog, locate: () => ({ line: 1, column: 1 }) }, buildEstate(catalog));
      return { ...found, errors: found.findings.filter(({ severity }) => severity === 'error').map(({ file, code, message }) => `${file} ${code}: ${message.en}`) };
    });
    expect(after!.errors).toEqual(before!.errors);
    const apart = buildEstate(loadCatalog([defaultCatalog]))!.grants.get('mps')!.data.systems.filter(({ level, critical }) => level === 5 || critical).length;
    expect(after!.counts).toMatchObject({ sites: before!.counts.sites, clusters: before!.counts.clusters, tenants: before!.counts.tenants * 2, systems: before!.counts.systems * 2 - apart });
    expect(after!.counts.agreements).toBeGreaterThan(before!.counts.agreements * 1.7);
    expect(countFiles(target)).toBeGreaterThan(countFiles(defaultCatalog) * 1.8);
  }, 60_000);
});
