/** Rehearses one cluster on one API server: applies, then asks. */
import type { Catalog } from '../model/load/catalog.ts';
import type { Exported, ExportedObject, ExportedStack } from '../review/read.ts';
import type { ApiClient } from './api-client.ts';
import { applyStacks, type Outcome } from './apply.ts';
import { ownIdentities, type Trespass } from './own-identities.ts';
import { onCall, runner } from './probes/people.ts';
import { probes as allProbes } from './probes/all.ts';
import { rejections, type Rejection } from './rejections.ts';
import { runProbes, type ProbeResult } from './run-probes.ts';
import { placeClaim, placeIdentity, placeStandIns, removeClaim, removeIdentity, removeStandIns } from './stand-ins.ts';
import { stackIdentity } from './stack-identity.ts';
import { applyByTerraform, type TerraformResult, type TerraformSetup } from './terraform.ts';
import { upgradeByTerraform } from './terraform-upgrade.ts';
import { findSubjects, type Subjects } from './subjects.ts';
import { applyUpgrade, type UpgradeResult } from './upgrade.ts';

export interface ClusterResult {
  readonly id: string;
  readonly stacks: number;
  readonly objects: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Accepted as a dry run and not stored: what they call does not run in a lab. */
  readonly notActive: number;
  readonly schemaNotChecked: number;
  /** Objects that Terraform did not come to, or cannot do here; 0 by server-side apply. */
  readonly notTried: number;
  /** Releases whose objects are not known, so neither accepted nor refused. */
  readonly unrendered: number;
  readonly rejections: readonly Rejection[];
  /** Kinds without a definition, with the number of their objects. */
  readonly unknownKinds: Readonly<Record<string, number>>;
  readonly probes: ProbeSummary;
  /** With a base: what the change does to what is there. Refusals of the change stand in `rejections`. */
  readonly upgrade?: UpgradeResult;
  /** With Terraform: what it did with the stacks. */
  readonly terraform?: TerraformResult;
  /** Where each stack was applied as its own identity: how many there are, and what they may touch of each other. */
  readonly identities?: Trespass & { readonly stacks: number };
  readonly seconds: { readonly apply: number; readonly probes: number; readonly destroy?: number };
  /** Definitions that were there already do not count. */
  readonly objectsPerSecond: number;
}

export interface ProbeSummary {
  readonly passed: number;
  readonly failed: number;
  readonly noSubject: number;
  readonly unknown: number;
  /** Definitions that stand in for ones that cannot be had (see stand-ins.ts). */
  readonly standIns: readonly string[];
  readonly results: readonly ProbeResult[];
}

/** What rehearsals of all clusters share. */
export interface Estate {
  readonly exported: Exported;
  readonly catalog: Pick<Catalog, 'locate'>;
  /** Domain of the platform's labels. */
  readonly domain: string;
  readonly imagePrefix: string;
  /** Applied first; the estate is then applied as a change of it. */
  readonly base?: {
    readonly commit: string;
    readonly exported: Exported;
    /** What `ndc synth` of it wrote. */
    readonly synthesized: string;
  };
}

export interface ClusterOptions {
  readonly id: string;
  readonly client: ApiClient;
  readonly stacks: readonly ExportedStack[];
  /** Stacks of the base that are applied first; with a base. */
  readonly baseStacks?: readonly ExportedStack[];
  readonly held?: (object: ExportedObject) => boolean;
  readonly auditLog?: string;
  /** Applies each stack as its own identity, not as the runner; by server-side apply and without a base. */
  readonly ownIdentities?: boolean;
  /** @default - server-side apply */
  readonly terraform?: {
    readonly setup: TerraformSetup;
    /** Kubeconfig of the runner, with a context named after the cluster. */
    readonly kubeconfig: string;
    /** Folder to make, for work folders and states. */
    readonly folder: string;
    /** Whether stacks are destroyed after the probes. */
    readonly destroy: boolean;
  };
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export async function rehearseCluster(estate: Estate, options: ClusterOptions): Promise<ClusterResult> {
  const { id, client, stacks, held, auditLog, signal, onProgress } = options;
  const { exported } = estate;
  const base = estate.base && { ...estate.base, stacks: options.baseStacks ?? [] };
  const started = performance.now();
  const how = {
    client, stacks, content: exported.content, as: runner,
    ...(held ? { held } : {}), ...(signal ? { signal } : {}),
    onProgress: (done: number, all: number) => onProgress?.(`${id}: applying objects ${done}/${all}`),
  };
  const byTerraform = options.terraform && {
    ...options.terraform, client, stacks, content: exported.content, retireLabel: `${estate.domain}/retire`,
    ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}),
  };
  const terraform = byTerraform && (await (base ? upgradeByTerraform({ ...byTerraform, current: exported, base }) : applyByTerraform(byTerraform)));
  try {
    const own = options.ownIdentities ? await ownIdentities({ client, stacks, content: exported.content, as: runner, ...(signal ? { signal } : {}) }) : undefined;
    const { outcomes, upgrade }: { readonly outcomes: readonly Outcome[]; readonly upgrade?: UpgradeResult } = terraform ?? (base ? await applyUpgrade({ ...how, current: exported, base }) : { outcomes: await applyStacks({ ...how, ...(own ? { identities: own } : {}) }) });
    const applied = performance.now();
    const identities = own && { stacks: own.stacks, ...(await own.trespass()) };
    await own?.clear();
    const { subjects, standIns, clear } = await prepareSubjects(estate, options);
    const results = await runProbes({
      client, subjects, probes: allProbes, ...(auditLog === undefined ? {} : { auditLog }), ...(signal ? { signal } : {}),
      onProgress: (done, all) => onProgress?.(`${id}: probes ${done}/${all}`),
    });
    await clear();
    const probed = performance.now();
    const ended = options.terraform?.destroy === false ? terraform?.result : await terraform?.destroy();
    const destroyed = performance.now();
    const asked = outcomes.filter(({ object, verdict }) => verdict !== 'not-tried' && !held?.(object)).length;
    const seconds = (from: number, to: number) => Number(((to - from) / 1000).toFixed(1));
    return {
      id, stacks: stacks.length, ...count(outcomes),
      unrendered: stacks.reduce((sum, { unrendered }) => sum + unrendered.length, 0),
      rejections: rejections(outcomes, estate.catalog),
      unknownKinds: unknownKinds(outcomes),
      probes: { ...countProbes(results), standIns: [...(terraform?.standIns ?? []), ...standIns], results },
      ...(upgrade ? { upgrade } : {}),
      ...(ended ? { terraform: ended } : {}),
      ...(identities ? { identities } : {}),
      seconds: { apply: seconds(started, applied), probes: seconds(applied, probed), ...(ended ? { destroy: seconds(probed, destroyed) } : {}) },
      objectsPerSecond: Math.round(asked * 1000 / (applied - started)),
    };
  } finally {
    await terraform?.stop();
  }
}

export interface Prepared {
  readonly subjects: Subjects;
  /** Names of definitions that stand in. */
  readonly standIns: readonly string[];
  /** Takes everything away that was placed for the probes alone. */
  clear(): Promise<void>;
}

/** Subjects of a cluster whose objects are applied, with what stands in for parts that a lab has not. */
export async function prepareSubjects({ exported, domain, imagePrefix }: Estate, { client, stacks, signal }: Pick<ClusterOptions, 'client' | 'stacks' | 'signal'>): Promise<Prepared> {
  const { names, resources } = await placeStandIns(client, runner, signal);
  const found = findSubjects({ exported, stacks, domain, imagePrefix, knows: (apiVersion, kind) => resources.find(apiVersion, kind) !== undefined });
  const home = stacks.find(({ objects }) => objects.some(({ kind, name }) => kind === 'Namespace' && name === found.app?.name));
  const identity = home && stackIdentity(home, resources, exported.content);
  if (identity) await placeIdentity(client, runner, identity, resources, signal);
  const volumeClaim = found.data && (await placeClaim(client, runner, found.data, signal));
  return {
    subjects: { ...found, stackIdentity: identity?.caller, volumeClaim },
    standIns: names,
    clear: async () => {
      if (volumeClaim) await removeClaim(client, onCall, volumeClaim, signal);
      if (identity) await removeIdentity(client, runner, identity, resources, signal);
      await removeStandIns(client, runner, names, signal);
    },
  };
}

function count(outcomes: readonly Outcome[]): Pick<ClusterResult, 'objects' | 'accepted' | 'rejected' | 'notActive' | 'schemaNotChecked' | 'notTried'> {
  const of = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  return { objects: outcomes.length, accepted: of('accepted'), rejected: of('rejected'), notActive: of('not-active'), schemaNotChecked: of('schema-not-checked'), notTried: of('not-tried') };
}

function unknownKinds(outcomes: readonly Outcome[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { object, verdict } of outcomes) {
    const kind = `${object.apiVersion}/${object.kind}`;
    if (verdict === 'schema-not-checked') kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

export function countProbes(results: readonly ProbeResult[]): Pick<ProbeSummary, 'passed' | 'failed' | 'noSubject' | 'unknown'> {
  const of = (status: ProbeResult['status']) => results.filter((result) => result.status === status).length;
  return { passed: of('passed'), failed: of('failed'), noSubject: of('no-subject'), unknown: of('unknown') };
}
