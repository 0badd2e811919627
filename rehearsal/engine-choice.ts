/** Which way objects go to the server, and why: server-side apply, or the stacks themselves through Terraform or OpenTofu. */
import { join } from 'node:path';
import { EngineError, findEngine, type Engine } from '../delivery/engine.ts';
import { installProviders } from '../delivery/install-providers.ts';
import { readStackRows } from '../delivery/stack-graph.ts';
import type { Text } from '../model/finding.ts';
import { ToolError } from '../tools/errors.ts';
import { RehearsalError } from './errors.ts';

export const engineWishes = ['auto', 'terraform', 'apply'] as const;
export type EngineWish = (typeof engineWishes)[number];

/** An engine whose providers are here. */
export interface Terraform {
  readonly program: Engine;
  /** Folder of the providers, see `installProviders`. */
  readonly providers: string;
}

export type Choice =
  | { readonly engine: 'apply'; readonly reason: Text }
  | { readonly engine: 'terraform'; readonly reason: Text; readonly terraform: Terraform };

/** What is rehearsed, as far as the choice depends on it. */
export interface Scope {
  readonly tenant: boolean;
  /** Clusters that were named; 0: all. */
  readonly clusters: number;
  readonly base: boolean;
  readonly runningLab: boolean;
}

/** The engine with its providers, or why they cannot be had. */
export type FindTerraform = () => Promise<Terraform | { readonly missing: string }>;

/** Its stacks would find objects that they did not make, and nobody would keep the states that they leave. */
const onLab: Text = { en: 'a lab that runs already holds objects that no Terraform state knows', vi: 'phòng thử nghiệm đang chạy có các đối tượng không nằm trong trạng thái Terraform nào' };

/**
 * `auto` is Terraform for one tenant on one cluster, where it takes minutes and its providers can be had. Everything else goes by server-side apply, which does the whole estate in minutes.
 * @throws RehearsalError when Terraform was asked for and cannot be used
 */
export async function chooseEngine(wish: EngineWish, scope: Scope, find: FindTerraform): Promise<Choice> {
  if (wish === 'apply') return { engine: 'apply', reason: { en: 'asked for', vi: 'theo yêu cầu' } };
  if (scope.runningLab) {
    if (wish === 'terraform') throw new RehearsalError(`--engine terraform cannot be used: ${onLab.en}`, 'leave --lab and --kubeconfig out: Terraform then gets a control plane of its own; or use --engine apply');
    return { engine: 'apply', reason: onLab };
  }
  if (wish === 'auto') {
    if (scope.base) return { engine: 'apply', reason: { en: 'with a base, Terraform is used only when it is asked for: --engine terraform', vi: 'khi có bản gốc, Terraform chỉ được dùng khi có yêu cầu: --engine terraform' } };
    if (!scope.tenant || scope.clusters !== 1) {
      return { engine: 'apply', reason: { en: 'Terraform is chosen by itself for one tenant on one cluster alone (--tenant and one --cluster); --engine terraform asks for it', vi: 'Terraform chỉ được tự chọn cho một đơn vị trên một cụm (--tenant và một --cluster); dùng --engine terraform để yêu cầu' } };
    }
  }
  const found = await find();
  if (!('missing' in found)) {
    const asked = { en: 'asked for', vi: 'theo yêu cầu' };
    return { engine: 'terraform', terraform: found, reason: wish === 'auto' ? { en: 'its providers are here, and one tenant on one cluster takes minutes', vi: 'có sẵn provider, và một đơn vị trên một cụm chỉ mất vài phút' } : asked };
  }
  if (wish === 'terraform') throw new RehearsalError(`--engine terraform cannot be used: ${found.missing}`, 'let the engine reach its registry or a mirror of the providers, or use --engine apply');
  return { engine: 'apply', reason: { en: `the providers cannot be had: ${found.missing}`, vi: `không có provider: ${found.missing}` } };
}

/**
 * Finds an engine and brings the providers that the stacks pin.
 * @param folder to make, for this run alone
 */
export async function findTerraform({ synthesized, folder, signal }: { readonly synthesized: string; readonly folder: string; readonly signal?: AbortSignal }): ReturnType<FindTerraform> {
  try {
    const [first] = readStackRows(synthesized);
    if (!first) return { missing: `${synthesized} holds no stack` };
    const program = await findEngine();
    const found = await installProviders({ engine: program, stackFile: join(synthesized, 'stacks', first.id, 'cdk.tf.json'), folder, ...(signal && { signal }) });
    return found.available ? { program, providers: found.folder } : { missing: found.reason };
  } catch (error) {
    if (error instanceof EngineError || error instanceof ToolError) return { missing: error.message };
    throw error;
  }
}
