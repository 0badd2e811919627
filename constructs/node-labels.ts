/** Labels and taints of nodes. Cluster API carries machine labels to nodes only below this prefix, and nodes cannot write them on themselves. */
import type { NodePlacement } from './database.ts';
import type { PlatformSettings } from './platform-labels.ts';

export const poolLabel = 'node-restriction.kubernetes.io/ndc-pool';
/** Set by the chart of pools. */
export const failureDomainLabel = 'node-restriction.kubernetes.io/failure-domain';

/** Taint key of a pool; only pods of the pool's systems tolerate its value. */
export function poolTaint(platform: PlatformSettings): string {
  return `${platform.labelDomain}/pool`;
}

/** Binds pods to one pool. */
export function placementOnPool(platform: PlatformSettings, pool: string): NodePlacement {
  return {
    nodeSelector: { [poolLabel]: pool },
    tolerations: [{ key: poolTaint(platform), operator: 'Equal', value: pool, effect: 'NoSchedule' }],
  };
}
