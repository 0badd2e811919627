/** Sets what a bucket claim cannot say (versions, lock, lifecycle), and reads all of it back. */
import {
  CreateBucketCommand, GetBucketLifecycleConfigurationCommand, GetBucketVersioningCommand, GetObjectLockConfigurationCommand, HeadBucketCommand, PutBucketLifecycleConfigurationCommand, PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand, S3ServiceException, type LifecycleRule, type S3Client,
} from '@aws-sdk/client-s3';
import type { Text } from '../model/finding.ts';
import { hasStatus, listVersions, lockOf, putOnce } from './store.ts';

/** What is asked of a bucket; the annotations `objectbucket.ndc/*` of a bucket claim say the same. */
export interface BucketWish {
  readonly bucket: string;
  readonly versioning: boolean;
  /** Default lock of new objects; null: none. */
  readonly lock: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly days: number } | null;
  /** Days an older version stays after it was replaced or deleted; null: somebody else expires versions (a reaper with a key of its own). */
  readonly expireOlderAfterDays: number | null;
  /** Days after its write at which a current object ends, not below the lock; null: its writer deletes it, or a reaper. */
  readonly expireCurrentAfterDays: number | null;
  /** True: every writer locks explicitly or is sealed after, so the default need not be stamped on objects. */
  readonly sealed: boolean;
}

export interface Setting {
  readonly name: 'bucket' | 'versioning' | 'lock' | 'lock on new objects' | 'lifecycle';
  /** `same`: was as asked. `set`: changed now and read back. `failed`: not as asked. */
  readonly state: 'same' | 'set' | 'failed';
  readonly detail: Text;
}

export interface Bootstrapped {
  readonly bucket: string;
  readonly ok: boolean;
  readonly settings: readonly Setting[];
}

/** Idempotent: a second run changes nothing. A setting that cannot be had is told with the reason; the others are still tried. */
export async function bootstrap(client: S3Client, wish: BucketWish): Promise<Bootstrapped> {
  const settings: Setting[] = [await attempt('bucket', () => ensureBucket(client, wish))];
  if (settings[0]!.state !== 'failed') {
    if (wish.versioning) settings.push(await attempt('versioning', () => ensureVersioning(client, wish.bucket)));
    if (wish.lock) {
      settings.push(await attempt('lock', () => ensureLock(client, wish.bucket, wish.lock!)));
      settings.push(await attempt('lock on new objects', () => probeLock(client, wish)));
    }
    if (wish.expireOlderAfterDays !== null || wish.expireCurrentAfterDays !== null) settings.push(await attempt('lifecycle', () => ensureLifecycle(client, wish)));
  }
  return { bucket: wish.bucket, ok: settings.every(({ state }) => state !== 'failed'), settings };
}

type Outcome = Omit<Setting, 'name'>;

async function attempt(name: Setting['name'], work: () => Promise<Outcome>): Promise<Setting> {
  try {
    return { name, ...(await work()) };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const said = `${error.$metadata.httpStatusCode ?? '?'} ${error.name}`;
    return { name, state: 'failed', detail: hasStatus(error, 501)
      ? { en: `the store does not offer it (${said}): another way must do this`, vi: `kho không hỗ trợ (${said}): phải dùng cách khác` }
      : { en: `the store refused: ${said}`, vi: `kho từ chối: ${said}` } };
  }
}

async function ensureBucket(client: S3Client, { bucket, lock }: BucketWish): Promise<Outcome> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return same('exists');
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
  await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: lock !== null }));
  return set('created');
}

async function ensureVersioning(client: S3Client, bucket: string): Promise<Outcome> {
  const read = async () => (await client.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status;
  if ((await read()) === 'Enabled') return same('Enabled');
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const found = await read();
  return found === 'Enabled' ? set(found) : notAsAsked('Enabled', found);
}

async function ensureLock(client: S3Client, bucket: string, { mode, days }: NonNullable<BucketWish['lock']>): Promise<Outcome> {
  const wanted = `${mode} ${days} d`;
  const read = async () => {
    try {
      const rule = (await client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket }))).ObjectLockConfiguration?.Rule?.DefaultRetention;
      return rule ? `${rule.Mode} ${rule.Days} d` : undefined;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  };
  if ((await read()) === wanted) return same(wanted);
  await client.send(new PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: mode, Days: days } } } }));
  const found = await read();
  return found === wanted ? set(wanted) : notAsAsked(wanted, found);
}

const probeKey = '.bootstrap/lock-probe';

/** Whether the default is stamped on an object, which no configuration tells: one small object is written and asked. */
async function probeLock(client: S3Client, { bucket, lock, sealed }: BucketWish): Promise<Outcome> {
  await putOnce(client, { bucket, key: probeKey, body: 'Written once to see whether the default lock is stamped on new objects.\n' });
  const [probe] = await listVersions(client, bucket, probeKey);
  const found = probe && await lockOf(client, bucket, probeKey, probe.versionId);
  if (found?.mode === lock!.mode) return same(`${found.mode} until ${found.until.toISOString()}`);
  if (sealed) return { state: 'same', detail: { en: 'the store does not stamp its default on objects; writers lock explicitly or are sealed', vi: 'kho không gắn khóa mặc định lên đối tượng; bên ghi tự khóa hoặc được niêm phong sau khi ghi' } };
  return { state: 'failed', detail: {
    en: `a new object has ${found ? `a lock of mode ${found.mode}` : 'no lock'} although the default is ${lock!.mode}: lock explicitly at write or seal after it`,
    vi: `đối tượng mới ${found ? `có khóa ${found.mode}` : 'không có khóa'} dù mặc định là ${lock!.mode}: hãy khóa khi ghi hoặc niêm phong sau khi ghi` } };
}

/** The rules of the chart `bucket`, sorted by id as Rook compares them. */
function rulesFor({ expireCurrentAfterDays: current, expireOlderAfterDays: older }: BucketWish): LifecycleRule[] {
  const rule = (ID: string, action: Partial<LifecycleRule>): LifecycleRule => ({ ID, Status: 'Enabled', Filter: { Prefix: '' }, ...action });
  return [
    rule('abort-uploads', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
    rule('drop-lone-markers', { Expiration: { ExpiredObjectDeleteMarker: true } }),
    ...(current === null ? [] : [rule('expire-current', { Expiration: { Days: current } })]),
    ...(older === null ? [] : [rule('expire-older-versions', { NoncurrentVersionExpiration: { NoncurrentDays: older } })]),
  ];
}

/** What of a rule decides, in one form: stores give a prefix in the rule or in its filter, and leave out what is not set. */
function canonical(rules: readonly LifecycleRule[]): string {
  const decides = ({ ID, Status, Filter, Prefix, AbortIncompleteMultipartUpload: abort, Expiration, NoncurrentVersionExpiration: older }: LifecycleRule & { Prefix?: string }) =>
    [ID, Status, Filter?.Prefix ?? Prefix ?? '', Filter?.Tag ?? Filter?.And ?? Filter?.ObjectSizeLessThan ?? Filter?.ObjectSizeGreaterThan, abort?.DaysAfterInitiation, Expiration?.Days, Expiration?.Date, Expiration?.ExpiredObjectDeleteMarker === true, older?.NoncurrentDays, older?.NewerNoncurrentVersions];
  return JSON.stringify(rules.map(decides).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

/** How people read rules. */
function spell(rules: readonly LifecycleRule[]): string {
  const parts = rules.flatMap(({ Status, Expiration, NoncurrentVersionExpiration: older }) => (Status === 'Enabled' ? [
    ...(Expiration?.Days === undefined ? [] : [`objects end after ${Expiration.Days} d`]), ...(older?.NoncurrentDays === undefined ? [] : [`older versions after ${older.NoncurrentDays} d`]),
  ] : []));
  return parts.join(', ');
}

async function ensureLifecycle(client: S3Client, wish: BucketWish): Promise<Outcome> {
  const { bucket } = wish;
  const wanted = rulesFor(wish);
  const read = async (): Promise<readonly LifecycleRule[]> => {
    try {
      return (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))).Rules ?? [];
    } catch (error) {
      if (hasStatus(error, 404)) return [];
      throw error;
    }
  };
  if (canonical(await read()) === canonical(wanted)) return same(spell(wanted));
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: wanted } }));
  const found = await read();
  return canonical(found) === canonical(wanted) ? set(spell(wanted)) : notAsAsked(spell(wanted), spell(found) || undefined);
}

const same = (text: string): Outcome => ({ state: 'same', detail: { en: text, vi: text } });
const set = (text: string): Outcome => ({ state: 'set', detail: { en: text, vi: text } });

function notAsAsked(wanted: string, found: string | undefined): Outcome {
  return { state: 'failed', detail: { en: `asked for ${wanted}, the store says ${found ?? 'nothing'}`, vi: `yêu cầu ${wanted}, kho trả lời ${found ?? 'không có'}` } };
}
