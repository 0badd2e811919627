import { ClusterRoleV1, type ClusterRoleV1Rule } from '@cdktf/provider-kubernetes/lib/cluster-role-v1/index.js';
import { Construct } from 'constructs';
import type { TenantRole } from './groups.ts';
import { tenantClusterRole } from './namespace-access.ts';
import { setSource, type Source } from './provenance.ts';

export interface TenantClusterRolesProps {
  readonly source: Source;
}

const read = ['get', 'list', 'watch'];
const write = [...read, 'create', 'update', 'patch', 'delete'];

const workloads: ClusterRoleV1Rule[] = [
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: write },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: write },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: write },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: write },
  { apiGroups: [''], resources: ['configmaps', 'services'], verbs: write },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: write },
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets'], verbs: write },
];

/** Everything a namespace holds except Secrets, which no person of a tenant reads through the API. */
const sight: ClusterRoleV1Rule[] = [
  { apiGroups: [''], resources: ['configmaps', 'events', 'limitranges', 'persistentvolumeclaims', 'pods', 'pods/log', 'resourcequotas', 'serviceaccounts', 'services'], verbs: read },
  { apiGroups: ['apps', 'autoscaling', 'batch', 'policy', 'networking.k8s.io', 'discovery.k8s.io', 'gateway.networking.k8s.io', 'postgresql.cnpg.io', 'barmancloud.cnpg.io', 'external-secrets.io', 'objectbucket.io'], resources: ['*'], verbs: read },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: read },
];

const rules: Record<TenantRole, ClusterRoleV1Rule[]> = {
  admin: [...sight, ...workloads, { apiGroups: [''], resources: ['pods'], verbs: ['delete'] }],
  developer: [...sight, ...workloads],
  auditor: sight,
  'data-officer': [...sight, { apiGroups: ['postgresql.cnpg.io'], resources: ['backups'], verbs: ['create'] }],
};

/** The rules behind the tenant roles, once per cluster. They hold no Secret, no network policy, no role and no quota: those are the platform's. */
export class TenantClusterRoles extends Construct {
  constructor(scope: Construct, id: string, props: TenantClusterRolesProps) {
    super(scope, id);
    setSource(this, props.source);
    for (const role of Object.keys(rules) as TenantRole[]) {
      new ClusterRoleV1(this, role, { metadata: { name: tenantClusterRole(role) }, rule: rules[role] });
    }
  }
}
