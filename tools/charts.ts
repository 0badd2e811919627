import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheRoot, digestOf, placeFolder, readTree, sha256, temporaryBeside } from './cache.ts';
import { loadCatalog, type CatalogEntry, type Unavailable } from './catalog.ts';
import { withLock } from './lock.ts';
import { fetchModule, pinnedSum } from './modules.ts';
import { programSourceKey } from './programs.ts';
import { startProgress } from './progress.ts';
import { chartsOf, type ChartFiles } from './stage.ts';

/** A chart folder in the cache, ready for Helm. */
export interface StagedChart {
  readonly name: string;
  /** Absolute path of the chart folder. Copy it; never write it into output. */
  readonly dir: string;
  /** Version of Chart.yaml, e.g. `1.21.2`. */
  readonly version: string;
  /** SHA-256 (hexadecimal) over the sorted paths and contents of `dir`. */
  readonly digest: string;
  /** The catalogue entry it comes from: module, licence, edits, least values, fixed namespace. */
  readonly entry: CatalogEntry;
  /** Only for charts of CRDs: bytes of Helm's record of the release, see `helmRecordBytes`. */
  readonly recordBytes?: number;
}

interface Index {
  readonly parts: ReadonlyArray<{ readonly name: string; readonly digest: string; readonly recordBytes?: number }>;
}

/** Files whose change changes what is staged. */
const OWN_CODE = ['stage.ts', 'crds.ts', 'manifest.ts', 'zip.ts', 'modules.ts'];

/** What can be staged, and what the estate uses and cannot be had, with the reason. */
export function listCharts(): { readonly charts: readonly CatalogEntry[]; readonly unavailable: readonly Unavailable[] } {
  const { entries, unavailable } = loadCatalog();
  return { charts: entries, unavailable };
}

/**
 * Stages all charts of a catalogue entry: one for a chart or a manifest, one or more (`crds-x`, `crds-x-2`, …) for
 * CRDs. What was staged before is used again after its content was compared with its digest. Same bytes on any
 * machine, in any folder, on any day.
 * @throws Error for an unknown name, or when upstream and catalogue do not fit; ToolError when Go or the module is missing
 */
export async function stageCharts(name: string): Promise<readonly StagedChart[]> {
  const entry = entryOf(name);
  const folder = folderOf(entry);
  const ready = readStaged(entry, folder);
  if (ready !== undefined) return ready;
  return withLock(`${folder}.lock`, async () => {
    const meanwhile = readStaged(entry, folder);
    if (meanwhile !== undefined) return meanwhile;
    const progress = startProgress(`staging ${name} ${entry.version}`, 5);
    try {
      const module = await fetchModule(entry.folder, entry.module, entry.version);
      write(folder, await chartsOf(entry, module));
    } catch (error) {
      progress.done('failed');
      throw error;
    }
    progress.done('ready');
    const staged = readStaged(entry, folder);
    if (staged === undefined) throw new Error(`the staged chart ${name} changed while it was written`);
    return staged;
  });
}

/**
 * Stages one chart by its own name, e.g. `cilium`, `crds-cluster-api` or `crds-cluster-api-2`.
 * @throws as `stageCharts`; Error when the CRDs of an entry have fewer parts
 */
export async function stageChart(name: string): Promise<StagedChart> {
  const known = loadCatalog().entries.some((entry) => entry.name === name);
  const staged = await stageCharts(known ? name : name.replace(/-\d+$/, ''));
  const found = staged.find((chart) => chart.name === name);
  if (found === undefined) throw new Error(`no chart "${name}": ${staged.map((chart) => chart.name).join(', ')}`);
  return found;
}

/** Whether a catalogue entry is staged on this machine, without staging it. */
export function isStaged(name: string): boolean {
  return existsSync(folderOf(entryOf(name)));
}

function entryOf(name: string): CatalogEntry {
  const { entries, unavailable } = loadCatalog();
  const entry = entries.find((item) => item.name === name);
  if (entry !== undefined) return entry;
  const gap = unavailable.find((item) => item.name === name);
  if (gap !== undefined) throw new Error(`the chart "${name}" cannot be had: ${gap.reason.en}`);
  throw new Error(`no chart "${name}" in tools/charts/catalog.yaml; it has ${entries.map((item) => item.name).join(', ')}`);
}

function folderOf(entry: CatalogEntry): string {
  const code = OWN_CODE.map((path) => readFileSync(join(import.meta.dirname, path)));
  const usesKustomize = entry.kustomize !== undefined || entry.edits.some((edit) => edit.do === 'kustomize');
  const key = sha256(JSON.stringify(entry), pinnedSum(entry.folder, entry.module, entry.version), usesKustomize ? programSourceKey('kustomize') : '', ...code);
  return join(cacheRoot(), 'charts', `${entry.name}-${entry.version}-${key.slice(0, 16)}`);
}

function readStaged(entry: CatalogEntry, folder: string): StagedChart[] | undefined {
  if (!existsSync(join(folder, 'index.json'))) return undefined;
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Index;
  const version = entry.version.replace(/^v/, '');
  const staged = index.parts.map((part) => ({ ...part, dir: join(folder, part.name), version, entry }));
  if (staged.every((chart) => existsSync(chart.dir) && digestOf(readTree(chart.dir)) === chart.digest)) return staged;
  rmSync(folder, { recursive: true, force: true }); // somebody changed the cache by hand
  return undefined;
}

function write(folder: string, charts: readonly ChartFiles[]): void {
  const temporary = temporaryBeside(folder);
  for (const chart of charts) {
    for (const file of chart.files) {
      const path = join(temporary, chart.name, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.bytes);
    }
  }
  const parts = charts.map((chart) => ({ name: chart.name, digest: digestOf(chart.files), ...(chart.recordBytes !== undefined && { recordBytes: chart.recordBytes }) }));
  writeFileSync(join(temporary, 'index.json'), JSON.stringify({ parts } satisfies Index));
  placeFolder(temporary, folder);
}
