/** `ndc providers lock`: the lock file of the Terraform providers. */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { engineNames, lockPlatforms, lockProviders, ProviderLockError, type EngineName } from '../../delivery/providers.ts';
import { loadChecked } from '../load-estate.ts';
import { catalogRoots, projectRoot, shown } from '../paths.ts';
import { collect, CommandError, printJson, printLine, Progress, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface LockCommandOptions extends CommonOptions {
  readonly catalog?: string[];
  readonly engine?: EngineName;
  readonly platform?: string[];
  readonly out?: string;
}

const about = `
Asks the registry that catalog/lock.yaml names for the pinned providers, checks that each has checksums the registry signed, and writes
providers/.terraform.lock.hcl. Commit the file: synth copies it into every stack. Mirrors and local folders of providers are not read, because
what lies there is not signed. See docs/providers.md for how the file is used by Terraform and by OpenTofu.`;

export function providersCommand(): Command {
  const lock = withCommonOptions(new Command('lock'))
    .description('make the lock file of the pinned Terraform providers from their registry')
    .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
    .addOption(new Option('--engine <engine>', 'program that asks the registry (default: the first on PATH)').choices([...engineNames]))
    .option('--platform <os_arch>', `platform to lock for; may be given several times (default: ${lockPlatforms.join(', ')})`, collect)
    .option('--out <file>', 'file to write (default: providers/.terraform.lock.hcl of the project)')
    .addHelpText('after', about)
    .action(async (options: LockCommandOptions) => {
      const progress = new Progress();
      // The pins are all that counts here: findings elsewhere in the catalog do not matter.
      const { estate } = loadChecked(catalogRoots(options.catalog));
      if (!estate) throw new CommandError('the catalog cannot be used', 'run `npx ndc check`');
      const result = await lockProviders({
        providers: estate.lock.providers,
        target: options.out ?? join(projectRoot, 'providers', '.terraform.lock.hcl'),
        onStep: (text) => progress.step(text),
        ...(options.engine === undefined ? {} : { engine: options.engine }),
        ...(options.platform === undefined ? {} : { platforms: options.platform }),
      }).catch((error: unknown) => {
        progress.done();
        throw error instanceof ProviderLockError ? new CommandError(error.message, error.hint) : error;
      });
      progress.done();
      if (options.format === 'json') printJson({ ok: true, ...result });
      else {
        for (const { source, version, hashes } of result.providers) printLine(`${source} ${version}: ${hashes.length} checksums`);
        printLine(result.changed ? `wrote ${shown(result.file)}: commit it` : `${shown(result.file)} is up to date`);
      }
    });
  return new Command('providers').description('Terraform providers that the stacks use').addCommand(lock);
}
