/** `<cluster>--services`: what a cluster offers to everything in it, all of it inside the country. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1/index.js';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1/index.js';
import type { Construct } from 'constructs';
import { groupSubject } from '../constructs/namespace-access.ts';
import { LogAgents, logNamespace, type LogAgentsProps } from '../constructs/log-agents.ts';
import { FlowPolicy, type Flow } from '../constructs/network-policies.ts';
import { joinName } from '../constructs/names.ts';
import { placementOnPool } from '../constructs/node-labels.ts';
import { PlatformNamespace } from '../constructs/platform-namespace.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import type { Entry } from '../model/load/catalog.ts';
import { parseSeconds } from '../model/units.ts';
import { authoritySecret } from '../constructs/secret-store-reference.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { everyPodReaches, partPolicy, type PartPolicy } from './platform-flows.ts';
import { at, imageOf, type Planner } from './planner.ts';
import { managementPool } from './pool-names.ts';

export interface ServicesProps {
  readonly source: Source;
  readonly siteSource: Source;
  /** What every pod of the platform may reach, such as name servers. */
  readonly everyPodReaches: readonly Flow[];
  readonly scraper: PartPolicy;
  /** Collection of logs; null where the cluster has no object store for them. */
  readonly logs: (Omit<LogAgentsProps, 'platform' | 'namespace' | 'source'> & { readonly parts: readonly (PartPolicy & { readonly id: string })[] }) | null;
  /** Addresses every workload may know: resolvers, time, registry, secret store, object store. */
  readonly directory: Readonly<Record<string, string>>;
}

export type ServicesPlan = StackPlan<'services', ServicesProps>;

/** Parts of the platform with a namespace of their own. Node agents of logging read the host. */
const parts = [
  { name: 'ndc-monitoring', part: 'monitoring', podSecurity: 'restricted' },
  { name: logNamespace, part: 'logs', podSecurity: 'privileged' },
  { name: 'ndc-identity', part: 'identity', podSecurity: 'restricted' },
] as const;

export class ServicesStack extends EstateStack {
  constructor(scope: Construct, plan: ServicesPlan) {
    super(scope, plan);
    const { platform } = plan.settings;
    setSource(this, plan.props.source);
    const network = { closed: true as const, everyPodReaches: plan.props.everyPodReaches };
    const [monitoring, logs] = parts.map((part) => new PlatformNamespace(this, part.name, { platform, ...part, network, source: plan.props.source }));
    new FlowPolicy(this, 'scraper', {
      namespace: monitoring!,
      name: 'flows-scraper',
      source: plan.props.source,
      ...plan.props.scraper,
    });

    if (plan.props.logs) {
      const { parts: policies, ...agents } = plan.props.logs;
      new LogAgents(this, 'log-agents', { ...agents, platform, namespace: logs!, source: plan.props.source });
      for (const { id, ...flows } of policies) new FlowPolicy(logs!, `flows-${id}`, { namespace: logs!, name: `flows-${id}`, source: plan.props.source, ...flows });
    }

    const directory = new PlatformNamespace(this, 'ndc-directory', { platform, name: 'ndc-directory', part: 'directory', podSecurity: 'restricted', source: plan.props.siteSource });
    const metadata = { namespace: directory.name, name: 'site' };
    setSource(directory, plan.props.siteSource);
    new ConfigMapV1(directory, 'site', { metadata, data: { ...plan.props.directory }, dependsOn: [...directory.ready] });
    const reader = new RoleV1(directory, 'reader', {
      metadata,
      rule: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['site'], verbs: ['get'] }],
      dependsOn: [...directory.ready],
    });
    new RoleBindingV1(directory, 'readers', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'site' },
      subject: [groupSubject('system:serviceaccounts')],
      dependsOn: [reader],
    });
  }
}

export function planServices(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): ServicesPlan {
  const { estate } = planner;
  const site = estate.sites.get(cluster.data.site)!;
  const { internal } = estate.platform.domains;
  return {
    id: stackId.services(cluster.id),
    kind: 'services',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      source: at(cluster),
      siteSource: at(site),
      everyPodReaches: everyPodReaches(estate, cluster),
      scraper: partPolicy(estate, 'scraper', { cluster }),
      logs: planLogs(planner, cluster),
      directory: {
        site: site.id,
        dns: site.data.dns.join(' '),
        time: site.data.time.join(' '),
        registry: estate.platform.registry.host,
        secrets: `https://secrets.${site.id}.${internal}`,
        objects: `https://objects.${cluster.id}.${internal}`,
      },
    },
  };
}

function planLogs(planner: Planner, cluster: Entry<'cluster'>): ServicesProps['logs'] {
  if (!cluster.data.operators.includes('rook-ceph')) return null;
  const { estate, platform } = planner;
  const { store, kinds } = estate.feeds;
  const days = Math.ceil((parseSeconds(store.retention) ?? 0) / 86_400);
  return {
    chart: planner.chart('log-agents'),
    bucketChart: planner.chart('bucket'),
    image: imageOf(planner, 'fluent-bit'),
    loaderImage: imageOf(planner, 'feed-loader'),
    kinds: kinds.map(({ id, path, namespaceAt }) => ({ id, path, namespaceAt })),
    bucket: { name: joinName(['logs', cluster.id]), size: store.size, versioning: true, lock: { mode: store.lock, days }, retentionDays: days },
    store: { endpointURL: `https://objects.${cluster.id}.${estate.platform.domains.internal}`, region: cluster.data.site, caSecret: authoritySecret },
    placement: placementOnPool(platform, managementPool(cluster)),
    labels: { [`${platform.labelDomain}/platform`]: 'logs' },
    parts: ['log-collector', 'log-aggregator'].map((id) => ({ id, ...partPolicy(estate, id, { cluster }) })),
  };
}
