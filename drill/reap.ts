/**
 * Ends copies whose time is over, where a store has no lifecycle. Its key may list, ask for locks and delete versions, nothing else: what is locked
 * the store itself refuses to delete.
 */
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { sameClock } from './clock.ts';
import { DrillFailure } from './failure.ts';
import { hasStatus, listVersions, lockOf, type ObjectVersion } from './store.ts';
import { below, recordEnd, type Shelf } from './vault.ts';
import { writtenAt } from './versions.ts';

export interface ReapOptions {
  /** Seconds from the write of a version to its end; at least its lock. */
  readonly expireAfter: number;
  /** Seconds: where no copy was written within them, pulls have stopped, and nothing is removed. */
  readonly freshWithin: number;
  /** Most versions that one run removes; the next goes on. */
  readonly most: number;
}

export interface Reaped {
  /** Versions and delete markers that were there. */
  readonly versions: number;
  readonly removed: number;
  /** Past their end, but locked for longer. */
  readonly locked: number;
  /** Past their end, out of their lock, and still there: more than `most`, or refused. */
  readonly left: number;
  /** Names that the store refused to delete although no lock is on them. */
  readonly refused: readonly string[];
}

/**
 * Removes a copy together with its record, the record first, so that none stands without its copy. Running again goes on where it was.
 * @throws DrillFailure when the newest copy is older than `freshWithin`: what is there may be the last of a site that is lost
 */
export async function reap(shelf: Shelf, { expireAfter, freshWithin, most }: ReapOptions): Promise<Reaped> {
  const { client, bucket, endpoint } = shelf;
  await sameClock(endpoint);
  const now = Date.now();
  const versions = await listVersions(client, bucket, below(shelf.prefix));
  refuseStale(shelf, versions, freshWithin, now);
  const ended = [...Map.groupBy(versions, ({ key }) => (key.endsWith(recordEnd) ? key.slice(0, -recordEnd.length) : key)).values()]
    .filter((group) => group.every((version) => writtenAt(version).getTime() + expireAfter * 1000 <= now))
    .sort((a, b) => Math.min(...a.map(time)) - Math.min(...b.map(time)));
  let [removed, locked, left] = [0, 0, 0];
  const refused: string[] = [];
  for (const group of ended) {
    if (removed + group.length > most) {
      left += group.length;
    } else if (await anyLocked(shelf, group, now)) {
      locked += group.length;
    } else {
      const there = await remove(shelf, group);
      removed += group.length - there.length;
      left += there.length;
      refused.push(...there.map(({ key }) => key));
    }
  }
  return { versions: versions.length, removed, locked, left, refused };
}

const time = (version: ObjectVersion): number => writtenAt(version).getTime();

function refuseStale({ bucket, prefix }: Shelf, versions: readonly ObjectVersion[], freshWithin: number, now: number): void {
  const written = versions.filter(({ marker }) => !marker).map(time);
  if (written.length === 0) return;
  const newest = Math.max(...written);
  if (newest + freshWithin * 1000 >= now) return;
  const [at, most] = [new Date(newest).toISOString(), Math.round(freshWithin / 3600)];
  throw new DrillFailure({
    en: `the newest copy in ${bucket}/${prefix} is of ${at}, and ${most} h are allowed: nothing is removed, because these may be the last copies of a site that is lost; see why nothing is pulled`,
    vi: `bản sao mới nhất trong ${bucket}/${prefix} là lúc ${at}, mức cho phép là ${most} giờ: không xóa gì, vì đây có thể là các bản sao cuối cùng của trung tâm đã mất; hãy xem vì sao không kéo được bản mới`,
  });
}

async function anyLocked({ client, bucket }: Shelf, group: readonly ObjectVersion[], now: number): Promise<boolean> {
  for (const { key, versionId, marker } of group) {
    const lock = marker ? undefined : await lockOf(client, bucket, key, versionId);
    if (lock !== undefined && lock.until.getTime() > now) return true;
  }
  return false;
}

/** @returns what the store refused; after a record that was refused its copy stays too */
async function remove({ client, bucket }: Shelf, group: readonly ObjectVersion[]): Promise<readonly ObjectVersion[]> {
  const recordsFirst = [...group].sort((a, b) => Number(b.key.endsWith(recordEnd)) - Number(a.key.endsWith(recordEnd)));
  for (const [at, { key, versionId }] of recordsFirst.entries()) {
    try {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    } catch (error) {
      if (!hasStatus(error, 403)) throw error;
      return recordsFirst.slice(at);
    }
  }
  return [];
}
