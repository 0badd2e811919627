/** Leaves a result where nobody can change it: one name, written once, locked. */
import type { DrillResult } from './result.ts';
import { connect, putOnce, type StorePlace } from './store.ts';

/** `<prefix>/<database>/<start>.json`, so that results of a database sort by time. */
export function resultKey(prefix: string, { database, startedAt }: Pick<DrillResult, 'database' | 'startedAt'>): string {
  return `${prefix === '' ? '' : `${prefix}/`}${database}/${startedAt}.json`;
}

/**
 * @returns the key
 * @throws Error when a result of that name is there already: two drills of one database began in the same millisecond, or this one is told twice
 */
export async function leaveResult(place: StorePlace, result: DrillResult, lockUntil: Date): Promise<string> {
  const key = resultKey(place.prefix, result);
  const written = await putOnce(connect(place), { bucket: place.bucket, key, body: `${JSON.stringify(result, null, 2)}\n`, lock: { mode: 'COMPLIANCE', until: lockUntil } });
  if (!written) throw new Error(`${key} is in ${place.bucket} already; results are written once`);
  return key;
}
