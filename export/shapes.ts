/** How each Terraform resource type in use reads as a Kubernetes object. An attribute that stands in no shape is an error, never dropped. */

/** A field of a Terraform resource: its name in Kubernetes and what it holds. */
export interface Field {
  /** Name in Kubernetes; the Terraform name in camel case unless given. */
  readonly as?: string;
  readonly holds: Holds;
}

export type Holds =
  | 'value'
  /** Text whose empty form means that the field does not stand at all. */
  | 'filled-text'
  /** Keys are data: labels, quantities, parameters. */
  | 'map'
  /** Terraform writes a number or a name as text. */
  | 'int-or-string'
  | 'integer'
  /** A block that stands at most once. */
  | { readonly block: Shape }
  /** Blocks that may repeat. */
  | { readonly blocks: Shape };

export type Shape = Readonly<Record<string, Field>>;

export interface ResourceShape {
  readonly apiVersion: string;
  readonly kind: string;
  /** Is the object inside a namespace? */
  readonly namespaced: boolean;
  readonly fields: Shape;
}

const value = { holds: 'value' } as const;
const map = { holds: 'map' } as const;
const integer = { holds: 'integer' } as const;
const block = (shape: Shape, as?: string): Field => ({ ...(as ? { as } : {}), holds: { block: shape } });
const blocks = (shape: Shape, as?: string): Field => ({ ...(as ? { as } : {}), holds: { blocks: shape } });

const metadata = block({ name: value, namespace: value, labels: map, annotations: map });
const templateMetadata = block({ labels: map, annotations: map });
const expressions = blocks({ key: value, operator: value, values: value });
const selector = { match_labels: map, match_expressions: expressions } as const;
const policyPorts = blocks({ port: { holds: 'int-or-string' }, end_port: { ...integer }, protocol: value });
const policyPeers = blocks({
  ip_block: block({ cidr: value, except: value }),
  namespace_selector: block(selector),
  pod_selector: block(selector),
});
const policyRules = { api_groups: value, resources: value, resource_names: value, verbs: value } as const;
const roleRef = block({ api_group: value, kind: value, name: value });
const subjects = blocks({ api_group: value, kind: value, name: value, namespace: { holds: 'filled-text' } }, 'subjects');

const files = blocks({ key: value, path: value }, 'items');

const container: Shape = {
  name: value,
  image: value,
  args: value,
  command: value,
  env: blocks({ name: value, value }),
  env_from: blocks({ prefix: value, secret_ref: block({ name: value, optional: value }), config_map_ref: block({ name: value, optional: value }) }),
  resources: block({ requests: map, limits: map }),
  security_context: block({ run_as_non_root: value, allow_privilege_escalation: value, read_only_root_filesystem: value, capabilities: block({ add: value, drop: value }) }),
  volume_mount: blocks({ name: value, mount_path: value, read_only: value }, 'volumeMounts'),
};

const podSpec = {
  service_account_name: value,
  automount_service_account_token: value,
  restart_policy: value,
  node_selector: map,
  toleration: blocks({ key: value, operator: value, value, effect: value }, 'tolerations'),
  security_context: block({ run_as_non_root: value, run_as_user: integer, run_as_group: integer, fs_group: integer, seccomp_profile: block({ type: value }) }),
  container: blocks(container, 'containers'),
  init_container: blocks(container, 'initContainers'),
  volume: blocks({
    name: value,
    empty_dir: block({ size_limit: value, medium: value }),
    config_map: block({ name: value, items: files }),
    secret: block({ secret_name: value, items: files }),
  }, 'volumes'),
} as const;

/** By Terraform type. */
export const shapes: Readonly<Record<string, ResourceShape>> = {
  kubernetes_namespace_v1: { apiVersion: 'v1', kind: 'Namespace', namespaced: false, fields: { metadata } },
  kubernetes_config_map_v1: { apiVersion: 'v1', kind: 'ConfigMap', namespaced: true, fields: { metadata, data: map } },
  kubernetes_service_account_v1: { apiVersion: 'v1', kind: 'ServiceAccount', namespaced: true, fields: { metadata, automount_service_account_token: value } },
  kubernetes_resource_quota_v1: { apiVersion: 'v1', kind: 'ResourceQuota', namespaced: true, fields: { metadata, spec: block({ hard: map, scopes: value }) } },
  kubernetes_limit_range_v1: {
    apiVersion: 'v1', kind: 'LimitRange', namespaced: true,
    fields: { metadata, spec: block({ limit: blocks({ type: value, default: map, default_request: map, max: map, min: map }, 'limits') }) },
  },
  kubernetes_service_v1: {
    apiVersion: 'v1', kind: 'Service', namespaced: true,
    fields: { metadata, spec: block({ type: value, selector: map, ip_family_policy: value, port: blocks({ name: value, port: value, target_port: { holds: 'int-or-string' }, protocol: value }, 'ports') }) },
  },
  kubernetes_network_policy_v1: {
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespaced: true,
    fields: {
      metadata,
      spec: block({
        pod_selector: block(selector),
        policy_types: value,
        ingress: blocks({ ports: policyPorts, from: policyPeers }),
        egress: blocks({ ports: policyPorts, to: policyPeers }),
      }),
    },
  },
  kubernetes_role_v1: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', namespaced: true, fields: { metadata, rule: blocks(policyRules, 'rules') } },
  kubernetes_cluster_role_v1: {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', namespaced: false,
    fields: { metadata, rule: blocks({ ...policyRules, non_resource_urls: { ...value, as: 'nonResourceURLs' } }, 'rules') },
  },
  kubernetes_role_binding_v1: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', namespaced: true, fields: { metadata, role_ref: roleRef, subject: subjects } },
  kubernetes_cluster_role_binding_v1: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', namespaced: false, fields: { metadata, role_ref: roleRef, subject: subjects } },
  kubernetes_priority_class_v1: {
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', namespaced: false,
    fields: { metadata, value, description: value, global_default: value, preemption_policy: value },
  },
  kubernetes_storage_class_v1: {
    apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', namespaced: false,
    fields: { metadata, storage_provisioner: { ...value, as: 'provisioner' }, reclaim_policy: value, volume_binding_mode: value, allow_volume_expansion: value, parameters: map, mount_options: value },
  },
  kubernetes_cron_job_v1: {
    apiVersion: 'batch/v1', kind: 'CronJob', namespaced: true,
    fields: {
      metadata,
      spec: block({
        schedule: value,
        timezone: { ...value, as: 'timeZone' },
        concurrency_policy: value,
        successful_jobs_history_limit: value,
        failed_jobs_history_limit: value,
        job_template: block({
          metadata: templateMetadata,
          spec: block({ backoff_limit: value, template: block({ metadata: templateMetadata, spec: block(podSpec) }) }),
        }),
      }),
    },
  },
};

/** Attributes that steer Terraform and are no part of the object. */
export const steering: ReadonlySet<string> = new Set(['//', 'depends_on', 'lifecycle', 'provider', 'wait_for_default_service_account', 'wait_for_load_balancer', 'timeouts']);
