/** A small estate from the real catalog, folders for output, and what they hold. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { CatalogCopy } from '../stacks/support.ts';

/** Systems that are left: together they have every kind of stack, level 4 at two sites, buckets, entries and an exchange. */
const kept: Readonly<Record<string, readonly string[]>> = { hue: ['analytics', 'procedure'], moh: ['health', 'procedure'], most: ['ndxp'] };
const keptClusters = /^(ndc-1-(management|vault|shared-[12])|region-south-(management|vault|shared-1)|region-central-(management|shared-1))$/;

/** The real catalog with a few of its clusters, tenants and grants. */
export function smallCatalog(): CatalogCopy {
  const copy = new CatalogCopy();
  for (const file of readdirSync(join(copy.folder, 'clusters'))) if (!keptClusters.test(file.replace('.yaml', ''))) copy.remove(`clusters/${file}`);
  for (const tenant of readdirSync(join(copy.folder, 'tenants'))) if (!(tenant in kept)) copy.remove(`tenants/${tenant}`);
  for (const file of readdirSync(join(copy.folder, 'grants'))) {
    const systems = kept[file.replace('.yaml', '')];
    if (!systems) copy.remove(`grants/${file}`);
    else copy.edit(`grants/${file}`, (data: { systems: { system: string }[] }) => Object.assign(data, { systems: data.systems.filter(({ system }) => systems.includes(system)) }));
  }
  return copy;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ndc-synth-'));
}

export function remove(...folders: readonly string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** Content of every file below a folder, by path. */
export function filesOf(folder: string, below = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) for (const [file, text] of filesOf(folder, path)) found.set(file, text);
    else found.set(path, readFileSync(join(folder, path), 'utf8'));
  }
  return found;
}

/** JSON files parsed, others as text. */
export function parsed(files: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries([...files].map(([file, text]) => [file, file.endsWith('.json') ? JSON.parse(text) as unknown : text]));
}

/** The largest plan of each kind. */
export function oneOfEachKind(plans: readonly AnyStackPlan[]): AnyStackPlan[] {
  const largest = new Map<string, AnyStackPlan>();
  const size = (plan: AnyStackPlan) => JSON.stringify(plan).length;
  for (const plan of plans) {
    const known = largest.get(plan.kind);
    if (!known || size(known) < size(plan)) largest.set(plan.kind, plan);
  }
  return [...largest.values()];
}
