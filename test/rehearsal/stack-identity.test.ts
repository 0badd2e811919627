import { describe, expect, it } from 'vitest';
import type { Resources } from '../../rehearsal/resources.ts';
import { stackIdentity } from '../../rehearsal/stack-identity.ts';
import type { ExportedObject, ExportedStack } from '../../review/read.ts';

const known: Readonly<Record<string, { plural: string; namespaced: boolean }>> = {
  Namespace: { plural: 'namespaces', namespaced: false }, ResourceQuota: { plural: 'resourcequotas', namespaced: true }, RoleBinding: { plural: 'rolebindings', namespaced: true }, Role: { plural: 'roles', namespaced: true },
};
const resources: Resources = { find: (_, kind) => known[kind] };
const object = (kind: string, namespace: string, name: string, apiVersion = 'v1'): ExportedObject => ({ stack: 's', targetCluster: 'c', file: '', apiVersion, kind, namespace, name, address: '', release: '', source: undefined });
const stack = (...objects: readonly ExportedObject[]): ExportedStack => ({ id: 'c--moh--health', targetCluster: 'c', dependsOn: [], objects, unrendered: [] });
const binding = { roleRef: { kind: 'ClusterRole', name: 'ndc:tenant-admin' } };
const shown = (some: ExportedStack, content: Readonly<Record<string, unknown>> = binding) => stackIdentity(some, resources, () => content).objects.map(({ kind, metadata, ...rest }) => [kind, metadata['namespace'] ?? '', rest['rules'] ?? (rest['roleRef'] as { name: string }).name]);

describe('the identity of a stack', () => {
  it('may touch the objects of the stack by name, and nothing else', () => {
    const verbs = ['get', 'create', 'patch', 'update', 'delete'];
    expect(shown(stack(object('Namespace', '', 'a'), object('ResourceQuota', 'a', 'q'), object('ResourceQuota', 'a', 'p')))).toEqual([
      ['ClusterRole', '', [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['a'], verbs }]],
      ['ClusterRoleBinding', '', expect.stringMatching(/^ndc:stack:[0-9a-f]{12}$/) as unknown],
      ['Role', 'a', [{ apiGroups: [''], resources: ['resourcequotas'], resourceNames: ['p', 'q'], verbs }]],
      ['RoleBinding', 'a', expect.stringMatching(/^ndc:stack:/) as unknown],
    ]);
  });

  it('may bind the roles that its bindings name, and no other', () => {
    const one = object('RoleBinding', 'a', 'ndc-admin', 'rbac.authorization.k8s.io/v1');
    const bind = (resource: string, name: string) => ({ apiGroups: ['rbac.authorization.k8s.io'], resources: [resource], resourceNames: [name], verbs: ['bind'] });
    const rules = (...given: Parameters<typeof shown>) => shown(...given).flatMap(([kind, , rule]) => (kind === 'ClusterRole' || kind === 'Role' ? [[kind, ...(rule as { verbs: string[] }[]).filter(({ verbs }) => verbs.length === 1)]] : []));
    expect(rules(stack(one))).toEqual([['ClusterRole', bind('clusterroles', 'ndc:tenant-admin')], ['Role']]);
    expect(rules(stack(one), { roleRef: { kind: 'Role', name: 'reader' } })).toEqual([['Role', bind('roles', 'reader')]]);
  });

  it('may bind and change roles of its own stack by the same rule', () => {
    const all = stack(object('RoleBinding', 'a', 'b', 'rbac.authorization.k8s.io/v1'), object('Role', 'a', 'reader', 'rbac.authorization.k8s.io/v1'));
    const [[, , rules]] = shown(all, { roleRef: { kind: 'Role', name: 'reader' } }) as [[string, string, { resources: string[]; verbs: string[] }[]]];
    expect(rules.map(({ resources: [plural], verbs }) => `${plural} ${verbs.at(-2)} ${verbs.at(-1)}`)).toEqual(['rolebindings bind escalate', 'roles bind escalate']);
  });

  it('has no right on kinds that the server does not know', () => {
    expect(stackIdentity(stack(object('SecretStore', 'a', 's', 'external-secrets.io/v1')), resources, () => ({})).objects).toEqual([]);
  });

  it('carries the group of the runner and the name of its stack', () => {
    expect(stackIdentity(stack(), resources, () => ({})).caller).toEqual({ user: 'ndc:stack:c--moh--health', groups: ['ndc:platform:runner'] });
  });
});
