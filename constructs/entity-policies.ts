import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { PodSelectors } from './guard-rails.ts';
import type { FlowPort } from './network-policies.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';

/** A flow between pods and the API server. */
export interface ApiServerFlow {
  readonly name: string;
  /** As the pods see it. */
  readonly direction: 'ingress' | 'egress';
  readonly subject: PodSelectors;
  /** Single ports, no ranges. */
  readonly ports: readonly Pick<FlowPort, 'port' | 'protocol'>[];
}

export interface EntityPoliciesProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  readonly apiServer: readonly ApiServerFlow[];
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
  /**
   * What must exist first.
   * @default - nothing of this stack
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Cluster-wide policies by entity, for what the portable API has no words for: machines, the API server, callers from outside. They name no tenant. */
export class EntityPolicies extends Construct {
  constructor(scope: Construct, id: string, props: EntityPoliciesProps) {
    super(scope, id);
    setSource(this, props.source);
    new ChartRelease(this, 'release', {
      name: 'cilium-zones',
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      ...(props.dependsOn ? { dependsOn: props.dependsOn } : {}),
      values: { labels: props.labels, labelDomain: props.platform.labelDomain, apiServer: props.apiServer },
    });
  }
}
