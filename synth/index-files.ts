/** Files about all stacks: CDKTF's manifest, and our own index with targets and digests. */
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { planDigest, type AnyStackPlan } from '../stacks/any-plan.ts';
import { stackFolder } from './stack-files.ts';

const { version } = createRequire(import.meta.url)('cdktf/package.json') as { version: string };

/** One row of `stacks.json`. */
export interface IndexedStack {
  readonly id: string;
  readonly kind: string;
  readonly targetCluster: string;
  readonly dependsOn: readonly string[];
  /** Version of Kubernetes of the target cluster. */
  readonly kubernetes: string;
  /** Number of Terraform resources. */
  readonly resources: number;
  /** Digest of the plan and of the program that builds it: the same digest means the same bytes. */
  readonly digest: string;
}

/** @param resources of each plan, in the same order */
export function stackIndex(plans: readonly AnyStackPlan[], resources: readonly number[], program: string): IndexedStack[] {
  return plans.map((plan, index) => ({
    id: plan.id,
    kind: plan.kind,
    targetCluster: plan.targetCluster,
    dependsOn: [...plan.dependsOn].sort(),
    kubernetes: plan.settings.kubernetes,
    resources: resources[index] ?? 0,
    digest: stackDigest(plan, program),
  }));
}

export function stackDigest(plan: AnyStackPlan, program: string): string {
  return createHash('sha256').update(program).update(planDigest(plan)).digest('hex');
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
