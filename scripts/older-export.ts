/** A hint for those who changed the catalog and forgot to export again. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { shown } from './paths.ts';

/**
 * Says on stderr when a file of the catalog is newer than the export. Times say nothing for certain, so this is a hint and no finding.
 * @param objects folder that `ndc export` wrote
 * @param files files of the catalog, relative to the roots
 */
export function warnIfOlder(objects: string, roots: readonly string[], files: readonly string[]): void {
  const time = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const exported = time(join(objects, 'index.json'));
  if (exported === 0) return;
  const newer = roots.flatMap((root) => files.map((file) => join(root, file))).find((path) => time(path) > exported);
  if (newer) process.stderr.write(`ndc: ${shown(newer)} is newer than the export; if it changed, run npx ndc synth and npx ndc export first\n`);
}
