/** Files about all stacks: CDKTF's manifest, and our own index with targets and digests. */
import { createRequire } from 'node:module';
import { planDigest, type AnyStackPlan } from '../stacks/plan.ts';
import { stackFolder } from './write-stack.ts';

const { version } = createRequire(import.meta.url)('cdktf/package.json') as { version: string };

/** One row of `stacks.json`. */
export interface IndexedStack {
  readonly id: string;
  readonly kind: string;
  readonly targetCluster: string;
  readonly dependsOn: readonly string[];
  /** Digest of the plan; with the same program, the same digest means the same bytes. */
  readonly digest: string;
}

export function stackIndex(plans: readonly AnyStackPlan[]): IndexedStack[] {
  return plans.map((plan) => ({ id: plan.id, kind: plan.kind, targetCluster: plan.targetCluster, dependsOn: [...plan.dependsOn].sort(), digest: planDigest(plan) }));
}

/** What `App.synth()` writes as `manifest.json`, which the CDKTF command line reads. */
export function cdktfManifest(plans: readonly AnyStackPlan[]): unknown {
  return {
    version,
    stacks: Object.fromEntries(plans.map(({ id, dependsOn }) => [id, {
      name: id,
      constructPath: id,
      workingDirectory: stackFolder(id),
      synthesizedStackPath: `${stackFolder(id)}/cdk.tf.json`,
      stackMetadataPath: `${stackFolder(id)}/metadata.json`,
      annotations: [],
      dependencies: [...dependsOn],
    }])),
  };
}
