/** `<cluster>--<tenant>--<system>`: one system in one cluster. */
import type { Construct } from 'constructs';
import { EntryGateway, type EntryGatewayProps, type EntryHost } from '../constructs/entry-gateway.ts';
import { FlowPolicy, type Flow } from '../constructs/network-policies.ts';
import { joinName } from '../constructs/names.ts';
import { componentLabel } from '../constructs/platform-labels.ts';
import { PartnerEgress, type PartnerCaller, type PartnerEgressProps } from '../constructs/partner-egress.ts';
import { placementOnPool } from '../constructs/node-labels.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import { SecretStoreReference, type SecretStoreReferenceProps } from '../constructs/secret-store-reference.ts';
import { StorageBuckets, type StorageBucketsProps } from '../constructs/storage-buckets.ts';
import { TenantSystem, type ComponentProps, type SubzoneProps } from '../constructs/tenant-system.ts';
import { databasesOf, type Decision } from '../model/derive/decisions.ts';
import { fleetRanges, fleetsOf, rangesOf, type Audience, type Fleet } from '../model/derive/entries.ts';
import { add, times, type Amount } from '../model/derive/requests.ts';
import { isDue } from '../model/derive/zone-profile.ts';
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import { formatBytes, formatMillicores, parseBytes, parseMillicores, parseSeconds } from '../model/units.ts';
import { EstateStack } from './base.ts';
import { dataSubzone, egressOf, gatewayName, ingressOf, partnerHosts, proxyEgress, proxyIngress, proxyPods, zoneOfSubzone, type FlowContext } from './flows.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { everyPodReaches, partPolicy } from './platform-flows.ts';
import { at, imageOf, lockedImage, secretLogin, type Planner } from './planner.ts';
import { poolOf } from './pool-names.ts';
import { databaseRoom, entryRoom } from './room.ts';

export interface SystemProps {
  readonly tenant: string;
  readonly system: string;
  readonly level: number;
  readonly source: Source;
  readonly subzones: readonly SubzoneProps[];
  readonly components: readonly ComponentProps[];
  /** What every pod may reach, such as name servers. */
  readonly everyPodReaches: readonly Flow[];
  /** Host names of all its entries. */
  readonly hosts: readonly string[];
  /** One for each audience. */
  readonly entries: readonly EntryPlan[];
  /** Partners that are reached by host name. */
  readonly partners: (Omit<PartnerEgressProps, 'components'> & { readonly components: readonly (Omit<PartnerCaller, 'namespace'> & { readonly subzone: string })[] }) | null;
  readonly secrets: (Omit<SecretStoreReferenceProps, 'namespaces'> & { readonly subzones: readonly string[] }) | null;
  readonly buckets: (Omit<StorageBucketsProps, 'namespace'> & { readonly subzone: string }) | null;
}

export interface EntryPlan extends Omit<EntryGatewayProps, 'platform' | 'namespace'> {
  readonly audience: Audience;
  readonly subzone: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ingress: readonly Flow[];
  readonly egress: readonly Flow[];
}

export type SystemPlan = StackPlan<'system', SystemProps>;

export class SystemStack extends EstateStack {
  constructor(scope: Construct, plan: SystemPlan) {
    super(scope, plan);
    const { props, settings } = plan;
    const { platform } = settings;
    setSource(this, props.source);
    const system = new TenantSystem(this, 'system', { ...props, platform });
    const namespace = (subzone: string) => {
      const found = system.namespaces.get(subzone);
      if (!found) throw new Error(`${plan.id} has no sub-zone ${subzone}`);
      return found;
    };
    for (const { audience, subzone, podLabels, ingress, egress, ...entry } of props.entries) {
      new EntryGateway(this, `entry-${audience}`, { ...entry, platform, namespace: namespace(subzone) });
      new FlowPolicy(this, `entry-${audience}-flows`, { namespace: namespace(subzone), name: `flows-entry-${audience}`, source: entry.source, podLabels, ingress, egress });
    }
    if (props.partners) {
      const { components, ...partners } = props.partners;
      new PartnerEgress(this, 'partners', { ...partners, components: components.map(({ subzone, ...component }) => ({ ...component, namespace: namespace(subzone) })) });
    }
    if (props.secrets) {
      const { subzones, ...secrets } = props.secrets;
      new SecretStoreReference(this, 'secrets', { ...secrets, namespaces: subzones.map(namespace) });
    }
    if (props.buckets) {
      const { subzone, ...buckets } = props.buckets;
      new StorageBuckets(this, 'buckets', { ...buckets, namespace: namespace(subzone) });
    }
  }
}

/** Room for one more of everything while a new version rolls out. Our choice. */
const rollOutFactor = 2;

export function planSystem(planner: Planner, decision: Decision, cluster: Entry<'cluster'>, dependsOn: readonly string[]): SystemPlan {
  const { estate, platform } = planner;
  const { system, level } = decision;
  const tenant = system.folderTenant;
  const context: FlowContext = { estate, platform, system, level, cluster: cluster.id };
  const { components, buckets, subzones } = system.data;
  const fleets = fleetsOf(system);
  const labels = systemLabels(planner, system);
  return {
    id: stackId.system(cluster.id, tenant, system.id),
    kind: 'system',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      tenant,
      system: system.id,
      level,
      source: at(system),
      subzones: subzones.map((subzone, index) => ({
        subzone,
        zone: zoneOfSubzone(estate, subzone),
        pool: poolOf(decision, cluster, zoneOfSubzone(estate, subzone)),
        quota: quotaOf(planner, system, subzone, fleets.filter((fleet) => fleet.subzone === subzone).length),
        source: at(system, `/subzones/${index}`),
      })),
      components: components.map((component, index) => ({
        id: component.id,
        subzone: component.subzone,
        ingress: ingressOf(context, component),
        egress: egressOf(context, component),
        source: at(system, `/components/${index}`),
      })),
      everyPodReaches: everyPodReaches(estate, cluster),
      hosts: [...new Set(system.data.entries.map(({ host }) => host))].sort(),
      entries: fleets.map((fleet) => planEntry(planner, context, decision, cluster, fleet)),
      partners: planPartners(planner, context),
      secrets: components.length === 0 ? null : {
        chart: planner.chart('secret-store'),
        name: joinName(['secrets', tenant, system.id], 53),
        subzones: [...new Set(components.map(({ subzone }) => subzone))].sort(),
        server: `https://secrets.${cluster.data.site}.${estate.platform.domains.internal}`,
        path: `tenants/${tenant}/${system.id}`,
        mountPath: secretLogin(cluster),
        role: joinName([tenant, system.id]),
        labels,
        source: at(system, '/components'),
      },
      buckets: buckets.length === 0 ? null : {
        chart: planner.chart('bucket'),
        releaseName: joinName(['buckets', tenant, system.id], 53),
        subzone: subzones.includes(dataSubzone) ? dataSubzone : 'internal-servers',
        labels,
        source: at(system, '/buckets'),
        buckets: buckets.map((bucket) => ({
          name: joinName([tenant, system.id, bucket.id]),
          size: bucket.size,
          versioning: bucket.versioning,
          lock: bucket.lock ? { mode: bucket.lock.mode, days: wholeDays(bucket.lock.duration) } : null,
          retentionDays: wholeDays(bucket.retention),
        })),
      },
    },
  };
}

function planEntry(planner: Planner, context: FlowContext, decision: Decision, cluster: Entry<'cluster'>, fleet: Fleet): EntryPlan {
  const { estate, platform } = planner;
  const { system } = decision;
  const labels = systemLabels(planner, system);
  const { audience, subzone, entries } = fleet;
  const proxies = partPolicy(estate, 'proxy', { cluster });
  return {
    audience,
    subzone,
    chart: planner.chart('entry'),
    releaseName: joinName(['entry', system.folderTenant, system.id, audience], 53),
    name: gatewayName(system, fleet),
    source: at(system, `/entries/${entries[0]!.index}`),
    labels,
    hosts: hostsOf(estate, system, fleet),
    sourceRanges: fleetRanges(estate, system, fleet),
    tlsMinVersion: isDue(estate, system.data.regime, decision.level, 'tls-1-3') ? '1.3' : '1.2',
    filter: isDue(estate, system.data.regime, decision.level, 'web-filter') ? filterOf(planner) : null,
    placement: placementOnPool(platform, poolOf(decision, cluster, 'edge')),
    routeNamespaces: { ...labels },
    image: imageOf(planner, 'envoy'),
    podLabels: proxyPods(system, fleet),
    ingress: [...proxyIngress(context, fleet), ...proxies.ingress],
    egress: [...proxyEgress(context, fleet), ...proxies.egress],
  };
}

/** Hosts of a fleet, sorted, each once; those with fewer callers than the whole fleet say so. */
function hostsOf(estate: Estate, system: Entry<'system'>, fleet: Fleet): EntryHost[] {
  const all = fleetRanges(estate, system, fleet);
  return [...Map.groupBy(fleet.entries.map(({ entry }) => entry), ({ host }) => host)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([host, entries]) => {
    const ranges = [...new Set(entries.flatMap((entry) => rangesOf(estate, system, entry)))].sort();
    const name = host.replaceAll('.', '-');
    return {
      host,
      tlsSecret: joinName(['tls', name]),
      ...(entries.some(({ clientCertificates }) => clientCertificates) ? { clientCA: joinName(['client-ca', name]) } : {}),
      ...(ranges.length < all.length ? { sourceRanges: ranges } : {}),
    };
  });
}

/** Filter of web requests; Envoy Gateway wants the digest of a filter beside its reference. */
function filterOf(planner: Planner): EntryGatewayProps['filter'] {
  const { repository, version, digest } = lockedImage(planner, 'coraza-proxy-wasm');
  return { image: `${planner.platform.imagePrefix}/${repository}:${version}`, sha256: digest.replace('sha256:', '') };
}

function planPartners(planner: Planner, context: FlowContext): SystemProps['partners'] {
  const { system } = context;
  const components = system.data.components.flatMap((component) => {
    const hosts = partnerHosts(context, component);
    return hosts.length === 0 ? [] : [{ name: component.id, subzone: component.subzone, podLabels: { [componentLabel(planner.platform)]: component.id }, hosts }];
  });
  return components.length === 0 ? null : {
    chart: planner.chart('partner-egress'),
    releaseName: joinName(['partners', system.folderTenant, system.id], 53),
    labels: systemLabels(planner, system),
    source: at(system, '/components'),
    components,
  };
}

/** Labels of what belongs to a system. */
function systemLabels({ platform }: Planner, system: Entry<'system'>): Record<string, string> {
  return { [`${platform.labelDomain}/tenant`]: system.folderTenant, [`${platform.labelDomain}/system`]: system.id };
}

/** Days of a duration, rounded up: keeping longer is never wrong. */
function wholeDays(duration: string): number {
  return Math.ceil((parseSeconds(duration) ?? 0) / 86_400);
}

/** Quota of a sub-zone. @param fleets fleets of proxies that run in it, each with one address to the outside */
function quotaOf(planner: Planner, system: Entry<'system'>, subzone: string, fleets: number): SubzoneProps['quota'] {
  const { cpu, memory, pods, storage } = subzoneRequest(planner, system, subzone, fleets);
  return { loadBalancers: fleets, cpu: formatMillicores(cpu), memory: formatBytes(memory), pods, storage: formatBytes(storage) };
}

function subzoneRequest(planner: Planner, system: Entry<'system'>, subzone: string, fleets: number): Amount {
  const components = add(...system.data.components.filter((component) => component.subzone === subzone).map(({ replicas, resources }) =>
    times({ cpu: parseMillicores(resources.cpu) ?? 0, memory: parseBytes(resources.memory) ?? 0, storage: 0, pods: 1 }, replicas)));
  const databases = subzone === dataSubzone ? databasesOf(planner.estate, system.key).map(databaseRoom) : [];
  return add(times(components, rollOutFactor), ...databases, times(entryRoom, fleets));
}
