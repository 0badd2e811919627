import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { FlowPort } from './network-policies.ts';
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

/** Pods by the labels of their namespace and their own, as Kubernetes selects them. */
export interface PodSelectors {
  readonly namespaceSelector: object;
  readonly podSelector: object;
}

/** A flow of the platform that no other policy can close. */
export interface AcceptedFlow {
  readonly name: string;
  readonly direction: 'ingress' | 'egress';
  readonly subject: PodSelectors;
  readonly peer: PodSelectors;
  readonly ports: readonly FlowPort[];
}

/** New objects in some namespaces pass one policy until a moment. */
export interface AdmissionException {
  /** Name of the condition, unique. */
  readonly name: string;
  readonly policy: 'images' | 'placement' | 'services' | 'storage';
  readonly namespaces: readonly string[];
  /** First moment at which it no longer holds: midnight in Viet Nam, e.g. `2027-02-01T00:00:00+07:00`. */
  readonly before: string;
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
  /** Flows of the platform that stay open whatever policies a namespace holds; at most 50. */
  readonly accepts: readonly AcceptedFlow[];
  /** Exceptions of the catalog that admission grants; at most 60. */
  readonly exceptions: readonly AdmissionException[];
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

/** What is neither private (RFC 1918, RFC 4193) nor shared address space (RFC 6598): the Internet, and ranges nobody should reach. No range says everything: by the API that would match pods too, in Cilium it does not. */
export const internetAddresses: Ranges = {
  v4: [
    '0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/3', '96.0.0.0/6', '100.0.0.0/10', '100.128.0.0/9', '101.0.0.0/8', '102.0.0.0/7', '104.0.0.0/5',
    '112.0.0.0/4', '128.0.0.0/3', '160.0.0.0/5', '168.0.0.0/6', '172.0.0.0/12', '172.32.0.0/11', '172.64.0.0/10', '172.128.0.0/9', '173.0.0.0/8', '174.0.0.0/7', '176.0.0.0/4', '192.0.0.0/9',
    '192.128.0.0/11', '192.160.0.0/13', '192.169.0.0/16', '192.170.0.0/15', '192.172.0.0/14', '192.176.0.0/12', '192.192.0.0/10', '193.0.0.0/8', '194.0.0.0/7', '196.0.0.0/6', '200.0.0.0/5',
    '208.0.0.0/4', '224.0.0.0/3',
  ],
  v6: ['2000::/3'],
};

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
        accepts: props.accepts,
        exceptions: props.exceptions,
        isolation: { positions: markPositions, values: markValues },
        addresses: { metadata: metadataAddresses, controlPlane: props.controlPlane, nodes: props.nodes, bmc: props.bmc, internet: internetAddresses },
      },
    });
  }
}
