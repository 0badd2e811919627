/** Names that people ask with, and the endpoints they mean: ids of the catalog, parties outside, patterns. */
import picomatch from 'picomatch';
import type { Estate } from '../model/estate.ts';
import { nearest } from '../model/load/issues.ts';
import { contains, families, parseAddress, parseRange } from './addresses.ts';
import type { ClusterInventory } from './inventory.ts';
import type { Endpoint } from './endpoint.ts';
import { internet } from './outside.ts';

/** A name that nothing has; `hint` says what was probably meant. */
export class UnknownName extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UnknownName';
    this.hint = hint;
  }
}

/** Words beside ids. */
const words = ['*', 'outside', internet, 'tslcd', 'metadata', 'platform', 'other'] as const;

export type Matcher = (endpoint: Endpoint) => boolean;

/**
 * Endpoints that a name means, whatever the cluster: an endpoint's own id or a leading part of it, a tenant, a system, a database, a party outside
 * (with everything whose addresses lie inside it), `outside` for all that are not the center's own, or a pattern with `*`.
 * @throws UnknownName for a name that nothing has
 */
export function matcherOf(estate: Estate, inventories: readonly ClusterInventory[], name: string): Matcher {
  const matcher = meaningOf(estate, inventories, name);
  if (inventories.some(({ endpoints }) => endpoints.some(matcher))) return matcher;
  const partner = estate.partners.get(name.replace(/^partner\//, ''));
  if (partner) throw new UnknownName(`the partner ${partner.id} has no endpoint with an address or a host name, so no policy can speak of it`, partner.data.kind === 'public' ? 'ask for internet' : `declare one in ${partner.file}`);
  if (estate.systems.has(name) || estate.tenants.has(name) || estate.databases.has(name)) throw new UnknownName(`${name} stands in none of the clusters that were looked at`, 'leave out --cluster, or see whether it is granted (npx ndc check)');
  const known = [...words, ...estate.tenants.keys(), ...estate.systems.keys(), ...estate.databases.keys(), ...estate.partners.keys(), ...new Set(inventories.flatMap(({ endpoints }) => endpoints.map(({ id }) => id)))];
  const meant = nearest(name, known) ?? known.find((id) => id.endsWith(`/${name}`));
  throw new UnknownName(`nothing is called ${name}`, meant === undefined ? 'names are ids of tenants, systems (tenant/system), components (tenant/system/component), databases, partners, or internet, tslcd, outside, and patterns such as mae/*' : `did you mean ${meant}?`);
}

function meaningOf(estate: Estate, inventories: readonly ClusterInventory[], name: string): Matcher {
  if (name === '*') return () => true;
  // What is not the National Data Center's own: neither a site's ranges nor another cluster.
  if (name === 'outside') return ({ kind, id }) => kind === 'outside' && !/^(site|cluster)\//.test(id);
  if (name.includes('*')) {
    // A star stands for anything, slashes too.
    const matches = picomatch(name, { bash: true });
    return ({ id, system }) => matches(id) || (system !== undefined && matches(system));
  }
  const ranges = name === internet ? [] : inventories.flatMap(({ outside }) => outside.find(({ id }) => id === name)?.ranges ?? []).map(parseRange);
  const inside = ({ kind, addresses }: Endpoint) => kind !== 'pod' && families.some((family) => {
    const address = addresses[family];
    return address !== undefined && ranges.some((range) => contains(range, family, parseAddress(address).value));
  });
  const begins = (id: string, start: string) => id === start || id.startsWith(`${start}/`) || id.startsWith(`${start}#`);
  const database = estate.databases.has(name);
  return (endpoint) => begins(endpoint.id, name) || begins(endpoint.id, `partner/${name}`) || begins(endpoint.system ?? '', name) || (database && endpoint.database === name) || (ranges.length > 0 && inside(endpoint));
}
