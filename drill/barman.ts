/** Barman's cloud programs against one store. Keys reach them by the environment or a private file, never on a command line. */
import { join } from 'node:path';
import { DrillFailure } from './failure.ts';
import { privateFile, type PostgresPlace } from './postgres.ts';
import { lastLines, run, runOk, type RunOptions } from './processes.ts';
import type { StorePlace } from './store.ts';

export interface BarmanPlace {
  /** Folder of `barman-cloud-backup` and its sisters. */
  readonly bin: string;
}

/** The archive of one database server: `s3://<bucket>/<prefix>/<server>/{base,wals}`. */
export interface Archive {
  readonly store: StorePlace;
  /** Barman's name of the server; CloudNativePG takes the name of the Cluster. */
  readonly server: string;
}

/** What is known about one base backup. Names of WAL segments have 24 hexadecimal digits. */
export interface BackupInfo {
  readonly id: string;
  readonly beginWal: string;
  readonly endTime: Date;
  /** Bytes of one WAL segment. */
  readonly segmentSize: number;
  readonly tablespaces: number;
}

function environmentOf({ credentials, region, caFile }: StorePlace): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_DEFAULT_REGION: region, AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required', AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    ...(caFile !== undefined && { AWS_CA_BUNDLE: caFile }),
  };
}

const optionsOf = ({ endpoint }: StorePlace): string[] => ['--endpoint-url', endpoint, '--addressing-style', 'path'];
const urlOf = ({ bucket, prefix }: StorePlace): string => `s3://${bucket}/${prefix}`;

/** Takes a base backup of a running server. */
export async function takeBackup({ bin }: BarmanPlace, { store, server }: Archive, socket: string, { user, signal }: Pick<RunOptions, 'user' | 'signal'>): Promise<void> {
  await runOk(join(bin, 'barman-cloud-backup'), ['--gzip', '--immediate-checkpoint', '--host', socket, '--user', 'postgres', '--dbname', 'postgres', ...optionsOf(store), urlOf(store), server], { env: environmentOf(store), user, signal });
}

/**
 * Downloads the last base backup that was complete at `target` (the last of all without one) into a new folder.
 * Never by a fixed id: one taken after the target restores without an error and with the wrong data.
 * @returns id of the backup
 */
export async function downloadBackup({ bin }: BarmanPlace, { store, server }: Archive, { target, into, user, signal }: { target?: Date | undefined; into: string } & Pick<RunOptions, 'user' | 'signal'>): Promise<string> {
  const args = ['-v', ...optionsOf(store), ...(target ? ['--target-time', target.toISOString().replace('Z', '+00:00')] : []), urlOf(store), server, 'auto', into];
  const { status, stderr } = await run(join(bin, 'barman-cloud-restore'), args, { env: environmentOf(store), user, signal, patience: 86_400 });
  const id = /Restoring from backup_id: (\S+)/.exec(stderr)?.[1];
  if (status === 0 && id !== undefined) return id;
  if (stderr.includes('Cannot find any candidate backup')) {
    throw new DrillFailure({
      en: `no base backup of ${server} in ${urlOf(store)} was complete ${target ? `at ${target.toISOString()}` : 'yet'}: choose a later time, or look at the schedule of backups`,
      vi: `${urlOf(store)} chưa có bản sao lưu đầy đủ nào của ${server} ${target ? `tại ${target.toISOString()}` : ''}: hãy chọn thời điểm muộn hơn hoặc xem lại lịch sao lưu`,
    });
  }
  const said = lastLines(stderr.split('\n').filter((line) => /ERROR|Error/.test(line)).join('\n') || stderr, 2);
  throw new DrillFailure({ en: `the base backup${id === undefined ? '' : ` ${id}`} of ${server} could not be downloaded: ${said}`, vi: `không tải được bản sao lưu${id === undefined ? '' : ` ${id}`} của ${server}: ${said}` });
}

/** What Barman wrote about a backup. */
export async function readBackupInfo({ bin }: BarmanPlace, { store, server }: Archive, id: string, signal?: AbortSignal): Promise<BackupInfo> {
  const text = await runOk(join(bin, 'barman-cloud-backup-show'), ['--format', 'json', ...optionsOf(store), urlOf(store), server, id], { env: environmentOf(store), signal });
  const { cloud: info } = JSON.parse(text) as { cloud: Record<string, unknown> };
  return {
    id, beginWal: String(info['begin_wal']), endTime: new Date(String(info['end_time_iso'] ?? info['end_time'])),
    segmentSize: Number(info['xlog_segment_size'] ?? 16 * 1024 * 1024),
    tablespaces: Array.isArray(info['tablespaces']) ? info['tablespaces'].length : 0,
  };
}

/** A program for `archive_command`, to be called with `%p`. */
export function archiveProgram({ bin }: BarmanPlace, { store, server }: Archive, folder: string, place: Pick<PostgresPlace, 'user'>): string {
  return privateFile(join(folder, 'archive-wal'), `#!/bin/sh\n${exports(store)}exec ${quote(join(bin, 'barman-cloud-wal-archive'))} --gzip ${optionsOf(store).map(quote).join(' ')} ${quote(urlOf(store))} ${quote(server)} "$1"\n`, place, 0o700);
}

/**
 * A program for `restore_command`, to be called with `%f %p`. It notes each segment with its status in `log`. A segment that is
 * not there is an answer (1); anything else, such as a broken segment or a store that is gone, stops the recovery (255), which
 * PostgreSQL would else take for the end of the archive.
 */
export function fetchProgram({ bin }: BarmanPlace, { store, server }: Archive, folder: string, log: string, place: Pick<PostgresPlace, 'user'>): string {
  return privateFile(join(folder, 'fetch-wal'), `#!/bin/sh
${exports(store)}said=$(${quote(join(bin, 'barman-cloud-wal-restore'))} ${optionsOf(store).map(quote).join(' ')} ${quote(urlOf(store))} ${quote(server)} "$1" "$2" 2>&1)
status=$?
echo "$1 $status $(echo "$said" | tail -n 1)" >> ${quote(log)}
[ $status -le 1 ] && exit $status
exit 255
`, place, 0o700);
}

function exports(store: StorePlace): string {
  return Object.entries(environmentOf(store)).map(([name, value]) => `export ${name}=${quote(value)}\n`).join('');
}

/** For /bin/sh. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
