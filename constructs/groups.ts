/** Groups of the identity provider. Nobody writes them as free text. */

/** Roles of people of a tenant. */
export type TenantRole = 'admin' | 'developer' | 'auditor' | 'data-officer';

/** Group of a tenant's role; derived from the tenant id. */
export function tenantGroup(tenant: string, role: TenantRole): string {
  return `ndc:tenant:${tenant}:${role}`;
}

/**
 * Groups of the platform. `runner`: applies what was reviewed. `breakGlass`: people on call in an emergency; membership is given for hours and each request is audited.
 * `engineer` and `auditor` look at everything but Secrets and change nothing: changes go through the catalog.
 */
export const platformGroup = { runner: 'ndc:platform:runner', breakGlass: 'ndc:platform:break-glass', engineer: 'ndc:platform:engineer', auditor: 'ndc:platform:auditor' } as const;
