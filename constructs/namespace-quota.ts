import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1/index.js';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1/index.js';
import { Construct } from 'constructs';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface NamespaceQuotaProps {
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  readonly source: Source;
  /** Sum of processor requests, and of limits, e.g. `4` or `1500m`. `0` closes the namespace to pods. */
  readonly cpu: string;
  /** Sum of memory requests, and of limits, e.g. `16Gi`. */
  readonly memory: string;
  /** Most pods at a time. */
  readonly pods: number;
  /**
   * Sum of persistent volume claims, e.g. `500Gi`.
   * @default '0'
   */
  readonly storage?: string;
  /**
   * Services that are reached from outside: one where the system's proxies stand, none elsewhere.
   * @default 0
   */
  readonly loadBalancers?: number;
  /**
   * Request and limit of a container that names none.
   * @default { cpu: '100m', memory: '128Mi' }
   */
  readonly containerDefault?: { readonly cpu: string; readonly memory: string };
}

/** Request and limit of a container that names none. */
export const containerDefault = { cpu: '100m', memory: '128Mi' } as const;

/** Quota and limits of a namespace. Services that open to the outside are counted: entries are the platform's. */
export class NamespaceQuota extends Construct {
  readonly resource: ResourceQuotaV1;

  constructor(scope: Construct, id: string, props: NamespaceQuotaProps) {
    super(scope, id);
    setSource(this, props.source);
    const metadata = { namespace: props.namespace.name, name: 'ndc-quota' };
    const dependsOn = [...props.namespace.ready];
    const ofContainer = props.containerDefault ?? containerDefault;
    this.resource = new ResourceQuotaV1(this, 'quota', {
      metadata,
      spec: {
        hard: {
          'requests.cpu': props.cpu,
          'limits.cpu': props.cpu,
          'requests.memory': props.memory,
          'limits.memory': props.memory,
          'requests.storage': props.storage ?? '0',
          pods: String(props.pods),
          'services.loadbalancers': String(props.loadBalancers ?? 0),
          'services.nodeports': '0',
        },
      },
      dependsOn,
    });
    new LimitRangeV1(this, 'limits', {
      metadata: { namespace: props.namespace.name, name: 'ndc-limits' },
      spec: { limit: [{ type: 'Container', default: { ...ofContainer }, defaultRequest: { ...ofContainer } }] },
      dependsOn,
    });
  }
}
