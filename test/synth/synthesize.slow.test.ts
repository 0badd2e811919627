/** Whole runs on a small estate: same bytes, reuse, part of the stacks, and failure. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planStacks } from '../../stacks/estate.ts';
import { createPlanner } from '../../stacks/planner.ts';
import { stackDigest, type IndexedStack } from '../../synth/index-files.ts';
import { chartPaths, localCharts } from '../../synth/local-charts.ts';
import { readIndex, synthesize, type SynthesizeResult } from '../../synth/synthesize.ts';
import type { CatalogCopy, Loaded } from '../stacks/support.ts';
import { filesOf, remove, smallCatalog, temporaryFolder } from './support.ts';

/* oxlint-disable typescript/no-explicit-any -- catalog files of every kind */

let copy: CatalogCopy;
let small: Loaded;
let folder: string;
let first: SynthesizeResult;
let files: Map<string, string>;

const out = (name: string) => join(folder, name);

beforeAll(async () => {
  copy = smallCatalog();
  small = copy.load();
  folder = temporaryFolder();
  first = await synthesize({ loadEstate: () => small.estate, out: out('first') });
  files = filesOf(out('first'));
}, 120_000);
afterAll(() => {
  copy.delete();
  remove(folder);
});

/** Plans as synth makes them: with the real charts. */
const plans = () => planStacks(createPlanner(small.estate, chartPaths(localCharts())));

/** Works with the estate after a change of one file. */
async function withChange(file: string, edit: (data: any) => void, work: (changed: Loaded) => Promise<void>): Promise<void> {
  const text = readFileSync(join(copy.folder, file), 'utf8');
  copy.edit(file, edit);
  try {
    await work(copy.load());
  } finally {
    copy.write(file, text);
  }
}

describe('synthesize', () => {
  it('writes each stack\'s JSON and provenance, the charts, the index and the manifest, and nothing else', () => {
    const ids = small.plans.map(({ id }) => id);
    expect(first).toEqual({ stacks: ids.length, resources: first.resources, out: out('first'), reused: [], built: ids });
    expect(new Set([...files.keys()].map((file) => file.split('/').slice(0, -1).join('/').replace(/^charts\/.*/, 'charts')))).toEqual(new Set(['', 'charts', ...ids.map((id) => `stacks/${id}`)]));
    expect(readdirSync(out('first')).sort()).toEqual(['charts', 'manifest.json', 'stacks', 'stacks.json']);
    for (const id of ids) expect(readdirSync(out(`first/stacks/${id}`)).filter((name) => name !== '.terraform.lock.hcl').sort()).toEqual(['cdk.tf.json', 'provenance.json']);
  });

  it('counts the resources of each stack in its index', () => {
    const index = [...readIndex(out('first')).values()];
    expect(index.reduce((sum, { resources }) => sum + resources, 0)).toBe(first.resources);
    for (const { id, resources } of index) {
      const { resource } = JSON.parse(files.get(`stacks/${id}/cdk.tf.json`)!) as { resource: Record<string, object> };
      expect(Object.values(resource).flatMap((byName) => Object.keys(byName)), id).toHaveLength(resources);
      expect(Object.keys(JSON.parse(files.get(`stacks/${id}/provenance.json`)!) as object), id).toHaveLength(resources);
    }
  });

  it('finds each chart where its releases look for it', () => {
    for (const [file, text] of files) {
      if (!file.endsWith('cdk.tf.json')) continue;
      for (const [, chart] of text.matchAll(/"chart": "(\.\.\/[^"]+)"/g)) expect(existsSync(join(out('first'), file, '..', chart!, 'Chart.yaml')), `${file} ${chart}`).toBe(true);
    }
  });

  it('gives the same bytes in another folder, and tells how far it is', async () => {
    const progress: [number, number][] = [];
    const second = await synthesize({ loadEstate: () => copy.load().estate, out: out('elsewhere/deeper/second'), onProgress: (done, all) => progress.push([done, all]) });
    expect(filesOf(second.out)).toEqual(files);
    expect(progress.at(-1)).toEqual([first.stacks, first.stacks]);
    expect(progress.map(([done]) => done)).toEqual([...new Set(progress.map(([done]) => done))].sort((a, b) => a - b));
  });

  it('replaces what an earlier run left', async () => {
    mkdirSync(out('stale/stacks/gone'), { recursive: true });
    writeFileSync(out('stale/stacks/gone/cdk.tf.json'), '{}');
    await synthesize({ loadEstate: () => small.estate, out: out('stale'), only: 'ndc-1-vault--crds' });
    expect(readdirSync(out('stale/stacks'))).toEqual(['ndc-1-vault--crds']);
  });
});

describe('--only', () => {
  it('writes the stacks of a glob, each as in a whole run', async () => {
    const result = await synthesize({ loadEstate: () => small.estate, out: out('only'), only: '*--hue{,--*}' });
    const wanted = small.plans.map(({ id }) => id).filter((id) => id.split('--')[1] === 'hue');
    expect(wanted.length).toBe(4);
    expect(result.built).toEqual(wanted);
    for (const [file, text] of filesOf(out('only/stacks'))) expect(text).toBe(files.get(`stacks/${file}`));
    expect([...readIndex(out('only')).keys()]).toEqual(wanted);
  });

  it('refuses a glob that matches nothing, and leaves the old output as it is', async () => {
    const before = filesOf(out('only'));
    await expect(synthesize({ loadEstate: () => small.estate, out: out('only'), only: 'no-such-stack' })).rejects.toThrow(new Error('no stack matches no-such-stack'));
    expect(filesOf(out('only'))).toEqual(before);
  });
});

describe('--base', () => {
  it('takes stacks whose plan and program are the same from the base, names them, and gives the same bytes', async () => {
    const result = await synthesize({ loadEstate: () => small.estate, out: out('reused'), base: out('first') });
    expect(result).toMatchObject({ built: [], reused: first.built, resources: first.resources, stacks: first.stacks });
    expect(filesOf(out('reused'))).toEqual(files);
  });

  it('builds what changed and no more: one bucket, one stack', async () => {
    await withChange('tenants/hue/systems/analytics.yaml', (data: any) => {
      data.buckets[0].size = '6Ti';
    }, async ({ estate }) => {
      const result = await synthesize({ loadEstate: () => estate, out: out('changed'), base: out('first') });
      expect(result.built).toEqual(['region-central-shared-1--hue--analytics']);
      expect(result.reused).toHaveLength(first.stacks - 1);
      const fresh = await synthesize({ loadEstate: () => estate, out: out('fresh'), only: 'region-central-shared-1--hue--analytics' });
      const expected = new Map([...files, ...[...filesOf(fresh.out)].filter(([file]) => file.startsWith('stacks/'))].filter(([file]) => file !== 'stacks.json'));
      expect(new Map([...filesOf(out('changed'))].filter(([file]) => file !== 'stacks.json'))).toEqual(expected);
    });
  });

  it('takes nothing from a base that another program wrote', async () => {
    const [plan] = plans();
    const base = out('other-program');
    await synthesize({ loadEstate: () => small.estate, out: base, only: plan!.id });
    const [row] = JSON.parse(readFileSync(join(base, 'stacks.json'), 'utf8')) as IndexedStack[];
    writeFileSync(join(base, 'stacks.json'), JSON.stringify([{ ...row, digest: stackDigest(plan!, 'another program') }]));
    writeFileSync(join(base, `stacks/${plan!.id}/cdk.tf.json`), 'what another program wrote');
    const result = await synthesize({ loadEstate: () => small.estate, out: out('own-program'), base, only: plan!.id });
    expect(result).toMatchObject({ built: [plan!.id], reused: [] });
    expect(filesOf(out('own-program')).get(`stacks/${plan!.id}/cdk.tf.json`)).toBe(files.get(`stacks/${plan!.id}/cdk.tf.json`));
  });

  it('builds everything when the base holds nothing', async () => {
    const result = await synthesize({ loadEstate: () => small.estate, out: out('no-base'), base: out('not-there'), only: '*--crds' });
    expect(result).toMatchObject({ reused: [], stacks: small.estate.clusters.size });
  });
});

describe('a failing run', () => {
  const traces = () => readdirSync(folder).filter((name) => /\.(draft|old)-/.test(name));

  it('leaves the old output as it was and no draft when the catalog does not load', async () => {
    await expect(synthesize({ loadEstate: () => {
      throw new Error('the catalog is broken');
    }, out: out('first') })).rejects.toThrow(new Error('the catalog is broken'));
    expect(filesOf(out('first'))).toEqual(files);
    expect(traces()).toEqual([]);
  });

  it('leaves the old output as it was and no draft when a stack of the base is gone', async () => {
    const base = await synthesize({ loadEstate: () => small.estate, out: out('broken-base'), only: '*--crds' });
    rmSync(join(base.out, 'stacks', base.built.at(-1)!), { recursive: true });
    await expect(synthesize({ loadEstate: () => small.estate, out: out('first'), base: base.out, only: '*--crds' })).rejects.toThrow(/ENOENT.*broken-base/);
    expect(filesOf(out('first'))).toEqual(files);
    expect(traces()).toEqual([]);
  });

  it('names the stack that cannot be built, and leaves the old output as it was', async () => {
    await withChange('tenants/hue/systems/analytics.yaml', (data: any) => {
      data.components = Array.from({ length: 300 }, (_, index) => ({ ...data.components[0], id: `component-${index}`, connects: [] }));
      data.entries = [];
    }, async ({ estate }) => {
      await expect(synthesize({ loadEstate: () => estate, out: out('first'), only: '*--hue--*' })).rejects.toThrow(/^region-central-shared-1--hue--analytics: the stack has 3\d\d resources; at most 300 make a plan that people can read: split it$/);
    });
    expect(filesOf(out('first'))).toEqual(files);
    expect(traces()).toEqual([]);
  });
});
