/**
 * Definitions that stand in where the real one cannot be had, so that guard rails on the kind can be asked. They accept every field, so nothing that is
 * rehearsed counts as checked by them: they are put in place after the estate was applied, and the result names them.
 */
import { standInDefinition, type MissingKind } from '../lab/stand-in.ts';
import { applyPatch, type ApiClient, type Caller } from './api-client.ts';
import { collectionPath, discover, type Resources } from './resources.ts';
import type { StackIdentity } from './stack-identity.ts';
import type { Named, SystemNamespace } from './subjects.ts';

/** Versions 2 of External Secrets are not to be had as a Go module (see tools/charts/catalog.yaml). */
const standIns: readonly MissingKind[] = [{ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespaced: true }];

/** Makes what the server lacks. @returns names of the stand-ins, and what the server serves now */
export async function placeStandIns(client: ApiClient, as: Caller, signal?: AbortSignal, kinds: readonly MissingKind[] = standIns): Promise<{ readonly names: readonly string[]; readonly resources: Resources }> {
  let resources = await discover(client, signal);
  const lacking = () => kinds.filter(({ apiVersion, kind }) => !resources.find(apiVersion, kind));
  const definitions = lacking().map(standInDefinition);
  for (const body of definitions) {
    await client.send({ method: 'PATCH', path: `${definitionPath(body.metadata.name)}?fieldManager=ndc-stand-in&force=true`, type: applyPatch, as, body }, signal);
  }
  for (let tries = 0; tries < 100 && lacking().length > 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    resources = await discover(client, signal);
  }
  return { names: definitions.map(({ metadata }) => metadata.name), resources };
}

const definitionPath = (name: string) => `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;

/** Takes stand-ins away that `placeStandIns` made. */
export async function removeStandIns(client: ApiClient, as: Caller, names: readonly string[], signal?: AbortSignal): Promise<void> {
  for (const name of names) await client.send({ method: 'DELETE', path: definitionPath(name), as }, signal);
}

const claims = (namespace: string) => `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;

/** A volume claim, which in a cluster an operator would make. @returns undefined where it is refused */
export async function placeClaim(client: ApiClient, as: Caller, { name: namespace, level }: SystemNamespace, signal?: AbortSignal): Promise<Named | undefined> {
  const name = 'ndc-probe';
  const { status } = await client.send({
    method: 'PATCH', path: `${claims(namespace)}/${name}?fieldManager=ndc-stand-in&force=true`, type: applyPatch, as,
    body: {
      apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: `ndc-level-${level}`, resources: { requests: { storage: '1Mi' } } },
    },
  }, signal);
  return status < 300 ? { namespace, name } : undefined;
}

/** Takes the claim away; only the emergency way can. */
export async function removeClaim(client: ApiClient, as: Caller, { namespace, name }: Named, signal?: AbortSignal): Promise<void> {
  await client.send({ method: 'DELETE', path: `${claims(namespace)}/${name}`, as }, signal);
}

const identityPath = ({ apiVersion, kind, metadata }: StackIdentity['objects'][number], resources: Resources): string =>
  `${collectionPath(apiVersion, resources.find(apiVersion, kind)!, String(metadata['namespace'] ?? ''))}/${encodeURIComponent(metadata.name)}`;

/** Gives the identity of one stack its rights, as the runner of a site would. */
export async function placeIdentity(client: ApiClient, as: Caller, { objects }: StackIdentity, resources: Resources, signal?: AbortSignal): Promise<void> {
  for (const object of objects) await client.send({ method: 'PATCH', path: `${identityPath(object, resources)}?fieldManager=ndc-stand-in&force=true`, type: applyPatch, body: object, as }, signal);
}

/** Takes these rights away, bindings first. */
export async function removeIdentity(client: ApiClient, as: Caller, { objects }: StackIdentity, resources: Resources, signal?: AbortSignal): Promise<void> {
  for (const object of objects.toReversed()) await client.send({ method: 'DELETE', path: identityPath(object, resources), as }, signal);
}
