/** Which objects of some stacks a server holds already, as `ndc` applied them. */
import type { ExportedObject, ExportedStack } from '../review/read.ts';
import type { ApiClient } from './api-client.ts';
import { fieldManager, parallel } from './apply.ts';
import { discover } from './resources.ts';

interface Listed {
  readonly items?: readonly { readonly metadata: { readonly name: string; readonly namespace?: string; readonly managedFields?: readonly { readonly manager?: string }[] } }[];
}

/** Names and owners alone: definitions are long. */
const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

/** @returns a question about one object; it answers no for everything outside the stacks. One request for each kind */
export async function objectsOf(client: ApiClient, stacks: readonly ExportedStack[], signal?: AbortSignal): Promise<(object: ExportedObject) => boolean> {
  const resources = await discover(client, signal);
  const byKind = Map.groupBy(stacks.flatMap(({ objects }) => objects), ({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  const held = new Set<ExportedObject>();
  await parallel([...byKind.values()], async (objects) => {
    const { apiVersion, kind } = objects[0]!;
    const resource = resources.find(apiVersion, kind);
    if (!resource) return;
    const { body } = await client.send({ method: 'GET', path: `${apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`}/${resource.plural}`, accept }, signal);
    // Definitions of a lab were loaded by the lab.
    const managers = kind === 'CustomResourceDefinition' ? [fieldManager, 'ndc-lab'] : [fieldManager];
    const names = new Set(((body as Listed).items ?? []).filter(({ metadata }) => metadata.managedFields?.some(({ manager }) => managers.includes(manager ?? ''))).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`));
    for (const object of objects) if (names.has(`${object.namespace}/${object.name}`)) held.add(object);
  });
  return (object) => held.has(object);
}
