import { beforeAll, describe, expect, it } from 'vitest';
import { TenantClusterRoles, type TenantClusterRolesProps } from '../../constructs/tenant-cluster-roles.ts';
import { built, source, type Built } from './support.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const props: Required<TenantClusterRolesProps> = { source };
let result: Built;

beforeAll(() => {
  result = built((stack) => {
    new TenantClusterRoles(stack, 'roles', props);
  });
});

const rulesOf = (role: string) => result.object('ClusterRole', `ndc:tenant-${role}`)['rules'] as Rule[];
const allRules = () => result.objects.flatMap((object) => object['rules'] as Rule[]);

/** Verbs that a role has on a resource of a group. */
function verbs(role: string, group: string, resource: string): string[] {
  return [...new Set(rulesOf(role).filter(({ apiGroups, resources }) => apiGroups.includes(group) && (resources.includes(resource) || resources.includes('*'))).flatMap((rule) => rule.verbs))].sort();
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

describe('TenantClusterRoles', () => {
  it('takes every prop: one ClusterRole for each role, outside namespaces, with the source of its stack', () => {
    expect(result.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'ClusterRole ndc:tenant-admin', 'ClusterRole ndc:tenant-auditor', 'ClusterRole ndc:tenant-data-officer', 'ClusterRole ndc:tenant-developer',
    ]);
    expect(result.resource('kubernetes_cluster_role_v1', 'ndc:tenant-auditor')).toMatchObject({ metadata: { name: 'ndc:tenant-auditor' }, rule: expect.any(Array) as unknown });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('lets nobody of a tenant touch Secrets, roles, quotas, network policies or impersonate', () => {
    for (const { apiGroups, resources, verbs: allowed } of allRules()) {
      if (apiGroups.includes('')) expect(resources).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(secrets|\*)$/) as unknown]));
      expect(apiGroups).not.toContain('*');
      expect(allowed.filter((verb) => ['*', 'impersonate', 'bind', 'escalate', 'approve', 'deletecollection'].includes(verb))).toEqual([]);
      const writes = allowed.some((verb) => !read.includes(verb));
      if (writes) expect(resources.filter((resource) => /^(secrets|roles|rolebindings|resourcequotas|limitranges|networkpolicies|serviceaccounts|namespaces|nodes|\*)$/.test(resource))).toEqual([]);
    }
  });

  it('lets nobody open a shell or a tunnel into a pod', () => {
    expect(allRules().flatMap(({ resources }) => resources).filter((resource) => /^pods\/(exec|attach|portforward|proxy|ephemeralcontainers)$/.test(resource))).toEqual([]);
  });

  it('lets developers deploy and read, and administrators also restart pods', () => {
    expect(verbs('developer', 'apps', 'deployments')).toEqual(write);
    expect(verbs('developer', '', 'pods')).toEqual(read);
    expect(verbs('developer', '', 'pods/log')).toEqual(read);
    expect(verbs('admin', 'apps', 'deployments')).toEqual(write);
    expect(verbs('admin', '', 'pods')).toEqual(['delete', ...read]);
  });

  it('lets auditors read what a namespace holds and change nothing', () => {
    expect(new Set(rulesOf('auditor').flatMap((rule) => rule.verbs))).toEqual(new Set(read));
    expect(verbs('auditor', 'rbac.authorization.k8s.io', 'rolebindings')).toEqual(read);
    expect(verbs('auditor', 'networking.k8s.io', 'networkpolicies')).toEqual(read);
  });

  it('lets data officers ask for a backup, and change nothing else', () => {
    expect(verbs('data-officer', 'postgresql.cnpg.io', 'backups')).toEqual(['create', ...read]);
    expect(rulesOf('data-officer').filter((rule) => rule.verbs.some((verb) => !read.includes(verb)))).toEqual([{ apiGroups: ['postgresql.cnpg.io'], resources: ['backups'], verbs: ['create'] }]);
  });
});
