import { beforeAll, describe, expect, it } from 'vitest';
import { PlatformClusterRoles, type PlatformClusterRolesProps } from '../../constructs/platform-cluster-roles.ts';
import { built, source, type Built } from './support.ts';

const props: Required<PlatformClusterRolesProps> = { source };
let result: Built;

beforeAll(() => {
  result = built((stack) => {
    new PlatformClusterRoles(stack, 'roles', props);
  });
});

describe('PlatformClusterRoles', () => {
  it('takes every prop: lets engineers and auditors look at everything but Secrets, and change nothing', () => {
    const rules = result.object('ClusterRole', 'ndc:platform-reader')['rules'] as { apiGroups: string[]; resources: string[]; verbs: string[] }[];
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
    expect(rules.flatMap(({ apiGroups }) => apiGroups)).not.toContain('*');
    for (const { resources } of rules.filter(({ apiGroups }) => apiGroups.includes(''))) expect(resources.filter((name) => name === '*' || name.startsWith('secrets'))).toEqual([]);
    expect(result.object('ClusterRoleBinding', 'ndc:platform-reader')['subjects']).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'ndc:platform:engineer' }, { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'ndc:platform:auditor' },
    ]);
  });

  it('gives everything to people in an emergency alone', () => {
    expect(result.object('ClusterRoleBinding', 'ndc:break-glass')).toMatchObject({ roleRef: { name: 'cluster-admin' }, subjects: [{ kind: 'Group', name: 'ndc:platform:break-glass' }] });
    expect(result.objects.filter(({ kind }) => kind === 'ClusterRoleBinding')).toHaveLength(2);
  });

  it('carries the source of its stack', () => {
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });
});
