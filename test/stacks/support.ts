/** The real catalog, planned without charts, and temporary copies of it. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { buildEstate, type Estate } from '../../model/estate.ts';
import { loadCatalog, type Catalog } from '../../model/load/catalog.ts';
import type { Memo } from '../../model/load/memo.ts';
import { planStacks } from '../../stacks/estate.ts';
import { planDigest, type AnyStackPlan, type PlanOf, type StackKind } from '../../stacks/any-plan.ts';
import { createPlanner, type Planner } from '../../stacks/planner.ts';

export const catalogFolder = join(import.meta.dirname, '../../catalog');

/** Charts that plans name. Their content is not the matter of these tests, so the paths are invented. */
export const chartNames = ['bucket', 'cilium-zones', 'cluster', 'cluster-backup', 'database', 'entry', 'guardrails', 'log-agents', 'node-pool', 'partner-egress', 'secret-store', 'vault', 'vault-alerts'] as const;
const chartPaths: ReadonlyMap<string, string> = new Map(chartNames.map((name) => [name, `../../charts/${name}-000000000000`]));

export function plannerOf(estate: Estate): Planner {
  return createPlanner(estate, chartPaths);
}

export interface Loaded {
  readonly catalog: Catalog;
  readonly estate: Estate;
  readonly plans: readonly AnyStackPlan[];
}

/** Copies differ in a file or two: the others need not be parsed again. */
const parsed = new Map<string, unknown>();
const memo: Memo = { recall: (kind, text) => parsed.get(`${kind} ${text}`), remember: (kind, text, value) => void parsed.set(`${kind} ${text}`, value), place: (_kind, _text, _name, find) => find() };

let real: Loaded | undefined;

/**
 * The catalog of a folder, or the real one, which is loaded once: nobody may change what this gives.
 * @throws Error when the catalog does not load without findings
 */
export function load(folder?: string): Loaded {
  if (folder === undefined) return (real ??= read(catalogFolder));
  return read(folder);
}

function read(folder: string): Loaded {
  const catalog = loadCatalog([folder], memo);
  const [finding] = catalog.findings;
  if (finding) throw new Error(`${finding.file} ${finding.path}: ${finding.message.en}`);
  const estate = buildEstate(catalog);
  if (!estate) throw new Error('the catalog has no estate');
  return { catalog, estate, plans: planStacks(plannerOf(estate)) };
}

export function ofKind<K extends StackKind>(plans: readonly AnyStackPlan[], kind: K): PlanOf<K>[] {
  return plans.filter((plan) => plan.kind === kind) as unknown as PlanOf<K>[];
}

/** The plan of an id. @throws Error when there is none */
export function planOf<K extends StackKind>(plans: readonly AnyStackPlan[], kind: K, id: string): PlanOf<K> {
  const found = ofKind(plans, kind).find((plan) => plan.id === id);
  if (!found) throw new Error(`no ${kind} stack ${id}`);
  return found;
}

/** What differs between two sets of plans, by stack id. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function difference(before: readonly AnyStackPlan[], after: readonly AnyStackPlan[]): Difference {
  const old = new Map(before.map((plan) => [plan.id, planDigest(plan)]));
  const fresh = new Map(after.map((plan) => [plan.id, planDigest(plan)]));
  return {
    added: [...fresh.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !fresh.has(id)),
    changed: [...fresh].filter(([id, digest]) => old.has(id) && old.get(id) !== digest).map(([id]) => id),
  };
}

/** A copy of the real catalog that a test may change, and that goes back to what it was. */
export class CatalogCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'ndc-catalog-'));
  readonly #touched = new Set<string>();

  constructor() {
    cpSync(catalogFolder, this.folder, { recursive: true });
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    this.#touched.add(file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Writes a file that is like another one, changed by `edit`. */
  derive(from: string, to: string, edit: (data: any) => void): void { // oxlint-disable-line typescript/no-explicit-any -- catalog files of every kind
    const text = readFileSync(join(this.folder, from), 'utf8');
    const data = parse(text) as unknown;
    edit(data);
    this.write(to, `${text.slice(0, text.indexOf('\n'))}\n${stringify(data, { aliasDuplicateObjects: false })}`);
  }

  edit(file: string, edit: (data: any) => void): void { // oxlint-disable-line typescript/no-explicit-any -- catalog files of every kind
    this.derive(file, file, edit);
  }

  /** Removes a file, or a folder with all it holds. */
  remove(path: string): void {
    this.#touched.add(path);
    rmSync(join(this.folder, path), { recursive: true });
  }

  load(): Loaded {
    return load(this.folder);
  }

  /** Takes back all changes. */
  restore(): void {
    for (const path of this.#touched) {
      rmSync(join(this.folder, path), { recursive: true, force: true });
      if (existsSync(join(catalogFolder, path))) cpSync(join(catalogFolder, path), join(this.folder, path), { recursive: true });
    }
    this.#touched.clear();
  }

  delete(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
