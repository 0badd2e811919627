/** Evidence: what has been proved about a target, and does it still hold. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { Evidence } from '../schema/governance.ts';
import { mayApprove } from './approvals.ts';
import { decide, runsAt } from './decisions.ts';
import { administeredBy, levelOf, systemOf } from './placements.ts';

export type EvidenceKind = Exclude<Evidence['kind'], 'lab'>;

/** `none`: never shown. `failed`: the newest result is a failure. `expired`: the newest success no longer holds. */
export type Proof =
  | { readonly state: 'none' }
  | { readonly state: 'valid' | 'expired' | 'failed'; readonly newest: Entry<'evidence'> };

/** Why there is no valid proof, in words. */
export const proofWords = {
  none: { en: 'none yet', vi: 'chưa có' },
  failed: { en: 'failed', vi: 'không đạt' },
  expired: { en: 'expired', vi: 'đã hết hạn' },
} as const;

/** What the newest evidence of a kind says about a target on the estate's day. Lab results never count; results of the future and those with an objection do not either. */
export function proofOf(estate: Estate, kind: EvidenceKind, target: string): Proof {
  const newest = index(estate).get(`${kind} ${target}`);
  if (!newest) return { state: 'none' };
  if (newest.data.result === 'failed') return { state: 'failed', newest };
  return { state: newest.data.validUntil >= estate.asOf ? 'valid' : 'expired', newest };
}

function index(estate: Estate): ReadonlyMap<string, Entry<'evidence'>> {
  const known = cache.get(estate);
  if (known) return known;
  const found = new Map<string, Entry<'evidence'>>();
  for (const entry of estate.evidence.values()) {
    const { kind, target, performedAt } = entry.data;
    if (kind === 'lab' || performedAt > estate.asOf || objection(estate, entry.data) !== undefined) continue;
    const key = `${kind} ${target}`;
    const known = found.get(key);
    // Of two results of one day the failure stands.
    if (!known || performedAt > known.data.performedAt || (performedAt === known.data.performedAt && entry.data.result === 'failed')) found.set(key, entry);
  }
  cache.set(estate, found);
  return found;
}

const cache = new WeakMap<Estate, ReadonlyMap<string, Entry<'evidence'>>>();

/** A figure that evidence measured, when it is a number. */
export function measured(proof: Proof, name: string): number | undefined {
  if (proof.state !== 'valid') return undefined;
  const value = proof.newest.data.measures[name];
  return typeof value === 'number' ? value : undefined;
}

/** From this level on a drill is proved by another administration than that of what was drilled. */
const provedByOthersFrom = 4;

/**
 * Why evidence proves nothing, whatever it says.
 * `no-right`: its role may not sign evidence. `own-administration`: a drill of a database of level 4 and above, signed by those who administer a cluster that holds it.
 * `unknown-administration`: of such a database, by a role of which nothing says whom it administers.
 */
export type Objection = { readonly kind: 'no-right' | 'unknown-administration' } | { readonly kind: 'own-administration'; readonly controllers: readonly string[] };

/** @returns undefined when the evidence counts; a role that no signer holds is told by the check of references */
export function objection(estate: Estate, { kind, target, byRole }: Evidence): Objection | undefined {
  const signers = [...estate.signers.values()].filter(({ data }) => data.role === byRole);
  if (signers.length > 0 && !mayApprove(estate, byRole, 'evidence')) return { kind: 'no-right' };
  const database = kind === 'drill' ? estate.databases.get(target) : undefined;
  const system = database && systemOf(estate, database);
  if (!system || levelOf(estate, system).level < provedByOthersFrom) return undefined;
  if (signers.length === 0 || signers.some(({ data }) => data.administers === undefined)) return { kind: 'unknown-administration' };
  const decision = decide(estate, system.key);
  const own = new Set((decision ? runsAt(estate, decision) : []).flatMap(({ cluster }) => administeredBy(estate, cluster)));
  const controllers = [...new Set(signers.flatMap(({ data }) => data.administers ?? []))].filter((key) => own.has(key)).sort();
  return controllers.length === 0 ? undefined : { kind: 'own-administration', controllers };
}
