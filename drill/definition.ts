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
  /** Where base backups and WAL lie. */
  store,
  /** Where the result goes: a bucket with versions and lock. */
  evidence: store,
  /** Days the result stays locked; at least as long as it is valid. */
  evidenceLockDays: z.int().min(1),
  /** The point in time to recover to: so many seconds before the drill starts. */
  targetAgeSeconds: z.int().min(1),
  checks: z.array(applicationCheck),
});

export type ApplicationCheck = z.output<typeof applicationCheck>;
export type DrillDefinition = z.output<typeof drillDefinition>;
