/** One plan to the texts of its files. */
import { join } from 'node:path';
import { App } from 'cdktf';
import { provenanceOf } from '../stacks/base.ts';
import { buildStack } from '../stacks/build.ts';
import type { AnyStackPlan } from '../stacks/any-plan.ts';
import { forgettingTokens, withoutStackTraces } from './fast.ts';
import { stableJson } from './json.ts';
import type { Folder } from './write-folder.ts';

/** Folder of a stack below the output. */
export const stackFolder = (id: string) => `stacks/${id}`;

export interface StackFiles {
  /** Number of Terraform resources. */
  readonly resources: number;
  readonly folder: Folder;
}

/**
 * Builds a stack alone in an app: `cdk.tf.json` and `provenance.json`. Stacks share nothing, so one at a time keeps memory flat.
 * @param out folder of the output
 * @throws Error that names the stack which failed
 */
export function stackFiles(plan: AnyStackPlan, out: string): StackFiles {
  try {
    const { terraform, provenance } = forgettingTokens(() => withoutStackTraces(() => {
      const stack = buildStack(new App({ outdir: out, stackTraces: false, context: appContext }), plan);
      const elements = stack.node.findAll();
      return { terraform: stack.toTerraform(elements), provenance: provenanceOf(stack, elements) };
    }));
    const resources = Object.keys(provenance).length;
    if (resources > maxResources) throw new Error(`the stack has ${resources} resources; at most ${maxResources} make a plan that people can read: split it`);
    return { resources, folder: { path: join(out, stackFolder(plan.id)), files: { 'cdk.tf.json': stableJson(terraform), 'provenance.json': stableJson(provenance) } } };
  } catch (error) {
    throw new Error(`${plan.id}: ${(error as Error).message}`, { cause: error });
  }
}

/** Largest stack, in Terraform resources. */
export const maxResources = 300;

/** Context that lets the fork of CDKTF take the same code. */
export const appContext = { targetVersions: { terraform: '>=1.11.0', opentofu: '>=1.10.0' } };
