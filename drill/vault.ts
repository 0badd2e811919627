/**
 * The locked copy at another site, pulled by that site's own administration. Each version of each object is written
 * once under a name of its own, with an explicit lock, encrypted to the key of the tenant where there is one. A copy
 * counts from the moment its record (`.json`) stands beside it, so a pull that was interrupted goes on where it was.
 */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable, Transform } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { sameClock } from './clock.ts';
import { DrillFailure } from './failure.ts';
import { connect, hasStatus, listVersions, lockHeaders, lockOf, putOnce, readBytes, type Lock, type ObjectVersion, type StorePlace } from './store.ts';
import { writtenAt } from './versions.ts';

/** A folder of a bucket and a connection to its store. */
export interface Shelf {
  readonly client: S3Client;
  readonly endpoint: string;
  readonly bucket: string;
  /** Without slashes at its ends. */
  readonly prefix: string;
}

export interface PullOptions {
  readonly mode: Lock['mode'];
  /** Seconds from the write of each copy. */
  readonly duration: number;
  /** Seconds after which a copy ends; left out: never. What the source replaced or deleted before that is not copied again. */
  readonly expireAfter?: number;
  /** age recipient (`age1…`) of the tenant; its identity never comes near this program. Left out below level 3. */
  readonly recipient?: string;
}

const copyRecord = z.strictObject({
  key: z.string(), versionId: z.string(), written: z.iso.datetime(), size: z.int(), sha256: z.string().length(64), encryption: z.enum(['none', 'age']),
});
type CopyRecord = z.output<typeof copyRecord>;

/** Ends the name of the record beside a copy. */
export const recordEnd = '.json';

/**
 * Copies all versions that are not in the vault yet. Deletes nothing, overwrites nothing.
 * @returns how many versions the source holds, how many were copied now, and when the newest of all was written there (null: there is none)
 */
export async function pull(from: Shelf, to: Shelf, options: PullOptions): Promise<{ readonly versions: number; readonly copied: number; readonly bytes: number; readonly newest: string | null }> {
  const outdated = Date.now() - (options.expireAfter ?? Infinity) * 1000;
  // What is current at the source is copied whatever its age: where base backups have stopped, the last one is the only one.
  const versions = (await listVersions(from.client, from.bucket, below(from.prefix))).filter((version) => !version.marker && (version.latest || writtenAt(version).getTime() > outdated));
  // Locks end by the vault's clock.
  await sameClock(to.endpoint);
  const known = new Set((await listVersions(to.client, to.bucket, below(to.prefix))).map(({ key }) => key));
  let copied = 0;
  let bytes = 0;
  for (const version of versions) {
    const name = nameOf(to, from, version);
    if (known.has(`${name}${recordEnd}`)) continue;
    const lock: Lock = { mode: options.mode, until: new Date(Math.ceil(Date.now() / 1000 + options.duration) * 1000) };
    const sha256 = await copy(from, to, version, { name, lock, there: known.has(name), ...options });
    const record: CopyRecord = { key: version.key.slice(below(from.prefix).length), versionId: version.versionId, written: writtenAt(version).toISOString(), size: version.size, sha256, encryption: options.recipient === undefined ? 'none' : 'age' };
    await putOnce(to.client, { bucket: to.bucket, key: `${name}${recordEnd}`, body: JSON.stringify(record), lock });
    copied += 1;
    bytes += version.size;
  }
  const newest = versions.reduce<Date | undefined>((last, version) => (last === undefined || writtenAt(version) > last ? writtenAt(version) : last), undefined);
  return { versions: versions.length, copied, bytes, newest: newest?.toISOString() ?? null };
}

/** `<prefix>/<key>/<time of writing>-<version>`: sorts by time, and two versions never meet. */
function nameOf(to: Shelf, from: Shelf, version: ObjectVersion): string {
  return `${below(to.prefix)}${version.key.slice(below(from.prefix).length)}/${writtenAt(version).toISOString()}-${version.versionId}`;
}

async function copy(from: Shelf, to: Shelf, version: ObjectVersion, { name, lock, there, recipient }: { name: string; lock: Lock; there: boolean; recipient?: string }): Promise<string> {
  const { Body } = await from.client.send(new GetObjectCommand({ Bucket: from.bucket, Key: version.key, VersionId: version.versionId }));
  const hashing = new Hashing();
  const plain = (Body as Readable).pipe(hashing);
  if (there) {
    // The copy stands, its record does not: an earlier pull was interrupted between the two.
    await pipeline(plain, async (source) => {
      for await (const chunk of source) void chunk;
    });
    return hashing.sha256;
  }
  const body = recipient === undefined ? plain : await encrypted(plain, recipient);
  try {
    await new Upload({ client: to.client, params: { Bucket: to.bucket, Key: name, Body: body, IfNoneMatch: '*', ...lockHeaders(lock) } }).done();
  } catch (error) {
    if (!hasStatus(error, 412)) throw error;
  }
  return hashing.sha256;
}

async function encrypted(plain: Readable, recipient: string): Promise<Readable> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Readable.from(await encrypter.encrypt(Readable.toWeb(plain) as ReadableStream<Uint8Array>));
}

export interface OpenOptions {
  /** Only copies of versions that were written before this moment. */
  readonly before: Date;
  /** age identity (`AGE-SECRET-KEY-…`) from the key store of the site that opens; needed when copies are encrypted. */
  readonly identity?: string;
}

/**
 * Writes the last good version of each object from the vault into a fresh place, under its own name.
 * @returns the copies by their new names, and how many bytes they hold
 * @throws DrillFailure for a wrong key, a missing key, or a copy that is not what was copied
 */
export async function open(vault: Shelf, into: Shelf, { before, identity }: OpenOptions): Promise<{ readonly copies: ReadonlyMap<string, ObjectVersion>; readonly bytes: number }> {
  const chosen = new Map<string, string>();
  const there = new Map<string, ObjectVersion>();
  for (const version of await listVersions(vault.client, vault.bucket, below(vault.prefix))) {
    const { key, marker } = version;
    // Copies are written once: where the vault's own administration left more versions, the first is the copy.
    if (!marker && !(there.has(key) && writtenAt(there.get(key)!) < writtenAt(version))) there.set(key, version);
    if (!key.endsWith(recordEnd)) continue;
    const [, object, written] = /^(.*)\/(\d{4}-\d\d-\d\dT[\d:.]+Z)-[^/]+\.json$/.exec(key) ?? [];
    if (object === undefined || written === undefined || new Date(written) >= before) continue;
    if (key > (chosen.get(object) ?? '')) chosen.set(object, key);
  }
  let bytes = 0;
  const copies = new Map<string, ObjectVersion>();
  for (const key of chosen.values()) {
    const data = there.get(key.slice(0, -recordEnd.length));
    if (!data && await ended(vault, key)) continue;
    if (!data) throw notAsCopied(key, 'the record has no copy');
    const record = copyRecord.parse(JSON.parse(Buffer.from(await readBytes(vault.client, vault.bucket, key, there.get(key)?.versionId)).toString()));
    bytes += record.size;
    await openOne(vault, into, data, record, identity);
    copies.set(`${below(into.prefix)}${record.key}`, data);
  }
  return { copies, bytes };
}

/** Copies and their records end after their lock, at times that may lie a day apart. */
async function ended({ client, bucket }: Shelf, record: string): Promise<boolean> {
  const lock = await lockOf(client, bucket, record);
  return lock !== undefined && lock.until.getTime() <= Date.now();
}

async function openOne(vault: Shelf, into: Shelf, { key: name, versionId }: ObjectVersion, record: CopyRecord, identity: string | undefined): Promise<void> {
  const { Body } = await vault.client.send(new GetObjectCommand({ Bucket: vault.bucket, Key: name, VersionId: versionId }));
  const hashing = new Hashing();
  const plain = record.encryption === 'none' ? (Body as Readable) : await decrypted(Body as Readable, name, identity);
  // A broken stream must end the upload too: `pipe` alone passes no errors on.
  const [, sent] = await Promise.allSettled([
    pipeline(plain, hashing),
    new Upload({ client: into.client, params: { Bucket: into.bucket, Key: `${below(into.prefix)}${record.key}`, Body: hashing } }).done(),
  ]);
  if (sent.status === 'rejected') throw notAsCopied(name, sent.reason);
  if (hashing.sha256 !== record.sha256) throw notAsCopied(name, `sha256 ${hashing.sha256} ≠ ${record.sha256}`);
}

async function decrypted(body: Readable, name: string, identity: string | undefined): Promise<Readable> {
  if (identity === undefined) {
    throw new DrillFailure({
      en: `${name} is encrypted with the key of its tenant, and no key was given: name the file with the identity from the key store of this site (--identity)`,
      vi: `${name} được mã hóa bằng khóa của bên thuê nhưng chưa có khóa: hãy chỉ ra tệp khóa từ kho khóa của trung tâm này (--identity)`,
    });
  }
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return Readable.from(await decrypter.decrypt(Readable.toWeb(body) as ReadableStream<Uint8Array>));
  } catch (error) {
    throw new DrillFailure({
      en: `${name} cannot be opened with this key (${(error as Error).message}): take the identity that belongs to the tenant's recipient`,
      vi: `không mở được ${name} bằng khóa này (${(error as Error).message}): hãy dùng đúng khóa của bên thuê`,
    }, { cause: error });
  }
}

function notAsCopied(name: string, why: unknown): DrillFailure {
  const said = why instanceof Error ? why.message : String(why);
  return new DrillFailure({ en: `${name} is not what was copied: ${said}`, vi: `${name} không đúng với bản đã sao: ${said}` });
}

class Hashing extends Transform {
  readonly #hash = createHash('sha256');
  #digest = '';

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: () => void): void {
    this.#digest = this.#hash.digest('hex');
    done();
  }

  /** Of all that passed, once it has. */
  get sha256(): string {
    return this.#digest;
  }
}

/** A place with a connection. */
export function shelfAt(place: StorePlace): Shelf {
  return { client: connect(place), endpoint: place.endpoint, bucket: place.bucket, prefix: place.prefix };
}

/** What keys below a prefix begin with. */
export function below(prefix: string): string {
  return prefix === '' ? '' : `${prefix}/`;
}
