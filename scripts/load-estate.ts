/** The catalog, its estate and its findings for commands. */
import { join } from 'node:path';
import { checkLoaded, type CheckResult } from '../model/check.ts';
import { buildEstate, type Estate } from '../model/estate.ts';
import { loadCatalog, type Catalog } from '../model/load/catalog.ts';
import { openMemo, type FileMemo } from '../model/load/memo.ts';
import { isKnownSound, rememberSound, verdictKey } from '../model/verdict.ts';
import { cacheRoot } from '../tools/cache.ts';
import { CommandError } from './terminal.ts';

export interface CheckedCatalog extends CheckResult {
  readonly catalog: Catalog;
  /** Undefined when a file of which there must be one is missing or broken. */
  readonly estate: Estate | undefined;
}

/**
 * Loads and checks a catalog; files that were sound in an earlier run are remembered.
 * @param options `asOf`: day the catalog is looked at; `today`: the caller's day, for the warning that the catalog lags behind
 */
export function loadChecked(roots: readonly string[], options: { readonly asOf?: string | undefined; readonly today?: string } = {}): CheckedCatalog {
  const { asOf, today } = options;
  const { catalog, memo } = load(roots);
  const estate = buildEstate(catalog, asOf);
  const result = checkLoaded(catalog, estate, { ...(asOf === undefined ? {} : { asOf }), ...(today === undefined ? {} : { today }) });
  memo.save();
  if (result.ok) rememberSound(cacheFolder(), verdictKey(catalog, asOf));
  return { catalog, estate, ...result };
}

/**
 * The estate of a catalog without errors. One that was found so before, by this program and for this day, is not checked again.
 * @throws CommandError when the catalog has errors
 */
export function loadSoundEstate(roots: readonly string[], asOf?: string): Estate {
  return loadSound(roots, asOf).estate;
}

/** The same with the catalog, for places of values. */
export function loadSound(roots: readonly string[], asOf?: string): { readonly catalog: Catalog; readonly estate: Estate } {
  const { catalog, memo } = load(roots);
  memo.save();
  const estate = buildEstate(catalog, asOf);
  // What could not be loaded is in no verdict.
  const whole = !catalog.findings.some(({ severity }) => severity === 'error');
  if (estate && whole && isKnownSound(cacheFolder(), verdictKey(catalog, asOf))) return { catalog, estate };
  const checked = loadChecked(roots, { asOf });
  return { catalog: checked.catalog, estate: soundEstate(checked) };
}

const cacheFolder = () => join(cacheRoot(), 'catalog');

function load(roots: readonly string[]): { readonly catalog: Catalog; readonly memo: FileMemo } {
  const memo = openMemo(cacheFolder());
  return { catalog: loadCatalog(roots, memo), memo };
}

/** @throws CommandError when the catalog has errors: nothing is built from a contradiction */
export function soundEstate({ estate, findings }: CheckedCatalog): Estate {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (first) throw new CommandError(`the catalog has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; the first: ${first.file}:${first.line}:${first.column} ${first.code}: ${first.message.en}`, 'run `npx ndc check` and mend them');
  if (!estate) throw new CommandError('the catalog cannot be used', 'run `npx ndc check`');
  return estate;
}

/** The caller's day in the country's time zone, YYYY-MM-DD. */
export function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' }).format(new Date());
}
