import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildEstate } from '../../model/estate.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { coverageRows } from '../../model/reference/coverage.ts';
import { jsonSchemas } from '../../model/reference/json-schema.ts';
import { kinds } from '../../model/schema/kinds.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const catalog = loadCatalog([join(root, 'catalog')]);
const estate = buildEstate(catalog)!;

describe('coverage of the national systems', () => {
  const rows = coverageRows(estate);

  test('has a row for each of the 70 entries, in their order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  });

  test.each(rows.map((row) => [row.id, row] as const))('%s says how it is met, and what it names exists', (_, row) => {
    expect(row.how.en.length).toBeGreaterThan(30);
    expect(row.how.vi.length).toBeGreaterThan(30);
    const paths = [...row.catalog.filter((entry) => !entry.includes(' ')), ...row.constructs, ...row.tests];
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    if (row.kind === 'infrastructure') {
      expect(row.catalog).not.toEqual([]);
      expect(row.constructs).not.toEqual([]);
      expect(row.tests).not.toEqual([]);
    }
    if (row.kind === 'data') expect(row.catalog).not.toEqual([]);
  });
});

describe('schemas for editors', () => {
  test('there is one for every kind, and every object in it is closed', () => {
    const schemas = jsonSchemas();
    expect([...schemas.keys()].sort()).toEqual(kinds.map(({ kind }) => `${kind}.schema.json`).sort());
    for (const schema of schemas.values()) {
      const open = JSON.stringify(schema).match(/"type":"object","properties":\{(?:(?!"additionalProperties").)*$/);
      expect(open).toBeNull();
    }
  });

  test('every catalog file names its schema on the first line, by a path that leads there', () => {
    const wrong = catalog.all.filter(({ file, kind }) => {
      if (file.endsWith('.json')) return false;
      const [first = ''] = (catalog.text(file) ?? '').split('\n');
      const up = '../'.repeat(file.split('/').length);
      return first !== `# yaml-language-server: $schema=${up}docs/schema/${kind}.schema.json`;
    });
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

describe('the real estate', () => {
  test('holds the 14 ministries, 3 ministerial agencies and 34 provinces, with the communes of two tiers', () => {
    const count = (kind: string) => [...estate.tenants.values()].filter(({ data }) => data.kind === kind).length;
    expect([count('ministry'), count('ministerial-agency'), count('province')]).toEqual([14, 3, 34]);
    const communes = [...estate.tenants.values()].reduce((sum, { data }) => sum + (data.localAdministration?.communes ?? 0), 0);
    expect(communes).toBe(3321);
  });

  test('holds all databases of the national lists; eleven are those of Resolution 214', () => {
    expect([...estate.databases.values()].filter(({ data }) => data.lists.includes('res214_11'))).toHaveLength(11);
    for (const list of estate.law.databaseLists) {
      expect([...estate.databases.values()].filter(({ data }) => data.lists.includes(list.id)), list.id).toHaveLength(list.entriesHere);
    }
  });

  test('is requested and assumed throughout: nothing of it is applicable', () => {
    expect([...new Set([...estate.grants.values()].map(({ data }) => data.state))]).toEqual(['requested']);
    expect([...estate.systems.values()].filter(({ data }) => data.assumed !== true)).toEqual([]);
    expect([...estate.databases.values()].filter(({ data }) => data.assumed !== true)).toEqual([]);
  });
});
