/** The stacks of one cluster through Terraform or OpenTofu on a control plane: plan, apply, a second plan, and at the end destroy. */
import { mkdirSync } from 'node:fs';
import { applyChain, destroyChain, type ChainOptions, type Outcome as StackOutcome } from '../delivery/chain.ts';
import { readStackRows } from '../delivery/stack-graph.ts';
import { applyPlan, destroyStack, initStack, planStack, type Change, type StackError } from '../delivery/stack-run.ts';
import { startChartRegistry } from '../lab/chart-registry.ts';
import type { ExportedObject, ExportedStack, Unrendered } from '../review/read.ts';
import { stageChart } from '../tools/charts.ts';
import { mergePatch, type ApiClient } from './api-client.ts';
import { outward, parallel, type Outcome } from './apply.ts';
import type { Terraform } from './engine-choice.ts';
import { RehearsalError } from './errors.ts';
import { heldBy } from './present.ts';
import { runner } from './probes/people.ts';
import { collectionPath, discover } from './resources.ts';
import { placeStandIns } from './stand-ins.ts';
import { hooksOf, verdicts } from './terraform-verdicts.ts';
import { keptByHelm, step, type UpgradeResult } from './upgrade.ts';

/** What rehearsals of all clusters share. */
export interface TerraformSetup extends Terraform {
  /** What `ndc synth` wrote; the export was made of it. */
  readonly synthesized: string;
  /** Internal registry: its name, and the path of charts below it. */
  readonly registry: { readonly host: string; readonly charts: string };
}

export interface TerraformResult {
  readonly program: { readonly name: string; readonly version: string };
  /** Stacks that were planned and applied. */
  readonly applied: number;
  /** Replacements of the first plan, which destroy and make anew; only a change on top of a base has some. */
  readonly replaced: readonly { readonly stack: string; readonly address: string }[];
  /** What a second plan would still do; empty when reality is as the stacks say. */
  readonly again: readonly (Change & { readonly stack: string })[];
  readonly failed: readonly { readonly stack: string; readonly step: 'apply' | 'destroy'; readonly message: string }[];
  /** Not tried, since `because` failed. */
  readonly skipped: readonly { readonly stack: string; readonly because: string }[];
  /** Stacks that an engine cannot do here, since the chart of a release cannot be had. */
  readonly withoutChart: readonly (Unrendered & { readonly stack: string })[];
  /** Objects of charts' hooks, which do not run here: they were asked as a dry run. */
  readonly hooks: readonly { readonly stack: string; readonly object: string }[];
  /** Stacks that were destroyed; 0 when nothing was tried: after a failure, or where the control plane is kept. */
  readonly destroyed: number;
  /** Objects that are there after destroying, since Helm keeps them. */
  readonly guarded: number;
  /** Objects that are there after destroying and should not be. */
  readonly leftBehind: readonly string[];
}

export interface TerraformOptions {
  readonly setup: TerraformSetup;
  readonly client: ApiClient;
  readonly stacks: readonly ExportedStack[];
  readonly content: (object: ExportedObject) => Readonly<Record<string, unknown>>;
  /** Label that lets the platform delete what it guards, e.g. `ndc.gov.vn/retire`. */
  readonly retireLabel: string;
  /** Kubeconfig of the runner, with a context named after the cluster. */
  readonly kubeconfig: string;
  /** Folder for work folders and states; made when it is not there. */
  readonly folder: string;
  /** An earlier run in the same folder: its definitions stand in already. */
  readonly earlier?: Pick<TerraformRun, 'standIns' | 'standInKinds'>;
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface TerraformRun {
  readonly outcomes: readonly Outcome[];
  readonly result: TerraformResult;
  /** With a base: what the change did to what was there. */
  readonly upgrade?: UpgradeResult;
  /** Definitions that stand in, since the providers apply no object of a kind that the server does not know. */
  readonly standIns: readonly string[];
  /** `<apiVersion> <kind>` of what they define. */
  readonly standInKinds: ReadonlySet<string>;
  readonly failures: readonly { readonly stack: string; readonly error: StackError }[];
  /** Destroys what was applied. @returns the whole result */
  destroy(): Promise<TerraformResult>;
  /** Destroys some of its stacks as they are, in the other direction of the graph; nothing of them is marked as retiring first. */
  destroyStacks(ids: readonly string[]): Promise<readonly StackOutcome[]>;
  stop(): Promise<void>;
}

/**
 * Applies the stacks. States that an earlier call left in the same folder are gone on with: the later one is a change on top of the earlier.
 * @throws RehearsalError when the synthesized output is another one than the export's
 */
export async function applyByTerraform(options: TerraformOptions): Promise<TerraformRun> {
  const { setup, client, stacks, signal } = options;
  const all = readStackRows(setup.synthesized);
  const known = new Set(all.map(({ id }) => id));
  const unknown = stacks.find(({ id }) => !known.has(id));
  if (unknown) throw new RehearsalError(`${setup.synthesized} has no stack ${unknown.id}, which the export holds`, 'write both again: npx ndc synth && npx ndc export');

  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const { kinds, names } = await standInForMissing(options);
  const registry = await startChartRegistry({ host: setup.registry.host, path: setup.registry.charts, folder: options.folder, find: stageChart });
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const chain: ChainOptions = {
    all,
    wanted: new Set(stacks.filter(({ unrendered }) => unrendered.length === 0).map(({ id }) => id)),
    settings: {
      engine: setup.program, providers: setup.providers, synthesized: setup.synthesized, work: options.folder, state: 'local', parallelism: 4, env: registry.env,
      variables: { kubeconfig: options.kubeconfig, release_wait: false, release_hooks: false }, ...(signal && { signal }),
    },
    steps: {
      initStack, planStack, destroyStack,
      applyPlan: async (plan, settings) => {
        try {
          await applyPlan(plan, settings);
        } finally {
          await deactivate(client, byId.get(plan.stack)!, signal);
        }
      },
    },
    onStack: (stack, done, count) => options.onProgress?.(`${stack}: plan, apply and a second plan, ${done}/${count}`),
  };
  try {
    const ran = await applyChain(chain);
    const outcomes = await verdicts(options, ran, kinds);
    const result: TerraformResult = { ...summary(setup, stacks, ran), hooks: hooksOf(stacks.filter(({ id }) => ran.some(({ stack, result }) => stack === id && result === 'applied')), options.content).map(step), destroyed: 0, guarded: 0, leftBehind: [] };
    return {
      outcomes, result, standIns: names, standInKinds: kinds, stop: registry.stop,
      failures: ran.filter((outcome) => outcome.result === 'failed'),
      destroy: () => destroyAll(options, chain, result),
      destroyStacks: (ids) => destroyChain(destroying(options, { ...chain, wanted: new Set(ids.filter((id) => chain.wanted.has(id))) })),
    };
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

function summary({ program }: TerraformSetup, stacks: readonly ExportedStack[], ran: readonly StackOutcome[]): Omit<TerraformResult, 'hooks' | 'destroyed' | 'guarded' | 'leftBehind'> {
  return {
    program: { name: program.name, version: program.version },
    applied: ran.filter(({ result }) => result === 'applied').length,
    replaced: ran.flatMap((outcome) => (outcome.result === 'applied' ? outcome.changes.flatMap(({ address, action }) => (action === 'replace' ? [{ stack: outcome.stack, address }] : [])) : [])),
    again: ran.flatMap((outcome) => (outcome.result === 'applied' ? outcome.again.map((change) => ({ stack: outcome.stack, ...change })) : [])),
    failed: ran.flatMap((outcome) => (outcome.result === 'failed' ? [{ stack: outcome.stack, step: 'apply' as const, message: outcome.error.message }] : [])),
    skipped: ran.flatMap((outcome) => (outcome.result === 'skipped' ? [{ stack: outcome.stack, because: outcome.because }] : [])),
    withoutChart: stacks.flatMap(({ id, unrendered }) => unrendered.map((release) => ({ stack: id, ...release }))),
  };
}

/** Kinds that neither the server nor a definition of the stacks knows. */
async function standInForMissing({ client, stacks, content, earlier, signal }: TerraformOptions): Promise<{ readonly kinds: ReadonlySet<string>; readonly names: readonly string[] }> {
  const resources = await discover(client, signal);
  const objects = stacks.flatMap((stack) => stack.objects);
  const defined = new Set(objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map((object) => {
    const { group, names } = (content(object) as { spec: { group: string; names: { kind: string } } }).spec;
    return `${group} ${names.kind}`;
  }));
  const missing = new Map(objects
    .filter(({ apiVersion, kind }) => apiVersion.includes('/') && !resources.find(apiVersion, kind) && !defined.has(`${apiVersion.split('/')[0]} ${kind}`))
    .map(({ apiVersion, kind, namespace }) => [`${apiVersion} ${kind}`, { apiVersion, kind, namespaced: namespace !== '' }]));
  const { names } = await placeStandIns(client, runner, signal, [...missing.values()]);
  return { kinds: new Set([...(earlier?.standInKinds ?? []), ...missing.keys()]), names: [...(earlier?.standIns ?? []), ...names] };
}

/** Webhooks and aggregated APIs of a stack call pods, which a lab has not: left in place, they would refuse what comes later. */
async function deactivate(client: ApiClient, { objects }: ExportedStack, signal?: AbortSignal): Promise<void> {
  const calling = objects.filter(({ kind }) => outward.has(kind));
  if (calling.length === 0) return;
  const resources = await discover(client, signal);
  await parallel(calling, async ({ apiVersion, kind, namespace, name }) => {
    const path = `${collectionPath(apiVersion, resources.find(apiVersion, kind)!, namespace)}/${encodeURIComponent(name)}`;
    const { status, message } = await client.send({ method: 'DELETE', path, as: runner }, signal);
    if (status >= 300 && status !== 404) throw new RehearsalError(`${kind} ${name} calls pods that a lab has not, and could not be taken away: ${message}`, 'see the guard rail that the message names');
  });
}

const destroying = ({ onProgress }: TerraformOptions, chain: ChainOptions): ChainOptions => ({ ...chain, onStack: (stack, done, count) => onProgress?.(`${stack}: destroying, ${done}/${count}`) });

async function destroyAll(options: TerraformOptions, chain: ChainOptions, applied: TerraformResult): Promise<TerraformResult> {
  if (applied.failed.length > 0) return applied;
  const { client, stacks, content, signal, retireLabel } = options;
  const kept = (object: ExportedObject) => keptByHelm(object, content(object));
  const resources = await discover(client, signal);
  const retiring = stacks.filter(({ id }) => chain.wanted.has(id)).flatMap(({ objects }) => objects.filter((object) => object.kind === 'Namespace' || object.namespace !== '' && kept(object)));
  await parallel(retiring, async ({ apiVersion, kind, namespace, name }) => {
    const path = `${collectionPath(apiVersion, resources.find(apiVersion, kind)!, namespace)}/${encodeURIComponent(name)}`;
    await client.send({ method: 'PATCH', path, type: mergePatch, body: { metadata: { labels: { [retireLabel]: 'true' } } }, as: runner }, signal);
  });
  const ran = await destroyChain(destroying(options, chain));
  const held = await heldBy(client, stacks, () => true, signal);
  const left = stacks.flatMap(({ objects }) => objects.filter(held));
  return {
    ...applied,
    failed: ran.flatMap((outcome) => (outcome.result === 'failed' ? [{ stack: outcome.stack, step: 'destroy' as const, message: outcome.error.message }] : [])),
    skipped: ran.flatMap((outcome) => (outcome.result === 'skipped' ? [{ stack: outcome.stack, because: outcome.because }] : [])),
    destroyed: ran.filter(({ result }) => result === 'destroyed').length,
    guarded: left.filter(kept).length,
    leftBehind: left.filter((object) => !kept(object)).map(({ kind, namespace, name }) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`),
  };
}
