/** Entries of a system by audience: each audience has a fleet of proxies of its own, so that what is meant for staff or agencies cannot be reached from the Internet. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { DeclaredEntry } from '../schema/system.ts';

export type Audience = DeclaredEntry['from'];

export interface Fleet {
  readonly audience: Audience;
  /** Sub-zone where its proxies run. */
  readonly subzone: string;
  /** What it serves, with the index in the system's list. */
  readonly entries: readonly { readonly entry: DeclaredEntry; readonly index: number }[];
}

const audiences: readonly Audience[] = ['internet', 'tslcd', 'staff'];

/** Sub-zones for proxies, the best first: staff come in by the gateway of their own network, everyone else at the border. */
const subzonesFor: Readonly<Record<Audience, readonly [string, ...string[]]>> = {
  internet: ['border', 'dmz', 'internal'],
  tslcd: ['border', 'dmz', 'internal'],
  staff: ['internal', 'border', 'dmz'],
};

/** Fleets of a system, in the order internet, tslcd, staff; none for a system without entries. */
export function fleetsOf(system: Entry<'system'>): Fleet[] {
  const all = system.data.entries.map((entry, index) => ({ entry, index }));
  return audiences.flatMap((audience) => {
    const entries = all.filter(({ entry }) => entry.from === audience);
    return entries.length === 0 ? [] : [{ audience, entries, subzone: subzoneOf(system, audience) }];
  });
}

/** A system with an entry has a sub-zone of the zone edge: the check `component-zone` sees to it. */
function subzoneOf(system: Entry<'system'>, audience: Audience): string {
  const [best, ...others] = subzonesFor[audience];
  return [best, ...others].find((subzone) => system.data.subzones.includes(subzone)) ?? best;
}

/**
 * Ranges that callers of an entry come from.
 * @returns empty for the Internet: everyone
 * @throws Error when another entry names no range, since an empty list would read as everyone
 */
export function rangesOf(estate: Estate, system: Entry<'system'>, entry: DeclaredEntry): string[] {
  if (entry.from === 'internet') return [];
  const { tslcd } = estate.platform.networks;
  const ranges = [...new Set([...(entry.sources ?? [...tslcd.v4, ...tslcd.v6]), ...exchangeCallers(estate, system, entry)])].sort();
  if (ranges.length === 0) throw new Error(`the entry ${entry.host} of ${system.key} names no source range`);
  return ranges;
}

/** An exchange platform is also entered by the exchange gateways of the clusters, which leave by the egress addresses of their sites. */
function exchangeCallers(estate: Estate, system: Entry<'system'>, entry: DeclaredEntry): string[] {
  if (system.data.kind !== 'exchange' || entry.from !== 'tslcd') return [];
  const sites = [...estate.clusters.values()].filter(({ data: { role } }) => role === 'shared' || role === 'dedicated').map(({ data: { site } }) => estate.sites.get(site)?.data.addresses?.egress);
  return sites.flatMap((egress) => (egress ? [egress.v4, egress.v6] : []));
}

/** Ranges that callers of a fleet come from; empty: everyone. */
export function fleetRanges(estate: Estate, system: Entry<'system'>, fleet: Fleet): string[] {
  return [...new Set(fleet.entries.flatMap(({ entry }) => rangesOf(estate, system, entry)))].sort();
}
