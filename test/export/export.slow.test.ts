/** Export of a small estate with the real renderer and the real charts. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../export/convert.ts';
import { exportObjects, NothingSynthesized, type ExportedStack, type ExportResult } from '../../export/export.ts';
import { clusterScope, isDefinition } from '../../export/scope.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { readIndex, synthesize } from '../../synth/synthesize.ts';
import type { CatalogCopy } from '../stacks/support.ts';
import { filesOf, remove, smallCatalog, temporaryFolder } from '../synth/support.ts';

let copy: CatalogCopy;
let folder: string;
let result: ExportResult;
let index: readonly ExportedStack[];
let files: Map<string, string>;

const at = (name: string) => join(folder, name);
const readExported = (out: string) => JSON.parse(readFileSync(join(out, 'index.json'), 'utf8')) as ExportedStack[];

beforeAll(async () => {
  await ensureProgram('helm-renderer');
  copy = smallCatalog();
  folder = temporaryFolder();
  await synthesize({ loadEstate: () => copy.load().estate, out: at('synthesized') });
  result = await exportObjects({ synthesized: at('synthesized'), out: at('objects') });
  index = readExported(at('objects'));
  files = filesOf(at('objects'));
});
afterAll(() => {
  copy.delete();
  remove(folder);
});

/** Clusters hold the same definitions: each text is parsed once. */
const known = new Map<string, KubernetesObject>();
function parsed(text: string): KubernetesObject {
  let object = known.get(text);
  if (!object) known.set(text, (object = parse(text, { version: '1.1' }) as KubernetesObject));
  return object;
}

const objects = () => index.flatMap(({ stack, objects: rows }) => rows.map((row) => ({ stack, row, object: parsed(files.get(`${stack}/${row.file}`)!) })));

describe('index.json', () => {
  it('has a row for each synthesized stack, with its target and its order', () => {
    const synthesized = [...readIndex(at('synthesized')).values()];
    expect(index.map(({ stack, targetCluster, dependsOn }) => ({ stack, targetCluster, dependsOn }))).toEqual(synthesized.map(({ id, targetCluster, dependsOn }) => ({ stack: id, targetCluster, dependsOn })));
    expect(result).toEqual({
      stacks: synthesized.length, out: at('objects'), refused: [],
      objects: index.reduce((sum, stack) => sum + stack.objects.length, 0), unrendered: index.reduce((sum, stack) => sum + stack.unrendered.length, 0),
    });
  });

  it('holds what readers are promised, and no other key', () => {
    for (const stack of index) {
      expect(Object.keys(stack).sort()).toEqual(['dependsOn', 'objects', 'stack', 'targetCluster', 'unrendered']);
      for (const row of stack.objects) {
        const keys = ['address', 'apiVersion', 'file', 'kind', 'name', ...('namespace' in row ? ['namespace'] : []), ...('release' in row ? ['release'] : []), 'source'];
        expect(Object.keys(row).sort()).toEqual(keys);
        expect(Object.keys(row.source).sort()).toEqual(['file', 'pointer']);
        expect('release' in row).toBe(row.address.startsWith('helm_release.'));
      }
      for (const release of stack.unrendered) expect(Object.keys(release).sort()).toEqual(['chart', 'reason', 'release', 'version']);
      expect(stack.objects.map(({ file }) => file)).toEqual(stack.objects.map(({ file }) => file).sort());
    }
  });

  it('names every file that was written, once, and each holds the object of its row', () => {
    expect(new Set(index.flatMap(({ stack, objects: rows }) => rows.map(({ file }) => `${stack}/${file}`)))).toEqual(new Set([...files.keys()].filter((file) => file !== 'index.json')));
    for (const { row, object } of objects()) {
      expect({ apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name, namespace: object.metadata.namespace })
        .toEqual({ apiVersion: row.apiVersion, kind: row.kind, name: row.name, namespace: row.namespace });
    }
  });

  it('gives each object the source of its resource or release', () => {
    for (const { stack, row } of objects()) {
      const provenance = JSON.parse(readFileSync(at(`synthesized/stacks/${stack}/provenance.json`), 'utf8')) as Record<string, unknown>;
      expect(row.source, `${stack} ${row.address}`).toEqual(provenance[row.address]);
    }
  });

  it('says of each release that could not be rendered why; only charts that cannot be had are among them', () => {
    const unrendered = index.flatMap((stack) => stack.unrendered);
    expect([...new Set(unrendered.map(({ chart }) => chart))].sort()).toEqual(['external-secrets', 'velero']);
    for (const { reason, version } of unrendered) {
      expect(reason).toMatch(/^[A-Z].{20,}\.$/);
      expect(version).toMatch(/^\d/);
    }
  });
});

describe('objects', () => {
  it('are unique in their cluster by kind, namespace and name', () => {
    const seen = new Set<string>();
    const twice = index.flatMap(({ targetCluster, objects: rows }) => rows.map(({ apiVersion, kind, namespace, name }) => `${targetCluster} ${apiVersion} ${kind} ${namespace ?? ''} ${name}`)).filter((key) => seen.has(key) || !seen.add(key));
    expect(twice).toEqual([]);
  });

  it('of charts stand outside namespaces where their definition says so, and else in a namespace', () => {
    const rendered = objects().filter(({ row }) => 'release' in row);
    const outside = clusterScope(rendered.map(({ object }) => object).filter(isDefinition));
    for (const { row, object } of rendered) expect(row.namespace === undefined, `${row.kind} ${row.name}`).toBe(outside(object));
    expect(rendered.filter(({ row }) => row.kind === 'ClusterNetworkPolicy' && row.namespace === undefined).length).toBeGreaterThan(0);
  });

  it('of local charts are placed right without any definition at hand: an export of some stacks holds none', () => {
    const outside = clusterScope([]);
    const local = objects().filter(({ row, stack }) => 'release' in row && !/--(crds|operator-.+)$/.test(stack));
    expect(local.filter(({ row, object }) => (row.namespace === undefined) !== outside(object)).map(({ row }) => `${row.kind} ${row.name}`)).toEqual([]);
  });

  it('go into namespaces that the export makes or that Kubernetes has', () => {
    const made = new Set([...index.flatMap(({ targetCluster, objects: rows }) => rows.filter(({ kind }) => kind === 'Namespace').map(({ name }) => `${targetCluster} ${name}`)), ...index.map(({ targetCluster }) => `${targetCluster} kube-system`)]);
    expect([...new Set(index.flatMap(({ stack, targetCluster, objects: rows }) => rows.filter(({ namespace }) => namespace !== undefined && !made.has(`${targetCluster} ${namespace}`)).map(({ namespace, kind }) => `${stack}: ${kind} in ${namespace}`)))]).toEqual([]);
  });

  it('hold no Secret with content, no key, and no path of this machine', () => {
    expect(objects().filter(({ object }) => object.kind === 'Secret' && ('data' in object || 'stringData' in object)).map(({ stack, row }) => `${stack} ${row.name}`)).toEqual([]);
    for (const [file, text] of files) {
      expect(text, file).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY/);
      for (const place of [`${folder}/`, `${tmpdir()}/ndc`, `${process.cwd()}/`, `${homedir()}/`]) expect(text.includes(place), `${file} ${place}`).toBe(false);
    }
  });
});

describe('exportObjects', () => {
  it('writes the same bytes again, from and to other folders', async () => {
    await synthesize({ loadEstate: () => copy.load().estate, out: at('again/deeper/synthesized') });
    await exportObjects({ synthesized: at('again/deeper/synthesized'), out: at('again/objects') });
    expect(filesOf(at('again/objects'))).toEqual(files);
  });

  it('tells what it does', async () => {
    const steps: string[] = [];
    const progress: number[] = [];
    await exportObjects({ synthesized: at('synthesized'), out: at('told'), onStep: (text) => steps.push(text), onProgress: (done) => progress.push(done) });
    expect(steps[0]).toBe(`reading ${result.stacks} stacks`);
    expect(steps.at(-1)).toBe('writing objects');
    expect(progress).toHaveLength(result.stacks);
  });

  it('refuses a folder without stacks and leaves the old output as it is', async () => {
    mkdirSync(at('empty'));
    await expect(exportObjects({ synthesized: at('empty'), out: at('objects') })).rejects.toThrow(NothingSynthesized);
    await expect(exportObjects({ synthesized: at('not-there'), out: at('objects') })).rejects.toThrow(`${at('not-there')} holds no synthesized stacks`);
    expect(filesOf(at('objects'))).toEqual(files);
  });

  it('leaves the old output as it is and no draft when a stack cannot be read', async () => {
    await synthesize({ loadEstate: () => copy.load().estate, out: at('broken'), only: 'ndc-1-vault--services' });
    const file = at('broken/stacks/ndc-1-vault--services/cdk.tf.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('kubernetes_config_map_v1', 'kubernetes_secret_v1'));
    await expect(exportObjects({ synthesized: at('broken'), out: at('objects') })).rejects.toThrow(/no provenance|no shape for the type kubernetes_secret_v1/);
    expect(filesOf(at('objects'))).toEqual(files);
    expect(readdirSync(folder).filter((name) => /\.(draft|old)-/.test(name))).toEqual([]);
  });
});

describe('a release that cannot be rendered', () => {
  const release = (chart: string, more: object = {}) => ({ name: chart.split('/').at(-1)!.slice(0, 53), namespace: 'ndc-releases', chart, values: ['{}'], skip_crds: true, ...more });
  const registry = (chart: string, version: string) => release(chart, { repository: 'oci://registry.example/charts', version });

  it('is listed with its chart, its version and a reason without a path of this machine, beside the others', async () => {
    const releases = {
      missing: release('../../charts/missing-0123456789ab'), refused: release('../../charts/bucket-refused'),
      gone: registry('velero', '12.0.0'), unknown: registry('no-such-chart', '1.0.0'), old: registry('cilium', '1.0.0'),
    };
    mkdirSync(at('unrendered/stacks/one'), { recursive: true });
    mkdirSync(at('unrendered/charts'));
    const bucket = readdirSync(at('synthesized/charts')).find((name) => name.startsWith('bucket-'))!;
    for (const [file, text] of filesOf(at(`synthesized/charts/${bucket}`))) {
      mkdirSync(join(at('unrendered/charts/bucket-refused'), file, '..'), { recursive: true });
      writeFileSync(join(at('unrendered/charts/bucket-refused'), file), text);
    }
    writeFileSync(at('unrendered/stacks.json'), JSON.stringify([{ id: 'one', kind: 'operator', targetCluster: 'north', dependsOn: [], kubernetes: '1.36.3', resources: 5, digest: '0' }]));
    writeFileSync(at('unrendered/stacks/one/cdk.tf.json'), JSON.stringify({ resource: { helm_release: releases } }));
    writeFileSync(at('unrendered/stacks/one/provenance.json'), JSON.stringify(Object.fromEntries(Object.keys(releases).map((name) => [`helm_release.${name}`, { file: 'lock.yaml', pointer: '' }]))));
    const { objects: count, unrendered } = await exportObjects({ synthesized: at('unrendered'), out: at('unrendered-objects') });
    expect({ count, unrendered }).toEqual({ count: 0, unrendered: 5 });
    const [stack] = readExported(at('unrendered-objects'));
    expect(stack!.unrendered).toEqual([
      { release: 'bucket-refused', chart: 'bucket-refused', version: 'local', reason: expect.stringContaining('missing properties \'buckets\', \'labels\', \'namespace\'') as unknown },
      { release: 'cilium', chart: 'cilium', version: '1.0.0', reason: expect.stringMatching(/^catalog\/lock\.yaml asks for version 1\.0\.0, tools\/charts\/catalog\.yaml has 1\.\d+\.\d+$/) as unknown },
      { release: 'missing-0123456789ab', chart: 'missing-0123456789ab', version: 'local', reason: 'the synthesized output holds no chart missing-0123456789ab' },
      { release: 'no-such-chart', chart: 'no-such-chart', version: '1.0.0', reason: expect.stringMatching(/^no chart "no-such-chart" in tools\/charts\/catalog\.yaml; it has /) as unknown },
      { release: 'velero', chart: 'velero', version: '12.0.0', reason: expect.stringContaining('Velero') as unknown },
    ]);
    expect(readFileSync(at('unrendered-objects/index.json'), 'utf8')).not.toContain(folder);
    expect(existsSync(at('unrendered-objects/one'))).toBe(true);
  });
});
