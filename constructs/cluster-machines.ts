import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { poolLabel, poolTaint } from './node-labels.ts';
import { releaseNamespace } from './platform-namespace.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';

/** Operating system image of a machine. */
export interface MachineImage {
  /** By https, from inside the country. */
  readonly url: string;
  /** SHA-256 in hexadecimal. */
  readonly checksum: string;
  readonly format: 'raw' | 'qcow2';
}

export interface ClusterMachinesProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  /** Id of the cluster. */
  readonly name: string;
  /** Namespace of the Cluster API objects in the management cluster. */
  readonly namespace: string;
  readonly kubernetesVersion: string;
  /** Path in the internal registry that kubeadm takes control-plane images from. */
  readonly imageRepository: string;
  /** Address of the API server, v4 and v6. */
  readonly endpoint: { readonly v4: string; readonly v6: string };
  /** Ranges of pods and services, v4 then v6. */
  readonly pods: readonly [string, string];
  readonly services: readonly [string, string];
  /** Control plane machines: 1, 3 or 5. */
  readonly controlPlaneMachines: number;
  /** Failure domains that hold control-plane machines. */
  readonly failureDomains: readonly string[];
  /** OpenID Connect provider of people. */
  readonly identityProvider: { readonly issuerURL: string; readonly audience: string };
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
        imageRepository: props.imageRepository,
        endpoint: { host: props.endpoint.v4, port: 6443, certSANs: [props.endpoint.v6] },
        network: { pods: props.pods, services: props.services },
        controlPlane: {
          replicas: props.controlPlaneMachines,
          // With fewer than three machines a rolling change needs one more host.
          maxSurge: props.controlPlaneMachines < 3 ? 1 : 0,
          image: props.image,
          hostSelector: hostSelector(props.platform, props.name, 'control-plane'),
        },
        failureDomains: props.failureDomains,
        encryptionConfigSecret: 'encryption-at-rest',
        podSecurityVersion: props.platform.podSecurityVersion,
        identityProvider: props.identityProvider,
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
  /** Name of the pool, value of the node label and taint; at most 40 characters. */
  readonly pool: string;
  readonly kubernetesVersion: string;
  /** Machines in each failure domain. */
  readonly machines: Readonly<Record<string, number>>;
  readonly image: MachineImage;
  readonly labels: Readonly<Record<string, string>>;
  /** Hosts the pool may take: those reserved for it alone, or any of the cluster's general ones. */
  readonly hosts: string;
  /** A host that is replaced comes back with its disks unwiped, for pools that hold storage. */
  readonly keepDisks: boolean;
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
        machinesPerDomain: props.machines,
        nodeLabels: { [poolLabel]: props.pool },
        taints: [{ key: poolTaint(props.platform), value: props.pool, effect: 'NoSchedule' }],
        hostSelector: hostSelector(props.platform, props.cluster, props.hosts),
        image: props.image,
        keepDisks: props.keepDisks,
      },
    });
  }
}

/** Labels that bare-metal hosts carry in the inventory. */
function hostSelector(platform: PlatformSettings, cluster: string, purpose: string): Record<string, string> {
  return { [`${platform.labelDomain}/cluster`]: cluster, [`${platform.labelDomain}/purpose`]: purpose };
}
