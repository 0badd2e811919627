/**
 * The identity that applies one stack and nothing else: its rights follow from the objects of that stack. Rights in namespaces are Roles there; rights on
 * objects of the whole cluster name each object. Nothing lets it read Secrets or look beyond its own objects.
 */
import { createHash } from 'node:crypto';
import { platformGroup } from '../constructs/groups.ts';
import type { ExportedObject, ExportedStack } from '../review/read.ts';
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

interface Binding {
  readonly roleRef: { readonly kind: string; readonly name: string };
}

/** Kinds that the server does not know get no right: there is nothing to apply. @param content of an object of the stack */
export function stackIdentity(stack: ExportedStack, resources: Resources, content: (object: ExportedObject) => Readonly<Record<string, unknown>>): StackIdentity {
  const name = `ndc:stack:${createHash('sha256').update(stack.id).digest('hex').slice(0, 12)}`;
  const caller: Caller = { user: `ndc:stack:${stack.id}`, groups: [platformGroup.runner] };
  const subjects = [{ apiGroup: rbac, kind: 'User', name: caller.user }];
  const found = stack.objects.flatMap((object) => {
    const resource = resources.find(object.apiVersion, object.kind);
    return resource ? [{ namespace: object.namespace, name: object.name, plural: resource.plural, group: object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '' }] : [];
  });
  const bound = boundRoles(stack, content);
  const namespaces = new Set([...found, ...bound].map(({ namespace }) => namespace));
  const objects = [...namespaces].sort().flatMap((namespace): Manifest[] => {
    const metadata = { name, ...(namespace === '' ? {} : { namespace }) };
    const kind = namespace === '' ? 'ClusterRole' : 'Role';
    const here = <T extends { readonly namespace: string }>(all: readonly T[]): readonly T[] => all.filter((each) => each.namespace === namespace);
    const own = [...Map.groupBy(here(found), ({ group, plural }) => `${group}/${plural}`).values()].map((same): Rule => ({
      // Who writes roles and bindings needs to hold or to be allowed what they give.
      apiGroups: [same[0]!.group], resources: [same[0]!.plural], resourceNames: same.map((each) => each.name).sort(), verbs: same[0]!.group === rbac ? [...verbs, 'bind', 'escalate'] : verbs,
    }));
    const names = [...new Set(here(bound).map((each) => each.name))].sort();
    const bind: Rule[] = names.length === 0 ? [] : [{ apiGroups: [rbac], resources: [namespace === '' ? 'clusterroles' : 'roles'], resourceNames: names, verbs: ['bind'] }];
    return [
      { apiVersion, kind, metadata, rules: [...own, ...bind] },
      { apiVersion, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: rbac, kind, name }, subjects },
    ];
  });
  return { caller, objects };
}

/** Roles that bindings of the stack name and that are not its own: they may be bound, not changed. A role of the whole cluster has an empty namespace. */
function boundRoles({ objects }: ExportedStack, content: (object: ExportedObject) => Readonly<Record<string, unknown>>): { readonly namespace: string; readonly name: string }[] {
  const own = new Set(objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  return objects.filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding').flatMap((object) => {
    const { kind, name } = (content(object) as unknown as Binding).roleRef;
    const namespace = kind === 'Role' ? object.namespace : '';
    return own.has(`${kind} ${namespace}/${name}`) ? [] : [{ namespace, name }];
  });
}
