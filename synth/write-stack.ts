/** One plan to its files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { provenanceOf } from '../stacks/base.ts';
import { buildStack } from '../stacks/build.ts';
import type { AnyStackPlan } from '../stacks/any-plan.ts';
import { forgettingTokens, withoutStackTraces } from './fast.ts';
import { stableJson } from './json.ts';

/** Folder of a stack below the output. */
export const stackFolder = (id: string) => `stacks/${id}`;

/**
 * Writes stacks one after the other.
 * @returns number of Terraform resources of each
 * @throws Error that names the stack which failed
 */
export function writeStacks(plans: readonly AnyStackPlan[], out: string): number[] {
  return plans.map((plan) => {
    try {
      return writeStack(plan, out);
    } catch (error) {
      throw new Error(`${plan.id}: ${(error as Error).message}`, { cause: error });
    }
  });
}

/**
 * Builds a stack alone in an app and writes `cdk.tf.json` and `provenance.json`. Stacks share nothing, so one at a time keeps memory flat.
 * @returns number of Terraform resources
 */
function writeStack(plan: AnyStackPlan, out: string): number {
  const { terraform, provenance } = forgettingTokens(() => withoutStackTraces(() => {
    const stack = buildStack(new App({ outdir: out, stackTraces: false, context: appContext }), plan);
    const elements = stack.node.findAll();
    return { terraform: stack.toTerraform(elements), provenance: provenanceOf(stack, elements) };
  }));
  const resources = Object.keys(provenance).length;
  if (resources > maxResources) throw new Error(`the stack ${plan.id} has ${resources} resources; at most ${maxResources} make a plan that people can read: split it`);
  const folder = join(out, stackFolder(plan.id));
  mkdirSync(folder);
  writeFileSync(join(folder, 'cdk.tf.json'), stableJson(terraform));
  writeFileSync(join(folder, 'provenance.json'), stableJson(provenance));
  return resources;
}

/** Largest stack, in Terraform resources. */
export const maxResources = 300;

/** Context that lets the fork of CDKTF take the same code. */
export const appContext = { targetVersions: { terraform: '>=1.11.0', opentofu: '>=1.10.0' } };
