/**
 * The collector stands outside the cluster and the site that was drilled. It believes nothing that it can look up: it reads the result
 * with a key of its own, holds every object that the drill names against the store's listing, and makes the evidence.
 */
import { z } from 'zod';
import { evidence as evidenceSchema, type Evidence } from '../model/schema/governance.ts';
import { addDays } from '../model/units.ts';
import { mostSkew } from './clock.ts';
import { DrillFailure } from './failure.ts';
import { digestOfObjects, drillResult, type DrillResult, type UsedObject } from './result.ts';
import { connect, listVersions, lockOf, readBytes, type StorePlace } from './store.ts';
import { writtenAt } from './versions.ts';

export interface CollectOptions {
  /** Id in the catalog; the result must be of it. */
  readonly database: string;
  /** Where results are left, with a key that can read. */
  readonly results: StorePlace;
  readonly key: string;
  /** The store that was drilled, with a key that can read; endpoint, bucket and prefix must be those that the result names. */
  readonly source: StorePlace;
  /** Role that signs. */
  readonly byRole: string;
  /** Days that the proof holds, from the drill interval of the database. */
  readonly validDays: number;
}

/** @throws DrillFailure with what does not fit */
export async function collect({ database, results, key, source, byRole, validDays }: CollectOptions): Promise<Omit<Evidence, 'signature'>> {
  const result = await readResult(results, key, validDays);
  // Whoever may write results of one database must not be able to speak of another.
  if (result.database !== database) throw refused(key, { en: `is of the database ${result.database}, not of ${database}`, vi: `thuộc cơ sở dữ liệu ${result.database}, không phải ${database}` });
  await sameBackup(result, source);
  const { digest, id } = result.backup ?? { digest: digestOfObjects([]), id: 'none' };
  const { rpoSeconds, lastCommit, ...times } = result.measures;
  const day = result.finishedAt.slice(0, 10);
  return evidenceSchema.omit({ signature: true }).parse({
    kind: result.lab ? 'lab' : 'drill',
    target: result.database,
    performedAt: day,
    validUntil: addDays(day, validDays),
    byRole,
    result: result.result,
    measures: {
      ...times,
      ...(rpoSeconds !== undefined && { rpoSeconds }),
      ...(lastCommit !== undefined && { lastCommit }),
      startedAt: result.startedAt,
      finishedAt: result.finishedAt,
      recoveredTo: result.target ?? 'end of archive',
      restoredFrom: result.source.kind,
      backupId: id,
      walSegments: result.backup?.segments.length ?? 0,
      checks: result.checks.map(({ id, ok }) => `${id} ${ok ? 'passed' : 'failed'}`).join(', '),
      ...(result.reason && { reason: result.reason.en }),
      resultKey: key,
    },
    versions: result.versions,
    digest,
  });
}

/** A result counts when it was written once, is locked for as long as it is to hold, and was written when it says. */
async function readResult(place: StorePlace, key: string, validDays: number): Promise<DrillResult> {
  const client = connect(place);
  const versions = (await listVersions(client, place.bucket, key)).filter((version) => version.key === key);
  const [only, ...others] = versions;
  if (!only) throw refused(key, { en: `is not in ${place.bucket}`, vi: `không có trong ${place.bucket}` });
  if (others.length > 0) throw refused(key, { en: `was written or deleted ${versions.length} times; results are written once`, vi: `đã được ghi hoặc xóa ${versions.length} lần; kết quả chỉ được ghi một lần` });
  const lock = await lockOf(client, place.bucket, key, only.versionId);
  const until = addDays(writtenAt(only).toISOString().slice(0, 10), validDays);
  if (lock?.mode !== 'COMPLIANCE' || lock.until.toISOString().slice(0, 10) < until) {
    throw refused(key, { en: `is locked ${lock ? `(${lock.mode}) until ${lock.until.toISOString()}` : 'not at all'}; it must be COMPLIANCE until ${until}`, vi: `${lock ? `được khóa (${lock.mode}) đến ${lock.until.toISOString()}` : 'không được khóa'}; phải khóa COMPLIANCE đến ${until}` });
  }
  if (only.size > largestResult) throw refused(key, { en: `has ${only.size} bytes; a drill result has at most ${largestResult}`, vi: `có ${only.size} byte; kết quả diễn tập có nhiều nhất ${largestResult}` });
  const result = drillResult.safeParse(parse(Buffer.from(await readBytes(client, place.bucket, key, only.versionId)).toString()));
  if (!result.success) throw refused(key, { en: `is no drill result: ${z.prettifyError(result.error)}`, vi: `không phải kết quả diễn tập: ${z.prettifyError(result.error)}` });
  const late = Math.abs(writtenAt(only).getTime() - Date.parse(result.data.finishedAt)) / 1000;
  if (late > mostSkew + 300) throw refused(key, { en: `says it ended at ${result.data.finishedAt}, but was written at ${writtenAt(only).toISOString()}`, vi: `ghi là kết thúc lúc ${result.data.finishedAt} nhưng được lưu lúc ${writtenAt(only).toISOString()}` });
  return result.data;
}

/** Bytes; a result names each object that was read, about 200 bytes each. */
const largestResult = 64 * 2 ** 20;

/** Text that is no JSON is no result, and the schema says so. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The objects that the drill says it read are those of the store, version by version. */
async function sameBackup({ backup, source: said, result }: DrillResult, source: StorePlace): Promise<void> {
  if (said.endpoint !== source.endpoint || said.bucket !== source.bucket || said.prefix !== source.prefix) {
    throw refused(`${said.endpoint}/${said.bucket}/${said.prefix}`, { en: `was drilled, but the collector was told to look at ${source.endpoint}/${source.bucket}/${source.prefix}`, vi: `là kho được diễn tập, nhưng bộ thu thập được chỉ đến ${source.endpoint}/${source.bucket}/${source.prefix}` });
  }
  if (!backup) {
    if (result === 'passed') throw refused('result', { en: 'says passed but names no backup', vi: 'ghi là đạt nhưng không nêu bản sao lưu' });
    return;
  }
  const listed = new Map((await listVersions(connect(source), source.bucket, source.prefix)).filter(({ marker }) => !marker).map((version) => [`${version.key}\t${version.versionId}`, version]));
  const own: UsedObject[] = backup.objects.map(({ key, versionId }) => {
    const version = listed.get(`${key}\t${versionId}`);
    if (!version) throw refused(key, { en: `version ${versionId}, which the drill says it read, is not in the store`, vi: `phiên bản ${versionId} mà diễn tập nói đã đọc không có trong kho` });
    return { key, versionId, size: version.size, etag: version.etag };
  });
  const digest = digestOfObjects(own);
  if (digest !== backup.digest) throw refused(`backup ${backup.id}`, { en: `has digest ${digest} in the store, the drill says ${backup.digest}`, vi: `có mã băm ${digest} trong kho, diễn tập ghi ${backup.digest}` });
}

function refused(what: string, why: { en: string; vi: string }): DrillFailure {
  return new DrillFailure({ en: `no evidence: ${what} ${why.en}`, vi: `không lập minh chứng: ${what} ${why.vi}` });
}
