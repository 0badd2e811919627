/** `npm start`: the main job on the catalog of this repository, with one shared cluster rehearsed on a real API server, ended by a table of what it found and where it lies. */
import './runtime.js';
import { exportObjects } from '../export/export.ts';
import { flowSummary } from '../flows/summary.ts';
import { LabError } from '../lab/errors.ts';
import { titles } from '../model/checks/codes.ts';
import { formatSarif } from '../model/format/sarif.ts';
import { rehearse, type RehearsalResult } from '../rehearsal/rehearse.ts';
import { formatRehearsal } from '../rehearsal/text.ts';
import { writePack } from '../review/pack.ts';
import { readExport, type Exported } from '../review/read.ts';
import { buildReview } from '../review/review.ts';
import { revisionOf } from '../review/revision.ts';
import { synthesize } from '../synth/synthesize.ts';
import { ToolError } from '../tools/errors.ts';
import { loadChecked, soundEstate, type CheckedCatalog } from './load-estate.ts';
import { defaultCatalog, defaults, shown, version } from './paths.ts';
import { readFlows } from './read-flows.ts';
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
  const { catalog, findings, counts } = checked;
  const exported = readExport(objects.out);
  progress.step('evaluating network policies');
  const flows = flowSummary(estate, readFlows(estate, exported), catalog.locate);
  progress.step('writing the review');
  const review = buildReview({ catalog, estate, findings, current: exported, revision: revisionOf(roots), flows });
  writePack(review, { out: defaults.review, language: 'en', roots, sarif: formatSarif(findings, { lang: 'en', titles, version, where: (file) => `catalog/${file}` }) });
  const rehearsed = await rehearseShared(checked, exported);
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
    ...('clusters' in rehearsed ? rehearsed.clusters.flatMap(({ id, objects: applied, rejected, probes }) => [
      [`rehearsed on ${id}: objects`, String(applied)], ['rehearsed: rejected', String(rejected)], ['rehearsed: probes passed', String(probes.passed)], ['rehearsed: probes failed', String(probes.failed)],
    ]) : []),
    ['seconds', ((performance.now() - started) / 1000).toFixed(1)],
  ]));
  printLine();
  printLine(`Terraform JSON       ${shown(synth.out)}/`);
  printLine(`Kubernetes objects   ${shown(objects.out)}/`);
  printLine(`Review, for people   ${defaults.review}/index.html  (vi, en; also review.md, review.json, review.sarif)`);
  if ('reason' in rehearsed) printLine(`\nNot rehearsed: ${rehearsed.reason}`);
  else if (!rehearsed.ok) {
    printLine(`\n${formatRehearsal(rehearsed, { language: 'en', where: (file) => `catalog/${file}` })}`);
    process.exitCode = exit.findings;
  } else printLine('\nOne shared cluster was rehearsed; npx ndc rehearse does all of them.');
  for (const { stack, release, reason } of objects.refused) {
    printLine(`\n${stack}: ${release}: its chart refuses its values: ${reason}`);
    process.exitCode = exit.findings;
  }
  if (objects.unrendered > 0) printLine(`\n${objects.unrendered} releases could not be rendered here, so their objects are unknown, not absent: the review says why.`);
}

/** The shared cluster with the fewest objects. What this machine lacks is told, and no reason to lose the rest. */
async function rehearseShared(checked: CheckedCatalog, exported: Exported): Promise<RehearsalResult | { readonly reason: string }> {
  const { platform: { domains, registry }, clusters } = soundEstate(checked);
  const size = (id: string) => exported.stacks.filter(({ targetCluster }) => targetCluster === id).reduce((sum, stack) => sum + stack.objects.length, 0);
  const [smallest] = [...clusters.values()].filter(({ data }) => data.role === 'shared').map(({ id }) => id).sort((a, b) => size(a) - size(b));
  if (smallest === undefined) return { reason: 'the catalog has no shared cluster' };
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await rehearse({ exported, catalog: checked.catalog, domain: domains.label, imagePrefix: `${registry.host}/${registry.images}` }, {
      clusters: [smallest], onStep: (text) => progress.step(text), onProgress: (text) => progress.update(text), signal: stop.signal,
    });
  } catch (error) {
    if (error instanceof ToolError || error instanceof LabError) return { reason: error.message };
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
