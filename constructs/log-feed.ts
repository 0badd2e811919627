import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import { feedLabel, logNamespace } from './log-agents.ts';
import { FlowPolicy } from './network-policies.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';

/** Where events of a tenant go. */
export interface FeedReceiver {
  readonly id: string;
  /** Name of the receiver, or an address where it has no name. */
  readonly host: string;
  readonly port: number;
  /** Addresses of the receiver. */
  readonly cidrs: readonly string[];
}

export interface LogFeedProps {
  readonly platform: PlatformSettings;
  readonly tenant: string;
  /** At least one. */
  readonly receivers: readonly FeedReceiver[];
  /** Labels of the aggregator's pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** The feed of one tenant: what the aggregator sends to whom, and the way out for it. Events go by HTTPS, one JSON object a line. */
export class LogFeed extends Construct {
  constructor(scope: Construct, id: string, props: LogFeedProps) {
    super(scope, id);
    setSource(this, props.source);
    const { platform, tenant, receivers } = props;
    const name = `feed-${tenant}`;
    const outputs = receivers.map(({ host, port }) => ({ name: 'http', match: `*.${tenant}`, host, port, uri: '/', format: 'json_lines', tls: 'on', 'tls.verify': 'on', retry_limit: 'no_limits' }));
    new ConfigMapV1(this, 'feed', {
      metadata: { namespace: logNamespace, name, labels: { [feedLabel(platform)]: 'true', [`${platform.labelDomain}/feed-of`]: tenant } },
      // JSON is YAML.
      data: { [`${tenant}.yaml`]: JSON.stringify({ pipeline: { outputs } }) },
    });
    new FlowPolicy(this, 'flows', {
      namespace: { name: logNamespace, ready: [] },
      name,
      source: props.source,
      podLabels: props.podLabels,
      ingress: [],
      egress: receivers.map(({ cidrs, port }) => ({ peer: { kind: 'addresses', cidrs }, ports: [{ port, protocol: 'TCP' }] })),
    });
  }
}
