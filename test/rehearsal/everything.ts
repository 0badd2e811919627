/** All objects of an API server, to compare two servers. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiClient } from '../../rehearsal/api-client.ts';

interface Discovery {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources?: readonly { readonly resource: string; readonly responseKind?: { readonly kind: string }; readonly verbs: readonly string[] }[] }[];
  }[];
}

export type Objects = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Kept by the server or by its controllers for themselves, and other on every server. */
const own = new Set(['Event', 'Lease', 'APIService', 'ComponentStatus']);

/** Everything that can be listed, each in its first version, by `<kind> <namespace>/<name>`. */
export async function everything(client: ApiClient): Promise<Map<string, Readonly<Record<string, unknown>>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const root of ['/api', '/apis']) {
    const { body } = await client.send({ method: 'GET', path: root, accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' });
    for (const { metadata, versions } of (body as unknown as Discovery).items) {
      const [{ version, resources = [] }] = versions as [Discovery['items'][number]['versions'][number]];
      for (const { resource, responseKind, verbs } of resources) {
        if (!verbs.includes('list') || own.has(responseKind!.kind)) continue;
        const { body: list } = await client.send({ method: 'GET', path: `${root}/${metadata?.name ? `${metadata.name}/` : ''}${version}/${resource}` });
        for (const item of (list as { items?: Item[] }).items ?? []) found.set(`${responseKind!.kind} ${item.metadata.namespace ?? ''}/${item.metadata.name}`, item);
      }
    }
  }
  return found;
}

interface Item extends Record<string, unknown> {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
}

/** Exceptions, see docs/rehearsal.md. */
const standIn = /^(SecretStore|ExternalSecret) |^CustomResourceDefinition \/(secretstores|externalsecrets)\.external-secrets\.io$/;
const helmRecord = /^Secret [^/]+\/sh\.helm\.release\.v1\./;

/** @param compared objects whose content is compared; of the others, only whether they are there */
export function difference(terraform: Objects, apply: Objects, compared: ReadonlySet<string>): string[] {
  return [...new Set([...terraform.keys(), ...apply.keys()])].sort().filter((key) => !standIn.test(key) && !helmRecord.test(key)).flatMap((key) => {
    const [one, other] = [terraform.get(key), apply.get(key)];
    if (!one || !other) return [`${key}: by ${one ? 'Terraform' : 'server-side apply'} alone`];
    return compared.has(key) ? unequal(key, plain(one as Item), plain(other as Item)) : [];
  });
}

/** Without what the server writes, and without Helm's marks of ownership. */
function plain({ metadata, ...content }: Item): Record<string, unknown> {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const without = (marks: Record<string, string>) => Object.fromEntries(Object.entries(marks).filter(([mark, value]) => !mark.startsWith('meta.helm.sh/') && !(mark === 'app.kubernetes.io/managed-by' && value === 'Helm')));
  return { ...(withoutDefaults(content) as Record<string, unknown>), status: undefined, name, namespace, labels: without(labels), annotations: without(annotations) };
}

/** Fields that the provider writes out although they say what Kubernetes takes anyway. */
const defaultOf: Readonly<Record<string, unknown>> = {
  completions: 1, enableServiceLinks: true, immutable: false, manualSelector: false, mountPropagation: 'None', optional: false, parallelism: 1, privileged: false, shareProcessNamespace: false,
};

/** Without defaults, and with verbs in one order: the provider keeps them as a set. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([field, each]) => !(field in defaultOf && defaultOf[field] === each))
    .map(([field, each]: [string, unknown]) => [field, field === 'verbs' && Array.isArray(each) ? [...(each as string[])].sort() : withoutDefaults(each)]));
}

function unequal(key: string, one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((field) => !isDeepStrictEqual(one[field], other[field])).map((field) => `${key}: ${field}: ${JSON.stringify(one[field])?.slice(0, 600)} / ${JSON.stringify(other[field])?.slice(0, 600)}`);
}
