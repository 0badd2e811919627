/** Restores a server from its archive to a point in time, into a folder of its own, and starts it there. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { downloadBackup, fetchProgram, readBackupInfo, type Archive, type BackupInfo, type BarmanPlace } from './barman.ts';
import { DrillFailure } from './failure.ts';
import { ask, inheritedSettings, privateFile, privateFolder, start, type PostgresPlace, type Running } from './postgres.ts';
import { connect, listVersions, type ObjectVersion } from './store.ts';
import { writtenAt } from './versions.ts';
import { holes, segmentsIn } from './wal.ts';

export interface RestoreOptions {
  readonly postgres: PostgresPlace;
  readonly barman: BarmanPlace;
  readonly archive: Archive;
  /** Point in time; left out: the end of the archive. */
  readonly target?: Date | undefined;
  /** Where no transaction after the target was archived, the end of the archive is restored instead. */
  readonly orEnd?: boolean;
  /** New folder; holds the copy, its socket and its log. */
  readonly folder: string;
  /** Seconds that recovery may take. */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Restored {
  readonly running: Running;
  readonly backup: BackupInfo;
  /** Objects of the backup and of the WAL that was replayed, as the store listed them. */
  readonly used: readonly ObjectVersion[];
  /** Names of the segments that were replayed. */
  readonly segments: readonly string[];
  /** Was the target reached? False: there was none, or the archive ends before it. */
  readonly atTarget: boolean;
  /** Time of the last transaction that was replayed; `undefined` when there was none after the backup. */
  readonly lastCommit: Date | undefined;
  /** When the newest object of the archive was written there. */
  readonly archivedAt: Date;
  readonly seconds: { readonly download: number; readonly replay: number };
}

/**
 * @throws DrillFailure when there is no backup, a WAL segment is missing or broken, the archive ends before the
 *   target, the disk is full, or keys are refused
 */
export async function restore({ postgres, barman, archive, target, orEnd = false, folder, patience, signal }: RestoreOptions): Promise<Restored> {
  const { store, server } = archive;
  const began = performance.now();
  mkdirSync(folder, { mode: 0o711 });
  const data = join(folder, 'data');
  // Barman runs as the server's user, so that the copy belongs to whom it is served by.
  const id = await downloadBackup(barman, archive, { target, into: privateFolder(data, postgres), user: postgres.user, signal });
  const backup = await readBackupInfo(barman, archive, id, signal);
  if (backup.tablespaces > 0) throw new DrillFailure({ en: `backup ${id} has ${backup.tablespaces} tablespaces, which a drill does not restore`, vi: `bản sao lưu ${id} có ${backup.tablespaces} tablespace, diễn tập chưa hỗ trợ` });
  const base = store.prefix === '' ? server : `${store.prefix}/${server}`;
  const objects = (await listVersions(connect(store), store.bucket, `${base}/`)).filter(({ marker, latest }) => latest && !marker);
  const archived = segmentsIn(objects);
  refuseHoles(archived, backup, target, objects);
  const downloaded = performance.now();

  const log = privateFile(join(folder, 'wal.log'), '', postgres);
  const settings = await recoverySettings({ postgres, barman, archive, folder, log, data });
  const startAt = (to: Date | undefined, run: string): Promise<Running> => start(postgres, { folder: join(folder, run), data, settings: { ...settings, ...(to && targetSettings(to)) }, patience, signal })
    .catch((error: unknown) => {
      throw explain(error, log, to);
    });
  let atTarget = target !== undefined;
  const running = await startAt(target, 'run').catch((error: unknown) => {
    if (!orEnd || !(error instanceof ArchiveEnds)) throw error;
    atTarget = false;
    refuseHoles(archived, backup, undefined, objects);
    // What was replayed stays; recovery goes on to the end.
    return startAt(undefined, 'end');
  });
  const replayed = performance.now();
  const fetched = readFileSync(log, 'utf8').trim().split('\n').flatMap((line) => (line.split(' ')[1] === '0' ? [line.split(' ')[0]!] : []));
  const used = objects.filter(({ key }) => key.startsWith(`${base}/base/${id}/`) || fetched.some((name) => key.includes(`/${name}`)));
  try {
    if (!atTarget) await refuseEarlyEnd(postgres, running, archived);
    const lastHere = await ask(postgres, running.socket, 'template1', "SELECT to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')", { signal });
    return {
      running, backup, used, segments: segmentsIn(used), atTarget, archivedAt: latest(objects.map(writtenAt))!,
      // The second start replays only what the first did not note as done.
      lastCommit: latest([...(lastHere === '' ? [] : [new Date(lastHere)]), ...(atTarget || target === undefined ? [] : saidLast(join(folder, 'run', 'log')))]),
      seconds: { download: (downloaded - began) / 1000, replay: (replayed - downloaded) / 1000 },
    };
  } catch (error) {
    await running.server.stop('SIGQUIT');
    throw error;
  }
}

/** The copy starts with settings of its own: those of the origin name files, hosts and an archive that must not be touched. */
async function recoverySettings({ postgres, barman, archive, folder, log, data }: { postgres: PostgresPlace; barman: BarmanPlace; archive: Archive; folder: string; log: string; data: string }): Promise<Record<string, string | number | boolean>> {
  const major = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (major !== postgres.version.split('.')[0]) throw new DrillFailure({ en: `the backup is of PostgreSQL ${major}, the programs here are ${postgres.version}: use the image of that version`, vi: `bản sao lưu thuộc PostgreSQL ${major}, chương trình ở đây là ${postgres.version}: hãy dùng ảnh đúng phiên bản` });
  privateFile(join(data, 'postgresql.auto.conf'), '', postgres);
  rmSync(join(data, 'standby.signal'), { force: true });
  privateFile(join(data, 'recovery.signal'), '', postgres);
  if (!existsSync(join(data, 'backup_label'))) throw new DrillFailure({ en: 'the restored folder has no backup_label: recovery would start from the wrong place', vi: 'thư mục khôi phục không có backup_label: quá trình khôi phục sẽ bắt đầu sai chỗ' });
  return {
    ...(await inheritedSettings(postgres, data)),
    restore_command: `${fetchProgram(barman, archive, folder, log, postgres)} %f %p`,
    recovery_target_timeline: 'latest',
    // Timelines of a copy must not mix with those of its origin.
    archive_mode: 'off',
    // Triggers of the origin (pgaudit's) would call libraries that are not loaded here.
    ...(Number(major) >= 17 && { event_triggers: false }),
  };
}

const targetSettings = (target: Date) => ({ recovery_target_time: target.toISOString().replace('Z', '+00'), recovery_target_inclusive: true, recovery_target_action: 'promote' });

/** PostgreSQL takes a missing segment for the end of the archive. Those after the target do not matter. */
function refuseHoles(archived: readonly string[], { id, beginWal, segmentSize }: BackupInfo, target: Date | undefined, objects: readonly ObjectVersion[]): void {
  const missing = holes(archived, beginWal, segmentSize).filter((name) => {
    if (target === undefined) return true;
    const before = objects.filter(({ key }) => (segmentsIn([{ key }])[0] ?? 'z') < name && key.includes('/wals/'));
    // A segment is written after its transactions: where the one before was written after the target, the target lies before the hole.
    return !before.some(({ written }) => written > target);
  });
  if (missing.length === 0) return;
  const names = missing.slice(0, 3).join(', ');
  const more = missing.length > 3 ? ` … (${missing.length})` : '';
  throw new DrillFailure({
    en: `WAL segment ${names}${more} is missing after backup ${id}: no point in time behind it can be reached; restore an earlier version of the object, or recover from another copy`,
    vi: `thiếu đoạn WAL ${names}${more} sau bản sao lưu ${id}: không thể khôi phục về sau đoạn này; hãy lấy lại phiên bản trước của đối tượng hoặc khôi phục từ bản sao khác`,
  });
}

/** Without a target a broken record ends recovery as the end of the archive does: where it ended must be where the archive ends. */
async function refuseEarlyEnd(postgres: PostgresPlace, running: Running, archived: readonly string[]): Promise<void> {
  const last = archived.map((name) => name.slice(8)).sort().at(-1);
  const end = (await ask(postgres, running.socket, 'template1', 'SELECT pg_walfile_name(pg_last_wal_replay_lsn())')).slice(8);
  if (last === undefined || end >= last) return;
  throw new DrillFailure({
    en: `recovery ended in WAL segment ${end} although the archive goes on to ${last}: a segment is broken`,
    vi: `quá trình khôi phục dừng ở đoạn WAL ${end} trong khi kho lưu trữ còn đến ${last}: có đoạn bị hỏng`,
  });
}

/** Puts the cause that the log of segments names before what PostgreSQL says. */
function explain(error: unknown, log: string, target: Date | undefined): unknown {
  if (!(error instanceof DrillFailure)) return error;
  const broken = readFileSync(log, 'utf8').trim().split('\n').map((line) => /^(\S+) (\d+) ?(.*)$/.exec(line)).find((match) => match && Number(match[2]) > 1);
  if (broken) {
    return new DrillFailure({
      en: `WAL segment ${broken[1]} cannot be read from the archive: ${broken[3]}`,
      vi: `không đọc được đoạn WAL ${broken[1]} từ kho lưu trữ: ${broken[3]}`,
    }, { cause: error });
  }
  if (/recovery ended before configured recovery target was reached/.test(error.text.en)) {
    return new ArchiveEnds({
      en: `the archive ends before ${target?.toISOString()}: no transaction after that time was archived; choose an earlier time, or see why WAL is not archived`,
      vi: `kho lưu trữ kết thúc trước ${target?.toISOString()}: chưa có giao dịch nào sau thời điểm đó được lưu; hãy chọn thời điểm sớm hơn hoặc xem vì sao WAL không được lưu`,
    }, { cause: error });
  }
  return error;
}

/** No transaction after the target was archived. */
class ArchiveEnds extends DrillFailure {}

const latest = (times: readonly Date[]): Date | undefined => times.reduce<Date | undefined>((last, time) => (last === undefined || time > last ? time : last), undefined);

/** Times that PostgreSQL gave for the last transaction it replayed; its log is in UTC. */
function saidLast(log: string): Date[] {
  return [...readFileSync(log, 'utf8').matchAll(/last completed transaction was at log time (\S+) (\S+)\+00/g)].map(([, day, time]) => new Date(`${day}T${time}Z`));
}

/** Stops a copy for good and removes it. */
export async function removeCopy({ running }: Restored, folder: string): Promise<void> {
  await running.server.stop('SIGQUIT');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
