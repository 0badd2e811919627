/** `ndc drill`: restores that are tried, and how old the proof of each database is. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { DrillFailure } from '../../drill/failure.ts';
import { runLocalDrill } from '../../drill/local/run.ts';
import { findPostgres } from '../../drill/postgres.ts';
import { drillStatus, type DrillState } from '../../drill/status.ts';
import { formatLocalDrills, statusRows } from '../../drill/text.ts';
import { nearest } from '../../model/load/issues.ts';
import { levelOf, systemOf } from '../../model/derive/placements.ts';
import type { Estate } from '../../model/estate.ts';
import type { Entry } from '../../model/load/catalog.ts';
import { parseSeconds } from '../../model/units.ts';
import { barmanVersion, ensureBarman } from '../../tools/barman.ts';
import { ToolError } from '../../tools/errors.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { loadSoundEstate } from '../load-estate.ts';
import { catalogRoots, version } from '../paths.ts';
import { collect, CommandError, dayArgument, exit, printJson, printLine, Progress, table, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface RunOptions extends CommonOptions {
  readonly local: string;
  readonly rows: number;
  readonly key?: string;
  readonly catalog?: string[];
}

interface StatusOptions extends CommonOptions {
  readonly catalog?: string[];
  readonly asOf?: string;
  readonly tenant?: string;
  readonly strict?: boolean;
}

const about = `
Makes a small PostgreSQL database like the named one, an object store with versions and object lock for its site and one for another site, archives
with Barman, and restores twice: to a point between two transactions, and after the loss of the first site from what the other has pulled (encrypted
with a key of the tenant from level 3). Everything runs on the loopback, is private to you, and is removed at the end and on Ctrl-C. The
evidence has kind lab: it never counts for production. See docs/drill.md.`;

export function drillCommand(): Command {
  return new Command('drill')
    .description('restore drills: run one on this machine, show how old each proof is')
    .addCommand(withCommonOptions(new Command('run'))
      .description('back up and restore a small real database on this machine, and print the evidence; exit 1: the drill failed')
      .requiredOption('--local <database>', 'database of the catalog whose shape is taken, e.g. population')
      .option('--rows <count>', 'rows of its main table', rowCount, 20_000)
      .option('--key <file>', 'SSH key that signs the evidence (default: one that is made for this run and thrown away)')
      .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
      .addHelpText('after', about)
      .action(runDrill))
    .addCommand(withCommonOptions(new Command('status'))
      .description('age of the proof of each database; exit 1: a proof has expired, failed or is overdue (--strict: or is not there yet)')
      .option('--tenant <id>', 'only the databases of this tenant')
      .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
      .option('--as-of <date>', 'day the catalog is looked at', dayArgument)
      .option('--strict', 'a proof that is not there yet fails too')
      .action(showStatus));
}

async function runDrill({ local, rows, key, catalog, format, lang }: RunOptions): Promise<void> {
  if (key !== undefined && !existsSync(key)) throw new CommandError(`there is no key ${key}`, 'name a private SSH key, or leave --key out');
  const estate = loadSoundEstate(catalogRoots(catalog));
  const database = databaseOf(estate, local);
  const system = systemOf(estate, database);
  const progress = new Progress();
  try {
    const postgres = await findPostgres();
    if (!postgres) throw new CommandError('no PostgreSQL server is installed (initdb, postgres and pg_amcheck are looked for)', 'install postgresql from your system\'s packages, or name its folder of programs in NDC_POSTGRES_BIN');
    const drills = await runLocalDrill({
      database: database.id, variant: database.data.engine.variant, encrypted: system === undefined || levelOf(estate, system).level >= 3, validDays: Math.floor(parseSeconds(database.data.drill.interval)! / 86_400), rows,
      postgres, barman: { bin: await ensureBarman() }, gateway: await ensureProgram('versitygw'),
      versions: { ndc: version, barman: barmanVersion(), 'postgresql-of-catalog': String(database.data.engine.version) },
      ...(key !== undefined && { key: resolve(key) }), onStep: (step) => progress.step(step),
    });
    progress.done();
    const ok = drills.every(({ result }) => result.result === 'passed');
    if (format === 'json') printJson({ ok, database: database.id, drills });
    else printLine(formatLocalDrills(drills, { lang, throwawayKey: key === undefined }));
    if (!ok) process.exitCode = exit.findings;
  } catch (error) {
    progress.done();
    throw error instanceof DrillFailure || error instanceof ToolError ? new CommandError(error.text[lang]) : error;
  }
}

function showStatus({ tenant, catalog, asOf, strict, format, lang }: StatusOptions): void {
  const estate = loadSoundEstate(catalogRoots(catalog), asOf);
  if (tenant !== undefined && !estate.tenants.has(tenant)) throw unknown('tenant', tenant, [...estate.tenants.keys()]);
  const databases = drillStatus(estate).filter((status) => tenant === undefined || status.tenant === tenant);
  const bad: readonly DrillState[] = strict === true ? ['overdue', 'expired', 'failed', 'none'] : ['overdue', 'expired', 'failed'];
  const ok = !databases.some(({ state }) => bad.includes(state));
  const count = (wanted: DrillState): number => databases.filter(({ state }) => state === wanted).length;
  const counts = { valid: count('valid'), overdue: count('overdue'), expired: count('expired'), failed: count('failed'), none: count('none') };
  if (format === 'json') printJson({ ok, asOf: estate.asOf, counts, databases });
  else {
    printLine(table(statusRows(databases, lang)));
    printLine(lang === 'vi'
      ? `Ngày ${estate.asOf}: ${counts.valid} còn hiệu lực, ${counts.overdue} quá hạn, ${counts.expired} hết hiệu lực, ${counts.failed} không đạt, ${counts.none} chưa có`
      : `On ${estate.asOf}: ${counts.valid} valid, ${counts.overdue} overdue, ${counts.expired} expired, ${counts.failed} failed, ${counts.none} without proof`);
  }
  if (!ok) process.exitCode = exit.findings;
}

function databaseOf(estate: Estate, id: string): Entry<'database'> {
  const database = estate.databases.get(id);
  if (!database) throw unknown('database', id, [...estate.databases.keys()]);
  return database;
}

function unknown(what: 'database' | 'tenant', id: string, known: readonly string[]): CommandError {
  const meant = nearest(id, known);
  return new CommandError(`there is no ${what} ${id} in the catalog`, meant === undefined ? '`npx ndc drill status` lists the databases' : `did you mean ${meant}?`);
}

function rowCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 10_000_000) throw new InvalidArgumentError('must be a whole number from 1 to 10000000.');
  return count;
}
