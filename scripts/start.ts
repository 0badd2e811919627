/** `npm start`: the main job on the catalog of this repository, ended by a table of what it found and where it lies. */
import { exportObjects } from '../export/export.ts';
import { titles } from '../model/checks/codes.ts';
import { formatSarif } from '../model/format/sarif.ts';
import { writePack } from '../review/pack.ts';
import { readExport } from '../review/read.ts';
import { buildReview } from '../review/review.ts';
import { revisionOf } from '../review/revision.ts';
import { synthesize } from '../synth/synthesize.ts';
import { loadChecked, soundEstate } from './load-estate.ts';
import { defaultCatalog, defaults, shown, version } from './paths.ts';
import { CommandError, exit, printLine, Progress, table } from './terminal.ts';

const roots = [defaultCatalog];
const progress = new Progress();
const started = performance.now();
try {
  await main();
} catch (error) {
  progress.done();
  process.stderr.write(`ndc: ${(error as Error).message}\n${error instanceof CommandError && error.hint ? `     ${error.hint}\n` : ''}`);
  process.exitCode = error instanceof CommandError ? exit.findings : exit.failure;
}

async function main(): Promise<void> {
  progress.step('checking the catalog');
  const checked = loadChecked(roots);
  const estate = soundEstate(checked);
  const synth = await synthesize({
    loadEstate: () => estate,
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
  progress.step('writing the review');
  const { catalog, findings, counts } = checked;
  const review = buildReview({ catalog, estate, findings, current: readExport(objects.out), revision: revisionOf(roots) });
  writePack(review, { out: defaults.review, language: 'en', roots, sarif: formatSarif(findings, { lang: 'en', titles, version, where: (file) => `catalog/${file}` }) });
  progress.done();

  const count = (severity: string) => String(findings.filter((finding) => finding.severity === severity).length);
  printLine(table([
    ['sites', String(counts.sites)],
    ['clusters', String(counts.clusters)],
    ['tenants', String(counts.tenants)],
    ['systems', String(counts.systems)],
    ['databases', String(counts.databases)],
    ['agreements', String(counts.agreements)],
    ['stacks', String(synth.stacks)],
    ['resources', String(synth.resources)],
    ['objects', String(objects.objects)],
    ['releases not rendered', String(objects.unrendered)],
    ['findings: errors', count('error')],
    ['findings: warnings', count('warning')],
    ['findings: notes', count('info')],
    ['seconds', ((performance.now() - started) / 1000).toFixed(1)],
  ]));
  printLine();
  printLine(`Terraform JSON       ${shown(synth.out)}/`);
  printLine(`Kubernetes objects   ${shown(objects.out)}/`);
  printLine(`Review, for people   ${defaults.review}/index.html  (vi, en; also review.md, review.json, review.sarif)`);
  if (objects.unrendered > 0) printLine(`\n${objects.unrendered} releases could not be rendered here, so their objects are unknown, not absent: the review says why.`);
}
