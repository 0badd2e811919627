/** Who may read a database by an agreement: a role each, which ends with the agreement and comes through the pooler alone. */
import type { DatabaseShare } from '../constructs/database.ts';
import { joinName } from '../constructs/names.ts';
import { agreements, inForce } from '../model/derive/agreements.ts';
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';

/** Requests a second that one server connection is counted for; most connections of one agreement. Choices of this project. */
const requestsPerConnection = 50;
const most = 20;

/**
 * Roles of the agreements in force, by id. The component of the provider that answers for the exchange signs in as the role of the agreement it answers for;
 * the consumer itself never reaches the database. Packaged data (mode media) needs no role.
 */
export function sharesOf(estate: Estate, database: Entry<'database'>): DatabaseShare[] {
  return byDatabase(estate).get(database.id) ?? [];
}

function byDatabase(estate: Estate): ReadonlyMap<string, DatabaseShare[]> {
  const known = cache.get(estate);
  if (known) return known;
  const found = new Map<string, DatabaseShare[]>();
  for (const agreement of agreements(estate)) {
    const { offer, use } = agreement;
    if (offer.data.mode === 'media' || !inForce(estate, agreement)) continue;
    const shares = found.get(offer.data.database) ?? [];
    const name = joinName(['share', use.folderTenant, use.id], 50);
    shares.push({
      name,
      role: name.replaceAll('-', '_'),
      connectionLimit: Math.min(most, 1 + Math.ceil(use.data.requestsPerSecond / requestsPerConnection)),
      validUntil: `${[offer.data.until, use.data.until].sort()[0]!}T23:59:59+07:00`,
    });
    found.set(offer.data.database, shares);
  }
  cache.set(estate, found);
  return found;
}

const cache = new WeakMap<Estate, ReadonlyMap<string, DatabaseShare[]>>();
