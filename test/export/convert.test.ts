import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConversionError, convertResource, unescapeTemplate } from '../../export/convert.ts';
import { shapes, steering } from '../../export/shapes.ts';

type Attributes = Record<string, unknown>;

const metadata = { name: 'thing', namespace: 'mae--land--dmz', labels: { 'ndc.example/level': '3' }, annotations: { note: 'x' } };
const outside = { name: 'thing', labels: { a: 'b' } };

/** Every type with every kind of field it has: attributes as Terraform reads them, and the object but for apiVersion, kind and metadata. */
const table: Record<string, { readonly is: string; readonly attributes: Attributes; readonly object: Attributes }> = {
  kubernetes_namespace_v1: { is: 'v1 Namespace', attributes: { wait_for_default_service_account: false }, object: {} },
  kubernetes_config_map_v1: { is: 'v1 ConfigMap', attributes: { data: { snake_case: 'kept', dns: '10.0.0.1' } }, object: { data: { snake_case: 'kept', dns: '10.0.0.1' } } },
  kubernetes_service_account_v1: { is: 'v1 ServiceAccount', attributes: { automount_service_account_token: false }, object: { automountServiceAccountToken: false } },
  kubernetes_resource_quota_v1: { is: 'v1 ResourceQuota', attributes: { spec: { hard: { 'requests.cpu': '0' }, scopes: ['BestEffort'] } }, object: { spec: { hard: { 'requests.cpu': '0' }, scopes: ['BestEffort'] } } },
  kubernetes_limit_range_v1: {
    is: 'v1 LimitRange',
    attributes: { spec: { limit: [{ type: 'Container', default: { cpu: '1' }, default_request: { cpu: '1' }, max: { cpu: '2' }, min: { cpu: '0' } }] } },
    object: { spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '1' }, max: { cpu: '2' }, min: { cpu: '0' } }] } },
  },
  kubernetes_service_v1: {
    is: 'v1 Service',
    attributes: { wait_for_load_balancer: false, spec: { type: 'ClusterIP', selector: { app: 'x' }, ip_family_policy: 'PreferDualStack', port: [{ name: 'https', port: 443, target_port: '8443', protocol: 'TCP' }, { name: 'api', port: 80, target_port: 'http' }] } },
    object: { spec: { type: 'ClusterIP', selector: { app: 'x' }, ipFamilyPolicy: 'PreferDualStack', ports: [{ name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' }, { name: 'api', port: 80, targetPort: 'http' }] } },
  },
  kubernetes_network_policy_v1: {
    is: 'networking.k8s.io/v1 NetworkPolicy',
    attributes: {
      spec: {
        pod_selector: { match_labels: { app: 'x' } }, policy_types: ['Ingress', 'Egress'],
        ingress: [{ ports: [{ port: '8080', end_port: '8090', protocol: 'TCP' }, { port: 'https' }], from: [{ namespace_selector: { match_expressions: [{ key: 'k', operator: 'Exists' }] }, pod_selector: {} }] }],
        egress: [{ ports: [], to: [{ ip_block: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }],
      },
    },
    object: {
      spec: {
        podSelector: { matchLabels: { app: 'x' } }, policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: [{ port: 8080, endPort: 8090, protocol: 'TCP' }, { port: 'https' }], from: [{ namespaceSelector: { matchExpressions: [{ key: 'k', operator: 'Exists' }] }, podSelector: {} }] }],
        egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }],
      },
    },
  },
  kubernetes_role_v1: {
    is: 'rbac.authorization.k8s.io/v1 Role',
    attributes: { rule: [{ api_groups: [''], resources: ['configmaps'], resource_names: ['site'], verbs: ['get'] }] },
    object: { rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['site'], verbs: ['get'] }] },
  },
  kubernetes_cluster_role_v1: {
    is: 'rbac.authorization.k8s.io/v1 ClusterRole',
    attributes: { rule: [{ api_groups: ['apps'], resources: ['*'], verbs: ['get'] }, { non_resource_urls: ['/livez'], verbs: ['get'] }] },
    object: { rules: [{ apiGroups: ['apps'], resources: ['*'], verbs: ['get'] }, { nonResourceURLs: ['/livez'], verbs: ['get'] }] },
  },
  kubernetes_role_binding_v1: {
    is: 'rbac.authorization.k8s.io/v1 RoleBinding',
    attributes: { role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' }, subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'g', namespace: '' }, { kind: 'ServiceAccount', name: 's', namespace: 'n' }] },
    object: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'g' }, { kind: 'ServiceAccount', name: 's', namespace: 'n' }] },
  },
  kubernetes_cluster_role_binding_v1: {
    is: 'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
    attributes: { role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' }, subject: [{ kind: 'Group', name: 'g' }] },
    object: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' }, subjects: [{ kind: 'Group', name: 'g' }] },
  },
  kubernetes_priority_class_v1: {
    is: 'scheduling.k8s.io/v1 PriorityClass',
    attributes: { value: 0, description: 'd', global_default: false, preemption_policy: 'Never' },
    object: { value: 0, description: 'd', globalDefault: false, preemptionPolicy: 'Never' },
  },
  kubernetes_storage_class_v1: {
    is: 'storage.k8s.io/v1 StorageClass',
    attributes: { storage_provisioner: 'p', reclaim_policy: 'Retain', volume_binding_mode: 'WaitForFirstConsumer', allow_volume_expansion: true, parameters: { clusterID: 'c', snake_case: 'kept' }, mount_options: ['ro'] },
    object: { provisioner: 'p', reclaimPolicy: 'Retain', volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true, parameters: { clusterID: 'c', snake_case: 'kept' }, mountOptions: ['ro'] },
  },
  kubernetes_cron_job_v1: {
    is: 'batch/v1 CronJob',
    attributes: {
      spec: {
        schedule: '0 0 * * *', timezone: 'Etc/UTC', concurrency_policy: 'Forbid', successful_jobs_history_limit: 3, failed_jobs_history_limit: 0,
        job_template: {
          metadata: { labels: { a: 'b' } },
          spec: {
            backoff_limit: 0,
            template: {
              metadata: {},
              spec: {
                service_account_name: 's', restart_policy: 'Never', node_selector: { snake_case: 'kept' }, toleration: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoSchedule' }],
                security_context: { run_as_non_root: true, run_as_user: '26', fs_group: '26', seccomp_profile: { type: 'RuntimeDefault' } },
                container: [{
                  name: 'c', image: 'i', command: ['run'], args: ['--x'], env_from: [{ secret_ref: { name: 's', optional: false } }], resources: { requests: { cpu: '1' }, limits: { cpu: '1' } },
                  security_context: { allow_privilege_escalation: false, read_only_root_filesystem: true, capabilities: { drop: ['ALL'] } }, volume_mount: [{ name: 'v', mount_path: '/var/lib/x' }],
                }],
                volume: [{ name: 'v', empty_dir: { size_limit: '1Gi' } }],
              },
            },
          },
        },
      },
    },
    object: {
      spec: {
        schedule: '0 0 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 0,
        jobTemplate: {
          metadata: { labels: { a: 'b' } },
          spec: {
            backoffLimit: 0,
            template: {
              metadata: {},
              spec: {
                serviceAccountName: 's', restartPolicy: 'Never', nodeSelector: { snake_case: 'kept' }, tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoSchedule' }],
                securityContext: { runAsNonRoot: true, runAsUser: 26, fsGroup: 26, seccompProfile: { type: 'RuntimeDefault' } },
                containers: [{
                  name: 'c', image: 'i', command: ['run'], args: ['--x'], envFrom: [{ secretRef: { name: 's', optional: false } }], resources: { requests: { cpu: '1' }, limits: { cpu: '1' } },
                  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }, volumeMounts: [{ name: 'v', mountPath: '/var/lib/x' }],
                }],
                volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }],
              },
            },
          },
        },
      },
    },
  },
};

const convert = (type: string, attributes: Attributes) => convertResource(type, `${type}.it`, { metadata: shapes[type]?.namespaced ? metadata : outside, ...attributes });
const configMap = (data: Attributes) => convert('kubernetes_config_map_v1', { data });

describe('convertResource', () => {
  it.each(Object.entries(table))('makes an object of %s', (type, { is, attributes, object }) => {
    const [apiVersion, kind] = is.split(' ');
    expect(convert(type, attributes)).toEqual({ apiVersion, kind, metadata: shapes[type]!.namespaced ? metadata : outside, ...object });
  });

  it('has a shape for every type that constructs and stacks use, and this table has them all', () => {
    const files = ['constructs', 'stacks'].flatMap((folder) => readdirSync(join(import.meta.dirname, '../..', folder)).map((name) => join(import.meta.dirname, '../..', folder, name)));
    const used = new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/provider-kubernetes\/lib\/([a-z0-9-]+)\/index\.js/g)].map(([, name]) => `kubernetes_${name!.replaceAll('-', '_')}`)));
    used.delete('kubernetes_provider');
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((type) => !(type in shapes))).toEqual([]);
    expect(Object.keys(table).sort()).toEqual(Object.keys(shapes).sort());
  });

  it('leaves out what steers Terraform alone', () => {
    const attributes = Object.fromEntries([...steering].map((name) => [name, 'x']));
    expect(convert('kubernetes_namespace_v1', attributes)).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: outside });
  });

  it('leaves out what is null, and empty lists of blocks: to Terraform they do not stand there', () => {
    expect(convert('kubernetes_network_policy_v1', { spec: { pod_selector: [], policy_types: ['Ingress'], ingress: [], egress: null } })).toMatchObject({ spec: { policyTypes: ['Ingress'] } });
    expect(convert('kubernetes_network_policy_v1', { spec: { pod_selector: [], policy_types: ['Ingress'], ingress: [] } })['spec']).toEqual({ policyTypes: ['Ingress'] });
  });

  it('keeps empty blocks: an empty selector selects everything', () => {
    expect(convert('kubernetes_network_policy_v1', { spec: { pod_selector: {}, policy_types: [] } })['spec']).toEqual({ podSelector: {}, policyTypes: [] });
  });

  it('takes a block in a list of one as Terraform does, and refuses two', () => {
    expect(convert('kubernetes_resource_quota_v1', { spec: [{ hard: { pods: '1' } }] })['spec']).toEqual({ hard: { pods: '1' } });
    expect(() => convert('kubernetes_resource_quota_v1', { spec: [{ hard: {} }, { hard: {} }] })).toThrow(new ConversionError('kubernetes_resource_quota_v1.it.spec: stands more than once'));
  });

  it('takes 0, false and the empty text as values', () => {
    expect(configMap({ empty: '' })['data']).toEqual({ empty: '' });
    expect(convert('kubernetes_service_account_v1', { automount_service_account_token: false })['automountServiceAccountToken']).toBe(false);
  });
});

describe('what convertResource refuses', () => {
  it.each<[string, () => unknown, string]>([
    ['a type without a shape', () => convert('kubernetes_secret_v1', {}), 'kubernetes_secret_v1.it: no shape for the type kubernetes_secret_v1; add it to export/shapes.ts'],
    ['an attribute that stands in no shape', () => convert('kubernetes_namespace_v1', { generate_name: 'x' }), 'kubernetes_namespace_v1.it: the attribute generate_name stands in no shape; add it to export/shapes.ts'],
    ['an attribute deep inside', () => convert('kubernetes_network_policy_v1', { spec: { ingress: [{}, { from: [{ ip_block: { cidr: 'x', other: 1 } }] }] } }), 'kubernetes_network_policy_v1.it.spec.ingress[1].from[0].ip_block: the attribute other stands in no shape; add it to export/shapes.ts'],
    ['an expression', () => configMap({ host: 'https://${var.host}' }), 'kubernetes_config_map_v1.it.data: holds an expression that only Terraform can resolve: https://${var.host}'],
    ['an expression at the start', () => configMap({ host: '${var.host}' }), 'kubernetes_config_map_v1.it.data: holds an expression that only Terraform can resolve: ${var.host}'],
    ['a directive', () => configMap({ host: 'a %{ if x }' }), 'kubernetes_config_map_v1.it.data: holds an expression that only Terraform can resolve: a %{ if x }'],
    ['an expression in a list', () => convert('kubernetes_role_v1', { rule: [{ verbs: ['get', '${x}'] }] }), 'kubernetes_role_v1.it.rule[0].verbs: holds an expression that only Terraform can resolve: ${x}'],
    ['an object without a name', () => convertResource('kubernetes_namespace_v1', 'a.b', { metadata: {} }), 'a.b: the object has no name'],
    ['an object without metadata', () => convertResource('kubernetes_namespace_v1', 'a.b', {}), 'a.b: the object has no name'],
    ['a namespace for what has none', () => convertResource('kubernetes_namespace_v1', 'a.b', { metadata: { name: 'n', namespace: 'x' } }), 'a.b: a Namespace has no namespace'],
    ['no namespace for what needs one', () => convertResource('kubernetes_role_v1', 'a.b', { metadata: { name: 'n' } }), 'a.b: a Role needs namespace'],
  ])('%s', (_, work, message) => {
    expect(work).toThrow(new ConversionError(message));
  });
});

describe('text', () => {
  it('loses Terraform\'s escapes, once', () => {
    expect(configMap({ script: 'echo $${HOME} %%{ if } $$$${x} 5% $' })['data']).toEqual({ script: 'echo ${HOME} %{ if } $$${x} 5% $' });
    expect(unescapeTemplate('$${a}')).toBe('${a}');
  });
});
