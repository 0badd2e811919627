import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { DefaultDeny, type Flow } from './network-policies.ts';
import { platformLabels, type PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';
import { podSecurityLabels } from './zone-namespace.ts';

export interface PlatformNamespaceProps {
  readonly platform: PlatformSettings;
  /** Name of the namespace; starts with `ndc-` unless an upstream chart fixes it. */
  readonly name: string;
  /** Part of the platform it holds, e.g. `exchange`; becomes a label. */
  readonly part: string;
  /** `privileged` only where node agents need the host. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  readonly source: Source;
  /**
   * Is all traffic denied that no policy allows? What every pod may reach, such as name servers, is said here.
   * @default - closed; no pod reaches anything
   */
  readonly network?: { readonly closed: true; readonly everyPodReaches: readonly Flow[] } | { readonly closed: false; readonly reason: string };
}

/** A namespace of the platform itself. Tenants have no role in it. */
export class PlatformNamespace extends Construct {
  readonly name: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PlatformNamespaceProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = props.name;
    const namespace = new NamespaceV1(this, 'namespace', {
      metadata: {
        name: props.name,
        labels: { ...platformLabels(props.platform, props.part), ...podSecurityLabels(props.platform, props.podSecurity) },
        ...(props.network?.closed === false ? { annotations: { [`${props.platform.labelDomain}/open-network-reason`]: props.network.reason } } : {}),
      },
      waitForDefaultServiceAccount: false,
    });
    this.ready = [namespace];
    const network = props.network ?? { closed: true as const, everyPodReaches: [] };
    if (network.closed) new DefaultDeny(this, 'default-deny', { namespace: this, source: props.source, egress: network.everyPodReaches });
  }
}

/** Namespace of the records of all releases of the platform's own charts: tenants can neither read nor write there. */
export const releaseNamespace = 'ndc-releases';
