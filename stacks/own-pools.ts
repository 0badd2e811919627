/** `<cluster>--<tenant>--<system>--machines`: node pools that a level-4 system has for itself. A stack of its own, so that a new system leaves the cluster's machines alone. */
import type { Construct } from 'constructs';
import { NodePool, type NodePoolProps } from '../constructs/cluster-machines.ts';
import { joinName } from '../constructs/names.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import type { Decision } from '../model/derive/decisions.ts';
import { ownPools } from '../model/derive/pools.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import { machineImage, machinesNamespace, managementOf } from './machines.ts';
import type { StackPlan } from './plan.ts';
import { at, type Planner } from './planner.ts';
import { ownPoolName } from './pool-names.ts';

export interface OwnPoolsProps {
  readonly source: Source;
  readonly pools: readonly Omit<NodePoolProps, 'platform'>[];
}

export type OwnPoolsPlan = StackPlan<'own-pools', OwnPoolsProps>;

export class OwnPoolsStack extends EstateStack {
  constructor(scope: Construct, plan: OwnPoolsPlan) {
    super(scope, plan);
    setSource(this, plan.props.source);
    for (const pool of plan.props.pools) new NodePool(this, `pool-${pool.pool}`, { ...pool, platform: plan.settings.platform });
  }
}

export function planOwnPools(planner: Planner, decision: Decision, cluster: Entry<'cluster'>, dependsOn: readonly string[]): OwnPoolsPlan {
  const { system } = decision;
  const { labelDomain } = planner.platform;
  // Not the row of the grant: its index moves when another system is granted.
  const source = at(system, '/level');
  return {
    id: stackId.ownPools(cluster.id, system.folderTenant, system.id),
    kind: 'own-pools',
    targetCluster: managementOf(planner, cluster).id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      source,
      pools: ownPools(planner.estate, decision, cluster.data).map((pool) => ({
        chart: planner.chart('node-pool'),
        releaseName: joinName(['pool', cluster.id, system.folderTenant, system.id, pool.id], 53),
        cluster: cluster.id,
        namespace: machinesNamespace(cluster.id),
        pool: ownPoolName(system, pool.id),
        kubernetesVersion: `v${cluster.data.kubernetes}`,
        machines: Object.fromEntries(pool.failureDomains.map((domain) => [domain, pool.machinesPerDomain])),
        image: machineImage(planner),
        labels: { [`${labelDomain}/cluster`]: cluster.id, [`${labelDomain}/tenant`]: system.folderTenant, [`${labelDomain}/system`]: system.id },
        hosts: 'reserve',
        keepDisks: pool.id === 'data',
        source,
      })),
    },
  };
}
