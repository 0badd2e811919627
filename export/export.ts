/** Writes every object that the stacks would create, one a file, and the index that all later work reads. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareText, type Source } from '../model/finding.ts';
import { readIndex, replaceFolder } from '../synth/synthesize.ts';
import { startWriter } from '../synth/writer.ts';
import type { KubernetesObject } from './convert.ts';
import { fileNames } from './file-names.ts';
import { YamlWriter } from './yaml-writer.ts';
import { readStack, type FoundObject, type ReadStack } from './read-stacks.ts';
import { renderAll, stageAll } from './render-releases.ts';
import { clusterScope, isDefinition } from './scope.ts';

/** One object in `index.json`. */
export interface ExportedObject {
  /** File below the folder of the stack. */
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Terraform address of the resource or release. */
  readonly address: string;
  /** Name of the release that renders it. */
  readonly release?: string;
  readonly source: Source;
}

/** A release whose objects are not known; readers take it as unknown, never as nothing. */
export interface UnrenderedRelease {
  readonly release: string;
  readonly chart: string;
  readonly version: string;
  readonly reason: string;
}

/** One stack in `index.json`. */
export interface ExportedStack {
  readonly stack: string;
  readonly targetCluster: string;
  readonly dependsOn: readonly string[];
  readonly objects: readonly ExportedObject[];
  readonly unrendered: readonly UnrenderedRelease[];
}

export interface ExportOptions {
  /** Folder that synth wrote. */
  readonly synthesized: string;
  /** Folder to write, e.g. `out/objects`; replaced as a whole. */
  readonly out: string;
  readonly onStep?: (text: string) => void;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface ExportResult {
  readonly stacks: number;
  readonly objects: number;
  /** Releases without objects, whatever the reason. */
  readonly unrendered: number;
  /** Those of them whose chart refuses its values: a fault in catalog or program, not something that cannot be had here. */
  readonly refused: readonly RefusedRelease[];
  readonly out: string;
}

export interface RefusedRelease {
  readonly stack: string;
  readonly release: string;
  readonly reason: string;
}

/** Nothing was synthesized at the place given. */
export class NothingSynthesized extends Error {}

export async function exportObjects(options: ExportOptions): Promise<ExportResult> {
  const index = readIndex(options.synthesized);
  if (index.size === 0) throw new NothingSynthesized(`${options.synthesized} holds no synthesized stacks`);
  options.onStep?.(`reading ${index.size} stacks`);
  const stacks = [...index.values()].map((row) => readStack(options.synthesized, row));
  const staged = await stageAll(stacks, (name) => options.onStep?.(`staging the chart ${name}`));
  options.onStep?.(`rendering ${stacks.reduce((sum, { releases }) => sum + releases.length, 0)} releases`);
  const rendered = await renderAll(stacks, staged);
  const definitions = [...rendered.values()].flatMap((answer) => ('objects' in answer ? answer.objects.filter(isDefinition) : []));
  const outsideNamespaces = clusterScope(definitions);

  const out = resolve(options.out);
  const draft = `${out}.draft-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const writer = startWriter(stacks.length);
  try {
    options.onStep?.('writing objects');
    const yaml = new YamlWriter();
    const exported: ExportedStack[] = [];
    for (const read of stacks) {
      options.onProgress?.(exported.length, stacks.length);
      const { id, targetCluster, dependsOn } = read.stack;
      const { objects, unrendered } = collect(read, rendered, outsideNamespaces);
      const names = fileNames(objects.map(({ object }) => object));
      await writer.write({ path: join(draft, id), files: Object.fromEntries(objects.map(({ object }, at) => [names[at]!, yaml.write(object)])) });
      const rows = objects.map(({ object, address, release, source }, at): ExportedObject => {
        const file = names[at]!;
        const { name, namespace } = object.metadata;
        return { file, apiVersion: object.apiVersion, kind: object.kind, ...(namespace === undefined ? {} : { namespace }), name, address, ...(release === undefined ? {} : { release }), source };
      });
      exported.push({ stack: id, targetCluster, dependsOn, objects: rows.sort((a, b) => compareText(a.file, b.file)), unrendered });
    }
    await writer.finish();
    // One stack a line, so that who wants a few of them need not parse all.
    writeFileSync(join(draft, 'index.json'), `[\n${exported.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
    replaceFolder(draft, out);
    return {
      stacks: exported.length,
      objects: exported.reduce((sum, { objects }) => sum + objects.length, 0),
      unrendered: exported.reduce((sum, { unrendered }) => sum + unrendered.length, 0),
      refused: stacks.flatMap(({ stack, releases }) => releases.flatMap(({ address, name }) => {
        const answer = rendered.get(`${stack.id}/${address}`);
        return answer && 'reason' in answer && answer.refused ? [{ stack: stack.id, release: name, reason: answer.reason }] : [];
      })),
      out,
    };
  } finally {
    await writer.close();
    if (existsSync(draft)) rmSync(draft, { recursive: true, force: true });
  }
}

type Rendered = Awaited<ReturnType<typeof renderAll>>;

function collect(read: ReadStack, rendered: Rendered, outsideNamespaces: (object: KubernetesObject) => boolean): { objects: FoundObject[]; unrendered: UnrenderedRelease[] } {
  const objects = [...read.objects];
  const unrendered: UnrenderedRelease[] = [];
  for (const release of read.releases) {
    const answer = rendered.get(`${read.stack.id}/${release.address}`) ?? { reason: 'the renderer gave no answer' };
    if ('reason' in answer) {
      const chart = release.chart.kind === 'local' ? { chart: release.chart.folder.split('/').at(-1)!, version: 'local' } : { chart: release.chart.name, version: release.chart.version };
      unrendered.push({ release: release.name, ...chart, reason: answer.reason });
      continue;
    }
    for (const object of answer.objects) {
      const placed = object.metadata.namespace !== undefined || outsideNamespaces(object) ? object : { ...object, metadata: { ...object.metadata, namespace: release.namespace } };
      objects.push({ object: placed, address: release.address, release: release.name, source: release.source });
    }
  }
  return { objects, unrendered: unrendered.sort((a, b) => compareText(a.release, b.release)) };
}
