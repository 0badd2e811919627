/**
 * Fields that the API server, or the controller's webhook, never lets change on an object that exists, with the place that says so.
 * A change of one means a new object in place of the old one.
 */
import { parseBytes } from '../model/units.ts';
import { pathKeys, type Attribute } from './attributes.ts';

export interface ImmutableRule {
  /** API group; '' for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Paths of keys; everything below one is meant too. */
  readonly paths: readonly string[];
  /** Paths below `paths` that may change all the same. */
  readonly except?: readonly string[];
  /** `grow-only`: a size that may grow but not shrink. `keep`: may change but not disappear. @default 'immutable' */
  readonly rule?: 'immutable' | 'grow-only' | 'keep';
  /** Who enforces it: the API server or a webhook, or only the Terraform provider, which then replaces the resource. @default 'api' */
  readonly by?: 'api' | 'provider';
  /** Applies only when the old object says `immutable: true`. */
  readonly whenMarked?: true;
  /** Optional fields under a transition rule: they may be added and taken away, not altered. */
  readonly whenSet?: true;
  readonly source: string;
}

const kubernetes = (file: string) => `Kubernetes 1.36.3 pkg/apis/${file}/validation/validation.go`;
const provider = (file: string) => `terraform-provider-kubernetes 3.2.1 kubernetes/resource_kubernetes_${file}.go (ForceNew)`;
const cnpg = (file: string) => `CloudNativePG 1.30.0 config/crd/bases/postgresql.cnpg.io_${file}.yaml (CEL)`;
const cnpgWebhook = 'CloudNativePG 1.30.0 internal/webhook/v1/cluster_webhook.go';
const rbac = 'rbac.authorization.k8s.io';
const postgresql = 'postgresql.cnpg.io';

export const immutableRules: readonly ImmutableRule[] = [
  { group: '', kind: 'Secret', paths: ['type'], source: kubernetes('core') },
  { group: '', kind: 'Secret', paths: ['data', 'stringData', 'immutable'], whenMarked: true, source: kubernetes('core') },
  { group: '', kind: 'ConfigMap', paths: ['data', 'binaryData', 'immutable'], whenMarked: true, source: kubernetes('core') },
  { group: '', kind: 'Service', paths: ['spec.clusterIP', 'spec.clusterIPs', 'spec.loadBalancerClass', 'spec.healthCheckNodePort'], source: kubernetes('core') },
  { group: '', kind: 'PersistentVolumeClaim', paths: ['spec'], except: ['spec.resources.requests', 'spec.volumeAttributesClassName'], source: kubernetes('core') },
  { group: '', kind: 'PersistentVolumeClaim', paths: ['spec.resources.requests.storage'], rule: 'grow-only', source: kubernetes('core') },
  { group: '', kind: 'PersistentVolume', paths: ['spec.volumeMode', 'spec.nodeAffinity', 'spec.csi', 'spec.local', 'spec.nfs', 'spec.hostPath'], source: kubernetes('core') },
  { group: '', kind: 'ResourceQuota', paths: ['spec.scopes'], source: kubernetes('core') },
  { group: 'apps', kind: 'Deployment', paths: ['spec.selector'], source: kubernetes('apps') },
  { group: 'apps', kind: 'DaemonSet', paths: ['spec.selector'], source: kubernetes('apps') },
  { group: 'apps', kind: 'ReplicaSet', paths: ['spec.selector'], source: kubernetes('apps') },
  {
    group: 'apps', kind: 'StatefulSet', paths: ['spec'], source: kubernetes('apps'),
    except: ['spec.replicas', 'spec.template', 'spec.updateStrategy', 'spec.minReadySeconds', 'spec.ordinals', 'spec.revisionHistoryLimit', 'spec.persistentVolumeClaimRetentionPolicy'],
  },
  {
    group: 'batch', kind: 'Job', source: kubernetes('batch'),
    paths: ['spec.template', 'spec.selector', 'spec.completions', 'spec.completionMode', 'spec.podFailurePolicy', 'spec.backoffLimitPerIndex', 'spec.managedBy', 'spec.successPolicy'],
  },
  { group: rbac, kind: 'RoleBinding', paths: ['roleRef'], source: kubernetes('rbac') },
  { group: rbac, kind: 'ClusterRoleBinding', paths: ['roleRef'], source: kubernetes('rbac') },
  { group: 'storage.k8s.io', kind: 'StorageClass', paths: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'], source: kubernetes('storage') },
  { group: 'storage.k8s.io', kind: 'StorageClass', paths: ['mountOptions', 'allowedTopologies'], by: 'provider', source: provider('storage_class_v1') },
  { group: 'storage.k8s.io', kind: 'VolumeAttributesClass', paths: ['driverName', 'parameters'], source: kubernetes('storage') },
  { group: 'storage.k8s.io', kind: 'CSIDriver', paths: ['spec.attachRequired', 'spec.volumeLifecycleModes'], source: kubernetes('storage') },
  { group: 'scheduling.k8s.io', kind: 'PriorityClass', paths: ['value', 'preemptionPolicy'], source: kubernetes('scheduling') },
  { group: 'node.k8s.io', kind: 'RuntimeClass', paths: ['handler'], source: kubernetes('node') },
  { group: 'networking.k8s.io', kind: 'IngressClass', paths: ['spec.controller'], source: kubernetes('networking') },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice', paths: ['addressType'], source: kubernetes('discovery') },
  { group: 'policy', kind: 'PodDisruptionBudget', paths: ['spec'], by: 'provider', source: provider('pod_disruption_budget_v1') },
  {
    group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', paths: ['spec.group', 'spec.scope', 'spec.names.kind', 'spec.names.plural'],
    source: 'Kubernetes apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go',
  },
  { group: postgresql, kind: 'Cluster', paths: ['spec.serviceAccountName'], whenSet: true, source: cnpg('clusters') },
  { group: postgresql, kind: 'Cluster', paths: ['spec.postgresUID', 'spec.postgresGID'], source: cnpgWebhook },
  { group: postgresql, kind: 'Cluster', paths: ['spec.storage.size', 'spec.walStorage.size'], rule: 'grow-only', source: cnpgWebhook },
  { group: postgresql, kind: 'Cluster', paths: ['spec.walStorage', 'spec.tablespaces'], rule: 'keep', source: cnpgWebhook },
  { group: postgresql, kind: 'Pooler', paths: ['spec.cluster', 'spec.serviceAccountName'], whenSet: true, source: cnpg('poolers') },
  { group: postgresql, kind: 'ScheduledBackup', paths: ['spec.cluster'], source: cnpg('scheduledbackups') },
  {
    group: postgresql, kind: 'Database', whenSet: true, source: cnpg('databases'),
    paths: ['spec.cluster', 'spec.name', 'spec.template', 'spec.encoding', 'spec.locale', 'spec.localeProvider', 'spec.localeCollate', 'spec.localeCType', 'spec.icuLocale', 'spec.icuRules', 'spec.builtinLocale', 'spec.collationVersion'],
  },
  { group: postgresql, kind: 'Publication', paths: ['spec.cluster', 'spec.name', 'spec.dbname'], source: cnpg('publications') },
  { group: postgresql, kind: 'Subscription', paths: ['spec.cluster', 'spec.name', 'spec.dbname'], source: cnpg('subscriptions') },
  { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', paths: ['spec.controllerName'], source: 'Gateway API 1.7.0 config/crd/standard/gateway.networking.k8s.io_gatewayclasses.yaml (CEL)' },
  { group: 'cluster.x-k8s.io', kind: 'MachineDeployment', paths: ['spec.clusterName'], source: 'Cluster API 1.13.4 internal/webhooks/machinedeployment.go' },
  { group: 'cluster.x-k8s.io', kind: 'MachineHealthCheck', paths: ['spec.clusterName'], source: 'Cluster API 1.13.4 internal/webhooks/machinehealthcheck.go' },
  {
    group: 'controlplane.cluster.x-k8s.io', kind: 'KubeadmControlPlane', source: 'Cluster API 1.13.4 controlplane/kubeadm/internal/webhooks/kubeadmcontrolplane.go',
    paths: ['spec.kubeadmConfigSpec.clusterConfiguration.certificatesDir', 'spec.kubeadmConfigSpec.clusterConfiguration.controlPlaneEndpoint', 'spec.kubeadmConfigSpec.clusterConfiguration.caCertificateValidityPeriodDays'],
  },
  { group: 'infrastructure.cluster.x-k8s.io', kind: 'Metal3DataTemplate', paths: ['spec.metaData', 'spec.networkData'], source: 'cluster-api-provider-metal3 1.13.2 internal/webhooks/v1beta2/metal3datatemplate_webhook.go' },
  { group: 'metal3.io', kind: 'BareMetalHost', paths: ['spec.bmc.address', 'spec.bootMACAddress'], source: 'baremetal-operator 0.13.0 internal/webhooks/metal3.io/v1alpha1/baremetalhost_validation.go' },
];

/** A difference that an existing object cannot take. */
export interface Blocked {
  readonly rule: NonNullable<ImmutableRule['rule']>;
  readonly source: string;
}

export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/**
 * Why an attribute of an existing object cannot change; undefined when it can.
 * @param inRelease objects of a release are changed in place by Helm, so what only Terraform replaces does not count
 */
export function blockedBy(object: { readonly apiVersion: string; readonly kind: string; readonly marked: boolean; readonly inRelease: boolean }, attribute: Attribute): Blocked | undefined {
  const keys = pathKeys(attribute.path);
  for (const rule of byKind.get(`${groupOf(object.apiVersion)}/${object.kind}`) ?? []) {
    if (rule.whenMarked && !object.marked) continue;
    if (rule.by === 'provider' && object.inRelease) continue;
    if (!rule.paths.some((path) => touches(keys, path.split('.')))) continue;
    if (rule.except?.some((path) => isBelow(keys, path.split('.')))) continue;
    const kind = rule.rule ?? 'immutable';
    if (kind === 'grow-only' && !shrinks(attribute)) continue;
    if (kind === 'keep' && !(attribute.after === undefined && rule.paths.includes(keys.join('.')))) continue;
    if (rule.whenSet && (attribute.before === undefined || attribute.after === undefined)) continue;
    return { rule: kind, source: rule.source };
  }
  return undefined;
}

const byKind = Map.groupBy(immutableRules, ({ group, kind }) => `${group}/${kind}`);

/** Is one of the two paths a part of the other? */
function touches(keys: readonly string[], path: readonly string[]): boolean {
  const shared = Math.min(keys.length, path.length);
  return keys.slice(0, shared).every((key, index) => key === path[index]);
}

function isBelow(keys: readonly string[], path: readonly string[]): boolean {
  return keys.length >= path.length && path.every((key, index) => key === keys[index]);
}

function shrinks({ before, after }: Attribute): boolean {
  const old = typeof before === 'string' ? parseBytes(before) : undefined;
  const now = typeof after === 'string' ? parseBytes(after) : undefined;
  return old !== undefined && now !== undefined && now < old;
}
