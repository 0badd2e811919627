/** What a drill is told: the same file in a cluster (mounted from a ConfigMap) and on a machine. */
import { z } from 'zod';

const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

/** One SELECT of one value, written by the owner of the database; compared as text (`equals`) or as a number (`atLeast`). */
export const applicationCheck = z.strictObject({
  id: z.string().min(1),
  names: text,
  sql: z.string().min(1),
  equals: z.string().optional(),
  atLeast: z.number().optional(),
});

const store = z.strictObject({
  endpoint: z.url(),
  region: z.string().min(1),
  bucket: z.string().min(3),
  prefix: z.string(),
});

export const drillDefinition = z.strictObject({
  /** Id in the catalog. */
  database: z.string().min(1),
  /** Barman's name of the server. */
  server: z.string().min(1),
  /** Name of the database inside the server. */
  databaseName: z.string().min(1),
  /** Major version of PostgreSQL that wrote the backups. */
  postgresVersion: z.int(),
  /** Where base backups and WAL lie. */
  store,
  /** Where the result goes: a bucket with versions and lock. */
  results: store,
  /** Days the result stays locked; at least as long as it is valid. */
  resultLockDays: z.int().min(1),
  /** The point in time to recover to: so many seconds before the drill starts, unless `target` names a moment. */
  targetAgeSeconds: z.int().min(1),
  target: z.iso.datetime().optional(),
  /** Given where nobody may write for a while: see `idle` of `DrillOptions`. */
  idle: z.strictObject({ seconds: z.int().min(1), freshWithinSeconds: z.int().min(1) }).optional(),
  /** Given where `store` is a vault: an empty place that this drill alone can reach, into which the copies are opened. */
  scratch: store.optional(),
  checks: z.array(applicationCheck),
});

/** Buckets of one store and what each must be; see `BucketWish`. */
export const bootstrapDefinition = z.strictObject({
  store: store.omit({ bucket: true, prefix: true }),
  buckets: z.array(z.strictObject({
    bucket: z.string().min(3),
    versioning: z.boolean(),
    lock: z.strictObject({ mode: z.enum(['COMPLIANCE', 'GOVERNANCE']), days: z.int().min(1) }).nullable(),
    expireOlderAfterDays: z.int().min(1).nullable(),
    expireCurrentAfterDays: z.int().min(1).nullable(),
    sealed: z.boolean(),
  }).refine(({ lock, expireCurrentAfterDays: end }) => lock === null || end === null || lock.days <= end, { path: ['expireCurrentAfterDays'], error: 'an object cannot end before its lock: give at least the days of the lock' })),
});

const lock = { mode: z.enum(['COMPLIANCE', 'GOVERNANCE']), days: z.int().min(1) };

/** What the administration of a vault pulls. `recipient`: age key of the tenant, from level 3. `expireAfterDays`: what ends copies does so after these days; left out: nothing does. `freshWithinSeconds`: the source must hold something that new. */
export const pullDefinition = z.strictObject({ from: store, to: store, ...lock, expireAfterDays: z.int().min(1).optional(), freshWithinSeconds: z.int().min(1).optional(), recipient: z.string().startsWith('age1').optional() })
  .refine(({ days, expireAfterDays: end }) => end === undefined || days <= end, { path: ['expireAfterDays'], error: 'a copy cannot end before its lock: give at least the days of the lock' });

/** What is ended where a store has no lifecycle; see `ReapOptions`. */
export const reapDefinition = z.strictObject({ store, expireAfterDays: z.int().min(1), freshWithinDays: z.int().min(1), most: z.int().min(1) });

/**
 * A pull with the recipient of a file (`--recipient`), which stands for the definition's own: in a cluster the key comes from the key store of the vault's site.
 * @param recipient content of the file; undefined: there is none. An empty file is an error, never a pull without encryption
 * @throws ZodError
 */
export function pullWish(definition: unknown, recipient: string | undefined): z.output<typeof pullDefinition> {
  const wish = pullDefinition.parse(definition);
  return recipient === undefined ? wish : pullDefinition.parse({ ...wish, recipient: recipient.trim() });
}

/** What is brought back after an attack: the last versions before a moment, into a fresh place. */
export const recoverDefinition = z.strictObject({ from: store, to: store, before: z.iso.datetime() });

/** What is locked explicitly after it was written. */
export const sealDefinition = z.strictObject({ store, ...lock });

/** What a collector looks at, and where it leaves evidence; see `CollectNewOptions`. */
export const collectDefinition = z.strictObject({ database: z.string().min(1), results: store, source: store, evidence: store, byRole: z.string().min(1), validDays: z.int().min(1), lockDays: z.int().min(1) })
  .refine(({ validDays, lockDays }) => validDays <= lockDays, { path: ['lockDays'], error: 'evidence must stay locked for as long as it is valid: give at least validDays' });

export type ApplicationCheck = z.output<typeof applicationCheck>;
export type DrillDefinition = z.output<typeof drillDefinition>;
