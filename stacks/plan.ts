/** What every stack plan has. A plan is plain data: the stack's bytes are a pure function of it. */
import type { PlatformSettings } from '../constructs/platform-labels.ts';

/** Settings that every stack has, whatever its kind. */
export interface StackSettings {
  readonly platform: PlatformSettings;
  /** S3 store of the state, outside every cluster that the state describes. */
  readonly state: { readonly endpoint: string; readonly bucket: string; readonly region: string };
  /** Versions of the Terraform providers. */
  readonly providers: { readonly kubernetes: string; readonly helm: string };
  /** Version of Kubernetes of the target cluster, e.g. `1.36.3`. */
  readonly kubernetes: string;
  /** OCI repository of charts in the internal registry. */
  readonly chartRepository: string;
}

export interface StackPlan<Kind extends string = string, Props = unknown> {
  readonly id: string;
  readonly kind: Kind;
  /** Cluster whose API server takes the objects. */
  readonly targetCluster: string;
  /** Ids of stacks that are applied before. */
  readonly dependsOn: readonly string[];
  readonly settings: StackSettings;
  readonly props: Props;
}
