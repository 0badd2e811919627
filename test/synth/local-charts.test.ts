import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chartPaths, copyCharts, localCharts } from '../../synth/local-charts.ts';
import { chartNames } from '../stacks/support.ts';
import { filesOf, remove, temporaryFolder } from './support.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'charts/thing/templates'), { recursive: true });
  mkdirSync(join(folder, 'charts/other'), { recursive: true });
  writeFileSync(join(folder, 'charts/thing/Chart.yaml'), 'name: thing\n');
  writeFileSync(join(folder, 'charts/thing/templates/a.yaml'), 'kind: A\n');
  writeFileSync(join(folder, 'charts/other/Chart.yaml'), 'name: other\n');
  writeFileSync(join(folder, 'charts/README.md'), 'not a chart');
});
afterEach(() => remove(folder));

const hashed = (name: string) => localCharts(join(folder, 'charts')).find((chart) => chart.name === name)!.hashed;

describe('localCharts', () => {
  it('are the folders, sorted, with a hash of their content in the name', () => {
    const charts = localCharts(join(folder, 'charts'));
    expect(charts.map(({ name }) => name)).toEqual(['other', 'thing']);
    for (const chart of charts) expect(chart.hashed).toMatch(new RegExp(`^${chart.name}-[0-9a-f]{12}$`));
  });

  it('have another path after an edit, a new file, or a renamed file, and the same path otherwise', () => {
    const before = hashed('thing');
    expect(hashed('thing')).toBe(before);
    const other = hashed('other');
    const seen = new Set([before]);
    writeFileSync(join(folder, 'charts/thing/templates/a.yaml'), 'kind: B\n');
    seen.add(hashed('thing'));
    writeFileSync(join(folder, 'charts/thing/templates/b.yaml'), '');
    seen.add(hashed('thing'));
    renameSync(join(folder, 'charts/thing/templates/b.yaml'), join(folder, 'charts/thing/templates/c.yaml'));
    seen.add(hashed('thing'));
    expect(seen.size).toBe(4);
    expect(hashed('other')).toBe(other);
  });

  it('have another path when content moves from one file to the next', () => {
    writeFileSync(join(folder, 'charts/thing/templates/b.yaml'), 'xy');
    const before = hashed('thing');
    writeFileSync(join(folder, 'charts/thing/templates/a.yaml'), 'kind: A\nx');
    writeFileSync(join(folder, 'charts/thing/templates/b.yaml'), 'y');
    expect(hashed('thing')).not.toBe(before);
  });

  it('are found by stacks two folders up, and copied there once', () => {
    const charts = localCharts(join(folder, 'charts'));
    const out = join(folder, 'out');
    copyCharts(charts, out);
    expect(Object.fromEntries(chartPaths(charts))).toEqual({ thing: `../../charts/${hashed('thing')}`, other: `../../charts/${hashed('other')}` });
    for (const path of chartPaths(charts).values()) expect([...filesOf(join(out, 'stacks/any', path)).keys()]).toContain('Chart.yaml');
    expect(filesOf(join(out, 'charts', hashed('thing')))).toEqual(filesOf(join(folder, 'charts/thing')));
  });
});

describe('charts of this repository', () => {
  it('are those that the tests of stacks invent paths for', () => {
    expect(localCharts().map(({ name }) => name)).toEqual([...chartNames]);
    expect(readdirSync(localCharts()[0]!.folder)).toContain('values.schema.json');
  });
});
