/** `ndc export`: every Kubernetes object that the synthesized stacks would create. */
import { Command } from 'commander';
import { exportObjects, NothingSynthesized } from '../../export/export.ts';
import { defaults, shown } from '../paths.ts';
import { CommandError, exit, printJson, printLine, Progress, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface ExportCommandOptions extends CommonOptions {
  readonly synthesized: string;
  readonly out: string;
}

export function exportCommand(): Command {
  return withCommonOptions(new Command('export'))
    .description('write every Kubernetes object of the synthesized stacks, one a file')
    .option('--synthesized <dir>', 'folder that `ndc synth` wrote', defaults.synthesized)
    .option('--out <dir>', 'output folder', defaults.objects)
    .action(async (options: ExportCommandOptions) => {
      const progress = new Progress();
      const result = await exportObjects({
        synthesized: options.synthesized,
        out: options.out,
        onStep: (text) => progress.step(text),
        onProgress: (done, all) => progress.update(`writing objects of ${done}/${all} stacks`),
      }).catch((error: unknown) => {
        if (error instanceof NothingSynthesized) throw new CommandError(error.message, 'run `npx ndc synth` first');
        throw error;
      });
      progress.done();
      for (const { stack, release, reason } of result.refused) process.stderr.write(`${stack}: ${release}: its chart refuses its values: ${reason}\n`);
      if (result.refused.length > 0) process.exitCode = exit.findings;
      if (options.format === 'json') printJson(result);
      else {
        printLine(`${result.objects} objects of ${result.stacks} stacks: ${shown(result.out)}`);
        if (result.unrendered > 0) printLine(`${result.unrendered} releases could not be rendered, so their objects are unknown: see "unrendered" in ${shown(result.out)}/index.json`);
      }
    });
}
