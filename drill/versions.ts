/** Which version of each object counts. */
import type { ObjectVersion } from './store.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * When a version was written. Some stores (versitygw) give the time of replacement as `LastModified` of an older
 * version; their version ids are ULIDs, which begin with the time of writing. Elsewhere `LastModified` is right.
 */
export function writtenAt({ versionId, written }: Pick<ObjectVersion, 'versionId' | 'written'>): Date {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(versionId)) return written;
  let milliseconds = 0;
  for (const letter of versionId.slice(0, 10)) milliseconds = milliseconds * 32 + alphabet.indexOf(letter);
  return new Date(milliseconds);
}

/**
 * The last version of each object written before `moment`, by key. Delete markers are passed over: an attacker sets
 * them, and what retention deletes for good leaves no version at all.
 */
export function lastBefore(versions: readonly ObjectVersion[], moment: Date): ObjectVersion[] {
  const newest = new Map<string, ObjectVersion>();
  for (const version of versions) {
    if (version.marker || writtenAt(version) >= moment) continue;
    const known = newest.get(version.key);
    if (!known || writtenAt(version) > writtenAt(known)) newest.set(version.key, version);
  }
  return [...newest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
