/** The whole real catalog, three ways: two runs of synth, CDKTF's own synth, and the fork. Minutes of work, so not among the unit tests. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planStacks } from '../../stacks/estate.ts';
import { createPlanner } from '../../stacks/planner.ts';
import { chartPaths, localCharts } from '../../synth/local-charts.ts';
import { synthesize } from '../../synth/synthesize.ts';
import { catalogFolder, load } from '../stacks/support.ts';
import { filesOf, parsed, remove, temporaryFolder } from './support.ts';

const root = join(import.meta.dirname, '../..');

let folder: string;
let files: Map<string, string>;

beforeAll(async () => {
  folder = temporaryFolder();
  await synthesize({ loadEstate: () => load().estate, out: join(folder, 'first') });
  files = filesOf(join(folder, 'first'));
});
afterAll(() => remove(folder));

describe('the whole estate', () => {
  it('has the same bytes in another folder', async () => {
    await synthesize({ loadEstate: () => load().estate, out: join(folder, 'a/longer/path/second') });
    expect(filesOf(join(folder, 'a/longer/path/second'))).toEqual(files);
  });

  it('is what CDKTF\'s own synth writes', () => {
    mkdirSync(join(folder, 'app'));
    execFileSync(process.execPath, [join(root, 'main.ts')], { env: { ...process.env, CDKTF_OUTDIR: join(folder, 'app/out'), NDC_CATALOG: catalogFolder }, stdio: ['ignore', 'inherit', 'inherit'] });
    expect(parsed(filesOf(join(folder, 'app/out')))).toEqual(parsed(files));
  });

  it('is what the fork writes', () => {
    writeFileSync(join(folder, 'plans.json'), JSON.stringify(planStacks(createPlanner(load().estate, chartPaths(localCharts())))));
    execFileSync(process.execPath, ['--import', pathToFileURL(join(import.meta.dirname, 'under-cdktn.ts')).href, join(import.meta.dirname, 'write-plans.ts'), join(folder, 'plans.json'), join(folder, 'fork')]);
    const stacks = new Map([...files].filter(([file]) => /^stacks\/.*\.json$/.test(file)));
    expect(parsed(filesOf(join(folder, 'fork')))).toEqual(parsed(stacks));
  });
});
