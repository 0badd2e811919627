/** Names of objects. Ids are an API: the same parts give the same name for ever. */
import { createHash } from 'node:crypto';

/** Longest DNS label, and so the longest namespace name. */
export const maxLabelLength = 63;

/**
 * Joins parts with `--`. A name that would be too long keeps its beginning and ends in a hash of the whole.
 * @param limit longest result, in characters; at least 20
 */
export function joinName(parts: readonly string[], limit: number = maxLabelLength): string {
  const name = parts.join('--');
  if (name.length <= limit) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, limit - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
