/** A small database of the shape that the catalog gives, with an archive that it fills as a production server does. */
import { join } from 'node:path';
import { archiveProgram, takeBackup, type Archive, type BarmanPlace } from '../barman.ts';
import { fingerprint, type Fingerprint } from '../fingerprint.ts';
import { ask, initialize, privateFolder, script, start, type PostgresPlace, type Running } from '../postgres.ts';
import { until } from '../processes.ts';

export type Variant = 'standard' | 'geospatial' | 'timeseries';

export interface OriginOptions {
  readonly postgres: PostgresPlace;
  readonly barman: BarmanPlace;
  readonly archive: Archive;
  /** New folder. */
  readonly folder: string;
  readonly databaseName: string;
  readonly variant: Variant;
  /** Rows of the main table. */
  readonly rows: number;
  readonly archiveTimeout: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Origin {
  readonly running: Running;
  /** Runs a script in the database. */
  sql(text: string): Promise<string>;
  /** Takes a base backup. */
  backup(): Promise<void>;
  /** Closes the current segment and waits until it is archived. */
  archived(): Promise<void>;
  fingerprint(): Promise<Fingerprint>;
  /** The server's own clock. */
  now(): Promise<Date>;
}

/** Makes the cluster, its schema and its first rows. Archiving is on from the start. */
export async function startOrigin(options: OriginOptions): Promise<Origin> {
  const { postgres, barman, archive, folder, databaseName, signal } = options;
  privateFolder(folder, postgres);
  const data = join(folder, 'data');
  await initialize(postgres, data);
  const running = await start(postgres, {
    folder: join(folder, 'run'), data, patience: 60, signal,
    settings: { archive_mode: 'on', archive_command: `${archiveProgram(barman, archive, folder, postgres)} %p`, archive_timeout: options.archiveTimeout, wal_level: 'replica', max_connections: 50, shared_buffers: '32MB', fsync: false },
  });
  await ask(postgres, running.socket, 'template1', `CREATE DATABASE "${databaseName}"`);
  const sql = (text: string): Promise<string> => script(postgres, running.socket, databaseName, text, signal);
  await sql(schemaOf(options));
  return {
    running, sql,
    backup: () => takeBackup(barman, archive, running.socket, { user: postgres.user, signal }),
    archived: () => archived(postgres, running, signal),
    fingerprint: () => fingerprint(postgres, running.socket, databaseName, signal),
    now: async () => new Date(await ask(postgres, running.socket, databaseName, "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")),
  };
}

async function archived(postgres: PostgresPlace, { socket }: Running, signal: AbortSignal | undefined): Promise<void> {
  const segment = await ask(postgres, socket, 'template1', "SELECT pg_walfile_name(pg_switch_wal())");
  await until(`WAL segment ${segment} in the archive`, async () => (await ask(postgres, socket, 'template1', "SELECT coalesce(max(last_archived_wal), '') FROM pg_stat_archiver")) >= segment, { patience: 60, signal });
}

/** Records with a register of changes, as national databases keep them; measurements by day for streams; points for places. */
function schemaOf({ variant, rows }: OriginOptions): string {
  const common = `
CREATE SCHEMA register;
CREATE TABLE register.record (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, province smallint NOT NULL, body jsonb NOT NULL, changed timestamptz NOT NULL DEFAULT now());
CREATE TABLE register.change (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, record bigint NOT NULL REFERENCES register.record, at timestamptz NOT NULL DEFAULT now(), what text NOT NULL);
CREATE VIEW register.by_province AS SELECT province, count(*) AS records FROM register.record GROUP BY province;
INSERT INTO register.record (id, code, province, body) SELECT n, 'VN' || lpad(n::text, 12, '0'), 1 + n % 34, jsonb_build_object('seal', md5(n::text), 'note', repeat(md5((n * 7)::text), 4)) FROM generate_series(1, ${rows}) AS n;
INSERT INTO register.change (record, what) SELECT n, 'registered' FROM generate_series(1, ${rows}, 10) AS n;
`;
  if (variant === 'timeseries') {
    return `${common}
CREATE TABLE register.measurement (station int NOT NULL, at timestamptz NOT NULL, value real NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE register.measurement_1 PARTITION OF register.measurement FOR VALUES FROM ('2026-01-01') TO ('2026-01-02');
CREATE TABLE register.measurement_2 PARTITION OF register.measurement FOR VALUES FROM ('2026-01-02') TO ('2026-01-03');
CREATE INDEX ON register.measurement USING brin (at);
INSERT INTO register.measurement SELECT n % 50, '2026-01-01'::timestamptz + n * interval '1 second', n % 97 FROM generate_series(0, 172799, 20) AS n;
`;
  }
  if (variant === 'geospatial') {
    return `${common}
CREATE TABLE register.place (id bigint PRIMARY KEY, at point NOT NULL, outline polygon);
CREATE INDEX ON register.place USING gist (at);
INSERT INTO register.place SELECT n, point(102 + n % 8, 8 + n % 15), NULL FROM generate_series(1, ${Math.ceil(rows / 4)}) AS n;
`;
  }
  return common;
}
