/** For commands that read the export: where none was written yet, it is made first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaults } from './paths.ts';
import { loadSoundEstate } from './load-estate.ts';
import type { Progress } from './terminal.ts';

/**
 * Builds the stacks and writes their objects when the default folders hold none. Folders that were named are taken as they are, and so is an earlier
 * output, whatever its age.
 * @throws CommandError when the catalog has errors
 */
export async function ensureExport(roots: readonly string[], objects: string, progress: Progress): Promise<void> {
  if (objects !== defaults.objects || existsSync(join(objects, 'index.json'))) return;
  const [{ synthesize }, { exportObjects }] = await Promise.all([import('../synth/synthesize.ts'), import('../export/export.ts')]);
  if (!existsSync(join(defaults.synthesized, 'stacks.json'))) {
    progress.step(`${objects} holds no export yet: building the stacks first`);
    await synthesize({ loadEstate: () => loadSoundEstate(roots), out: defaults.synthesized, onProgress: (done, all) => progress.update(`building stacks ${done}/${all}`) });
  }
  progress.step(`writing the objects of the stacks to ${objects}`);
  await exportObjects({ synthesized: defaults.synthesized, out: objects, onStep: (text) => progress.step(text), onProgress: (done, all) => progress.update(`writing objects of ${done}/${all} stacks`) });
}
