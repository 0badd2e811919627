/**
 * A whole drill on this machine: a database of the catalog's shape, the store of its site and the vault of another, restored twice.
 * First to a point between two transactions, from the site's own archive; then to the end of the archive, from the vault alone, with the site's
 * store and keys gone.
 */
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Evidence } from '../../model/schema/governance.ts';
import type { BarmanPlace } from '../barman.ts';
import { collect } from '../collect.ts';
import { drill, type DrillOptions, type Source } from '../drill.ts';
import type { ApplicationCheck } from '../definition.ts';
import { leaveResult } from '../leave.ts';
import type { PostgresPlace } from '../postgres.ts';
import { runOk } from '../processes.ts';
import type { DrillResult } from '../result.ts';
import { seal } from '../seal.ts';
import { signEvidence } from '../sign.ts';
import { connect } from '../store.ts';
import { pull, shelfAt } from '../vault.ts';
import { startOrigin, type Origin, type Variant } from './origin.ts';
import { buildSites, type Sites } from './sites.ts';
import { inWorkshop, type Workshop } from './workshop.ts';

export interface LocalDrillOptions {
  /** Id in the catalog. */
  readonly database: string;
  readonly variant: Variant;
  /** Whether the level of its system asks for backups encrypted with the tenant's key. */
  readonly encrypted: boolean;
  /** Days that a proof holds. */
  readonly validDays: number;
  readonly rows: number;
  readonly postgres: PostgresPlace;
  readonly barman: BarmanPlace;
  /** The versitygw program. */
  readonly gateway: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Private SSH key that signs; left out: one that is made for this run and thrown away. */
  readonly key?: string;
  readonly onStep: (step: string) => void;
}

/** One drill of the run: what it showed, and the evidence a collector made of it. */
export interface LocalDrill {
  readonly name: 'point-in-time' | 'site-loss';
  readonly result: DrillResult;
  readonly evidence: Evidence;
}

const day = 86_400;
/** The lab's locks; nothing waits for them, because the folders are removed. */
const lockDays = 2;

export function runLocalDrill(options: LocalDrillOptions): Promise<readonly LocalDrill[]> {
  return inWorkshop(async (workshop) => {
    const { database, onStep, postgres } = options;
    onStep('start the stores of two sites');
    const sites = await buildSites(workshop, options.gateway, database, lockDays);
    onStep(`make a database like ${database}`);
    const origin = await startOrigin({
      postgres, barman: options.barman, archive: { store: sites.archive, server: database }, folder: join(workshop.folder, 'origin'), databaseName: nameOf(database), variant: options.variant, rows: options.rows, archiveTimeout: 60, signal: workshop.signal,
    });
    workshop.keep(origin.running);
    const key = options.key ?? await throwawayKey(workshop);
    const passed = { ...options, workshop, sites, origin, key };
    const first = await pointInTime(passed);
    const second = await siteLoss(passed);
    onStep('remove everything');
    return [first, second];
  });
}

interface Stage extends LocalDrillOptions {
  readonly workshop: Workshop;
  readonly sites: Sites;
  readonly origin: Origin;
  readonly key: string;
}

/** PostgreSQL's name of the database. */
const nameOf = (database: string): string => database.replaceAll('-', '_');

const application: readonly ApplicationCheck[] = [{
  id: 'last-change', names: { vi: 'Có thay đổi cuối cùng trước thời điểm khôi phục', en: 'The last change before the target is there' },
  sql: "SELECT count(*) FROM register.change WHERE what = 'last good change'", equals: '1',
}];

/** A mistake is undone: the copy is of the moment between the last good transaction and the bad one. */
async function pointInTime(stage: Stage): Promise<LocalDrill> {
  const { origin, onStep, sites } = stage;
  onStep('base backup');
  await origin.backup();
  await origin.sql("INSERT INTO register.change (record, what) VALUES (1, 'last good change');");
  const expected = await origin.fingerprint();
  const target = await origin.now();
  await origin.sql("DELETE FROM register.change WHERE what <> 'last good change';");
  onStep('archive WAL');
  await origin.archived();
  await seal(connect({ ...sites.primary, credentials: sites.primary.root }), { bucket: sites.archive.bucket, prefix: '', mode: 'COMPLIANCE', duration: lockDays * day });
  return prove(stage, 'point-in-time', { target, expected, source: { kind: 'archive', store: sites.archiveReader } });
}

/** The site is gone with all it holds; what counts is what the other site pulled before. */
async function siteLoss(stage: Stage): Promise<LocalDrill> {
  const { origin, onStep, sites, encrypted } = stage;
  await origin.sql("INSERT INTO register.change (record, what) SELECT id, 'work of the day' FROM register.record LIMIT 100;");
  const expected = await origin.fingerprint();
  await origin.archived();
  onStep('the other site pulls what is new');
  // The tenant's key is made under the administration of the other site; the puller knows its public half alone.
  const identity = encrypted ? await generateX25519Identity() : undefined;
  await pull(shelfAt(sites.archiveReader), shelfAt(sites.vault), { mode: 'COMPLIANCE', duration: lockDays * day, ...(identity !== undefined && { recipient: await identityToRecipient(identity) }) });
  onStep('the first site is lost');
  const incident = new Date();
  await origin.running.server.stop('SIGQUIT');
  await sites.primary.server.stop('SIGKILL');
  const source: Source = { kind: 'vault', store: sites.vaultReader, scratch: sites.scratch, before: incident, ...(identity !== undefined && { identity }) };
  return prove(stage, 'site-loss', { incident, expected, source });
}

async function prove(stage: Stage, name: LocalDrill['name'], facts: Pick<DrillOptions, 'source' | 'expected' | 'target' | 'incident'>): Promise<LocalDrill> {
  const { database, workshop: { folder, signal }, postgres, barman, sites, onStep } = stage;
  const result = await drill({
    database, lab: true, server: database, databaseName: nameOf(database), postgres, barman, folder, patience: 300, versions: stage.versions, signal, application, onStep: (step) => onStep(`${name}: ${step}`),
    source: facts.source, ...(facts.target && { target: facts.target }), ...(facts.incident && { incident: facts.incident }), ...(facts.expected && { expected: facts.expected }),
  });
  onStep(`${name}: collect and sign`);
  const resultKey = await leaveResult(sites.results, result, new Date(Date.now() + (stage.validDays + 1) * day * 1000));
  const evidence = await collect({ database, results: sites.resultsReader, key: resultKey, source: facts.source.store, byRole: 'evidence', validDays: stage.validDays });
  return { name, result, evidence: await signEvidence(evidence, stage.key) };
}

async function throwawayKey({ folder }: Workshop): Promise<string> {
  const path = join(folder, 'key');
  await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'made for one local drill', '-f', path]);
  return path;
}
