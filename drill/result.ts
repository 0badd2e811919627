/** What a drill leaves: one JSON document, written once. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fingerprintSchema } from './fingerprint.ts';

const text = z.strictObject({ vi: z.string(), en: z.string() });
const seconds = z.number().min(0);

/** One version of one object that the drill read. */
const usedObject = z.strictObject({ key: z.string(), versionId: z.string(), size: z.int(), etag: z.string() });
export type UsedObject = z.output<typeof usedObject>;

export const drillResult = z.strictObject({
  format: z.literal(1),
  database: z.string(),
  /** True: made on a machine with a small database; never evidence for production. */
  lab: z.boolean(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  result: z.enum(['passed', 'failed']),
  /** Why it failed. */
  reason: text.optional(),
  /** `null`: to the end of the archive. */
  target: z.iso.datetime().nullable(),
  /** The store that was read, and of what kind: the archive itself, or the vault's copy of it. */
  source: z.strictObject({ kind: z.enum(['archive', 'vault']), endpoint: z.string(), bucket: z.string(), prefix: z.string() }),
  backup: z.strictObject({ id: z.string(), completedAt: z.iso.datetime(), digest: z.string(), objects: z.array(usedObject), segments: z.array(z.string()) }).optional(),
  checks: z.array(z.strictObject({ id: z.string(), ok: z.boolean(), detail: text })),
  found: fingerprintSchema.optional(),
  measures: z.strictObject({
    /** From the first request to the first answer of the copy. */
    restoreSeconds: seconds,
    openSeconds: seconds,
    downloadSeconds: seconds,
    replaySeconds: seconds,
    /** With a target: how long before the start it lay, and it was reached. Without: from the last transaction in the archive to the incident. */
    rpoSeconds: seconds,
    bytes: z.int(),
    secondsPerGiB: seconds,
    lastCommit: z.string(),
    clockAheadSeconds: z.number(),
  }).partial(),
  versions: z.record(z.string(), z.string()),
});
export type DrillResult = z.output<typeof drillResult>;

/** `sha256:…` over one line for each object; the collector makes the same from the store's own listing. */
export function digestOfObjects(objects: readonly UsedObject[]): string {
  const lines = objects.map(({ key, versionId, size, etag }) => `${key}\t${versionId}\t${size}\t${etag}\n`).sort();
  return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}
