import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface StorageBucket {
  readonly name: string;
  /** Most bytes, e.g. `2Ti`. */
  readonly size: string;
  readonly versioning: boolean;
  /** Object lock; null: none. */
  readonly lock: { readonly mode: 'compliance' | 'governance'; readonly days: number } | null;
  /** Days an older version stays after it was replaced or deleted. */
  readonly retentionDays: number;
  /**
   * Days after its write at which a current object ends; not below the lock.
   * @default - what is current stays until its writer deletes it
   */
  readonly expiryDays?: number;
}

export interface StorageBucketsProps {
  readonly chart: ChartSource;
  readonly releaseName: string;
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  readonly buckets: readonly StorageBucket[];
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Buckets of the object store. They stay when the release goes. */
export class StorageBuckets extends Construct {
  /** Name of the Secret with the keys of each bucket: the bucket's own name. */
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, props: StorageBucketsProps) {
    super(scope, id);
    setSource(this, props.source);
    this.names = props.buckets.map(({ name }) => name);
    new ChartRelease(this, 'claims', {
      name: props.releaseName,
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      dependsOn: [...props.namespace.ready],
      values: { namespace: props.namespace.name, labels: props.labels, buckets: props.buckets },
    });
  }
}
