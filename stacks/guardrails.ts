/** `<cluster>--guardrails`: what no tenant can widen. It names no tenant, so a new one changes nothing here. */
import { PriorityClassV1 } from '@cdktf/provider-kubernetes/lib/priority-class-v1/index.js';
import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1/index.js';
import type { Construct } from 'constructs';
import { platformGroup } from '../constructs/groups.ts';
import { EntityPolicies, type EntityPoliciesProps } from '../constructs/entity-policies.ts';
import { GuardRails, type AdmissionException, type GuardRailsProps } from '../constructs/guard-rails.ts';
import { FlowPolicy } from '../constructs/network-policies.ts';
import { PlatformNamespace, releaseNamespace, type PlatformNamespaceProps } from '../constructs/platform-namespace.ts';
import { PlatformClusterRoles } from '../constructs/platform-cluster-roles.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import { TenantClusterRoles } from '../constructs/tenant-cluster-roles.ts';
import { zoneNamespaceName } from '../constructs/zone-namespace.ts';
import { exemptions } from '../model/derive/exemptions.ts';
import { placedOn } from '../model/derive/placements.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { storageClassOf } from './data.ts';
import { stackId } from './ids.ts';
import { lockedCharts } from './operator.ts';
import type { StackPlan } from './plan.ts';
import { acceptedFlows, apiServerFlows, everyPodReaches, partPolicy, type PartPolicy } from './platform-flows.ts';
import { at, type Planner } from './planner.ts';

export interface GuardrailsProps extends Omit<GuardRailsProps, 'platform'> {
  readonly source: Source;
  readonly operatorNamespaces: readonly OperatorNamespace[];
  /** Policies by entity; null where the network has none. */
  readonly entities: Pick<EntityPoliciesProps, 'chart' | 'apiServer'> | null;
  /** Levels with a storage class; empty where no storage operator runs. */
  readonly storageLevels: readonly number[];
}

export interface OperatorNamespace {
  readonly name: string;
  /** Standard that its pods need. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  readonly network: NonNullable<PlatformNamespaceProps['network']>;
  /** Flows of the operators in it, by part of catalog/platform-flows.yaml. */
  readonly parts: readonly (PartPolicy & { readonly id: string; readonly source: Source })[];
  readonly source: Source;
}

export type GuardrailsPlan = StackPlan<'guardrails', GuardrailsProps>;

/** Data is encrypted at rest from this level up (catalog/law/levels.yaml, encryption_at_rest). */
const encryptedFrom = 3;

export class GuardrailsStack extends EstateStack {
  constructor(scope: Construct, plan: GuardrailsPlan) {
    super(scope, plan);
    const { props, settings: { platform } } = plan;
    setSource(this, props.source);
    const releases = new PlatformNamespace(this, 'releases', { platform, name: releaseNamespace, part: 'releases', podSecurity: 'restricted', source: props.source });
    for (const { name, podSecurity, network, parts, source } of props.operatorNamespaces) {
      const namespace = new PlatformNamespace(this, `operator-${name}`, { platform, name, part: 'operator', podSecurity, source, network });
      for (const { id, ...flows } of parts) new FlowPolicy(namespace, `flows-${id}`, { namespace, name: `flows-${id}`, ...flows });
    }
    new TenantClusterRoles(this, 'tenant-roles', { source: props.source });
    new PlatformClusterRoles(this, 'platform-roles', { source: props.source });
    for (const level of [1, 2, 3, 4, 5]) {
      new PriorityClassV1(this, `priority-${level}`, { metadata: { name: `ndc-level-${level}` }, value: 10_000 * level, description: `Systems of level ${level}` });
    }
    for (const level of props.storageLevels) {
      new StorageClassV1(this, `storage-${level}`, {
        metadata: { name: storageClassOf(level) },
        storageProvisioner: 'rook-ceph.rbd.csi.ceph.com',
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'WaitForFirstConsumer',
        allowVolumeExpansion: true,
        parameters: { clusterID: 'rook-ceph', pool: storageClassOf(level), encrypted: String(level >= encryptedFrom), 'csi.storage.k8s.io/fstype': 'xfs' },
      });
    }
    new GuardRails(this, 'guard-rails', { ...props, platform, dependsOn: releases.ready });
    if (props.entities) new EntityPolicies(this, 'entities', { ...props.entities, platform, labels: props.labels, source: props.source, dependsOn: releases.ready });
  }
}

/** Operators whose pods need more than `restricted`: they run on the host, or X-Road's sidecar image does. */
const podSecurityOf: Record<string, 'baseline' | 'privileged'> = { 'rook-ceph': 'privileged', cilium: 'privileged', tetragon: 'privileged', velero: 'privileged' };

export function planGuardrails(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): GuardrailsPlan {
  const { estate } = planner;
  const namespaces = new Map<string, GuardrailsProps['operatorNamespaces'][number]>();
  for (const operator of cluster.data.operators) {
    for (const { chart, source } of lockedCharts(planner, cluster, 'operator', operator)) {
      if (chart.namespace !== 'kube-system' && !namespaces.has(chart.namespace)) {
        namespaces.set(chart.namespace, { name: chart.namespace, podSecurity: podSecurityOf[operator] ?? 'restricted', ...networkOf(planner, cluster, chart.namespace), source });
      }
    }
  }
  const { apiServer, nodes } = cluster.data.addresses;
  const site = estate.sites.get(cluster.data.site)!.data;
  return {
    id: stackId.guardrails(cluster.id),
    kind: 'guardrails',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      source: at(cluster),
      chart: planner.chart('guardrails'),
      controlPlane: { v4: [`${apiServer.v4}/32`], v6: [`${apiServer.v6}/128`] },
      nodes: { v4: [nodes.v4], v6: [nodes.v6] },
      bmc: { v4: site.addresses ? [site.addresses.bmc.v4] : [], v6: site.addresses ? [site.addresses.bmc.v6] : [] },
      identities: {
        platform: { users: [], groups: [platformGroup.runner] },
        operators: { users: [], groups: [...namespaces.keys()].sort().map((name) => `system:serviceaccounts:${name}`) },
        breakGlass: { users: [], groups: [platformGroup.breakGlass] },
      },
      storageClasses: Object.fromEntries([1, 2, 3, 4, 5].map((level) => [String(level), [storageClassOf(level)]])),
      accepts: acceptedFlows(estate),
      exceptions: exceptionsOf(planner, cluster),
      entities: cluster.data.operators.includes('cilium') ? { chart: planner.chart('cilium-zones'), apiServer: apiServerFlows(estate) } : null,
      exposedParts: ['exchange'],
      gateways: cluster.data.operators.includes('envoy-gateway'),
      labels: { [`${planner.platform.labelDomain}/cluster`]: cluster.id },
      operatorNamespaces: [...namespaces.values()],
      storageLevels: cluster.data.operators.includes('rook-ceph') ? storageLevels(cluster) : [],
    },
  };
}

/** Exceptions of admission for systems that run here, in force on the estate's day. */
function exceptionsOf({ estate }: Planner, cluster: Entry<'cluster'>): AdmissionException[] {
  const here = new Set(placedOn(estate, cluster.id).map(({ decision }) => decision.system.key));
  return exemptions(estate).filter(({ system }) => here.has(system.key)).map(({ exception, policy, system, before }) => ({
    name: exception.id, policy, before, namespaces: system.data.subzones.map((subzone) => zoneNamespaceName({ tenant: system.folderTenant, system: system.id, subzone })),
  }));
}

/** Policies of an operator's namespace: closed where the table of platform flows knows who is in it, else open for the reason that the table gives. */
function networkOf({ estate }: Planner, cluster: Entry<'cluster'>, namespace: string): Pick<OperatorNamespace, 'network' | 'parts'> {
  const { parts, open } = estate.platformFlows;
  const reason = open.find((one) => one.namespace === namespace)?.reason.en;
  const inside = parts.flatMap((part, index) => (part.in === 'namespace' && part.namespace === namespace ? [{ id: part.id, source: { file: 'platform-flows.yaml', pointer: `/parts/${index}` } }] : []));
  if (reason !== undefined || inside.length === 0) return { network: { closed: false, reason: reason ?? 'catalog/platform-flows.yaml does not know what runs here' }, parts: [] };
  return { network: { closed: true, everyPodReaches: everyPodReaches(estate, cluster) }, parts: inside.map((part) => ({ ...part, ...partPolicy(estate, part.id, { cluster }) })) };
}

/** Levels whose systems may stand in the cluster; a vault keeps the backups of every level. */
function storageLevels(cluster: Entry<'cluster'>): number[] {
  const { role, pools, reserve } = cluster.data;
  if (role === 'vault') return [5];
  return [...new Set([...pools.flatMap(({ levels }) => levels), ...(reserve ? [4] : [])])].sort();
}
