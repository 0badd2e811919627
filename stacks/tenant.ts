/** `<cluster>--<tenant>`: what a tenant has once in a cluster, whatever its systems. */
import type { Construct } from 'constructs';
import { setSource, type Source } from '../constructs/provenance.ts';
import { TenantLandingZone, type TenantLandingZoneProps } from '../constructs/tenant-landing-zone.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { at, secretLogin, type Planner } from './planner.ts';

export interface TenantProps extends Omit<TenantLandingZoneProps, 'platform'> {
  readonly source: Source;
}

export type TenantPlan = StackPlan<'tenant', TenantProps>;

export class TenantStack extends EstateStack {
  constructor(scope: Construct, plan: TenantPlan) {
    super(scope, plan);
    setSource(this, plan.props.source);
    new TenantLandingZone(this, 'tenant', { ...plan.props, platform: plan.settings.platform });
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
      source: at(tenant),
    },
  };
}
