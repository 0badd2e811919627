import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { markPositions, markValues, type PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';

/** Who a policy speaks of. */
export interface Identities {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** Address ranges by family. */
export interface Ranges {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

export interface GuardRailsProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  /** Addresses of the API server. */
  readonly controlPlane: Ranges;
  /** Ranges of the machines. */
  readonly nodes: Ranges;
  /** Out-of-band network of the machines. */
  readonly bmc: Ranges;
  /** `platform`: the runner. `operators`: what makes objects in tenants' namespaces. `breakGlass`: people in an emergency. */
  readonly identities: { readonly platform: Identities; readonly operators: Identities; readonly breakGlass: Identities };
  /** Storage classes that volumes may use, by level. */
  readonly storageClasses: Readonly<Record<string, readonly string[]>>;
  /** Parts of the platform that callers from outside may reach. */
  readonly exposedParts: readonly string[];
  /** Does the cluster have entries: then the class of their Gateways is made here. */
  readonly gateways: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
  /**
   * What must exist first.
   * @default - nothing of this stack
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Addresses at which clouds and machines answer questions about themselves; no pod has business there. */
const metadataAddresses: Ranges = { v4: ['169.254.169.254/32'], v6: ['fd00:ec2::254/128'] };

/** Class of every system's Gateway. */
export const gatewayClass = 'ndc';

/** Admission policies and cluster-wide network policies. They name no tenant. */
export class GuardRails extends Construct {
  constructor(scope: Construct, id: string, props: GuardRailsProps) {
    super(scope, id);
    setSource(this, props.source);
    const { platform } = props;
    new ChartRelease(this, 'release', {
      name: 'guardrails',
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      ...(props.dependsOn ? { dependsOn: props.dependsOn } : {}),
      values: {
        labels: props.labels,
        labelDomain: platform.labelDomain,
        registryPrefix: platform.imagePrefix,
        identities: props.identities,
        systemNamespaces: ['kube-system'],
        exposedParts: props.exposedParts,
        gatewayClass: props.gateways ? gatewayClass : '',
        storageClasses: props.storageClasses,
        isolation: { positions: markPositions, values: markValues },
        addresses: { metadata: metadataAddresses, controlPlane: props.controlPlane, nodes: props.nodes, bmc: props.bmc },
      },
    });
  }
}
