/** `ndc review`: the first page a reviewer reads, for people and for programs. */
import { Command } from 'commander';
import { resolve } from 'node:path';
import { BaseError, baseOutput } from '../../delivery/base.ts';
import { PolicyError } from '../../flows/decode.ts';
import { flowSummary } from '../../flows/summary.ts';
import { titles } from '../../model/checks/codes.ts';
import { formatSarif } from '../../model/format/sarif.ts';
import { writePack } from '../../review/pack.ts';
import { ExportError, readExport, type Exported } from '../../review/read.ts';
import { buildReview, type ReviewInput } from '../../review/review.ts';
import { revisionOf } from '../../review/revision.ts';
import { compareSettings } from '../../review/settings.ts';
import { formatReviewText } from '../../review/text.ts';
import { ensureExport } from '../ensure-export.ts';
import { loadChecked } from '../load-estate.ts';
import { warnIfOlder } from '../older-export.ts';
import { readFlows } from '../read-flows.ts';
import { catalogRoots, defaults, shown, version, whereIn } from '../paths.ts';
import { collect, CommandError, dayArgument, exit, printJson, printLine, Progress, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface ReviewOptions extends CommonOptions {
  readonly catalog?: string[];
  readonly objects: string;
  readonly synthesized: string;
  readonly base?: string;
  readonly out: string;
  readonly asOf?: string;
  readonly strict?: boolean;
}

export function reviewCommand(): Command {
  return withCommonOptions(new Command('review'))
    .description('write the review pack: what the estate holds, what is wrong or unknown, what changes against a base')
    .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
    .option('--objects <dir>', 'folder that `ndc export` wrote', defaults.objects)
    .option('--synthesized <dir>', 'folder that `ndc synth` wrote, to compare the stacks\' settings', defaults.synthesized)
    .option('--base <ref>', 'show what changes against this revision')
    .option('--as-of <date>', 'day the catalog is looked at', dayArgument)
    .option('--out <dir>', 'folder of the pack', defaults.review)
    .option('--strict', 'warnings fail too')
    .action(async (options: ReviewOptions) => {
      const progress = new Progress();
      const roots = catalogRoots(options.catalog);
      await ensureExport(roots, options.objects, progress);
      const current = read(options.objects);
      const base = options.base === undefined ? undefined : await readBase(options.base, options.synthesized, current);
      progress.step('checking the catalog');
      const { catalog, estate, findings } = loadChecked(roots, { asOf: options.asOf });
      warnIfOlder(options.objects, roots, catalog.files);
      progress.step('evaluating network policies');
      // Nothing is proven against a catalog that contradicts itself.
      const sound = findings.some(({ severity }) => severity === 'error') ? undefined : estate;
      const flows = sound && exportErrors(() => flowSummary(sound, readFlows(sound, current), catalog.locate));
      progress.step(base ? 'comparing with the base' : 'writing the pack');
      const review = exportErrors(() => buildReview({ catalog, estate, findings, current, revision: revisionOf(roots), ...(flows ? { flows } : {}), ...base }));
      const out = resolve(options.out);
      writePack(review, { out, language: options.lang, roots, sarif: formatSarif(findings, { lang: options.lang, titles, version, where: whereIn(roots) }) });
      progress.done();
      if (options.format === 'json') printJson({ ...review, pack: { ...review.pack, out } });
      else printLine(formatReviewText(review, { language: options.lang, page: shown(`${out}/index.html`) }));
      if (!review.ok || (options.strict && findings.some(({ severity }) => severity === 'warning'))) process.exitCode = exit.findings;
    });
}

async function readBase(ref: string, synthesized: string, current: Exported): Promise<Pick<ReviewInput, 'base' | 'settings'>> {
  const { commit, objects, out } = await baseOutput(ref).catch((error: unknown) => {
    throw error instanceof BaseError ? new CommandError(error.message, error.hint) : error;
  });
  const exported = read(objects);
  const unrendered = new Set([...exported.stacks, ...current.stacks].flatMap((stack) => stack.unrendered.map(({ release }) => `${stack.id} ${release}`)));
  const settings = compareSettings(out, synthesized, (stack, release) => !unrendered.has(`${stack} ${release}`));
  return { base: { ref, commit, modified: false, exported }, ...(settings ? { settings } : {}) };
}

function read(folder: string): Exported {
  return exportErrors(() => readExport(folder));
}

function exportErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExportError) throw new CommandError(error.message, error.hint);
    if (error instanceof PolicyError) throw new CommandError(error.message, 'a policy that cannot be read cannot be proven: mend the template or catalog line that makes it');
    throw error;
  }
}
