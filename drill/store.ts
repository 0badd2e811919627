/** An S3 store as a drill sees it: all versions, explicit locks, writes that happen once. */
import {
  GetObjectCommand, GetObjectRetentionCommand, HeadObjectCommand, ListObjectVersionsCommand, PutObjectCommand, PutObjectRetentionCommand, S3Client, S3ServiceException, type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';

/** Where objects lie and what opens it. Keys are held in memory and given to programs by files that only they can read. */
export interface StorePlace {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Folder inside the bucket, without slashes at its ends. */
  readonly prefix: string;
  readonly credentials: Credentials;
  /** File with the authority of the endpoint's certificate, where it is a private one; this program itself reads it by `NODE_EXTRA_CA_CERTS`. */
  readonly caFile?: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One version of one object. `size` in bytes; `written` as the store tells it. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly size: number;
  readonly etag: string;
  readonly written: Date;
  readonly latest: boolean;
  /** A delete marker holds nothing and hides the versions before it. */
  readonly marker: boolean;
}

export interface Lock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Date;
}

export function connect({ endpoint, region, credentials }: Pick<StorePlace, 'endpoint' | 'region' | 'credentials'>): S3Client {
  return new S3Client({
    endpoint, region, credentials,
    forcePathStyle: true,
    maxAttempts: 3,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** All versions and delete markers below a prefix, in the order the store lists them. */
export async function listVersions(client: S3Client, bucket: string, prefix = ''): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker }));
    for (const { Key, VersionId, Size, ETag, LastModified, IsLatest } of page.Versions ?? []) {
      found.push({ key: Key!, versionId: VersionId!, size: Size ?? 0, etag: (ETag ?? '').replaceAll('"', ''), written: LastModified!, latest: IsLatest ?? false, marker: false });
    }
    for (const { Key, VersionId, LastModified, IsLatest } of page.DeleteMarkers ?? []) {
      found.push({ key: Key!, versionId: VersionId!, size: 0, etag: '', written: LastModified!, latest: IsLatest ?? false, marker: true });
    }
  } while (page.IsTruncated === true);
  return found;
}

/**
 * Writes an object that must not be there yet.
 * @returns false when it is there already: the first writer won
 */
export async function putOnce(client: S3Client, { bucket, key, body, lock, metadata }: { bucket: string; key: string; body: string | Uint8Array; lock?: Lock; metadata?: Record<string, string> }): Promise<boolean> {
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, IfNoneMatch: '*', Metadata: metadata, ...lockHeaders(lock) }));
    return true;
  } catch (error) {
    if (hasStatus(error, 412)) return false;
    throw error;
  }
}

export function lockHeaders(lock?: Lock): { ObjectLockMode?: Lock['mode']; ObjectLockRetainUntilDate?: Date } {
  return lock === undefined ? {} : { ObjectLockMode: lock.mode, ObjectLockRetainUntilDate: lock.until };
}

export async function readBytes(client: S3Client, bucket: string, key: string, versionId?: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  return Body!.transformToByteArray();
}

/** Metadata that was written with an object. */
export async function readMetadata(client: S3Client, bucket: string, key: string, versionId?: string): Promise<Readonly<Record<string, string>>> {
  return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }))).Metadata ?? {};
}

/** The lock on one version; `undefined` when it has none. */
export async function lockOf(client: S3Client, bucket: string, key: string, versionId?: string): Promise<Lock | undefined> {
  try {
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    return Retention?.Mode && Retention.RetainUntilDate ? { mode: Retention.Mode, until: Retention.RetainUntilDate } : undefined;
  } catch (error) {
    if (hasName(error, 'NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError', 'InvalidRequest')) return undefined;
    throw error;
  }
}

export async function setLock(client: S3Client, bucket: string, key: string, versionId: string, { mode, until }: Lock): Promise<void> {
  await client.send(new PutObjectRetentionCommand({ Bucket: bucket, Key: key, VersionId: versionId, Retention: { Mode: mode, RetainUntilDate: until } }));
}

export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);
}

export function hasName(error: unknown, ...names: string[]): boolean {
  return error instanceof S3ServiceException && names.includes(error.name);
}

/** Seconds that this machine's clock is ahead of the store's (negative: behind), as far as whole seconds tell. */
export async function clockAhead(endpoint: string, now: () => number = Date.now): Promise<number> {
  const sent = now();
  const { headers } = await fetch(endpoint, { method: 'HEAD', signal: AbortSignal.timeout(30_000) });
  const said = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(said)) throw new Error(`${endpoint} does not say what time it is (no Date header)`);
  return Math.round(((sent + now()) / 2 - said) / 1000);
}
