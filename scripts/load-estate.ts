/** The estate for commands that build from it; stops at a catalog with errors. */
import { buildEstate, type Estate } from '../model/estate.ts';
import { checkLoaded } from '../model/check.ts';
import { loadCatalog } from '../model/load/catalog.ts';
import { CommandError } from './terminal.ts';

/** @throws CommandError when the catalog has errors: nothing is built from a contradiction */
export function loadSoundEstate(roots: readonly string[], asOf?: string): Estate {
  const catalog = loadCatalog(roots);
  const estate = buildEstate(catalog, asOf);
  const { findings } = checkLoaded(catalog, estate, asOf === undefined ? {} : { asOf });
  const errors = findings.filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (first) throw new CommandError(`the catalog has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; the first: ${first.file}:${first.line}:${first.column} ${first.code}: ${first.message.en}`, 'run `npx ndc check` and mend them');
  if (!estate) throw new CommandError('the catalog cannot be used', 'run `npx ndc check`');
  return estate;
}
