/** A change on top of its base through Terraform or OpenTofu: the base's stacks are applied from its own output, then the change goes on with their states. */
import type { Exported, ExportedObject } from '../review/read.ts';
import type { Outcome } from './apply.ts';
import { heldBy } from './present.ts';
import { applyByTerraform, type TerraformOptions, type TerraformResult, type TerraformRun } from './terraform.ts';
import { refusals } from './terraform-verdicts.ts';
import { changesOf, key, keptByHelm, step, type Base } from './upgrade.ts';

export interface TerraformUpgradeOptions extends TerraformOptions {
  readonly current: Exported;
  readonly base: Base & {
    /** What `ndc synth` of the base wrote. */
    readonly synthesized: string;
  };
}

/**
 * Stacks that are gone are destroyed last, in the other direction of the graph. What was deleted and what stays is asked of the server; what is replaced, of the engine's plan.
 * @returns the run of the change, with refused deletions among its outcomes, and the summary
 * @throws RehearsalError as `applyByTerraform`
 */
export async function upgradeByTerraform({ base, current, ...options }: TerraformUpgradeOptions): Promise<TerraformRun & Required<Pick<TerraformRun, 'upgrade'>>> {
  const { client, stacks, signal, onProgress } = options;
  const everything = () => heldBy(client, base.stacks, () => true, signal);
  const before = await applyByTerraform({
    ...options, stacks: base.stacks, content: base.exported.content, setup: { ...options.setup, synthesized: base.synthesized }, onProgress: (text) => onProgress?.(`base: ${text}`),
  });
  await before.stop();
  const heldBefore = await everything();
  const run = await applyByTerraform({ ...options, earlier: before });
  try {
    const present = new Set(stacks.map(({ id }) => id));
    const gone = await before.destroyStacks(base.stacks.filter(({ id }) => !present.has(id)).map(({ id }) => id));
    const heldAfter = await everything();

    const changes = changesOf(base, current, stacks);
    const count = (action: string): number => changes.filter((change) => change.action === action).length;
    const wanted = new Set(current.stacks.filter(({ targetCluster }) => stacks.some((stack) => stack.targetCluster === targetCluster)).flatMap(({ targetCluster, objects }) => objects.map((object) => `${targetCluster} ${key(object)}`)));
    const unwanted = base.stacks.flatMap(({ targetCluster, objects }) => objects.filter((object) => !wanted.has(`${targetCluster} ${key(object)}`) && heldBefore(object)));
    const kept = (object: ExportedObject): boolean => keptByHelm(object, base.exported.content(object));
    const failures = [...run.failures, ...gone.flatMap((outcome) => (outcome.result === 'failed' ? [outcome] : []))];
    const refused = failures.flatMap(({ stack, error }): Outcome[] => [...refusals(error.diagnostics, unwanted.filter((object) => object.stack === stack && heldAfter(object)))]
      .map(([object, message]) => ({ object, verdict: 'rejected', status: 0, message: `not deleted: ${message}` })));
    const replaced = new Set(run.result.replaced.map(({ stack, address }) => `${stack} ${address}`));

    const result: TerraformResult = {
      ...run.result,
      failed: [...run.result.failed, ...gone.flatMap((outcome) => (outcome.result === 'failed' ? [{ stack: outcome.stack, step: 'destroy' as const, message: outcome.error.message }] : []))],
      skipped: [...run.result.skipped, ...gone.flatMap((outcome) => (outcome.result === 'skipped' ? [{ stack: outcome.stack, because: outcome.because }] : []))],
    };
    return {
      ...run, result,
      destroy: async () => (result.failed.length > 0 ? result : run.destroy()),
      outcomes: [...run.outcomes, ...refused],
      upgrade: {
        commit: base.commit, created: count('created'), changed: count('changed'), moved: count('moved'),
        unchanged: run.outcomes.length - count('created') - count('changed') - count('moved') - count('replaced'),
        replaced: stacks.flatMap(({ id, objects }) => objects.filter(({ address }) => replaced.has(`${id} ${address}`))).map(step),
        deleted: unwanted.filter((object) => !heldAfter(object)).map(step),
        kept: unwanted.filter((object) => heldAfter(object) && kept(object)).map(step),
        refusedInBase: before.outcomes.filter(({ verdict }) => verdict === 'rejected').length,
      },
    };
  } catch (error) {
    await run.stop();
    throw error;
  }
}
