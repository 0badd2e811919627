import { describe, expect, it } from 'vitest';
import { StorageBuckets, type StorageBucket, type StorageBucketsProps } from '../../constructs/storage-buckets.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, identity, labels, namespace, platform, source } from './support.ts';

const locked: Required<StorageBucket> = { name: 'mae--land--maps', size: '500Gi', versioning: true, lock: { mode: 'compliance', days: 30 }, retentionDays: 365, expiryDays: 30 };
const plain: StorageBucket = { name: 'mae--land--scratch', size: '1Gi', versioning: false, lock: null, retentionDays: 1 };
const props: Required<StorageBucketsProps> = { chart, releaseName: 'buckets--mae--land', namespace, buckets: [locked, plain], labels, source };

describe('StorageBuckets', () => {
  it('takes the least: one bucket without lock or versions', () => {
    const { release } = built((stack) => {
      expect(new StorageBuckets(stack, 'buckets', { ...props, buckets: [plain], labels: {} }).names).toEqual(['mae--land--scratch']);
    });
    expect(release.values).toEqual({ namespace: namespace.name, labels: {}, buckets: [plain] });
  });

  it('takes every prop: one release of claims in the sub-zone, its record where tenants cannot reach', () => {
    const { release, addresses, sources } = built((stack) => {
      expect(new StorageBuckets(stack, 'buckets', props).names).toEqual(['mae--land--maps', 'mae--land--scratch']);
    });
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'buckets--mae--land', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({ namespace: namespace.name, labels, buckets: [locked, plain] });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('waits for a namespace of its own stack', () => {
    const { release } = built((stack) => {
      new StorageBuckets(stack, 'buckets', { ...props, namespace: new ZoneNamespace(stack, 'namespace', { platform, identity, source }) });
    });
    expect(release.attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('makes values that the chart takes', () => {
    const { release } = built((stack) => {
      new StorageBuckets(stack, 'buckets', props);
    });
    expect(objections('bucket', release.values)).toEqual([]);
  });
});
