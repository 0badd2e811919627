/**
 * What the image runs: one word says what to do, `--definition` names the JSON file that says with what. Keys come from the environment.
 * Prints exactly one JSON document on stdout. Exit 0: done as asked. 1: done, and not as it must be. 2: could not be done.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Text } from '../model/finding.ts';
import { bootstrap } from './bootstrap.ts';
import { collectNew } from './collect-new.ts';
import { bootstrapDefinition, collectDefinition, drillDefinition, pullWish, reapDefinition, recoverDefinition, sealDefinition, type DrillDefinition } from './definition.ts';
import { drill, type Source } from './drill.ts';
import { explain } from './explain.ts';
import { DrillFailure } from './failure.ts';
import { leaveResult } from './leave.ts';
import { findPostgres } from './postgres.ts';
import { runOk } from './processes.ts';
import { reap } from './reap.ts';
import { recover } from './recover.ts';
import { seal } from './seal.ts';
import { connect, type Credentials, type StorePlace } from './store.ts';
import { pull, shelfAt } from './vault.ts';

const daySeconds = 86_400;

/** `AWS_ACCESS_KEY_ID` and its secret, or with a prefix those of another store, e.g. `RESULTS_AWS_ACCESS_KEY_ID`. */
function keys(prefix = ''): Credentials {
  const read = (name: string): string => {
    const value = process.env[`${prefix}${name}`];
    if (value) return value;
    throw new DrillFailure({ en: `${prefix}${name} is not in the environment: mount the Secret of the store`, vi: `biến ${prefix}${name} chưa có: hãy gắn Secret của kho` });
  };
  return { accessKeyId: read('AWS_ACCESS_KEY_ID'), secretAccessKey: read('AWS_SECRET_ACCESS_KEY') };
}

const placeOf = (store: Omit<StorePlace, 'credentials'>, prefix = ''): StorePlace => ({
  ...store, credentials: keys(prefix), ...(process.env['AWS_CA_BUNDLE'] !== undefined && { caFile: process.env['AWS_CA_BUNDLE'] }),
});

interface Outcome {
  readonly ok: boolean;
  readonly [name: string]: unknown;
}

interface Arguments {
  readonly definition: unknown;
  readonly scratch: string;
  readonly key: string | undefined;
  readonly identity: string | undefined;
  readonly recipient: string | undefined;
  readonly signal: AbortSignal;
}

const jobs: Readonly<Record<string, (input: Arguments) => Promise<Outcome>>> = {
  run: runDrill,
  bootstrap: async ({ definition }) => {
    const { store, buckets } = bootstrapDefinition.parse(definition);
    const client = connect({ ...store, credentials: keys() });
    const done = [];
    for (const wish of buckets) done.push(await bootstrap(client, wish));
    return { ok: done.every(({ ok }) => ok), buckets: done };
  },
  seal: async ({ definition }) => {
    const { store, mode, days } = sealDefinition.parse(definition);
    return { ok: true, ...(await seal(connect(placeOf(store)), { bucket: store.bucket, prefix: store.prefix, mode, duration: days * daySeconds })) };
  },
  pull: async ({ definition, recipient: file }) => {
    const { from, to, mode, days, expireAfterDays, freshWithinSeconds, recipient } = pullWish(definition, file === undefined ? undefined : readFileSync(file, 'utf8'));
    const pulled = await pull(shelfAt(placeOf(from, 'FROM_')), shelfAt(placeOf(to)), {
      mode, duration: days * daySeconds, ...(expireAfterDays !== undefined && { expireAfter: expireAfterDays * daySeconds }), ...(recipient !== undefined && { recipient }),
    });
    const stale = staleness(from, pulled.newest, freshWithinSeconds);
    return { ok: stale === undefined, ...pulled, ...(stale && { reason: stale }) };
  },
  reap: async ({ definition }) => {
    const { store, expireAfterDays, freshWithinDays, most } = reapDefinition.parse(definition);
    const reaped = await reap(shelfAt(placeOf(store)), { expireAfter: expireAfterDays * daySeconds, freshWithin: freshWithinDays * daySeconds, most });
    return { ok: reaped.refused.length === 0, ...reaped };
  },
  recover: async ({ definition }) => {
    const { from, to, before } = recoverDefinition.parse(definition);
    return { ok: true, ...(await recover(shelfAt(placeOf(from, 'FROM_')), shelfAt(placeOf(to)), new Date(before))) };
  },
  collect: async ({ definition, key }) => {
    if (key === undefined) throw new DrillFailure({ en: '--key is missing: name the SSH key of the role that signs', vi: 'thiếu --key: hãy chỉ ra khóa SSH của vai trò ký' });
    const wish = collectDefinition.parse(definition);
    const collected = await collectNew({ ...wish, results: placeOf(wish.results, 'RESULTS_'), source: placeOf(wish.source, 'FROM_'), evidence: placeOf(wish.evidence), signingKey: key });
    return { ok: collected.refused.length === 0 && collected.newest?.state !== 'refused', ...collected };
  },
};

/** What was pulled is a copy, but of an archive into which nothing goes any more. */
function staleness({ bucket, prefix }: { bucket: string; prefix: string }, newest: string | null, within: number | undefined): Text | undefined {
  if (within === undefined || (newest !== null && Date.now() - Date.parse(newest) <= within * 1000)) return undefined;
  return {
    en: `the newest object in ${bucket}/${prefix} is ${newest === null ? 'not there yet' : `of ${newest}`}, and ${within} s are allowed: the site archives nothing new`,
    vi: `đối tượng mới nhất trong ${bucket}/${prefix} ${newest === null ? 'chưa có' : `là lúc ${newest}`}, mức cho phép là ${within} giây: trung tâm không lưu trữ gì mới`,
  };
}

async function runDrill({ definition, scratch, identity, signal }: Arguments): Promise<Outcome> {
  const wish = drillDefinition.parse(definition);
  const postgres = await findPostgres(wish.postgresVersion);
  if (!postgres) throw new DrillFailure({ en: `there is no PostgreSQL ${wish.postgresVersion} here: the image must hold the version of the database`, vi: `không có PostgreSQL ${wish.postgresVersion}: ảnh phải chứa đúng phiên bản của cơ sở dữ liệu` });
  const bin = process.env['NDC_BARMAN_BIN'] ?? '/opt/barman/bin';
  const target = wish.target === undefined ? new Date(Date.now() - wish.targetAgeSeconds * 1000) : new Date(wish.target);
  mkdirSync(scratch, { recursive: true });
  const result = await drill({
    database: wish.database, lab: false, server: wish.server, databaseName: wish.databaseName, source: sourceOf(wish, identity), target,
    ...(wish.idle && { idle: { seconds: wish.idle.seconds, freshWithin: wish.idle.freshWithinSeconds } }),
    application: wish.checks, postgres, barman: { bin }, folder: scratch, patience: 7 * daySeconds, signal, onStep: (step) => process.stderr.write(`${new Date().toISOString()} ${step}\n`),
    versions: { barman: (await runOk(join(bin, 'barman-cloud-restore'), ['--version'])).trim().split(' ').at(-1)! },
  });
  const key = await leaveResult(placeOf(wish.results, 'RESULTS_'), result, new Date(Date.now() + wish.resultLockDays * daySeconds * 1000));
  return { ok: result.result === 'passed', key, result };
}

/** Without a named moment everything that the vault holds by now is opened. With one, what was written much later is left out: it may be an attacker's. */
function sourceOf({ store, scratch, target }: DrillDefinition, identity: string | undefined): Source {
  if (scratch === undefined) return { kind: 'archive', store: placeOf(store) };
  // A transaction after the target must be in the archive, and its segment closed: an hour is given for both.
  const before = target === undefined ? new Date() : new Date(Date.parse(target) + 3_600_000);
  return { kind: 'vault', store: placeOf(store), scratch: placeOf(scratch, 'SCRATCH_'), before, ...(identity !== undefined && { identity: readFileSync(identity, 'utf8').trim() }) };
}

const options = { definition: { type: 'string' }, scratch: { type: 'string', default: '/var/lib/drill' }, key: { type: 'string' }, identity: { type: 'string' }, recipient: { type: 'string' } } as const;

function usage(): DrillFailure {
  const words = Object.keys(jobs).join('|');
  return new DrillFailure({
    en: `usage: drill ${words} --definition FILE [--scratch DIR] [--key FILE] [--identity FILE] [--recipient FILE]`,
    vi: `cách dùng: drill ${words} --definition TỆP [--scratch THƯ MỤC] [--key TỆP] [--identity TỆP] [--recipient TỆP]`,
  });
}

async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Error(`ended by ${name}`)));
  let named: string | undefined;
  try {
    const { positionals: [word, ...more], values: { definition, ...values } } = parseArgs({ args: [...argv], allowPositionals: true, options });
    const job = Object.hasOwn(jobs, word ?? '') ? jobs[word!] : undefined;
    if (!job || definition === undefined || more.length > 0) throw usage();
    named = definition;
    const outcome = await job({ definition: JSON.parse(readFileSync(definition, 'utf8')), scratch: values.scratch, key: values.key, identity: values.identity, recipient: values.recipient, signal: controller.signal });
    process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
    return outcome.ok ? 0 : 1;
  } catch (error) {
    process.stderr.write(`drill: ${explain(error, named)}\n`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
