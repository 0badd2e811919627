/** External parties: how their endpoints are reached. */
import ipaddr from 'ipaddr.js';
import type { Partner } from '../schema/governance.ts';

export type Endpoint = Partner['endpoints'][number];

/** Parties that are reached over networks of the state; the others over the Internet. */
const stateKinds: ReadonlySet<Partner['kind']> = new Set(['state-network', 'national-service', 'agency-network'] as const);

/** Does an endpoint lie on the Internet? Its addresses decide; where it is known by name alone, the kind of party does. */
export function isOnInternet({ kind }: Pick<Partner, 'kind'>, { cidrs }: Pick<Endpoint, 'cidrs'>): boolean {
  return cidrs === undefined ? !stateKinds.has(kind) : cidrs.some(isPublic);
}

/** Is a range public: neither private nor shared address space nor of this machine? */
function isPublic(cidr: string): boolean {
  const [address] = ipaddr.parseCIDR(cidr);
  return address.range() === 'unicast';
}
