/** Exceptions of the catalog that admission grants: new objects of one system pass one policy until a day. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { addDays } from '../units.ts';
import { mayApprove } from './approvals.ts';

/** Policies of admission that an exception can set aside; the others guard what no exception may open. */
export const exemptible = ['images', 'placement', 'services', 'storage'] as const;
export type Exemptible = (typeof exemptible)[number];

export interface Exemption {
  readonly exception: Entry<'exception'>;
  readonly policy: Exemptible;
  readonly system: Entry<'system'>;
  /** First moment at which it no longer holds, in the time of Viet Nam. */
  readonly before: string;
}

/** Why an exception of admission grants nothing. */
export type Refusal = 'policy' | 'target';

/** What an exception of admission grants; undefined for one of another engine. */
export function exemptionOf(estate: Estate, exception: Entry<'exception'>): Exemption | Refusal | undefined {
  const { rule, target, until } = exception.data;
  if (!rule.startsWith('admission/')) return undefined;
  const policy = exemptible.find((one) => rule === `admission/${one}`);
  if (policy === undefined) return 'policy';
  const system = [...estate.systems.values()].find(({ file }) => file === target);
  if (!system) return 'target';
  return { exception, policy, system, before: `${addDays(until, 1)}T00:00:00+07:00` };
}

/** Exemptions in force on the estate's day, by the id of their exception. The day after the last one the guard rails change: that change closes it. */
export function exemptions(estate: Estate): Exemption[] {
  return [...estate.exceptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((exception) => {
    const { until, approvedByRole } = exception.data;
    if (until < estate.asOf || !mayApprove(estate, approvedByRole, 'exception')) return [];
    const found = exemptionOf(estate, exception);
    return found === undefined || typeof found === 'string' ? [] : [found];
  });
}
