/** Questions to a restored copy. Each answers yes or no with what was found; none guesses. */
import { join } from 'node:path';
import type { ApplicationCheck } from './definition.ts';
import type { Text } from '../model/finding.ts';
import { DrillFailure } from './failure.ts';
import { fingerprint, type Fingerprint } from './fingerprint.ts';
import { ask, type PostgresPlace } from './postgres.ts';
import { lastLines, run } from './processes.ts';

export interface CheckResult {
  readonly id: string;
  readonly ok: boolean;
  readonly detail: Text;
}

export interface CheckOptions {
  readonly place: PostgresPlace;
  readonly socket: string;
  readonly database: string;
  /** What the origin looked like at the target; left out where nobody recorded it, and then nothing is compared. */
  readonly expected?: Fingerprint | undefined;
  readonly application: readonly ApplicationCheck[];
  readonly signal?: AbortSignal | undefined;
}

/** Runs all checks, also after one has failed. */
export async function check(options: CheckOptions): Promise<{ readonly found: Fingerprint; readonly checks: readonly CheckResult[] }> {
  const { place, socket, database, expected, application, signal } = options;
  const found = await fingerprint(place, socket, database, signal);
  const checks: CheckResult[] = [await pages(options), tables(found)];
  if (expected) checks.push(catalogue(expected, found), rows(expected, found));
  if (application.length > 0) {
    await ask(place, socket, database, `CREATE ROLE ${reader} LOGIN IN ROLE pg_read_all_data; ALTER ROLE ${reader} SET default_transaction_read_only = on; ALTER ROLE ${reader} SET statement_timeout = '10min'`, { signal });
    for (const one of application) checks.push(await applicationAnswer(options, one));
  }
  return { found, checks };
}

/** Every page and index of every table is read and held against its checksum and its order. */
async function pages({ place, socket, database, signal }: CheckOptions): Promise<CheckResult> {
  const { status, stdout, stderr } = await run(join(place.bin, 'pg_amcheck'), ['--host', socket, '--username', 'postgres', '--install-missing=pg_catalog', '--heapallindexed', '--database', database], { user: place.user, signal, patience: 86_400 });
  const said = lastLines(`${stdout}\n${stderr}`, 2);
  return status === 0
    ? { id: 'pages', ok: true, detail: { en: 'tables and indexes are sound', vi: 'bảng và chỉ mục nguyên vẹn' } }
    : { id: 'pages', ok: false, detail: { en: `damaged: ${said}`, vi: `bị hỏng: ${said}` } };
}

function tables({ rows }: Fingerprint): CheckResult {
  const names = Object.keys(rows);
  const sum = Object.values(rows).reduce((all, one) => all + one, 0);
  return { id: 'tables', ok: sum > 0, detail: { en: `${names.length} tables, ${sum} rows`, vi: `${names.length} bảng, ${sum} dòng` } };
}

function catalogue(expected: Fingerprint, found: Fingerprint): CheckResult {
  const ok = expected.catalogue === found.catalogue;
  return { id: 'catalogue', ok, detail: ok
    ? { en: `definitions are those of ${expected.takenAt}`, vi: `định nghĩa đúng như lúc ${expected.takenAt}` }
    : { en: `definitions differ from ${expected.takenAt}: ${found.catalogue.slice(0, 12)} instead of ${expected.catalogue.slice(0, 12)}`, vi: `định nghĩa khác lúc ${expected.takenAt}: ${found.catalogue.slice(0, 12)} thay vì ${expected.catalogue.slice(0, 12)}` } };
}

function rows(expected: Fingerprint, found: Fingerprint): CheckResult {
  const names = [...new Set([...Object.keys(expected.rows), ...Object.keys(found.rows)])].sort();
  const different = names.filter((name) => expected.rows[name] !== found.rows[name]);
  const said = different.slice(0, 5).map((name) => `${name} ${found.rows[name] ?? 0} ≠ ${expected.rows[name] ?? 0}`).join(', ');
  return { id: 'rows', ok: different.length === 0, detail: different.length === 0
    ? { en: `row counts of ${names.length} tables are those of ${expected.takenAt}`, vi: `số dòng của ${names.length} bảng đúng như lúc ${expected.takenAt}` }
    : { en: `row counts differ from ${expected.takenAt}: ${said}`, vi: `số dòng khác lúc ${expected.takenAt}: ${said}` } };
}

/** A role that can read and nothing else asks what tenants wrote: a superuser's SQL could start programs. */
const reader = 'drill_reader';

async function applicationAnswer({ place, socket, database, signal }: CheckOptions, { id, names, sql, equals, atLeast }: ApplicationCheck): Promise<CheckResult> {
  let value: string;
  try {
    value = await ask(place, socket, database, `SELECT answer::text FROM (${sql.trim().replace(/;$/, '')}\n) AS asked(answer)`, { user: reader, signal });
  } catch (error) {
    if (!(error instanceof DrillFailure)) throw error;
    return { id: `application/${id}`, ok: false, detail: { en: `${names.en}: ${error.text.en}`, vi: `${names.vi}: ${error.text.vi}` } };
  }
  const ok = (equals === undefined || value === equals) && (atLeast === undefined || (value !== '' && Number(value) >= atLeast));
  const wanted = equals ?? `≥ ${atLeast}`;
  return { id: `application/${id}`, ok, detail: ok ? { en: `${names.en}: ${value}`, vi: `${names.vi}: ${value}` } : { en: `${names.en}: ${value}, expected ${wanted}`, vi: `${names.vi}: ${value}, mong đợi ${wanted}` } };
}
