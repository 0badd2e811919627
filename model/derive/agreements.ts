/** Data-sharing agreements: an offer and a use that match. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';

export interface Agreement {
  /** `consumer-tenant/use-id`. */
  readonly id: string;
  readonly offer: Entry<'offer'>;
  readonly use: Entry<'use'>;
  /** Key of the system that holds the offered database. */
  readonly provider: string;
  /** Key of the system that reads. */
  readonly consumer: string;
}

/** Why an offer and a use do not make an agreement; undefined when they do. */
export type Mismatch = 'mode' | 'consumer' | 'rate' | 'validity' | 'component' | 'provider';

export function mismatches(estate: Estate, offer: Entry<'offer'>, use: Entry<'use'>): Mismatch[] {
  const found: Mismatch[] = [];
  const { consumers, limits, mode } = offer.data;
  if (mode !== use.data.mode) found.push('mode');
  if (consumers !== 'any-agency' && !consumers.includes(use.folderTenant)) found.push('consumer');
  if (use.data.requestsPerSecond > limits.requestsPerSecond) found.push('rate');
  if (use.data.from < offer.data.from || use.data.until > offer.data.until) found.push('validity');
  const consumer = estate.systems.get(`${use.folderTenant}/${use.data.system}`);
  if (!consumer?.data.components.some(({ id }) => id === use.data.component)) found.push('component');
  if (!providerOf(estate, offer)) found.push('provider');
  return found;
}

/** Agreements that exist, in the order of their ids. Whether they are in force on a day is the matter of `from` and `until`. */
export function agreements(estate: Estate): Agreement[] {
  const found: Agreement[] = [];
  for (const use of estate.uses.values()) {
    const offer = estate.offers.get(use.data.offer);
    if (!offer || mismatches(estate, offer, use).length > 0) continue;
    found.push({ id: use.key, offer, use, provider: providerOf(estate, offer)!, consumer: `${use.folderTenant}/${use.data.system}` });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Is an agreement in force on the estate's day? */
export function inForce(estate: Estate, { offer, use }: Agreement): boolean {
  return [offer.data, use.data].every(({ from, until }) => from <= estate.asOf && estate.asOf <= until);
}

function providerOf(estate: Estate, offer: Entry<'offer'>): string | undefined {
  const database = estate.databases.get(offer.data.database);
  const key = database && `${database.folderTenant}/${database.data.system}`;
  return key !== undefined && database?.folderTenant === offer.folderTenant && estate.systems.has(key) ? key : undefined;
}
