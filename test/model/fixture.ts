/** A small, sound catalog for table tests: written to a temporary folder and loaded by the real loader, with the changes a test asks for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { reporter, type AnyCheck } from '../../model/checks/check.ts';
import { buildEstate } from '../../model/estate.ts';
import { compareFindings, type Finding } from '../../model/finding.ts';
import { loadCatalog, type Catalog } from '../../model/load/catalog.ts';
import type { Memo } from '../../model/load/memo.ts';
import { kindOfPath } from '../../model/schema/kinds.ts';
import { clusters, sites } from './fixture-places.ts';
import { single } from './fixture-single.ts';
import { tenants } from './fixture-tenants.ts';

/** What stands in each file; text is written as it is. */
export type Files = Readonly<Record<string, unknown>>;

export const files: Files = { ...single, ...sites, ...clusters, ...tenants };

/**
 * Changes of files: a function edits a copy of the data, `null` removes the file, anything else replaces it.
 * Numbers and texts are written with the modeline of the file's kind.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- each file has its own shape, and tests break it on purpose
export type Changes = Readonly<Record<string, ((data: any) => unknown) | object | string | null>>;

/** The files after the changes. An edit that returns nothing has changed its argument. */
export function changed(changes: Changes): Record<string, unknown> {
  // By way of text, so that no two places of the copy are one object.
  const result = JSON.parse(JSON.stringify(files)) as Record<string, unknown>;
  for (const [file, change] of Object.entries(changes)) {
    if (change === null) {
      delete result[file];
    } else if (typeof change === 'function') {
      if (!(file in result)) throw new Error(`the fixture has no ${file}`);
      result[file] = change(result[file]) ?? result[file];
    } else {
      result[file] = change;
    }
  }
  return result;
}

/** Calls back with a folder that holds the files, and removes it afterwards. */
export function inFolder<T>(content: Files, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-catalog-'));
  try {
    writeFiles(folder, content);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFiles(folder: string, content: Files): void {
  for (const [file, data] of Object.entries(content)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof data === 'string' || data instanceof Uint8Array ? data : toText(file, data));
  }
}

function toText(file: string, data: unknown): string {
  if (file.endsWith('.json')) return `${JSON.stringify(data, null, 2)}\n`;
  const up = '../'.repeat(file.split('/').length);
  return `# yaml-language-server: $schema=${up}docs/schema/${kindOfPath(file)?.info.kind ?? 'unknown'}.schema.json\n${stringify(data, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

/** The unchanged files, written once for each process; tests put their changes on top and take them off again. */
let base: string | undefined;
/** Files that no test changed are parsed once for each process. */
const sound = new Map<string, unknown>();
export const memo: Memo = { recall: (kind, text) => sound.get(`${kind} ${text}`), remember: (kind, text, value) => void sound.set(`${kind} ${text}`, value), place: (_kind, _text, _name, find) => find() };

function baseFolder(): string {
  if (base === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-fixture-'));
    writeFiles(folder, files);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    base = folder;
  }
  return base;
}

/** Loads the fixture with changes. */
export function loadFixture(changes: Changes = {}): Catalog {
  const folder = baseFolder();
  const content = changed(changes);
  try {
    for (const file of Object.keys(changes)) {
      if (file in content) writeFiles(folder, { [file]: content[file] });
      else rmSync(join(folder, file), { force: true });
    }
    return loadCatalog([folder], memo);
  } finally {
    for (const file of Object.keys(changes)) {
      if (file in files) writeFiles(folder, { [file]: files[file] });
      else rmSync(join(folder, file), { force: true });
    }
  }
}

export interface RunOptions {
  readonly asOf?: string;
  readonly today?: string;
}

/** Findings of one check on the fixture with changes, sorted. Fails when the changed catalog does not load. */
export function findingsOf(check: AnyCheck, changes: Changes = {}, { asOf, today }: RunOptions = {}): Finding[] {
  const catalog = loadFixture(changes);
  if (catalog.findings.length > 0) throw new Error(`the fixture does not load: ${catalog.findings.map((finding) => `${finding.file} ${finding.path} ${finding.message.en}`).join('; ')}`);
  const context = { catalog, report: reporter(catalog, check), ...(today === undefined ? {} : { today }) };
  if (check.reads === 'catalog') return check.run(context).sort(compareFindings);
  const estate = buildEstate(catalog, asOf);
  if (!estate) throw new Error('the fixture has no estate');
  return check.run({ ...context, estate }).sort(compareFindings);
}

/** Findings in one line each: `error fail file path: message (hint)`, for exact comparison. */
export function linesOf(check: AnyCheck, changes: Changes = {}, options: RunOptions = {}): string[] {
  return findingsOf(check, changes, options).map(line);
}

export function line({ severity, status, file, path, message, hint }: Finding): string {
  return `${severity} ${status} ${file}${path === '' ? '' : ` ${path}`}: ${message.en} (${hint.en})`;
}
