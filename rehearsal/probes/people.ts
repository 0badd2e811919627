/** Who asks. */
import { platformGroup, tenantGroup, type TenantRole } from '../../constructs/groups.ts';
import type { Caller } from '../api-client.ts';

/** A person of a tenant, in one role. */
export function person(tenant: string, role: TenantRole): Caller {
  return { user: `oidc:${role}@${tenant}`, groups: [tenantGroup(tenant, role)] };
}

export function serviceAccount(namespace: string, name: string): Caller {
  return { user: `system:serviceaccount:${namespace}:${name}`, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] };
}

/** Makes the pods of a tenant's Deployment: what a tenant writes into a template is refused here. */
export const replicaSetController = serviceAccount('kube-system', 'replicaset-controller');

/** Applies what was reviewed, with every right of RBAC: only admission speaks. */
export const runner: Caller = { user: 'system:serviceaccount:ndc-runner:apply', groups: ['system:masters', platformGroup.runner] };

/** Somebody with every right of RBAC who is neither the runner nor on call: a forgotten certificate, or a role bound too widely. */
export const administrator: Caller = { user: 'kubernetes-super-admin', groups: ['system:masters'] };

export const onCall: Caller = { user: 'oidc:on-call', groups: [platformGroup.breakGlass] };
export const engineer: Caller = { user: 'oidc:engineer', groups: [platformGroup.engineer] };
export const auditor: Caller = { user: 'oidc:auditor', groups: [platformGroup.auditor] };
export const stranger: Caller = { user: 'oidc:stranger', groups: [] };
export const node: Caller = { user: 'system:node:ndc-probe', groups: ['system:nodes'] };
