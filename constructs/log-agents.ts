import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { NodePlacement } from './database.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';
import { StorageBuckets, type StorageBucket } from './storage-buckets.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface LogAgentsProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  readonly bucketChart: ChartSource;
  /** Namespace of the platform for logs. */
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  /** Collector and aggregator, by digest. */
  readonly image: string;
  /** What loads ConfigMaps of feeds, by digest. */
  readonly loaderImage: string;
  /** Logs of a machine, and the keys under which an event may name a namespace. */
  readonly kinds: readonly { readonly id: string; readonly path: string; readonly namespaceAt: readonly (readonly string[])[] }[];
  readonly bucket: StorageBucket;
  /** Object store of the cluster. */
  readonly store: { readonly endpointURL: string; readonly region: string; readonly caSecret: string };
  /** Machines of the aggregators. */
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Collectors of logs on every machine, their locked bucket, and the aggregator that feeds tenants' receivers. They name no tenant. */
export class LogAgents extends Construct {
  constructor(scope: Construct, id: string, props: LogAgentsProps) {
    super(scope, id);
    setSource(this, props.source);
    const { namespace, labels, source, bucket } = props;
    new StorageBuckets(this, 'bucket', { chart: props.bucketChart, releaseName: 'log-bucket', namespace, buckets: [bucket], labels, source });
    new ChartRelease(this, 'release', {
      name: 'log-agents',
      namespace: releaseNamespace,
      chart: props.chart,
      source,
      dependsOn: [...namespace.ready],
      values: {
        labels, labelDomain: props.platform.labelDomain, namespace: namespace.name, image: props.image, loaderImage: props.loaderImage, kinds: props.kinds,
        store: { ...props.store, bucket: bucket.name, credentialsSecret: bucket.name }, placement: props.placement,
      },
    });
  }
}

/** Namespace of the platform for logs. */
export const logNamespace = 'ndc-logs';
/** Label of ConfigMaps that the aggregator loads. */
export const feedLabel = (platform: PlatformSettings) => `${platform.labelDomain}/log-feed`;
