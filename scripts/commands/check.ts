/** `ndc check`: holds the catalog against its schemas and cross-checks. */
import { Command } from 'commander';
import type { CheckResult } from '../../model/check.ts';
import { titles } from '../../model/checks/codes.ts';
import { formatJson } from '../../model/format/json.ts';
import { formatSarif } from '../../model/format/sarif.ts';
import { formatText } from '../../model/format/text.ts';
import { loadChecked, today } from '../load-estate.ts';
import { catalogRoots, version, whereIn } from '../paths.ts';
import { collect, dayArgument, exit, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface CheckOptions extends Omit<CommonOptions, 'format'> {
  readonly format: 'text' | 'json' | 'sarif';
  readonly catalog?: string[];
  readonly asOf?: string;
  readonly strict?: boolean;
}

export function checkCommand(): Command {
  return withCommonOptions(new Command('check'), ['text', 'json', 'sarif'])
    .description('hold the catalog against its schemas and cross-checks; exit 0: no error, 1: errors, 2: cannot run')
    .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
    .option('--as-of <date>', 'day the catalog is looked at, instead of its effectiveDate', dayArgument)
    .option('--strict', 'warnings fail too')
    .action((options: CheckOptions) => {
      const roots = catalogRoots(options.catalog);
      // The one place that reads the clock: to warn of a catalog that lags it. A day that is named needs no such warning.
      const result = loadChecked(roots, options.asOf === undefined ? { today: today() } : { asOf: options.asOf });
      process.stdout.write(render(result, roots, options));
      process.exitCode = failed(result, options.strict ?? false) ? exit.findings : exit.ok;
    });
}

function failed({ ok, findings }: CheckResult, strict: boolean): boolean {
  return !ok || (strict && findings.some(({ severity }) => severity === 'warning'));
}

function render(result: CheckResult, roots: readonly string[], { format, lang }: CheckOptions): string {
  const where = whereIn(roots);
  switch (format) {
    case 'json': return formatJson(result);
    case 'sarif': return formatSarif(result.findings, { lang, titles, where, version });
    case 'text': return formatText(result, { lang, where, colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined });
  }
}
