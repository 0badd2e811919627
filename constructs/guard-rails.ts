import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { releaseNamespace } from './platform-namespace.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';

export interface GuardRailsProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  /** Addresses of the API server, v4 and v6. */
  readonly controlPlane: readonly string[];
  /** Ranges of the machines, v4 and v6. */
  readonly nodes: readonly string[];
  /** Out-of-band network of the machines, v4 and v6. */
  readonly bmc: readonly string[];
  /** Host of the internal registry: the only source of images. */
  readonly registry: string;
  readonly source: Source;
  /**
   * What must exist first.
   * @default - nothing of this stack
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Addresses at which clouds and machines answer questions about themselves; no pod has business there. */
const metadataAddresses = ['169.254.169.254/32', 'fd00:ec2::254/128'];

/** Admission policies and cluster-wide network policies. They name no tenant. */
export class GuardRails extends Construct {
  constructor(scope: Construct, id: string, props: GuardRailsProps) {
    super(scope, id);
    setSource(this, props.source);
    new ChartRelease(this, 'release', {
      name: 'guardrails',
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      ...(props.dependsOn ? { dependsOn: props.dependsOn } : {}),
      values: {
        labelDomain: props.platform.labelDomain,
        registry: props.registry,
        controlPlane: props.controlPlane,
        nodes: props.nodes,
        bmc: props.bmc,
        metadata: metadataAddresses,
      },
    });
  }
}
