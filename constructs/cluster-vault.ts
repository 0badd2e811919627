import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { NodePlacement } from './database.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';

export interface ObjectStoreProps {
  readonly chart: ChartSource;
  /** Name of the store. */
  readonly name: string;
  /** Host name under which it is reached. */
  readonly host: string;
  /** Gateways of the store, 1 to 20. */
  readonly gateways: number;
  /** Nodes of the gateways. */
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** An S3 store inside a cluster: buckets with versions and object lock. */
export class ObjectStore extends Construct {
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    setSource(this, props.source);
    this.endpoint = `https://${props.host}`;
    new ChartRelease(this, 'store', {
      name: 'object-store',
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      timeout: 1800,
      values: { name: props.name, namespace: 'rook-ceph', labels: props.labels, host: props.host, gateways: props.gateways, placement: props.placement },
    });
  }
}

export interface ClusterBackupProps {
  readonly chart: ChartSource;
  /** Store at another cluster that takes the copies. */
  readonly store: { readonly endpointURL: string; readonly region: string; readonly bucket: string; readonly credentialsSecret: string; readonly caSecret: string };
  /** Five cron fields, UTC. */
  readonly schedule: string;
  /** Hours a copy is kept. */
  readonly retentionHours: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Copies of the cluster's objects, Secrets left out, in a vault that this cluster cannot change. */
export class ClusterBackup extends Construct {
  constructor(scope: Construct, id: string, props: ClusterBackupProps) {
    super(scope, id);
    setSource(this, props.source);
    new ChartRelease(this, 'backup', {
      name: 'cluster-backup',
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      values: {
        name: 'cluster-objects',
        namespace: 'velero',
        labels: props.labels,
        store: props.store,
        schedule: props.schedule,
        retentionHours: props.retentionHours,
      },
    });
  }
}
