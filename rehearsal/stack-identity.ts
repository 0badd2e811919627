/**
 * The identity that applies one stack and nothing else: its rights follow from the objects of that stack. Rights in namespaces are Roles there; rights on
 * objects of the whole cluster name each object. Nothing lets it read Secrets or look beyond its own objects.
 */
import { createHash } from 'node:crypto';
import { platformGroup } from '../constructs/groups.ts';
import type { ExportedStack } from '../review/read.ts';
import type { Caller } from './api-client.ts';
import type { Resources } from './resources.ts';
import type { Manifest } from './subjects.ts';

export interface StackIdentity {
  readonly caller: Caller;
  /** ClusterRole, Roles and their bindings, in the order in which they are made. */
  readonly objects: readonly Manifest[];
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;
/** Server-side apply asks for `patch`, and for `create` under the same name when the object is new. */
const verbs = ['get', 'create', 'patch', 'update', 'delete'];

/** Kinds that the server does not know get no right: there is nothing to apply. */
export function stackIdentity(stack: ExportedStack, resources: Resources): StackIdentity {
  const name = `ndc:stack:${createHash('sha256').update(stack.id).digest('hex').slice(0, 12)}`;
  const caller: Caller = { user: `ndc:stack:${stack.id}`, groups: [platformGroup.runner] };
  const found = stack.objects.flatMap((object) => {
    const resource = resources.find(object.apiVersion, object.kind);
    return resource ? [{ namespace: object.namespace, name: object.name, plural: resource.plural, group: object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '' }] : [];
  });
  const rules = (objects: typeof found): Rule[] => [...Map.groupBy(objects, ({ group, plural }) => `${group}/${plural}`).values()].map((same): Rule => ({
    // Who writes roles and bindings needs to hold or to be allowed what they give.
    apiGroups: [same[0]!.group], resources: [same[0]!.plural], resourceNames: same.map(({ name: each }) => each).sort(), verbs: same[0]!.group === rbac ? [...verbs, 'bind', 'escalate'] : verbs,
  }));
  const subjects = [{ apiGroup: rbac, kind: 'User', name: caller.user }];
  const pair = (kind: 'Role' | 'ClusterRole', namespace: string, some: typeof found): Manifest[] => {
    const metadata = { name, ...(namespace === '' ? {} : { namespace }) };
    return [
      { apiVersion, kind, metadata, rules: rules(some) },
      { apiVersion, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: rbac, kind, name }, subjects },
    ];
  };
  const objects = [...Map.groupBy(found, ({ namespace }) => namespace)].sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([namespace, some]) => pair(namespace === '' ? 'ClusterRole' : 'Role', namespace, some));
  const bound = boundClusterRoles(stack);
  return { caller, objects: bound.length === 0 ? objects : withBind(objects, name, bound, subjects) };
}

/** The tenant roles that a system's stack binds are made by the guard rails' stack. */
function boundClusterRoles({ objects }: ExportedStack): string[] {
  return objects.some(({ kind }) => kind === 'RoleBinding') ? ['ndc:tenant-admin', 'ndc:tenant-auditor', 'ndc:tenant-data-officer', 'ndc:tenant-developer'] : [];
}

function withBind(objects: readonly Manifest[], name: string, roles: readonly string[], subjects: readonly object[]): Manifest[] {
  const bind: Rule = { apiGroups: [rbac], resources: ['clusterroles'], resourceNames: roles, verbs: ['bind'] };
  const mine = objects.find(({ kind }) => kind === 'ClusterRole');
  if (mine) return objects.map((object) => (object === mine ? { ...mine, rules: [...(mine['rules'] as Rule[]), bind] } : object));
  return [
    { apiVersion, kind: 'ClusterRole', metadata: { name }, rules: [bind] },
    { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name }, subjects },
    ...objects,
  ];
}
