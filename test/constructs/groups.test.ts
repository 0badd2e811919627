import { describe, expect, it } from 'vitest';
import { platformGroup, tenantGroup } from '../../constructs/groups.ts';

describe('groups of the identity provider', () => {
  it('of a tenant follow from its id and the role', () => {
    expect((['admin', 'developer', 'auditor', 'data-officer'] as const).map((role) => tenantGroup('hue', role))).toEqual([
      'ndc:tenant:hue:admin', 'ndc:tenant:hue:developer', 'ndc:tenant:hue:auditor', 'ndc:tenant:hue:data-officer',
    ]);
  });

  it('of the platform are none that a tenant could have', () => {
    for (const group of Object.values(platformGroup)) expect(group).toMatch(/^ndc:platform:[a-z-]+$/);
    expect(new Set(Object.values(platformGroup)).size).toBe(Object.keys(platformGroup).length);
  });
});
