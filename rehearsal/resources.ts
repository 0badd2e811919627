/** Which kinds the API server knows, and at which path each lies. */
import type { ApiClient } from './api-client.ts';

export interface Resource {
  /** Plural, e.g. `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface Resources {
  /** The resource of a kind; undefined when the server does not know it. */
  find(apiVersion: string, kind: string): Resource | undefined;
}

interface Discovery {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources?: readonly { readonly resource: string; readonly responseKind?: { readonly kind: string }; readonly scope: 'Namespaced' | 'Cluster' }[] }[];
  }[];
}

const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Asks the server for everything it serves: two requests. */
export async function discover(client: ApiClient, signal?: AbortSignal): Promise<Resources> {
  const known = new Map<string, Resource>();
  for (const path of ['/api', '/apis']) {
    const { body } = await client.send({ method: 'GET', path, accept }, signal);
    for (const { metadata, versions } of (body as unknown as Discovery).items) {
      for (const { version, resources } of versions) {
        for (const { resource, responseKind, scope } of resources ?? []) {
          const group = metadata?.name ?? '';
          if (responseKind) known.set(`${group === '' ? version : `${group}/${version}`} ${responseKind.kind}`, { plural: resource, namespaced: scope === 'Namespaced' });
        }
      }
    }
  }
  return { find: (apiVersion, kind) => known.get(`${apiVersion} ${kind}`) };
}

/** Path of a collection. */
export function collectionPath(apiVersion: string, { plural, namespaced }: Resource, namespace: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}` : `${root}/${plural}`;
}
