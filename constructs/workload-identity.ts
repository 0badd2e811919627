import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { Construct } from 'constructs';
import { componentLabel, type PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface WorkloadIdentityProps {
  readonly platform: PlatformSettings;
  readonly namespace: NamespaceHandle;
  /** Component that runs as this identity. */
  readonly component: string;
  readonly source: Source;
}

/** Service account of one component. Its token is mounted only where a pod asks for it. */
export class WorkloadIdentity extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = props.component;
    new ServiceAccountV1(this, 'account', {
      metadata: { namespace: props.namespace.name, name: this.name, labels: { [componentLabel(props.platform)]: props.component } },
      automountServiceAccountToken: false,
      dependsOn: [...props.namespace.ready],
    });
  }
}
