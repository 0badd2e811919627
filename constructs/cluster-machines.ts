import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { failureDomainLabel, poolLabel, poolTaint } from './node-labels.ts';
import { releaseNamespace } from './platform-namespace.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';

/** Operating system image of a machine. */
export interface MachineImage {
  readonly url: string;
  readonly checksum: string;
}

export interface ClusterMachinesProps {
  readonly chart: ChartSource;
  /** Id of the cluster. */
  readonly name: string;
  /** Namespace of the Cluster API objects in the management cluster. */
  readonly namespace: string;
  readonly kubernetesVersion: string;
  /** Address of the API server. */
  readonly endpoint: string;
  /** Ranges of pods and services, v4 and v6. */
  readonly pods: readonly string[];
  readonly services: readonly string[];
  /** Control plane machines; an odd number. */
  readonly controlPlaneMachines: number;
  readonly image: MachineImage;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Control plane of a cluster: Cluster API objects in its management cluster. */
export class ClusterMachines extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ClusterMachinesProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = props.name;
    new ChartRelease(this, 'cluster', {
      name: `cluster-${props.name}`,
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      values: {
        name: props.name,
        namespace: props.namespace,
        labels: props.labels,
        kubernetesVersion: props.kubernetesVersion,
        endpoint: { host: props.endpoint, port: 6443 },
        pods: props.pods,
        services: props.services,
        controlPlane: { replicas: props.controlPlaneMachines, image: props.image, hostSelector: hostSelector(props.name, 'control-plane') },
      },
    });
  }
}

export interface NodePoolProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  /** Name of the release; unique in the management cluster. */
  readonly releaseName: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Value of the node label and taint; at most 63 characters. */
  readonly pool: string;
  readonly kubernetesVersion: string;
  /** Machines in each failure domain. */
  readonly machines: Readonly<Record<string, number>>;
  readonly image: MachineImage;
  readonly labels: Readonly<Record<string, string>>;
  /** Hosts the pool may take: those reserved for it alone, or any of the cluster's general ones. */
  readonly hosts: string;
  readonly source: Source;
}

/** Machines of one pool, a deployment for each failure domain; pods get there only by naming the pool. */
export class NodePool extends Construct {
  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    setSource(this, props.source);
    new ChartRelease(this, 'pool', {
      name: props.releaseName,
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      values: {
        name: props.pool,
        namespace: props.namespace,
        cluster: props.cluster,
        labels: props.labels,
        kubernetesVersion: props.kubernetesVersion,
        machines: props.machines,
        nodeLabels: { [poolLabel]: props.pool },
        failureDomainLabel,
        taints: [{ key: poolTaint(props.platform), value: props.pool, effect: 'NoSchedule' }],
        hostSelector: hostSelector(props.cluster, props.hosts),
        image: props.image,
      },
    });
  }
}

function hostSelector(cluster: string, purpose: string): Record<string, string> {
  return { cluster, purpose };
}
