/** A move of the primary copy of a system's databases to its other site, as states of the catalog. */
import type { Estate } from '../estate.ts';
import type { Decision } from './decisions.ts';
import { siteOf } from './sites.ts';

/** What one copy of a database is told. The operator of each copy acts on it alone: no one sees both. */
export interface CopyRole {
  /** Site of the copy that takes writes, in the eyes of this copy. */
  readonly primary: string;
  /** Where the former primary stopped: this copy replays up to there before it takes writes. */
  readonly promotionToken?: string;
}

/** Sites of both copies; undefined when there are not two. */
export function copySites(estate: Estate, { placement: { cluster, dr } }: Decision): readonly [first: string, second: string] | undefined {
  const [first, second] = [siteOf(estate, cluster), dr === null ? undefined : siteOf(estate, dr)];
  return first && second && first !== second ? [first.id, second.id] : undefined;
}

/**
 * The role of a copy. While the former primary is demoted, only that copy is told of the new one, so that nobody takes writes until its token is known;
 * the other copy is told, with the token, in the next step.
 * @param site site of the copy
 */
export function copyRole(estate: Estate, decision: Decision, database: string, site: string): CopyRole | undefined {
  const sites = copySites(estate, decision);
  if (!sites) return undefined;
  const [first] = sites;
  const { primarySite: target = first, switchOver } = decision;
  const former = sites.find((one) => one !== target) ?? first;
  if (switchOver?.step === 'demote' && site === target) return { primary: former };
  const token = switchOver?.step === 'promote' && site === target ? switchOver.tokens[database] : undefined;
  return { primary: target, ...(token === undefined ? {} : { promotionToken: token }) };
}
