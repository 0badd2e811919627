/** The collector by schedule: every result that has no evidence yet is looked at once, and what comes of it is left where nobody can change it. */
import type { Text } from '../model/finding.ts';
import { collect, type CollectOptions } from './collect.ts';
import { DrillFailure } from './failure.ts';
import { signEvidence } from './sign.ts';
import { connect, listVersions, putOnce, type StorePlace } from './store.ts';
import { below } from './vault.ts';
import { writtenAt } from './versions.ts';

export interface CollectNewOptions extends Omit<CollectOptions, 'key'> {
  /** Where evidence is left, under the name that the result has; a bucket with versions and lock. */
  readonly evidence: StorePlace;
  /** Days that evidence stays locked; at least as long as it is valid. */
  readonly lockDays: number;
  /** Path of the SSH key of the role that signs. */
  readonly signingKey: string;
}

export interface Collected {
  /** Results of the database that are there. */
  readonly results: number;
  /** Evidence that was made now. */
  readonly made: readonly { readonly key: string; readonly result: 'passed' | 'failed' }[];
  /** What became of the result that was written last; null: there is none. A newest result that is no evidence is told in each run, until a better one comes. */
  readonly newest: { readonly key: string; readonly state: 'evidence' | 'refused' } | null;
  /** Results that are no evidence, said once each; the reason is left below `refused/`. */
  readonly refused: readonly { readonly key: string; readonly reason: Text }[];
}

/**
 * Running again makes nothing twice: the first evidence of a result stands. A store that cannot be reached is an error, and the next run goes on.
 * @throws Error when a store does not answer or the key cannot sign
 */
export async function collectNew({ evidence: place, lockDays, signingKey, ...told }: CollectNewOptions): Promise<Collected> {
  const { results, database } = told;
  const client = connect(place);
  const at = (...names: readonly string[]): string => `${below(place.prefix)}${names.join('/')}`;
  const there = new Set((await listVersions(client, place.bucket, below(place.prefix))).map(({ key }) => key));
  const folder = `${below(results.prefix)}${database}/`;
  const left = (await listVersions(connect(results), results.bucket, folder)).sort((a, b) => writtenAt(a).getTime() - writtenAt(b).getTime());
  const keys = [...new Set(left.map(({ key }) => key))];
  const leave = (key: string, body: object) => putOnce(client, { bucket: place.bucket, key, body: `${JSON.stringify(body, null, 2)}\n`, lock: { mode: 'COMPLIANCE', until: new Date(Date.now() + lockDays * 86_400_000) } });
  const made: { key: string; result: 'passed' | 'failed' }[] = [];
  const refused: { key: string; reason: Text }[] = [];
  for (const key of keys) {
    const name = key.slice(folder.length);
    const [own, other] = [at(database, name), at('refused', database, name)];
    if (there.has(own) || there.has(other)) continue;
    const proof = await collect({ ...told, key }).catch(refusal);
    if (proof instanceof DrillFailure) {
      if (await leave(other, { key, reason: proof.text })) refused.push({ key, reason: proof.text });
    } else if (await leave(own, await signEvidence(proof, signingKey))) {
      made.push({ key: own, result: proof.result });
    }
  }
  const last = keys.at(-1);
  const isRefused = last !== undefined && (there.has(at('refused', database, last.slice(folder.length))) || refused.some(({ key }) => key === last));
  return { results: keys.length, made, refused, newest: last === undefined ? null : { key: last, state: isRefused ? 'refused' : 'evidence' } };
}

/** What does not fit is an answer; anything else, such as a store that is gone, says nothing about the result. */
function refusal(error: unknown): DrillFailure {
  if (error instanceof DrillFailure) return error;
  throw error;
}
