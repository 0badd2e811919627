/** What a stack's id says: ids are joined by `--`, and tenants never have the reserved words (design: Stacks). */

export type StackKind = 'machines' | 'crds' | 'operator' | 'guardrails' | 'services' | 'exchange' | 'vault' | 'tenant' | 'system' | 'data' | 'copies';

export interface StackParts {
  readonly cluster: string;
  readonly kind: StackKind;
  /** Empty for stacks of the platform. */
  readonly tenant: string;
  readonly system: string;
}

const reserved: readonly string[] = ['machines', 'crds', 'guardrails', 'services', 'exchange', 'vault'] satisfies StackKind[];

export function parseStackId(id: string): StackParts {
  const [cluster = '', part = '', system = '', last] = id.split('--');
  if (part.startsWith('operator-')) return { cluster, kind: 'operator', tenant: '', system: '' };
  if (reserved.includes(part)) return { cluster, kind: part as StackKind, tenant: '', system: '' };
  return { cluster, kind: last === 'data' || last === 'copies' ? last : system === '' ? 'tenant' : 'system', tenant: part, system };
}

/** Tenant that a place of the catalog belongs to: its own folder, or its grant. Empty for the platform. */
export function tenantOfFile(file: string): string {
  return /^tenants\/([^/]+)\//.exec(file)?.[1] ?? /^grants\/([^/]+)\.yaml$/.exec(file)?.[1] ?? '';
}
