import { describe, expect, it } from 'vitest';
import { feedLabel, LogAgents, logNamespace, type LogAgentsProps } from '../../constructs/log-agents.ts';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { PlatformNamespace } from '../../constructs/platform-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, image, labels, platform, source } from './support.ts';

const bucketChart = { kind: 'local', path: '../../charts/bucket-0' } as const;
const props: Required<LogAgentsProps> = {
  platform, chart, bucketChart, namespace: { name: logNamespace, ready: [] }, image, loaderImage: image,
  kinds: [{ id: 'audit', path: '/var/log/kubernetes/audit.log', namespaceAt: [['objectRef', 'namespace']] }],
  bucket: { name: 'logs--one', size: '20Ti', versioning: true, lock: { mode: 'compliance', days: 365 }, retentionDays: 365 },
  store: { endpointURL: 'https://objects.one.ndc.example', region: 'one', caSecret: 'ndc-authority' }, placement: placementOnPool(platform, 'general'), labels, source,
};

describe('LogAgents', () => {
  it('takes every prop: a locked bucket and the release that fills it with the bucket\'s own keys', () => {
    const { releases, sources } = built((stack) => {
      new LogAgents(stack, 'logs', props);
    });
    expect(releases.map(({ attributes }) => attributes['name']).sort()).toEqual(['log-agents', 'log-bucket']);
    const values = (name: string) => releases.find(({ attributes }) => attributes['name'] === name)!.values;
    expect(values('log-bucket')).toMatchObject({ namespace: logNamespace, buckets: [props.bucket] });
    expect(values('log-agents')).toMatchObject({ namespace: logNamespace, labelDomain: 'ndc.example', kinds: props.kinds, store: { ...props.store, bucket: 'logs--one', credentialsSecret: 'logs--one' } });
    expect(objections('log-agents', values('log-agents'))).toEqual([]);
    expect(objections('bucket', values('log-bucket'))).toEqual([]);
    expect(new Set(Object.values(sources))).toEqual(new Set([source]));
  });

  it('waits for its namespace', () => {
    const { releases } = built((stack) => {
      new LogAgents(stack, 'logs', { ...props, namespace: new PlatformNamespace(stack, 'namespace', { platform, name: logNamespace, part: 'logs', podSecurity: 'privileged', source }) });
    });
    expect(releases).toHaveLength(2);
    for (const { attributes } of releases) expect(attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('marks feeds with a label of the platform', () => {
    expect(feedLabel(platform)).toBe('ndc.example/log-feed');
  });
});
