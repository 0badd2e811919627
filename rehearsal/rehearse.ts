/** Rehearses clusters one after the other, each on a control plane of its own that is gone afterwards. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { etcdWithDefinitions } from '../lab/definitions.ts';
import { leftovers, processFolder } from '../lab/leftovers.ts';
import { diskFull } from '../lab/requirements.ts';
import type { Text } from '../model/finding.ts';
import type { ExportedObject, ExportedStack } from '../review/read.ts';
import { ApiClient } from './api-client.ts';
import { rehearseCluster, type ClusterOptions, type ClusterResult, type Estate } from './cluster.ts';
import { RehearsalError } from './errors.ts';
import { runner } from './probes/people.ts';
import type { TerraformSetup } from './terraform.ts';
import { readKubeconfig } from './kubeconfig.ts';
import { objectsOf } from './present.ts';

export interface RehearsalResult {
  /** Which way the objects went to the server. */
  readonly engine: 'terraform' | 'apply';
  readonly engineReason: Text;
  readonly clusters: readonly ClusterResult[];
  /** Over all clusters. `distinct`: probes that passed on one cluster at least and failed on none. */
  readonly probes: { readonly distinct: number; readonly passed: number; readonly failed: number };
  readonly ok: boolean;
  readonly seconds: number;
}

export interface RehearsalOptions {
  /** @default - every cluster of the export */
  readonly clusters?: readonly string[];
  /** Only the stacks of a tenant, and what they stand on; on a lab that runs already, only what it lacks of the latter. */
  readonly tenant?: string;
  /** Why server-side apply, or Terraform and why. @default - server-side apply, as the caller chose */
  readonly engine?: { readonly reason: Text; readonly terraform?: TerraformSetup };
  /** Kubeconfig of a lab that runs already, used instead of control planes of the rehearsal's own. */
  readonly kubeconfig?: string;
  /** Audit log of that lab. */
  readonly auditLog?: string;
  /** Applies each stack as an identity that may touch its own objects alone. @default false - as the runner */
  readonly ownIdentities?: boolean;
  /** Leaves control planes running until the signal ends them. */
  readonly keep?: boolean;
  /** Told the kubeconfig of a control plane that is kept. */
  readonly onKept?: (cluster: string, kubeconfig: string) => void;
  readonly onStep?: (text: string) => void;
  readonly onProgress?: (text: string) => void;
  readonly onCluster?: (result: ClusterResult) => void;
  readonly signal?: AbortSignal;
}

/**
 * @throws RehearsalError when there is nothing to rehearse or a server stays away; LabError when a control plane does not come up
 */
export async function rehearse(estate: Estate, options: RehearsalOptions = {}): Promise<RehearsalResult> {
  const started = performance.now();
  const chosen = choose(estate.exported.stacks, options);
  if (options.kubeconfig !== undefined && chosen.size > 1) throw new RehearsalError(`one control plane holds one cluster, and ${chosen.size} are rehearsed`, 'name one with --cluster');
  if (options.ownIdentities && (estate.base || options.engine?.terraform)) throw new RehearsalError('stacks are applied as their own identities by server-side apply and without a base alone', 'leave --base and --engine terraform out, or --identities');
  const clusters: ClusterResult[] = [];
  const planes: ControlPlane[] = [];
  for (const folder of leftovers(rehearsalPrefix)) rmSync(folder, { recursive: true, force: true });
  try {
    for (const [id, stacks] of chosen) {
      const run = async (kubeconfig: string, auditLog: string | undefined, more: Pick<ClusterOptions, 'held' | 'terraform' | 'signal'>): Promise<void> => {
        const base = estate.base ? { baseStacks: baseStacks(estate.base.exported.stacks, id, stacks, options.tenant) } : {};
        const client = new ApiClient(readKubeconfig(kubeconfig));
        try {
          const result = await rehearseCluster(estate, { id, client, stacks, ...base, ...common(options), ...(auditLog === undefined ? {} : { auditLog }), ...more });
          clusters.push(result);
          options.onCluster?.(result);
        } finally {
          client.close();
        }
      };
      if (options.kubeconfig !== undefined) {
        const held = await presentOn(options.kubeconfig, id, stacks, options);
        await run(options.kubeconfig, options.auditLog, held ? { held } : {});
      }
      else {
        const plane = await controlPlaneOf(estate, id, options.engine?.terraform ? [] : estate.base ? estate.base.exported.stacks.filter(({ targetCluster }) => targetCluster === id) : stacks, options);
        planes.push(plane);
        const way = options.engine?.terraform ? { terraform: await terraformOn(plane, options.engine.terraform, options) } : { held: isDefinition };
        await whileUp(plane, id, options.signal, (signal) => run(plane.kubeconfig, plane.auditLog, { ...way, signal }));
        if (options.keep) options.onKept?.(id, plane.kubeconfig);
        else await plane.stop();
      }
    }
    if (options.keep && planes.length > 0) await untilAborted(options);
  } finally {
    await Promise.all(planes.map((plane) => plane.stop()));
  }
  const { terraform, reason } = options.engine ?? { reason: { en: 'asked for', vi: 'theo yêu cầu' } };
  return { engine: terraform ? 'terraform' : 'apply', engineReason: reason, clusters, ...total(clusters), seconds: Number(((performance.now() - started) / 1000).toFixed(1)) };
}

/**
 * Ends the work when its control plane ends by itself or its disk is full: what a server answers that cannot write is no verdict.
 * @throws LabError for a full disk; RehearsalError for another reason of the control plane's end
 */
export async function whileUp<T>(plane: Pick<ControlPlane, 'folder' | 'failed'>, id: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const end = (error: Error): void => ended.abort(diskFull(plane.folder) ?? new RehearsalError(`the control plane of ${id} ended by itself: ${error.message}`, 'run it again when the machine is quieter; `npx ndc doctor` says what is missing'));
  void plane.failed.then(end);
  try {
    const result = await work(AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]));
    const full = diskFull(plane.folder);
    if (full) throw full;
    return result;
  } catch (error) {
    throw ended.signal.aborted ? (ended.signal.reason as Error) : (diskFull(plane.folder) ?? error);
  }
}

/** The runner's way to a control plane, and a folder that goes with it. */
async function terraformOn(plane: ControlPlane, setup: TerraformSetup, { keep }: RehearsalOptions): Promise<NonNullable<ClusterOptions['terraform']>> {
  return { setup, kubeconfig: await plane.identity('runner', runner.user, runner.groups), folder: join(plane.folder, 'terraform'), destroy: keep !== true };
}

/** What the stacks of a tenant stand on and a lab holds already. Without a tenant everything is applied. */
async function presentOn(kubeconfig: string, id: string, stacks: readonly ExportedStack[], { tenant, signal }: RehearsalOptions): Promise<((object: ExportedObject) => boolean) | undefined> {
  if (tenant === undefined) return undefined;
  const client = new ApiClient(readKubeconfig(kubeconfig));
  try {
    return await objectsOf(client, stacks.filter((stack) => !isOfTenant(id, tenant, stack)), signal);
  } finally {
    client.close();
  }
}

const isOfTenant = (cluster: string, tenant: string, { id }: ExportedStack) => id === `${cluster}--${tenant}` || id.startsWith(`${cluster}--${tenant}--`);

const common = ({ onProgress, signal, ownIdentities }: RehearsalOptions) => ({ ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}), ...(ownIdentities ? { ownIdentities } : {}) });
const isDefinition = ({ kind }: ExportedObject) => kind === 'CustomResourceDefinition';

/** A control plane that knows the definitions of these stacks. */
export async function controlPlaneOf({ exported, base }: Pick<Estate, 'exported' | 'base'>, id: string, stacks: readonly ExportedStack[], { onStep, signal }: Pick<RehearsalOptions, 'onStep' | 'signal'>): Promise<ControlPlane> {
  onStep?.(`${id}: starting a control plane`);
  const step = { onStep: (text: string) => onStep?.(`${id}: ${text}`), ...(signal ? { signal } : {}) };
  const definitions = stacks.flatMap(({ objects }) => objects.filter(isDefinition).map((object) => (base?.exported ?? exported).text(object)));
  const loaded = definitions.length > 0 ? { etcdData: await etcdWithDefinitions(definitions, step) } : {};
  return startControlPlane({ folder: processFolder(rehearsalPrefix), ...loaded, contexts: [id], ...step });
}

/** Begin of the names of temporary folders of rehearsals; the next rehearsal removes what a killed one left. */
export const rehearsalPrefix = 'ndc-rehearsal-';

/** Stacks by cluster. @throws RehearsalError for a cluster or tenant that the export does not hold */
export function choose(stacks: readonly ExportedStack[], { clusters, tenant }: Pick<RehearsalOptions, 'clusters' | 'tenant'>): Map<string, readonly ExportedStack[]> {
  const byCluster = Map.groupBy(stacks, ({ targetCluster }) => targetCluster);
  for (const id of clusters ?? []) {
    if (!byCluster.has(id)) throw new RehearsalError(`the export holds no cluster ${id}`, `clusters: ${[...byCluster.keys()].sort().join(', ')}`);
  }
  const wanted = [...byCluster].filter(([id]) => clusters === undefined || clusters.includes(id)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (tenant === undefined) return new Map(wanted);
  const ofTenant = wanted.map(([id, all]) => [id, withDependencies(all, (stack) => isOfTenant(id, tenant, stack))] as const).filter(([, some]) => some.length > 0);
  if (ofTenant.length === 0) throw new RehearsalError(`the export holds no stack of a tenant ${tenant}${clusters ? ` in ${clusters.join(', ')}` : ''}`, 'tenants are the folders of catalog/tenants');
  return new Map(ofTenant);
}

/** Stacks of a base that are there before a change of these stacks: the same ones, and those of the cluster, or of the tenant there, that are gone. */
export function baseStacks(base: readonly ExportedStack[], cluster: string, stacks: readonly ExportedStack[], tenant?: string): readonly ExportedStack[] {
  const ids = new Set(stacks.map(({ id }) => id));
  const there = base.filter(({ targetCluster }) => targetCluster === cluster);
  return tenant === undefined ? there : withDependencies(there, (stack) => ids.has(stack.id) || isOfTenant(cluster, tenant, stack));
}

/** Stacks that match, and those they depend on in the same cluster. */
function withDependencies(stacks: readonly ExportedStack[], matches: (stack: ExportedStack) => boolean): readonly ExportedStack[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const found = new Set<ExportedStack>();
  const add = (stack: ExportedStack): void => {
    if (found.has(stack)) return;
    found.add(stack);
    for (const id of stack.dependsOn) if (byId.has(id)) add(byId.get(id)!);
  };
  stacks.filter(matches).forEach(add);
  return stacks.filter((stack) => found.has(stack));
}

function total(clusters: readonly ClusterResult[]): Pick<RehearsalResult, 'probes' | 'ok'> {
  const results = clusters.flatMap(({ probes }) => probes.results);
  const ids = (status: string) => new Set(results.filter((result) => result.status === status).map(({ id }) => id));
  const failed = ids('failed');
  const sum = (count: (cluster: ClusterResult) => number) => clusters.reduce((all, cluster) => all + count(cluster), 0);
  const probes = { distinct: [...ids('passed')].filter((id) => !failed.has(id)).length, passed: sum((cluster) => cluster.probes.passed), failed: sum((cluster) => cluster.probes.failed) };
  return { probes, ok: probes.failed === 0 && sum((cluster) => cluster.rejected + troubles(cluster)) === 0 };
}

/** What Terraform could not do, would do again or left behind, and what identities may touch of each other. Stacks without a chart are counted as unrendered, as everywhere. */
function troubles({ terraform, identities }: ClusterResult): number {
  const stacks = terraform ? terraform.failed.length + terraform.skipped.length + terraform.again.length + terraform.leftBehind.length : 0;
  return stacks + (identities?.allowed.length ?? 0);
}

function untilAborted({ signal, onStep }: RehearsalOptions): Promise<void> {
  onStep?.('control planes are kept; end them with Ctrl-C');
  return new Promise((resolve) => {
    if (!signal || signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
