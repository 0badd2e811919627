/** File names of objects: readable, safe on every file system, unique in a folder. */
import { createHash } from 'node:crypto';
import type { KubernetesObject } from './convert.ts';

/** Longest name without the ending, in characters. */
const longest = 180;

/** A name for each object, in the same order; the same objects in any order get the same names. */
export function fileNames(objects: readonly KubernetesObject[]): string[] {
  const plain = objects.map(plainName);
  const seen = new Map<string, number>();
  for (const name of plain) seen.set(name, (seen.get(name) ?? 0) + 1);
  return objects.map((object, index) => `${(seen.get(plain[index]!) ?? 0) > 1 ? `${plain[index]!}-${hash(identity(object))}` : plain[index]!}.yaml`);
}

function plainName(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  const raw = [object.kind, ...(namespace === undefined ? [] : [namespace]), name].join('--').toLowerCase();
  const safe = raw.replaceAll(/[^a-z0-9.-]/g, '_');
  return safe.length > longest || safe !== raw ? `${safe.slice(0, longest - 9)}-${hash(identity(object))}` : safe;
}

function identity({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('\n');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
