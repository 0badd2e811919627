/** Which kinds live outside namespaces: Kubernetes' own, and those of the definitions that the export holds. */
import type { KubernetesObject } from './convert.ts';

/** Cluster-scoped kinds of Kubernetes 1.36 that charts and stacks use. Source: the API reference of Kubernetes 1.36. */
const builtIn = new Set([
  'v1/Namespace', 'v1/Node', 'v1/PersistentVolume',
  'rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding',
  'storage.k8s.io/StorageClass', 'storage.k8s.io/CSIDriver', 'storage.k8s.io/VolumeAttachment', 'storage.k8s.io/VolumeAttributesClass',
  'scheduling.k8s.io/PriorityClass', 'node.k8s.io/RuntimeClass', 'networking.k8s.io/IngressClass', 'certificates.k8s.io/CertificateSigningRequest',
  'apiextensions.k8s.io/CustomResourceDefinition', 'apiregistration.k8s.io/APIService',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy', 'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'flowcontrol.apiserver.k8s.io/FlowSchema', 'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  // Of the local charts: known although an export of some stacks holds no definitions.
  'policy.networking.k8s.io/ClusterNetworkPolicy', 'gateway.networking.k8s.io/GatewayClass', 'cilium.io/CiliumClusterwideNetworkPolicy',
]);

interface Definition extends KubernetesObject {
  readonly spec: { readonly group: string; readonly names: { readonly kind: string }; readonly scope: string; readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
}

export function isDefinition(object: KubernetesObject): object is Definition {
  return object.kind === 'CustomResourceDefinition';
}

function key(apiVersion: string, kind: string): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : apiVersion;
  return `${group}/${kind}`;
}

/** Tells whether an object lives outside namespaces. Kinds nobody defines count as namespaced. */
export function clusterScope(definitions: readonly KubernetesObject[]): (object: KubernetesObject) => boolean {
  const known = new Set(builtIn);
  for (const definition of definitions) {
    if (isDefinition(definition) && definition.spec.scope === 'Cluster') known.add(`${definition.spec.group}/${definition.spec.names.kind}`);
  }
  return ({ apiVersion, kind }) => known.has(key(apiVersion, kind));
}

/** What charts ask the cluster for: `group/version` and `group/version/Kind` of the served versions. */
export function servedVersions(definitions: readonly KubernetesObject[]): string[] {
  return [...new Set(definitions.filter(isDefinition).flatMap(({ spec }) => spec.versions.filter(({ served }) => served)
    .flatMap(({ name }) => [`${spec.group}/${name}`, `${spec.group}/${name}/${spec.names.kind}`])))].sort();
}
