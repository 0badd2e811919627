/** Server-side apply of exported objects, and what the server said of each. */
import type { ExportedObject, ExportedStack } from '../review/read.ts';
import { applyPatch, connections, type ApiClient, type Answer, type Caller } from './api-client.ts';
import { stepsOf } from './order.ts';
import { collectionPath, discover, type Resources } from './resources.ts';

/**
 * accepted: stored. not-active: accepted as a dry run and not stored, since what it calls does not run in a lab.
 * schema-not-checked: the server has no definition of the kind, so nothing is known. rejected: refused.
 * not-tried: Terraform did not come to it, or its stack cannot be done by Terraform here.
 */
export type Verdict = 'accepted' | 'rejected' | 'not-active' | 'schema-not-checked' | 'not-tried';

export interface Outcome {
  readonly object: ExportedObject;
  readonly verdict: Verdict;
  /** HTTP status; 0 when nothing was asked. */
  readonly status: number;
  /** The server's words of a refusal, else empty. */
  readonly message: string;
}

export interface ApplyOptions {
  readonly client: ApiClient;
  readonly stacks: readonly ExportedStack[];
  /** The object itself. */
  readonly content: (object: ExportedObject) => Readonly<Record<string, unknown>>;
  /** Who applies. */
  readonly as: Caller;
  /** Each object by an identity of its own stack, instead of `as`. */
  readonly identities?: Identities;
  /** Objects that the server holds already, e.g. definitions of a copied store. @default - none */
  readonly held?: (object: ExportedObject) => boolean;
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

export interface Identities {
  of(object: ExportedObject): Caller;
  /** Gives what these objects need, before they are sent. */
  prepare(objects: readonly ExportedObject[]): Promise<void>;
}

/** Calls that the server would make to pods; a lab has none. */
export const outward = new Set(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'APIService']);

export const fieldManager = 'ndc';

/**
 * Applies all objects of one cluster and goes on after a refusal.
 * @throws RehearsalError when the server stays away
 */
export async function applyStacks(options: ApplyOptions): Promise<Outcome[]> {
  const { client, stacks, held, signal } = options;
  const all = stacks.reduce((sum, { objects }) => sum + objects.length, 0);
  const outcomes: Outcome[] = [];
  let resources = await discover(client, signal);
  for (const { definitions, objects } of stepsOf(stacks)) {
    const wanted = objects.filter((object) => {
      if (!held?.(object)) return true;
      outcomes.push({ object, verdict: 'accepted', status: 200, message: '' });
      return false;
    });
    await options.identities?.prepare(wanted);
    await parallel(wanted, async (object) => {
      outcomes.push(await applyOne(options, resources, object));
      options.onProgress?.(outcomes.length, all);
    });
    if (definitions && wanted.length > 0) resources = await served(client, wanted.map(options.content), signal);
  }
  return outcomes;
}

/** @param dryRun asks without storing; what the server says yes to is then not active */
export async function applyOne({ client, content, as, identities, signal }: Omit<ApplyOptions, 'stacks'>, resources: Resources, object: ExportedObject, dryRun: boolean = outward.has(object.kind)): Promise<Outcome> {
  const resource = resources.find(object.apiVersion, object.kind);
  if (!resource) return { object, verdict: 'schema-not-checked', status: 0, message: '' };
  const answer = await client.send({
    method: 'PATCH',
    path: `${collectionPath(object.apiVersion, resource, object.namespace)}/${encodeURIComponent(object.name)}?fieldManager=${fieldManager}&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`,
    type: applyPatch,
    body: content(object),
    as: identities?.of(object) ?? as,
  }, signal);
  return { object, verdict: verdictOf(answer, dryRun), status: answer.status, message: answer.message };
}

function verdictOf({ status }: Answer, dryRun: boolean): Verdict {
  if (status >= 300) return 'rejected';
  return dryRun ? 'not-active' : 'accepted';
}

interface Definition {
  readonly spec?: { readonly group: string; readonly names: { readonly kind: string }; readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
}

/** Waits until new definitions are served; one that never is leaves its kind unknown. */
async function served(client: ApiClient, definitions: readonly Definition[], signal?: AbortSignal): Promise<Resources> {
  const wanted = definitions.flatMap(({ spec }) => (spec?.versions ?? []).filter((version) => version.served).map(({ name }) => [`${spec!.group}/${name}`, spec!.names.kind] as const));
  let resources = await discover(client, signal);
  for (let tries = 0; tries < 150 && !wanted.every(([apiVersion, kind]) => resources.find(apiVersion, kind)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    resources = await discover(client, signal);
  }
  return resources;
}

/** Runs work over items, as many at a time as there are connections; the first error ends it. */
export async function parallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const stop = new AbortController();
  const worker = async (): Promise<void> => {
    for (const item of left) {
      if (stop.signal.aborted) return;
      await work(item).catch((error: unknown) => {
        stop.abort();
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(connections, items.length) }, worker));
}
