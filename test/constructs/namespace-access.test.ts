import { describe, expect, it } from 'vitest';
import { tenantGroup, type TenantRole } from '../../constructs/groups.ts';
import { NamespaceAccess, rolesOfZone, tenantClusterRole, type NamespaceAccessProps } from '../../constructs/namespace-access.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { built, identity, namespace, platform, source } from './support.ts';

const all: readonly TenantRole[] = ['admin', 'developer', 'auditor', 'data-officer'];

describe('NamespaceAccess', () => {
  it('takes the least: no role reaches in, and nothing is made', () => {
    const { addresses } = built((stack) => {
      expect(new NamespaceAccess(stack, 'access', { namespace, source, roles: [] }).groups).toEqual([]);
    });
    expect(addresses).toEqual([]);
  });

  it('takes every prop: each role\'s group is bound to the platform\'s rules in this namespace alone', () => {
    const result = built((stack) => {
      const own = new ZoneNamespace(stack, 'namespace', { platform, identity, source });
      const props: Required<NamespaceAccessProps> = { namespace: own, source, roles: all };
      expect(new NamespaceAccess(stack, 'access', props).groups).toEqual(all.map((role) => `ndc:tenant:mae:${role}`));
    });
    expect(result.resource('kubernetes_role_binding_v1', 'ndc-auditor')).toEqual({
      metadata: { namespace: namespace.name, name: 'ndc-auditor' },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'ndc:tenant-auditor' },
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'ndc:tenant:mae:auditor', namespace: '' }],
      depends_on: [expect.stringMatching(/^kubernetes_namespace_v1\./)],
    });
    expect(result.objects.filter(({ kind }) => kind === 'RoleBinding')).toEqual(all.map((role) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding',
      metadata: { namespace: namespace.name, name: `ndc-${role}` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `ndc:tenant-${role}` },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: `ndc:tenant:mae:${role}` }],
    })));
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('keeps the address of a role when another comes or goes', () => {
    const addresses = (roles: readonly TenantRole[]) => built((stack) => {
      new NamespaceAccess(stack, 'access', { namespace, source, roles });
    }).addresses;
    expect(addresses(all)).toEqual(expect.arrayContaining([...addresses(['auditor']), ...addresses(['data-officer', 'admin'])]));
  });
});

describe('groups', () => {
  it('are derived from the tenant\'s id and the role, so that nobody can name one', () => {
    expect(tenantGroup('ca-mau', 'data-officer')).toBe('ndc:tenant:ca-mau:data-officer');
  });

  it('differ by tenant: no id holds a colon', () => {
    expect(tenantGroup('mae', 'admin')).not.toBe(tenantGroup('moh', 'admin'));
  });
});

describe('rolesOfZone', () => {
  it('keeps developers out of data and management, and data officers inside data', () => {
    expect({ edge: rolesOfZone('edge'), app: rolesOfZone('app'), data: rolesOfZone('data'), mgmt: rolesOfZone('mgmt') }).toEqual({
      edge: ['admin', 'developer', 'auditor'],
      app: ['admin', 'developer', 'auditor'],
      data: ['auditor', 'data-officer'],
      mgmt: ['admin', 'auditor'],
    });
  });

  it('names rules that are made once per cluster', () => {
    expect(all.map(tenantClusterRole)).toEqual(['ndc:tenant-admin', 'ndc:tenant-developer', 'ndc:tenant-auditor', 'ndc:tenant-data-officer']);
  });
});
