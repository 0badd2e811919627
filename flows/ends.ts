/** One side of a wish of the catalog, and the endpoints it means. */
import type { Family } from './addresses.ts';
import { addAll, addBit, keepOnly, noBits, type Bits } from './bits.ts';
import type { Universe } from './universe.ts';

export type Ends =
  | { readonly kind: 'endpoints'; readonly indexes: readonly number[] }
  /** Everything that is no pod and has an address there. */
  | { readonly kind: 'ranges'; readonly ranges: readonly string[] }
  /** Everyone but pods of tenants: for entries that are open to the Internet. */
  | { readonly kind: 'anyone' };

export function endsBits(ends: Ends, universe: Universe, family: Family): Bits {
  const bits = noBits(universe.size);
  if (ends.kind === 'endpoints') for (const index of ends.indexes) addBit(bits, index);
  else if (ends.kind === 'ranges') {
    for (const range of ends.ranges) addAll(bits, universe.peer({ kind: 'addresses', range, except: [] }, family));
    keepOnly(bits, universe.notPods());
  } else for (const [index, endpoint] of universe.endpoints.entries()) if (endpoint.kind !== 'pod' || endpoint.system === undefined) addBit(bits, index);
  keepOnly(bits, universe.withFamily(family));
  return bits;
}
