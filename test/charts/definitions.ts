/** Schemas of custom resources: what upstream's definitions say of an object that a chart renders. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { stageCharts } from '../../tools/charts.ts';
import type { KubernetesObject } from '../../tools/render.ts';

/** Where the definition of a kind is: an entry of tools/charts/catalog.yaml and the plural. */
interface Place {
  readonly staged: string;
  readonly plural: string;
}

/** `<group>/<kind>` of everything the charts make. A kind that is missing here fails the test that renders it. */
const places: Readonly<Record<string, Place | { readonly unchecked: string }>> = {
  'postgresql.cnpg.io/Cluster': { staged: 'crds-cloudnative-pg', plural: 'clusters' },
  'postgresql.cnpg.io/ImageCatalog': { staged: 'crds-cloudnative-pg', plural: 'imagecatalogs' },
  'postgresql.cnpg.io/Pooler': { staged: 'crds-cloudnative-pg', plural: 'poolers' },
  'postgresql.cnpg.io/ScheduledBackup': { staged: 'crds-cloudnative-pg', plural: 'scheduledbackups' },
  'postgresql.cnpg.io/Database': { staged: 'crds-cloudnative-pg', plural: 'databases' },
  'postgresql.cnpg.io/DatabaseRole': { staged: 'crds-cloudnative-pg', plural: 'databaseroles' },
  'monitoring.coreos.com/PodMonitor': { staged: 'crds-monitoring', plural: 'podmonitors' },
  'monitoring.coreos.com/PrometheusRule': { staged: 'crds-monitoring', plural: 'prometheusrules' },
  'barmancloud.cnpg.io/ObjectStore': { staged: 'crds-plugin-barman-cloud', plural: 'objectstores' },
  'cluster.x-k8s.io/Cluster': { staged: 'crds-cluster-api', plural: 'clusters' },
  'cluster.x-k8s.io/MachineDeployment': { staged: 'crds-cluster-api', plural: 'machinedeployments' },
  'controlplane.cluster.x-k8s.io/KubeadmControlPlane': { staged: 'crds-kubeadm-control-plane', plural: 'kubeadmcontrolplanes' },
  'bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate': { staged: 'crds-kubeadm-bootstrap', plural: 'kubeadmconfigtemplates' },
  'infrastructure.cluster.x-k8s.io/Metal3Cluster': { staged: 'crds-metal3', plural: 'metal3clusters' },
  'infrastructure.cluster.x-k8s.io/Metal3MachineTemplate': { staged: 'crds-metal3', plural: 'metal3machinetemplates' },
  'policy.networking.k8s.io/ClusterNetworkPolicy': { staged: 'crds-network-policy-api', plural: 'clusternetworkpolicies' },
  'cilium.io/CiliumClusterwideNetworkPolicy': { staged: 'crds-cilium', plural: 'ciliumclusterwidenetworkpolicies' },
  'cilium.io/CiliumNetworkPolicy': { staged: 'crds-cilium', plural: 'ciliumnetworkpolicies' },
  'gateway.networking.k8s.io/GatewayClass': { staged: 'crds-gateway-api', plural: 'gatewayclasses' },
  'gateway.networking.k8s.io/Gateway': { staged: 'crds-gateway-api', plural: 'gateways' },
  'gateway.envoyproxy.io/EnvoyProxy': { staged: 'crds-envoy-gateway', plural: 'envoyproxies' },
  'gateway.envoyproxy.io/BackendTrafficPolicy': { staged: 'crds-envoy-gateway', plural: 'backendtrafficpolicies' },
  'gateway.envoyproxy.io/EnvoyExtensionPolicy': { staged: 'crds-envoy-gateway', plural: 'envoyextensionpolicies' },
  'gateway.envoyproxy.io/SecurityPolicy': { staged: 'crds-envoy-gateway', plural: 'securitypolicies' },
  'gateway.envoyproxy.io/ClientTrafficPolicy': { staged: 'crds-envoy-gateway', plural: 'clienttrafficpolicies' },
  'objectbucket.io/ObjectBucketClaim': { staged: 'crds-rook-ceph', plural: 'objectbucketclaims' },
  'ceph.rook.io/CephObjectStore': { staged: 'crds-rook-ceph', plural: 'cephobjectstores' },
  'velero.io/BackupStorageLocation': { staged: 'crds-velero', plural: 'backupstoragelocations' },
  'velero.io/Schedule': { staged: 'crds-velero', plural: 'schedules' },
  ...Object.fromEntries(['v1/ConfigMap', 'v1/Service', 'v1/ServiceAccount', 'apps/DaemonSet', 'apps/Deployment', 'rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/RoleBinding'].map((kind) => [kind, { unchecked: 'a built-in kind: the API server decides' }])),
  'storage.k8s.io/StorageClass': { unchecked: 'a built-in kind: the API server decides' },
  'external-secrets.io/SecretStore': { unchecked: 'the definition of External Secrets cannot be had here' },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': { unchecked: 'a built-in kind: the API server decides' },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': { unchecked: 'a built-in kind: the API server decides' },
};

interface Definition {
  readonly spec: {
    readonly versions: ReadonlyArray<{ readonly name: string; readonly served: boolean; readonly deprecated?: boolean; readonly schema: { readonly openAPIV3Schema: Node } }>;
  };
}

type Node = { [key: string]: unknown };

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
const validators = new Map<string, ValidateFunction>();
const said = new Set<string>();

/** What is wrong with the objects, one line each; and the kinds nobody could check, which are also printed once. */
export async function checkDefinitions(objects: readonly KubernetesObject[]): Promise<{ readonly problems: string[]; readonly unchecked: string[] }> {
  const problems: string[] = [];
  const unchecked = new Set<string>();
  for (const object of objects) {
    const [group, version] = object.apiVersion.split('/') as [string, string];
    const place = places[`${group}/${object.kind}`];
    if (place === undefined) problems.push(`${object.kind}: test/charts/definitions.ts does not know ${object.apiVersion} ${object.kind}`);
    else if ('unchecked' in place) unchecked.add(`${object.kind}: ${place.unchecked}`);
    else {
      const validate = await validatorOf(group, version, place);
      const value: unknown = object; // the validator would narrow the object itself to never
      if (typeof validate === 'string') problems.push(`${object.kind} ${object.metadata.name}: ${validate}`);
      else if (!validate(value)) {
        for (const error of validate.errors ?? []) problems.push(`${object.kind} ${object.metadata.name}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
      }
    }
  }
  for (const line of unchecked) {
    if (!said.has(line)) console.warn(`SCHEMA NOT CHECKED  ${line}`);
    said.add(line);
  }
  return { problems, unchecked: [...unchecked] };
}

async function validatorOf(group: string, version: string, place: Place): Promise<ValidateFunction | string> {
  const key = `${place.plural}.${group}/${version}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const definition = await definitionOf(place.staged, `${place.plural}.${group}`);
  const found = definition.spec.versions.find((item) => item.name === version);
  if (found === undefined || !found.served) return `${place.staged} serves ${definition.spec.versions.filter((item) => item.served).map((item) => item.name).join(', ')} and not ${version}`;
  if (found.deprecated === true) return `${version} is deprecated in ${place.staged}`;
  const validate = ajv.compile(closed(found.schema.openAPIV3Schema, true));
  validators.set(key, validate);
  return validate;
}

async function definitionOf(staged: string, name: string): Promise<Definition> {
  for (const chart of await stageCharts(staged)) {
    try {
      // Staged definitions are Helm templates; only literal braces are written as an action.
      return parse(readFileSync(join(chart.dir, 'templates', `${name}.yaml`), 'utf8').replaceAll('{{ "{{" }}', '{{')) as Definition;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${staged} has no definition ${name}`);
}

/** The API server drops fields that a structural schema does not name. A chart that writes one is wrong, so here they are refused. */
function closed(node: Node, root = false): Node {
  const result: Node = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') result[key] = Object.fromEntries(Object.entries(value as Node).map(([name, child]) => [name, closed(child as Node)]));
    else if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) result[key] = closed(value as Node);
    else if (key === 'nullable' && node['type'] === undefined) continue; // without a type null is allowed anyway
    // Go writes a flag before the group that JavaScript wants inside it.
    else if (key === 'pattern' && typeof value === 'string') result[key] = value.replace(/^\^\(\?i\)(.*)\$$/, '^(?i:$1)$');
    else if (key !== 'default' && key !== 'description' && !key.startsWith('x-kubernetes-')) result[key] = value;
  }
  const open = root || node['x-kubernetes-preserve-unknown-fields'] === true || node['additionalProperties'] !== undefined;
  if (node['properties'] !== undefined && !open) result['additionalProperties'] = false;
  return result;
}
