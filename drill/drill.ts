/** The drill: open the vault where that is the source, restore, ask, measure, clean up, and say what came of it. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BarmanPlace } from './barman.ts';
import { check, type CheckResult } from './checks.ts';
import { sameClock } from './clock.ts';
import type { ApplicationCheck } from './definition.ts';
import { DrillFailure } from './failure.ts';
import type { Fingerprint } from './fingerprint.ts';
import { ask, type PostgresPlace } from './postgres.ts';
import { removeCopy, restore, type Restored } from './restore.ts';
import { digestOfObjects, type DrillResult, type UsedObject } from './result.ts';
import type { ObjectVersion, StorePlace } from './store.ts';
import { open, shelfAt } from './vault.ts';

/** Where backups are read. From a vault they are opened into a scratch store first, which only this drill can reach. */
export type Source =
  | { readonly kind: 'archive'; readonly store: StorePlace }
  | { readonly kind: 'vault'; readonly store: StorePlace; readonly scratch: StorePlace; readonly identity?: string; readonly before: Date };

export interface DrillOptions {
  /** Id in the catalog. */
  readonly database: string;
  readonly lab: boolean;
  readonly server: string;
  readonly databaseName: string;
  readonly source: Source;
  /** Left out: to the end of the archive. */
  readonly target?: Date;
  /** Seconds without a transaction that are normal for the database, and seconds within which something must have come into its archive. Left out: the target must be reached. */
  readonly idle?: { readonly seconds: number; readonly freshWithin: number };
  /** When the origin was lost; left out: now. RPO is measured from here. */
  readonly incident?: Date;
  readonly expected?: Fingerprint;
  readonly application: readonly ApplicationCheck[];
  readonly postgres: PostgresPlace;
  readonly barman: BarmanPlace;
  /** Folder with room for the copy; what an interrupted drill left in it is removed. */
  readonly folder: string;
  /** Seconds that recovery may take. */
  readonly patience: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: string) => void;
  /** This machine's clock. */
  readonly now?: () => number;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Never throws for what a drill is there to find: that is a result `failed` with its reason. An interruption does throw. */
export async function drill(options: DrillOptions): Promise<DrillResult> {
  const { source: { kind, store }, now = Date.now } = options;
  const startedAt = new Date(now());
  const common = {
    format: 1, database: options.database, lab: options.lab, startedAt: startedAt.toISOString(), target: options.target?.toISOString() ?? null,
    source: { kind, endpoint: store.endpoint, bucket: store.bucket, prefix: store.prefix }, versions: { ...options.versions, postgresql: options.postgres.version },
  } as const;
  try {
    const clockAheadSeconds = await sameClock(store.endpoint, now);
    const outcome = await restoreAndAsk(options, startedAt);
    const failed = outcome.checks.filter(({ ok }) => !ok);
    return {
      ...common, finishedAt: new Date(now()).toISOString(), ...outcome, measures: { ...outcome.measures, clockAheadSeconds },
      result: failed.length === 0 ? 'passed' : 'failed',
      ...(failed.length > 0 && { reason: { en: failed.map(({ id, detail }) => `${id}: ${detail.en}`).join('; '), vi: failed.map(({ id, detail }) => `${id}: ${detail.vi}`).join('; ') } }),
    };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const reason = error instanceof DrillFailure ? error.text : { en: said, vi: said };
    return { ...common, finishedAt: new Date(now()).toISOString(), result: 'failed', reason, checks: [], measures: {} };
  }
}

async function restoreAndAsk(options: DrillOptions, startedAt: Date): Promise<Pick<DrillResult, 'backup' | 'checks' | 'found' | 'measures' | 'target'>> {
  const { source, target, postgres, barman, server, signal, onStep } = options;
  const folder = join(options.folder, 'copy');
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  const began = performance.now();
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  if (source.kind === 'vault') {
    onStep?.('open the vault');
    opened = await open(shelfAt(source.store), shelfAt(source.scratch), { before: source.before, ...(source.identity !== undefined && { identity: source.identity }) });
  }
  const openSeconds = (performance.now() - began) / 1000;
  onStep?.('restore');
  const restored = await restore({ postgres, barman, archive: { store: source.kind === 'vault' ? source.scratch : source.store, server }, target, orEnd: options.idle !== undefined, folder, patience: options.patience, signal });
  try {
    const restoreSeconds = (performance.now() - began) / 1000;
    onStep?.('ask the copy');
    const { found, checks } = await check({ place: postgres, socket: restored.running.socket, database: options.databaseName, expected: options.expected, application: options.application, signal });
    const bytes = Number(await ask(postgres, restored.running.socket, 'template1', 'SELECT sum(pg_database_size(oid)) FROM pg_database', { signal }));
    const objects = restored.used.map((object) => usedObject(object, source, opened?.copies));
    return {
      target: restored.atTarget ? target!.toISOString() : null,
      found, checks: [...checks, ...(target && !restored.atTarget ? [idleness(options.idle!, target, restored, startedAt)] : [])],
      backup: { id: restored.backup.id, completedAt: restored.backup.endTime.toISOString(), digest: digestOfObjects(objects), objects, segments: [...restored.segments] },
      measures: {
        restoreSeconds: round(restoreSeconds), openSeconds: round(openSeconds), downloadSeconds: round(restored.seconds.download), replaySeconds: round(restored.seconds.replay),
        rpoSeconds: round(Math.max(0, reached(options, restored, startedAt) / 1000)),
        bytes, secondsPerGiB: round(restoreSeconds / (bytes / 2 ** 30)),
        ...(restored.lastCommit && { lastCommit: restored.lastCommit.toISOString() }),
      },
    };
  } finally {
    onStep?.('remove the copy');
    await removeCopy(restored, folder);
  }
}

/** Milliseconds of work that would be lost. */
function reached({ target, incident }: DrillOptions, { atTarget, lastCommit, backup }: Restored, startedAt: Date): number {
  const lost = (incident ?? startedAt).getTime();
  return lost - (atTarget ? target! : lastCommit ?? backup.endTime).getTime();
}

/** Nothing came after the target: is that the silence of a database that nobody wrote to, or of an archive that takes nothing any more? */
function idleness({ seconds, freshWithin }: NonNullable<DrillOptions['idle']>, target: Date, { lastCommit, backup, archivedAt }: Restored, startedAt: Date): CheckResult {
  const last = lastCommit ?? backup.endTime;
  const [quiet, stale] = [(target.getTime() - last.getTime()) / 1000, (startedAt.getTime() - archivedAt.getTime()) / 1000];
  const said = { last: last.toISOString(), archived: archivedAt.toISOString() };
  if (quiet > seconds) {
    return { id: 'idle', ok: false, detail: {
      en: `no transaction after ${said.last} was archived, and ${seconds} s without one are normal: see why WAL is not archived`,
      vi: `không có giao dịch nào sau ${said.last} được lưu, mức bình thường là ${seconds} giây: hãy xem vì sao WAL không được lưu` } };
  }
  if (stale > freshWithin) {
    return { id: 'idle', ok: false, detail: {
      en: `nothing came into the archive after ${said.archived}, and ${freshWithin} s are allowed: base backups have stopped`,
      vi: `không có gì vào kho lưu trữ sau ${said.archived}, mức cho phép là ${freshWithin} giây: sao lưu đầy đủ đã ngừng` } };
  }
  return { id: 'idle', ok: true, detail: {
    en: `nobody wrote after ${said.last}, which is normal for this database; the archive took something at ${said.archived}; restored to its end`,
    vi: `không ai ghi sau ${said.last}, điều bình thường với cơ sở dữ liệu này; kho lưu trữ nhận dữ liệu lúc ${said.archived}; đã khôi phục đến cuối kho` } };
}

/** In the vault's own names where the vault was the source, so that a collector finds them there. */
function usedObject(object: ObjectVersion, { kind, store }: Source, copies: ReadonlyMap<string, ObjectVersion> | undefined): UsedObject {
  const { key, versionId, size, etag } = kind === 'archive' ? object : (copies?.get(object.key) ?? missing(object.key, store));
  return { key, versionId, size, etag };
}

function missing(key: string, { bucket }: StorePlace): never {
  throw new Error(`${key} was restored but is not among the copies opened from ${bucket}`);
}
