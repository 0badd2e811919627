/** `ndc rehearse`: applies the estate to real control planes on this machine, then behaves like an attacker and like a tenant. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { BaseError, baseOutput } from '../../delivery/base.ts';
import { processFolder } from '../../lab/leftovers.ts';
import { ExportError, readExport, type Exported } from '../../review/read.ts';
import type { Estate } from '../../rehearsal/cluster.ts';
import { chooseEngine, engineWishes, findTerraform, type EngineWish } from '../../rehearsal/engine-choice.ts';
import { rehearse, rehearsalPrefix, type RehearsalOptions } from '../../rehearsal/rehearse.ts';
import { runningLab } from '../../rehearsal/running-lab.ts';
import { formatRehearsal } from '../../rehearsal/text.ts';
import { ensureExport } from '../ensure-export.ts';
import { loadChecked, soundEstate } from '../load-estate.ts';
import { warnIfOlder } from '../older-export.ts';
import { catalogRoots, defaults, whereIn } from '../paths.ts';
import { collect, CommandError, exit, printJson, printLine, Progress, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface RehearseOptions extends CommonOptions {
  readonly catalog?: string[];
  readonly objects: string;
  readonly synthesized: string;
  readonly engine: EngineWish;
  readonly cluster?: string[];
  readonly tenant?: string;
  readonly base?: string;
  readonly lab?: string | true;
  readonly kubeconfig?: string;
  readonly auditLog?: string;
  readonly identities: 'runner' | 'stacks';
  readonly keep?: boolean;
}

export function rehearseCommand(): Command {
  return withCommonOptions(new Command('rehearse'))
    .description('apply the estate to a real control plane of its own for each cluster, and probe it as tenants, as the platform and as attackers; exit 1: something was refused or a probe failed')
    .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
    .option('--objects <dir>', 'folder that `ndc export` wrote', defaults.objects)
    .option('--synthesized <dir>', 'folder that `ndc synth` wrote, for Terraform', defaults.synthesized)
    .addOption(new Option('--engine <engine>', 'how objects go to the server; auto: terraform for one tenant on one cluster where its providers can be had').choices(engineWishes).default('auto'))
    .option('--cluster <id>', 'only this cluster; may be given several times', collect)
    .option('--tenant <id>', 'only the stacks of this tenant and what they stand on')
    .option('--base <ref>', 'apply this revision first, then the change: what is replaced, deleted and forbidden')
    .addOption(new Option('--identities <whose>', 'who applies: the runner, or each stack as an identity that may touch its own objects alone').choices(['runner', 'stacks']).default('runner'))
    .addOption(new Option('--lab [name]', 'use a lab of `ndc lab up`, whose objects stay there; without it, each cluster gets a control plane of its own').conflicts(['kubeconfig', 'auditLog', 'keep']))
    .addOption(new Option('--kubeconfig <file>', 'use a control plane of this machine that something else started').conflicts('keep'))
    .option('--audit-log <file>', 'its audit log')
    .option('--keep', 'leave the control planes running until Ctrl-C')
    .action(async (options: RehearseOptions) => {
      const progress = new Progress();
      const running = await runningLab(options, (note) => process.stderr.write(`${note}\n`));
      const roots = catalogRoots(options.catalog);
      await ensureExport(roots, options.objects, progress);
      progress.step('reading the catalog and the export');
      const estate = readEstate(roots, options.objects);
      const stop = new AbortController();
      const unhook = onInterrupt(stop);
      const folder = processFolder(rehearsalPrefix);
      try {
        const engine = await engineOf({ ...options, ...running }, roots, join(folder, 'providers'), stop.signal);
        const base = options.base === undefined ? {} : { base: await readBase(options.base) };
        const result = await rehearse({ ...estate, ...base }, {
          engine,
          ...(options.cluster ? { clusters: options.cluster } : {}),
          ...(options.tenant === undefined ? {} : { tenant: options.tenant }),
          ...running, ownIdentities: options.identities === 'stacks',
          ...(options.keep ? { keep: true, onKept: (id: string, file: string) => process.stderr.write(`${id}: KUBECONFIG=${file}\n`) } : {}),
          onStep: (text) => progress.step(text),
          onProgress: (text) => progress.update(text),
          onCluster: ({ id, objects, rejected, probes }) => progress.step(`${id}: ${objects} objects, ${rejected} rejected, ${probes.passed} probes passed, ${probes.failed} failed`),
          signal: stop.signal,
        });
        progress.done();
        if (options.format === 'json') printJson(result);
        else printLine(formatRehearsal(result, { language: options.lang, where: whereIn(roots) }));
        process.exitCode = result.ok ? exit.ok : exit.findings;
      } catch (error) {
        progress.done();
        if (!stop.signal.aborted) throw error;
        throw new CommandError('the rehearsal was interrupted; its control planes are stopped and gone');
      } finally {
        unhook();
        rmSync(folder, { recursive: true, force: true });
      }
    });
}

/** The engine as `--engine` and what is rehearsed say it. */
async function engineOf(options: RehearseOptions, roots: readonly string[], folder: string, signal: AbortSignal): Promise<NonNullable<RehearsalOptions['engine']>> {
  const { synthesized, tenant, cluster, base, kubeconfig } = options;
  const scope = { tenant: tenant !== undefined, clusters: cluster?.length ?? 0, base: base !== undefined, runningLab: kubeconfig !== undefined };
  const choice = await chooseEngine(options.engine, scope, () => findTerraform({ synthesized, folder, signal }));
  if (choice.engine === 'apply') return { reason: choice.reason };
  const { host, charts } = soundEstate(loadChecked(roots)).platform.registry;
  return { reason: choice.reason, terraform: { ...choice.terraform, synthesized, registry: { host, charts } } };
}

/** What a rehearsal reads. @throws CommandError when the catalog has errors or there is no export */
export function readEstate(roots: readonly string[], objects: string): Estate {
  const checked = loadChecked(roots);
  const { domains, registry } = soundEstate(checked).platform;
  warnIfOlder(objects, roots, checked.catalog.files);
  return { exported: readObjects(objects), catalog: checked.catalog, domain: domains.label, imagePrefix: `${registry.host}/${registry.images}` };
}

async function readBase(ref: string): Promise<NonNullable<Estate['base']>> {
  const { commit, objects, out } = await baseOutput(ref).catch((error: unknown) => {
    throw error instanceof BaseError ? new CommandError(error.message, error.hint) : error;
  });
  return { commit, exported: readObjects(objects), synthesized: out };
}

function readObjects(folder: string): Exported {
  try {
    return readExport(folder);
  } catch (error) {
    if (error instanceof ExportError) throw new CommandError(error.message, error.hint);
    throw error;
  }
}

/** The first signal stops in order, a second one at once. */
function onInterrupt(stop: AbortController): () => void {
  const ask = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error('interrupted'));
  };
  process.on('SIGINT', ask).on('SIGTERM', ask);
  return () => void process.off('SIGINT', ask).off('SIGTERM', ask);
}
