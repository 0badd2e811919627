/** A PostgreSQL server as a process: no TCP port, one socket in a private folder. */
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DrillFailure } from './failure.ts';
import { lastLines, run, runOk, startServer, until, type Server, type User } from './processes.ts';

/** Programs of one PostgreSQL version, and who may run them: the server refuses to run as root. */
export interface PostgresPlace {
  /** Folder that holds `postgres`, `initdb`, `psql`, `pg_controldata`, `pg_amcheck`. */
  readonly bin: string;
  /** E.g. `15.18`. */
  readonly version: string;
  readonly user?: User;
}

/** A server that runs. */
export interface Running {
  readonly server: Server;
  /** Folder of its socket. */
  readonly socket: string;
  readonly log: string;
}

const superuser = 'postgres';

/**
 * A PostgreSQL server of this machine: `NDC_POSTGRES_BIN`, else the newest in Debian's folders, else the folder of
 * `postgres` on PATH. `undefined` when there is none.
 * @param major only this major version, e.g. 18; left out: any
 */
export async function findPostgres(major?: number): Promise<PostgresPlace | undefined> {
  const named = process.env['NDC_POSTGRES_BIN'];
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).filter((version) => major === undefined || version === String(major)).sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')) : [];
  const folders = named ? [named] : [...versions, ...(process.env['PATH'] ?? '').split(':')];
  const bin = folders.find((folder) => ['postgres', 'initdb', 'psql', 'pg_controldata', 'pg_amcheck'].every((program) => existsSync(join(folder, program))));
  if (bin === undefined) return undefined;
  const version = /\d+(\.\d+)*/.exec(await runOk(join(bin, 'postgres'), ['--version']))?.[0] ?? 'unknown';
  if (major !== undefined && version.split('.')[0] !== String(major)) return undefined;
  const user = process.getuid?.() === 0 ? await unprivileged() : undefined;
  return { bin, version, ...(user && { user }) };
}

async function unprivileged(): Promise<User> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new DrillFailure({ en: 'PostgreSQL cannot run as root, and this machine has neither a user "postgres" nor "nobody"', vi: 'PostgreSQL không chạy bằng root, mà máy không có người dùng "postgres" hay "nobody"' });
}

/** A private folder that belongs to whoever runs the server. */
export function privateFolder(folder: string, { user }: Pick<PostgresPlace, 'user'>): string {
  mkdirSync(folder, { mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** A file that the server reads or runs, and nobody else. */
export function privateFile(path: string, text: string, { user }: Pick<PostgresPlace, 'user'>, mode = 0o600): string {
  writeFileSync(path, text, { mode });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** Makes a new, empty cluster with checksums. */
export async function initialize(place: PostgresPlace, data: string): Promise<void> {
  await runOk(join(place.bin, 'initdb'), ['--pgdata', data, '--username', superuser, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--data-checksums', '--no-sync'], { user: place.user });
}

export interface StartOptions {
  /** Folder for socket, configuration and log; made here. */
  readonly folder: string;
  readonly data: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Seconds until it must accept writes. */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a server and waits until it accepts writes, so that a recovery is over.
 * @throws DrillFailure with the server's last words when it ends before
 */
export async function start(place: PostgresPlace, { folder, data, settings, patience, signal }: StartOptions): Promise<Running> {
  privateFolder(folder, place);
  const socket = privateFolder(join(folder, 's'), place);
  const hba = privateFile(join(folder, 'pg_hba.conf'), 'local all all trust\n', place);
  const ident = privateFile(join(folder, 'pg_ident.conf'), '', place);
  const all = { data_directory: data, hba_file: hba, ident_file: ident, listen_addresses: '', unix_socket_directories: socket, unix_socket_permissions: '0700', ssl: false, logging_collector: false, log_timezone: 'UTC', timezone: 'UTC', ...settings };
  const config = privateFile(join(folder, 'postgresql.conf'), Object.entries(all).map(([name, value]) => `${name} = ${literal(value)}\n`).join(''), place);
  const log = join(folder, 'log');
  const server = startServer(join(place.bin, 'postgres'), ['-c', `config_file=${config}`], log, { user: place.user });
  try {
    await until('PostgreSQL', async () => {
      if (!server.running()) throw serverEnded(log);
      const { status, stdout } = await run(join(place.bin, 'psql'), [...psqlArguments(socket, 'template1'), '-c', 'SELECT pg_is_in_recovery()'], { user: place.user, signal });
      return status === 0 && stdout.trim() === 'f';
    }, { patience, signal });
  } catch (error) {
    await server.stop('SIGQUIT', 5);
    throw error;
  }
  return { server, socket, log };
}

/** What the server said before it ended: its fatal lines, which name the cause. */
function serverEnded(log: string): DrillFailure {
  const text = readFileSync(log, 'utf8');
  const fatal = text.split('\n').filter((line) => /FATAL|PANIC/.test(line)).map((line) => line.replace(/^.*?(FATAL|PANIC):\s*/, '')).filter((line) => !line.startsWith('the database system is'));
  const said = fatal.length > 0 ? fatal.join(' | ') : lastLines(text);
  return new DrillFailure({ en: `PostgreSQL ended: ${said}`, vi: `PostgreSQL đã dừng: ${said}` });
}

/** Runs one statement and gives its single value as text. */
export async function ask(place: PostgresPlace, socket: string, database: string, sql: string, { user = superuser, signal, patience = 600 }: { user?: string; signal?: AbortSignal | undefined; patience?: number } = {}): Promise<string> {
  return (await runOk(join(place.bin, 'psql'), [...psqlArguments(socket, database, user), '-c', sql], { user: place.user, signal, patience })).replace(/\n$/, '');
}

/** Runs a script; its meta-commands too, so it must be the program's own. */
export async function script(place: PostgresPlace, socket: string, database: string, sql: string, signal?: AbortSignal): Promise<string> {
  return (await runOk(join(place.bin, 'psql'), psqlArguments(socket, database), { user: place.user, input: sql, signal })).trim();
}

function psqlArguments(socket: string, database: string, user = superuser): string[] {
  return ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', user, '-d', database];
}

/** A value in postgresql.conf. */
function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** Settings that a copy must not have lower than its origin, or it cannot replay; from the control file. */
export async function inheritedSettings(place: PostgresPlace, data: string): Promise<Record<string, number>> {
  const text = await runOk(join(place.bin, 'pg_controldata'), ['-D', data], { user: place.user });
  const names = ['max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_xacts', 'max_locks_per_xact'] as const;
  const settings = { max_prepared_xacts: 'max_prepared_transactions', max_locks_per_xact: 'max_locks_per_transaction' } as Readonly<Record<string, string>>;
  return Object.fromEntries(names.flatMap((name) => {
    const value = new RegExp(`^${name} setting:\\s*(\\d+)`, 'm').exec(text)?.[1];
    return value === undefined ? [] : [[settings[name] ?? name, Number(value)]];
  }));
}
