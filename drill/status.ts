/** How old each proof of a restore is. */
import { proofOf } from '../model/derive/evidence.ts';
import { levelOf, systemOf } from '../model/derive/placements.ts';
import type { Estate } from '../model/estate.ts';
import { addDays, parseDay, parseSeconds } from '../model/units.ts';

/** `overdue`: it passed and has not expired, but is older than the interval of the database. */
export type DrillState = 'valid' | 'overdue' | 'expired' | 'failed' | 'none';

export interface DrillStatus {
  readonly database: string;
  readonly tenant: string;
  /** `null`: of no known system. */
  readonly level: number | null;
  /** Longest time between two drills, as the catalog says it. */
  readonly interval: string;
  readonly state: DrillState;
  readonly performedAt?: string;
  readonly validUntil?: string;
  readonly ageDays?: number;
  /** Day by which the next drill is due. */
  readonly dueBy?: string;
  readonly measures?: Readonly<Record<string, string | number | boolean>>;
}

/** All databases by id, on the estate's day. Evidence of kind `lab` never counts. */
export function drillStatus(estate: Estate): readonly DrillStatus[] {
  return [...estate.databases.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((database) => {
    const system = systemOf(estate, database);
    const { interval } = database.data.drill;
    const common = { database: database.id, tenant: database.folderTenant, level: system ? levelOf(estate, system).level : null, interval };
    const proof = proofOf(estate, 'drill', database.id);
    if (proof.state === 'none') return { ...common, state: 'none' };
    const { performedAt, validUntil, measures } = proof.newest.data;
    const dueBy = addDays(performedAt, Math.floor(parseSeconds(interval)! / 86_400));
    return {
      ...common, performedAt, validUntil, measures, dueBy,
      ageDays: parseDay(estate.asOf)! - parseDay(performedAt)!,
      state: proof.state === 'valid' && dueBy < estate.asOf ? 'overdue' : proof.state,
    };
  });
}
