import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import type { TreeFile } from './cache.ts';
import type { CatalogEntry, Edit } from './catalog.ts';
import { crdCharts } from './crds.ts';
import { manifestChart, parseManifests, file, type Manifest } from './manifest.ts';
import type { ModuleFiles } from './modules.ts';
import { ensureProgram } from './programs.ts';

/** A chart in memory, ready to be written. */
export interface ChartFiles {
  readonly name: string;
  readonly files: readonly TreeFile[];
  /** Only for charts of CRDs, whose rendering needs no values. */
  readonly recordBytes?: number;
}

/**
 * Makes the charts of a catalogue entry from its module's files. A pure function of both (kustomize reads nothing
 * else), so every machine makes the same bytes.
 * @throws Error when the upstream no longer has what the entry or one of its edits names
 */
export async function chartsOf(entry: CatalogEntry, module: ModuleFiles): Promise<readonly ChartFiles[]> {
  if (entry.kind === 'crds') return crdCharts(entry, await definitions(entry, module));
  if (entry.kind === 'manifest') return [{ name: entry.name, files: manifestChart(entry, one(entry, module).toString()) }];
  return [{ name: entry.name, files: await editedChart(entry, module) }];
}

function one(entry: CatalogEntry, module: ModuleFiles): Buffer {
  const [path, ...more] = entry.paths;
  if (path === undefined || more.length > 0) throw new Error(`${entry.name}: a ${entry.kind} has exactly one path`);
  return module.read(path);
}

async function definitions(entry: CatalogEntry, module: ModuleFiles): Promise<Manifest[]> {
  const objects: Manifest[] = [];
  if (entry.kustomize !== undefined) objects.push(...parseManifests(await kustomize(module, entry.kustomize), entry.name));
  for (const path of entry.paths) {
    const found = module.paths.filter((name) => (name === path || name.startsWith(`${path}/`)) && /\.ya?ml$/.test(name) && !name.endsWith('kustomization.yaml'));
    if (found.length === 0) throw new Error(`${entry.name}: ${entry.module} ${entry.version} has no ${path}`);
    for (const name of found) objects.push(...parseManifests(module.read(name).toString(), name));
  }
  return objects.filter((object) => entry.kinds.includes(object.kind));
}

/** Builds a kustomization of the module; it may read the folder it lies in and that folder's neighbours. */
async function kustomize(module: ModuleFiles, folder: string): Promise<string> {
  const program = await ensureProgram('kustomize');
  const root = mkdtempSync(join(tmpdir(), 'ndc-kustomize-'));
  try {
    for (const path of module.paths.filter((name) => name.startsWith(`${dirname(folder)}/`))) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), module.read(path));
    }
    const { stdout } = await promisify(execFile)(program, ['build', join(root, folder)], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function editedChart(entry: CatalogEntry, module: ModuleFiles): Promise<TreeFile[]> {
  const [root] = entry.paths;
  const files = new Map<string, Buffer>();
  take(entry, module, root ?? '', '', files);
  for (const edit of entry.edits) await applyEdit(entry, module, edit, files);
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

function take(entry: CatalogEntry, module: ModuleFiles, from: string, to: string, files: Map<string, Buffer>): void {
  const found = module.paths.filter((name) => name.startsWith(`${from}/`));
  if (found.length === 0) throw new Error(`${entry.name}: ${entry.module} ${entry.version} has no folder ${from}`);
  for (const name of found) files.set(`${to}${name.slice(from.length + 1)}`, module.read(name));
}

async function applyEdit(entry: CatalogEntry, module: ModuleFiles, edit: Edit, files: Map<string, Buffer>): Promise<void> {
  const textOf = (path: string): string => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`${entry.name}: the edit "${edit.do}" names ${path}, which the chart does not have`);
    return bytes.toString();
  };
  if (edit.do === 'set') {
    const document = parseDocument(textOf(edit.file));
    document.setIn(edit.path, document.createNode(edit.to));
    files.set(edit.file, Buffer.from(document.toString({ lineWidth: 0 })));
  } else if (edit.do === 'replace') {
    const text = textOf(edit.file);
    if (!text.includes(edit.from)) throw new Error(`${entry.name}: ${edit.file} does not hold "${edit.from}"`);
    files.set(edit.file, Buffer.from(text.replaceAll(edit.from, edit.to)));
  } else if (edit.do === 'rename') {
    files.set(edit.to, Buffer.from(textOf(edit.file)));
    files.delete(edit.file);
  } else if (edit.do === 'copy') take(entry, module, edit.from, `${edit.to}/`, files);
  else if (edit.do === 'remove') {
    const gone = [...files.keys()].filter((path) => path === edit.file || path.startsWith(`${edit.file}/`));
    if (gone.length === 0) throw new Error(`${entry.name}: there is no ${edit.file} to remove`);
    for (const path of gone) files.delete(path);
  } else if (edit.do === 'kustomize') {
    const documents = (await kustomize(module, edit.folder)).split(/^---\n/m);
    const wanted = documents.filter((text) => !edit.without.includes(/^kind: (\w+)$/m.exec(text)?.[1] ?? ''));
    files.set(edit.to, file(edit.to, wanted.join('---\n')).bytes as Buffer);
  } else throw new Error(`${entry.name}: the edit "${edit.do}" is not for charts`);
}
