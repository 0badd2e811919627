/** Explicit locks on what writers left without one: Barman has no option for them, and not every store stamps a bucket's default on objects. */
import type { S3Client } from '@aws-sdk/client-s3';
import { listVersions, lockOf, setLock, type Lock } from './store.ts';
import { writtenAt } from './versions.ts';

export interface SealOptions {
  readonly bucket: string;
  readonly prefix: string;
  readonly mode: Lock['mode'];
  /** Seconds from the write of each object. */
  readonly duration: number;
}

/**
 * Locks each version for `duration` from its own write. A lock is never shortened; running again changes nothing.
 * @returns how many versions there are and how many were locked now
 */
export async function seal(client: S3Client, { bucket, prefix, mode, duration }: SealOptions): Promise<{ readonly versions: number; readonly sealed: number }> {
  const versions = (await listVersions(client, bucket, prefix)).filter(({ marker }) => !marker);
  let sealed = 0;
  for (const version of versions) {
    // The store keeps whole seconds: round up, or each run would find a lock that is a little short.
    const end = new Date(Math.ceil(writtenAt(version).getTime() / 1000 + duration) * 1000);
    const lock = await lockOf(client, bucket, version.key, version.versionId);
    if (lock?.mode === 'COMPLIANCE' ? lock.until >= end : lock?.mode === mode && lock.until >= end) continue;
    await setLock(client, bucket, version.key, version.versionId, { mode, until: lock && lock.until > end ? lock.until : end });
    sealed += 1;
  }
  return { versions: versions.length, sealed };
}
