/** Which objects of some stacks a server holds already. */
import type { ExportedObject, ExportedStack } from '../review/read.ts';
import type { ApiClient } from './api-client.ts';
import { fieldManager, parallel } from './apply.ts';
import { discover } from './resources.ts';

interface Listed {
  readonly items?: readonly { readonly metadata: { readonly name: string; readonly namespace?: string; readonly managedFields?: readonly { readonly manager?: string }[] } }[];
}

/** Names and owners alone: definitions are long. */
const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

/** What `ndc` applied, see `heldBy`. Definitions of a lab were loaded by the lab. */
export function objectsOf(client: ApiClient, stacks: readonly ExportedStack[], signal?: AbortSignal): Promise<(object: ExportedObject) => boolean> {
  return heldBy(client, stacks, (manager, kind) => manager === fieldManager || kind === 'CustomResourceDefinition' && manager === 'ndc-lab', signal);
}

/**
 * @param counts whether an object counts that this field manager wrote
 * @returns a question about one object; it answers no for everything outside the stacks. One request for each kind
 */
export async function heldBy(client: ApiClient, stacks: readonly ExportedStack[], counts: (manager: string, kind: string) => boolean, signal?: AbortSignal): Promise<(object: ExportedObject) => boolean> {
  const resources = await discover(client, signal);
  const byKind = Map.groupBy(stacks.flatMap(({ objects }) => objects), ({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  const held = new Set<ExportedObject>();
  await parallel([...byKind.values()], async (objects) => {
    const { apiVersion, kind } = objects[0]!;
    const resource = resources.find(apiVersion, kind);
    if (!resource) return;
    const { body } = await client.send({ method: 'GET', path: `${apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`}/${resource.plural}`, accept }, signal);
    const names = new Set(((body as Listed).items ?? []).filter(({ metadata }) => metadata.managedFields?.some(({ manager }) => counts(manager ?? '', kind))).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`));
    for (const object of objects) if (names.has(`${object.namespace}/${object.name}`)) held.add(object);
  });
  return (object) => held.has(object);
}
