/** What exercises have shown about a recovery. A figure comes from signed evidence or it is unknown; nothing is estimated here. */
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import { parseSeconds } from '../model/units.ts';

/**
 * Measures of drill evidence, in seconds. An exercise that takes a site away measures the first pair on the copy that took over;
 * a restore drill measures the second pair on a copy made from backups.
 */
export const measures = {
  copy: { rpo: 'siteLossRpoSeconds', rto: 'siteLossRtoSeconds' },
  backup: { rpo: 'rpoSeconds', rto: 'restoreSeconds' },
} as const;

/** `measured`: shown and still valid. `expired`, `failed`: the newest exercise that measured it no longer holds, or did not succeed. */
export interface Reached {
  readonly state: 'measured' | 'expired' | 'failed' | 'unknown';
  readonly seconds: number | null;
  /** Catalog file of the evidence. */
  readonly evidence: string | null;
  readonly performedAt: string | null;
}

export interface Objectives<T> {
  readonly rpo: T;
  readonly rto: T;
}

/** Does what was measured keep what is promised? */
export type Kept = 'kept' | 'missed' | 'unknown' | 'nothing-promised';

const unknown: Reached = { state: 'unknown', seconds: null, evidence: null, performedAt: null };

/** Newest figure of a measure about a target on the estate's day. Results of the lab and of the future do not count; an exercise that failed stands against every figure. */
function reachedOf(estate: Estate, target: string, measure: string): Reached {
  let newest: Entry<'evidence'> | undefined;
  for (const entry of estate.evidence.values()) {
    const { kind, performedAt, measures: figures, result } = entry.data;
    if (kind !== 'drill' || entry.data.target !== target || performedAt > estate.asOf || (typeof figures[measure] !== 'number' && result === 'passed')) continue;
    // Of two results of one day the failure stands.
    if (!newest || performedAt > newest.data.performedAt || (performedAt === newest.data.performedAt && result === 'failed')) newest = entry;
  }
  if (!newest) return unknown;
  const { performedAt, validUntil, result, measures: figures } = newest.data;
  const seconds = figures[measure];
  return {
    state: result === 'failed' ? 'failed' : validUntil < estate.asOf ? 'expired' : 'measured',
    seconds: typeof seconds === 'number' ? seconds : null,
    evidence: newest.file,
    performedAt,
  };
}

/** @param target database id, or `tenant/system` */
export function reached(estate: Estate, target: string, by: keyof typeof measures): Objectives<Reached> {
  return { rpo: reachedOf(estate, target, measures[by].rpo), rto: reachedOf(estate, target, measures[by].rto) };
}

/** @param promised durations of the catalog; null: nothing is promised */
export function kept(promised: Objectives<string> | null, shown: Objectives<Reached>): Kept {
  if (promised === null) return 'nothing-promised';
  const each = new Set((['rpo', 'rto'] as const).map((objective): Kept => {
    const { state, seconds } = shown[objective];
    if (state !== 'measured' || seconds === null) return 'unknown';
    return seconds <= parseSeconds(promised[objective])! ? 'kept' : 'missed';
  }));
  return each.has('missed') ? 'missed' : each.has('unknown') ? 'unknown' : 'kept';
}
