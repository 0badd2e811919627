/** `<cluster>--machines`: the machines of a cluster, as objects in its management cluster. */
import type { Construct } from 'constructs';
import { ClusterMachines, NodePool, type ClusterMachinesProps, type MachineImage, type NodePoolProps } from '../constructs/cluster-machines.ts';
import { joinName } from '../constructs/names.ts';
import { PlatformNamespace } from '../constructs/platform-namespace.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { at, type Planner } from './planner.ts';

export interface MachinesProps {
  readonly source: Source;
  readonly cluster: Omit<ClusterMachinesProps, 'platform'>;
  readonly pools: readonly Omit<NodePoolProps, 'platform'>[];
}

export type MachinesPlan = StackPlan<'machines', MachinesProps>;

export class MachinesStack extends EstateStack {
  constructor(scope: Construct, plan: MachinesPlan) {
    super(scope, plan);
    const { props, settings: { platform } } = plan;
    setSource(this, props.source);
    new PlatformNamespace(this, 'namespace', { platform, name: props.cluster.namespace, part: 'machines', podSecurity: 'restricted', source: props.source });
    new ClusterMachines(this, 'cluster', { ...props.cluster, platform });
    for (const pool of props.pools) new NodePool(this, `pool-${pool.pool}`, { ...pool, platform });
  }
}

/** Namespace of a cluster's machines in its management cluster. */
export const machinesNamespace = (cluster: string) => joinName(['ndc-machines', cluster]);

/** Operating system image of the machines, from the internal mirror; the digest comes from the lock. */
export function machineImage(planner: Planner): MachineImage {
  const image = planner.estate.lock.images.find(({ name }) => name === 'machine-os');
  if (!image) throw new Error('catalog/lock.yaml names no image machine-os');
  return { url: `https://${planner.estate.platform.registry.host}/files/${image.repository}-${image.version}.raw`, checksum: image.digest.replace('sha256:', ''), format: 'raw' };
}

export function managementOf(planner: Planner, cluster: Entry<'cluster'>): Entry<'cluster'> {
  return planner.estate.clusters.get(cluster.data.managedBy ?? cluster.id) ?? cluster;
}

export function planMachines(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): MachinesPlan {
  const { data } = cluster;
  const image = machineImage(planner);
  const labels = { [`${planner.platform.labelDomain}/cluster`]: cluster.id };
  return {
    id: stackId.machines(cluster.id),
    kind: 'machines',
    targetCluster: managementOf(planner, cluster).id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      source: at(cluster),
      cluster: {
        chart: planner.chart('cluster'),
        name: cluster.id,
        namespace: machinesNamespace(cluster.id),
        kubernetesVersion: `v${data.kubernetes}`,
        imageRepository: `${planner.platform.imagePrefix}/kubernetes`,
        endpoint: data.addresses.apiServer,
        pods: [data.addresses.pods.v4, data.addresses.pods.v6],
        services: [data.addresses.services.v4, data.addresses.services.v6],
        controlPlaneMachines: Object.values(data.controlPlane.machines).reduce((sum, count) => sum + count, 0),
        failureDomains: Object.keys(data.controlPlane.machines).sort(),
        identityProvider: { issuerURL: `https://identity.${data.site}.${planner.estate.platform.domains.internal}`, audience: cluster.id },
        image,
        labels,
        source: at(cluster, '/controlPlane'),
      },
      pools: data.pools.map((pool, index) => ({
        chart: planner.chart('node-pool'),
        releaseName: joinName(['pool', cluster.id, pool.id], 53),
        cluster: cluster.id,
        namespace: machinesNamespace(cluster.id),
        pool: pool.id,
        kubernetesVersion: `v${data.kubernetes}`,
        machines: pool.machines,
        image,
        labels,
        hosts: pool.id,
        keepDisks: pool.zones.includes('data'),
        source: at(cluster, `/pools/${index}`),
      })),
    },
  };
}
