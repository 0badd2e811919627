/** `npm start`: the main job on the catalog of this repository, ended by a table of what it found and where it lies. */
import { exportObjects } from '../export/export.ts';
import { checkCatalog } from '../model/check.ts';
import { synthesize } from '../synth/synthesize.ts';
import { loadSoundEstate } from './load-estate.ts';
import { defaultCatalog, defaults, shown } from './paths.ts';
import { exit, printLine, Progress, table } from './terminal.ts';

const progress = new Progress();
const started = performance.now();

progress.step('checking the catalog');
const check = checkCatalog({ roots: [defaultCatalog], today: new Date().toISOString().slice(0, 10) });
const count = (severity: string) => check.findings.filter((finding) => finding.severity === severity).length;
if (!check.ok) {
  progress.done();
  printLine(`the catalog has ${count('error')} errors: run \`npx ndc check\``);
  process.exit(exit.findings);
}
const synth = await synthesize({
  loadEstate: () => loadSoundEstate([defaultCatalog]),
  out: defaults.synthesized,
  onStep: (text) => progress.step(text),
  onProgress: (done, all) => progress.update(`building stacks ${done}/${all}`),
});
const objects = await exportObjects({
  synthesized: synth.out,
  out: defaults.objects,
  onStep: (text) => progress.step(text),
  onProgress: (done, all) => progress.update(`writing objects of ${done}/${all} stacks`),
});
progress.done();
const { sites, clusters, tenants, systems, databases, agreements } = check.counts;
printLine(table([
  ['sites', String(sites)],
  ['clusters', String(clusters)],
  ['tenants', String(tenants)],
  ['systems', String(systems)],
  ['databases', String(databases)],
  ['agreements', String(agreements)],
  ['stacks', String(synth.stacks)],
  ['resources', String(synth.resources)],
  ['objects', String(objects.objects)],
  ['releases not rendered', String(objects.unrendered)],
  ['warnings', String(count('warning'))],
  ['notes', String(count('info'))],
  ['seconds', ((performance.now() - started) / 1000).toFixed(1)],
]));
printLine();
printLine(`Terraform JSON:      ${shown(synth.out)}`);
printLine(`Kubernetes objects:  ${shown(objects.out)}`);
