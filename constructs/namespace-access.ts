import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1/index.js';
import { Construct } from 'constructs';
import { tenantGroup, type TenantRole } from './groups.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface NamespaceAccessProps {
  readonly namespace: NamespaceHandle;
  readonly source: Source;
  /** Roles that reach into this namespace. Their rules are ClusterRoles of the guard rails, bound per namespace. */
  readonly roles: readonly TenantRole[];
}

/** Name of the ClusterRole with the rules of a role; made once per cluster by the guard rails. */
export function tenantClusterRole(role: TenantRole): string {
  return `ndc:tenant-${role}`;
}

/** A group of people or service accounts in a binding. The empty namespace keeps the provider from writing `default`, which a group has no part in. */
export function groupSubject(name: string): { readonly apiGroup: string; readonly kind: 'Group'; readonly name: string; readonly namespace: '' } {
  return { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name, namespace: '' };
}

/** Roles by network zone: developers stay in app and edge, data officers in data, auditors read everywhere. */
export function rolesOfZone(zone: NamespaceHandle['identity']['zone']): TenantRole[] {
  switch (zone) {
    case 'edge':
    case 'app': return ['admin', 'developer', 'auditor'];
    case 'data': return ['auditor', 'data-officer'];
    case 'mgmt': return ['admin', 'auditor'];
  }
}

/** Who of the tenant may do what in one namespace. */
export class NamespaceAccess extends Construct {
  readonly groups: readonly string[];

  constructor(scope: Construct, id: string, props: NamespaceAccessProps) {
    super(scope, id);
    setSource(this, props.source);
    const { namespace } = props;
    this.groups = props.roles.map((role) => tenantGroup(namespace.identity.tenant, role));
    for (const role of props.roles) {
      new RoleBindingV1(this, role, {
        metadata: { namespace: namespace.name, name: `ndc-${role}` },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: tenantClusterRole(role) },
        subject: [groupSubject(tenantGroup(namespace.identity.tenant, role))],
        dependsOn: [...namespace.ready],
      });
    }
  }
}
