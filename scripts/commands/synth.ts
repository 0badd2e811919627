/** `ndc synth`: the Terraform JSON of the estate. */
import { Command } from 'commander';
import { baseOutput } from '../../delivery/base.ts';
import { catalogRoots, defaults, shown } from '../paths.ts';
import { collect, dayArgument, printJson, printLine, Progress, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface SynthOptions extends CommonOptions {
  readonly catalog?: string[];
  readonly asOf?: string;
  readonly only?: string;
  readonly base?: string;
  readonly out: string;
}

export function synthCommand(): Command {
  return withCommonOptions(new Command('synth'))
    .description('write the Terraform JSON of every stack')
    .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
    .option('--as-of <date>', 'day the catalog is looked at', dayArgument)
    .option('--only <glob>', 'only stacks whose id matches, e.g. "ndc-1-*--guardrails"')
    .option('--base <ref>', 'take stacks that are the same as in this revision from its cached output')
    .option('--out <dir>', 'output folder', defaults.synthesized)
    .action(async (options: SynthOptions) => {
      const progress = new Progress();
      const started = performance.now();
      const roots = catalogRoots(options.catalog);
      const [{ synthesize }, { loadSoundEstate }, base] = await Promise.all([
        import('../../synth/synthesize.ts'),
        import('../load-estate.ts'),
        options.base === undefined ? undefined : baseOutput(options.base),
      ]);
      const result = await synthesize({
        loadEstate: () => loadSoundEstate(roots, options.asOf),
        out: options.out,
        only: options.only,
        base: base?.out,
        onStep: (text) => progress.step(text),
        onProgress: (done, all) => progress.update(`building stacks ${done}/${all}`),
      });
      progress.done();
      const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
      const reuse = base === undefined ? {} : {
        base: base.commit,
        built: result.built,
        reused: { count: result.reused.length, stacks: result.reused, because: 'their plan and the program that builds them have the same digest as in the base, so their bytes are the same' },
      };
      if (options.format === 'json') printJson({ stacks: result.stacks, resources: result.resources, seconds, out: result.out, ...reuse });
      else {
        printLine(`${result.stacks} stacks with ${result.resources} resources in ${seconds} s: ${shown(result.out)}`);
        if (base) {
          printLine(`built ${result.built.length}${result.built.length > 0 && result.built.length <= 20 ? `: ${result.built.join(', ')}` : ''}`);
          printLine(`left ${result.reused.length} as in ${base.commit.slice(0, 12)}: same plan and same program, so the same bytes`);
        }
      }
    });
}
