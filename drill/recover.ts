/** After an attack on a store whose locks held: the last good version of each object, in a fresh place. */
import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { listVersions } from './store.ts';
import { below, type Shelf } from './vault.ts';
import { lastBefore } from './versions.ts';

/**
 * Copies the last version of each object that was written before `before`, under its own name. Through this
 * machine, because a store copies at most 5 GB by itself. Changes nothing in the attacked store.
 */
export async function recover(from: Shelf, to: Shelf, before: Date): Promise<{ readonly objects: number; readonly bytes: number }> {
  const chosen = lastBefore(await listVersions(from.client, from.bucket, below(from.prefix)), before);
  for (const { key, versionId } of chosen) {
    const { Body } = await from.client.send(new GetObjectCommand({ Bucket: from.bucket, Key: key, VersionId: versionId }));
    await new Upload({ client: to.client, params: { Bucket: to.bucket, Key: `${below(to.prefix)}${key.slice(below(from.prefix).length)}`, Body: Body as Readable } }).done();
  }
  return { objects: chosen.length, bytes: chosen.reduce((sum, { size }) => sum + size, 0) };
}
