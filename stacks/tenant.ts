/** `<cluster>--<tenant>`: what a tenant has once in a cluster, whatever its systems. */
import type { Construct } from 'constructs';
import { LogFeed, type FeedReceiver, type LogFeedProps } from '../constructs/log-feed.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import { TenantLandingZone, type TenantLandingZoneProps } from '../constructs/tenant-landing-zone.ts';
import { feedsOf } from '../model/derive/feeds.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { partPolicy } from './platform-flows.ts';
import { at, secretLogin, type Planner } from './planner.ts';

export interface TenantProps extends Omit<TenantLandingZoneProps, 'platform'> {
  readonly source: Source;
  /** Feed of its logs; null while no receiver has an address, or the cluster collects none. */
  readonly feed: Pick<LogFeedProps, 'receivers' | 'podLabels'> | null;
}

export type TenantPlan = StackPlan<'tenant', TenantProps>;

export class TenantStack extends EstateStack {
  constructor(scope: Construct, plan: TenantPlan) {
    super(scope, plan);
    setSource(this, plan.props.source);
    const { feed, ...tenant } = plan.props;
    const { platform } = plan.settings;
    new TenantLandingZone(this, 'tenant', { ...tenant, platform });
    if (feed) new LogFeed(this, 'feed', { ...feed, platform, tenant: tenant.tenant, source: tenant.source });
  }
}

export function planTenant(planner: Planner, tenant: Entry<'tenant'>, cluster: Entry<'cluster'>, dependsOn: readonly string[]): TenantPlan {
  return {
    id: stackId.tenant(cluster.id, tenant.id),
    kind: 'tenant',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      tenant: tenant.id,
      secretStore: {
        chart: planner.chart('secret-store'),
        server: `https://secrets.${cluster.data.site}.${planner.estate.platform.domains.internal}`,
        path: `tenants/${tenant.id}/shared`,
        mountPath: secretLogin(cluster),
      },
      feed: planFeed(planner, tenant, cluster),
      source: at(tenant),
    },
  };
}

/** Receivers with an address: the aggregator reaches nothing by name alone. */
function planFeed({ estate }: Planner, tenant: Entry<'tenant'>, cluster: Entry<'cluster'>): TenantProps['feed'] {
  if (!cluster.data.operators.includes('rook-ceph')) return null;
  const receivers = feedsOf(estate, tenant).flatMap(({ receiver: { layer }, endpoint }): FeedReceiver[] => {
    const [cidr] = endpoint?.cidrs ?? [];
    return endpoint?.cidrs && cidr !== undefined ? [{ id: layer, host: endpoint.host ?? cidr.replace(/\/.*$/, ''), port: endpoint.port, cidrs: endpoint.cidrs }] : [];
  });
  return receivers.length === 0 ? null : { receivers, podLabels: partPolicy(estate, 'log-aggregator', { cluster }).podLabels };
}
