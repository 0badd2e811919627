/** Each stack under its own identity: every object that a stack creates must be allowed to it, and no object of another stack. */
import type { ExportedObject, ExportedStack } from '../review/read.ts';
import { mergePatch, type ApiClient, type Caller } from './api-client.ts';
import { parallel, type Identities } from './apply.ts';
import { collectionPath, discover } from './resources.ts';
import { stackIdentity } from './stack-identity.ts';
import { placeIdentity, removeIdentity } from './stand-ins.ts';

export interface Trespass {
  /** Requests of an identity for an object of another stack. */
  readonly asked: number;
  /** Those that RBAC did not refuse, in words. */
  readonly allowed: readonly string[];
}

export interface OwnIdentities extends Identities {
  readonly stacks: number;
  /** Asks as every identity for an object of every other stack, of the whole cluster and in a namespace; nothing is changed. Only after everything was applied. */
  trespass(): Promise<Trespass>;
  /** Takes the rights away. */
  clear(): Promise<void>;
}

export interface OwnIdentityOptions {
  readonly client: ApiClient;
  readonly stacks: readonly ExportedStack[];
  readonly content: (object: ExportedObject) => Readonly<Record<string, unknown>>;
  /** Who gives the identities their rights. */
  readonly as: Caller;
  readonly signal?: AbortSignal;
}

/** Rights that were just given take effect a moment later; how long that is waited for, in milliseconds. */
const patienceMs = 10_000;

/** Identities of the stacks. Rights on objects of the whole cluster are given at once, those in a namespace when it is there. */
export async function ownIdentities({ client, stacks, content, as, signal }: OwnIdentityOptions): Promise<OwnIdentities> {
  const resources = await discover(client, signal);
  const identities = new Map(stacks.map((stack) => [stack.id, stackIdentity(stack, resources, content)]));
  const namespaceOf = ({ metadata }: { readonly metadata: Readonly<Record<string, unknown>> }) => String(metadata['namespace'] ?? '');
  const given = new Set<string>();
  const give = async (id: string, namespace: string): Promise<void> => {
    const place = `${id} ${namespace}`;
    if (given.has(place)) return;
    given.add(place);
    const { caller, objects } = identities.get(id)!;
    const here = objects.filter((object) => namespaceOf(object) === namespace);
    await placeIdentity(client, as, { caller, objects: here }, resources, signal);
    await inEffect(client, caller, here, signal);
  };
  await parallel([...identities.keys()], (id) => give(id, ''));
  const pathOf = ({ apiVersion, kind, namespace, name }: ExportedObject): string | undefined => {
    const resource = resources.find(apiVersion, kind);
    return resource && `${collectionPath(apiVersion, resource, namespace)}/${encodeURIComponent(name)}`;
  };
  return {
    stacks: identities.size,
    of: ({ stack }) => identities.get(stack)!.caller,
    prepare: async (objects) => {
      const places = new Map(objects.filter(({ namespace }) => namespace !== '').map(({ stack, namespace }) => [`${stack} ${namespace}`, { stack, namespace }]));
      await parallel([...places.values()], ({ stack, namespace }) => give(stack, namespace));
    },
    trespass: async () => {
      const samples = stacks.flatMap(({ objects }) => {
        const known = objects.filter((object) => pathOf(object) !== undefined);
        return [known.find(({ namespace }) => namespace === ''), known.find(({ namespace }) => namespace !== '')].filter((object) => object !== undefined);
      });
      const pairs = [...identities].flatMap(([id, { caller }]) => samples.filter(({ stack }) => stack !== id).map((object) => ({ caller, object })));
      const allowed: string[] = [];
      await parallel(pairs, async ({ caller, object }) => {
        const { status, message } = await client.send({ method: 'PATCH', path: `${pathOf(object)}?dryRun=All`, type: mergePatch, body: {}, as: caller }, signal);
        if (status !== 403 || !/ is forbidden: User "[^"]+" cannot patch resource /.test(message)) allowed.push(`${caller.user} may patch ${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name} of ${object.stack} (${status} ${message})`);
      });
      return { asked: pairs.length, allowed: allowed.sort() };
    },
    clear: () => parallel([...identities.values()], (identity) => removeIdentity(client, as, identity, resources, signal)),
  };
}

/** Waits until the authorizer knows the last rule that was given. */
async function inEffect(client: ApiClient, { user, groups }: Caller, objects: readonly { readonly kind: string; readonly metadata: Readonly<Record<string, unknown>> }[], signal?: AbortSignal): Promise<void> {
  const role = objects.find(({ kind }) => kind === 'Role' || kind === 'ClusterRole') as { readonly metadata: Readonly<Record<string, unknown>>; readonly rules?: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly resourceNames: readonly string[]; readonly verbs: readonly string[] }[] } | undefined;
  const rule = role?.rules?.at(-1);
  if (!role || !rule) return;
  const [group, resource, name, verb] = [rule.apiGroups[0], rule.resources[0], rule.resourceNames[0], rule.verbs[0]];
  const spec = { user, groups, resourceAttributes: { group, resource, name, verb, ...(role.metadata['namespace'] === undefined ? {} : { namespace: role.metadata['namespace'] }) } };
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const { body } = await client.send({ method: 'POST', path: '/apis/authorization.k8s.io/v1/subjectaccessreviews', body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec } }, signal);
    if ((body as { status?: { allowed?: boolean } }).status?.allowed === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
