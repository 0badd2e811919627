/**
 * Values of charts in lock.yaml may stand for facts that are written elsewhere. Charts want them in many shapes, so each has its word:
 * `{$image: name}` is the whole reference of an image of lock.yaml, `{$image-repository: name}`, `{$image-tag: name}` (version and digest) and
 * `{$image-digest: name}` are parts of it; `{$placement: nodeSelector}` and `{$placement: tolerations}` bind pods to the machines for the platform's own work.
 */
import { escapeKey } from '../schema/references.ts';

export const imageWords = ['$image', '$image-repository', '$image-tag', '$image-digest'] as const;
export const placements = ['nodeSelector', 'tolerations'] as const;

export type Standin =
  | { readonly word: (typeof imageWords)[number]; readonly name: string }
  | { readonly word: '$placement'; readonly name: string };

/** The value with each stand-in replaced. */
export function fillIn(value: unknown, replace: (standin: Standin) => unknown): unknown {
  const standin = standinOf(value);
  if (standin) return replace(standin);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, replace));
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, replace)]));
  return value;
}

/** Stand-ins below a value, with their places. */
export function standinsIn(value: unknown, pointer = ''): { readonly pointer: string; readonly standin: Standin }[] {
  const standin = standinOf(value);
  if (standin) return [{ pointer: `${pointer}/${escapeKey(standin.word)}`, standin }];
  if (Array.isArray(value)) return value.flatMap((item, index) => standinsIn(item, `${pointer}/${index}`));
  if (isMap(value)) return Object.entries(value).flatMap(([key, item]) => standinsIn(item, `${pointer}/${escapeKey(key)}`));
  return [];
}

function standinOf(value: unknown): Standin | undefined {
  if (!isMap(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0 || typeof entry[1] !== 'string') return undefined;
  const [key, name] = entry;
  if (key === '$placement') return { word: key, name };
  const word = imageWords.find((one) => one === key);
  return word === undefined ? undefined : { word, name };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
