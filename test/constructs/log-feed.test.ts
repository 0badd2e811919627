import { describe, expect, it } from 'vitest';
import { LogFeed, type FeedReceiver, type LogFeedProps } from '../../constructs/log-feed.ts';
import { built, platform, source } from './support.ts';

const soc: Required<FeedReceiver> = { id: 'professionalMonitoring', host: 'soc.example.gov.vn', port: 6514, cidrs: ['10.140.9.0/24', 'fd20:9::/64'] };
const props: Required<LogFeedProps> = { platform, tenant: 'mae', receivers: [soc], podLabels: { 'app.kubernetes.io/name': 'aggregator' }, source };

describe('LogFeed', () => {
  it('takes every prop: what the aggregator sends to whom, and the way out for it, at that port alone', () => {
    const { object, sources } = built((stack) => {
      new LogFeed(stack, 'feed', props);
    });
    const feed = object('ConfigMap');
    expect(feed.metadata).toEqual({ namespace: 'ndc-logs', name: 'feed-mae', labels: { 'ndc.example/log-feed': 'true', 'ndc.example/feed-of': 'mae' } });
    expect(JSON.parse((feed['data'] as Record<string, string>)['mae.yaml']!)).toEqual({
      pipeline: { outputs: [{ name: 'http', match: '*.mae', host: 'soc.example.gov.vn', port: 6514, uri: '/', format: 'json_lines', tls: 'on', 'tls.verify': 'on', retry_limit: 'no_limits' }] },
    });
    expect(object('NetworkPolicy')).toMatchObject({
      metadata: { namespace: 'ndc-logs', name: 'feed-mae' },
      spec: { podSelector: { matchLabels: props.podLabels }, egress: [{ ports: [{ port: 6514, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '10.140.9.0/24' } }, { ipBlock: { cidr: 'fd20:9::/64' } }] }] },
    });
    expect(new Set(Object.values(sources))).toEqual(new Set([source]));
  });

  it('sends events of its tenant alone: another tenant\'s name never ends in a dot and this one', () => {
    const { object } = built((stack) => {
      new LogFeed(stack, 'feed', { ...props, receivers: [soc, { ...soc, id: 'nationalLink', host: 'center.example.gov.vn' }] });
    });
    const { pipeline } = JSON.parse((object('ConfigMap')['data'] as Record<string, string>)['mae.yaml']!) as { pipeline: { outputs: { match: string }[] } };
    expect(pipeline.outputs.map(({ match }) => match)).toEqual(['*.mae', '*.mae']);
  });
});
