/** Parties outside a cluster: each declared range of the catalog, cut where policies tell its addresses apart, with one address for each piece. */
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Source, Text } from '../model/finding.ts';
import { families, formatAddress, parseRange, type Family, type Range } from './addresses.ts';
import type { Endpoint } from './endpoint.ts';
import type { Policy } from './policy.ts';

/** A named set of addresses. */
export interface OutsideClass {
  readonly id: string;
  readonly names: Text;
  readonly kind: Endpoint['kind'];
  readonly ranges: readonly string[];
  /** Host names, for partners known by name. */
  readonly hosts?: readonly string[];
  readonly source: Source | undefined;
}

/** Everything that no range of the catalog speaks of. */
export const internet = 'internet';
/** Where clouds and machines answer questions about themselves. */
const metadataRanges = ['169.254.169.254/32', 'fd00:ec2::254/128'];

/** Parties outside one cluster that the catalog knows. Ranges may lie inside each other; the narrowest speaks. */
export function outsideClasses(estate: Estate, own: Entry<'cluster'>): OutsideClass[] {
  const found: OutsideClass[] = [
    { id: internet, names: { vi: 'Internet', en: 'the Internet' }, kind: 'outside', ranges: ['0.0.0.0/0', '::/0'], source: undefined },
    { id: 'tslcd', names: { vi: 'mạng truyền số liệu chuyên dùng', en: 'the specialized data network' }, kind: 'outside', ranges: [...estate.platform.networks.tslcd.v4, ...estate.platform.networks.tslcd.v6], source: { file: 'platform.yaml', pointer: '/networks/tslcd' } },
    { id: 'metadata', names: { vi: 'địa chỉ siêu dữ liệu của máy', en: 'metadata address of machines' }, kind: 'outside', ranges: metadataRanges, source: undefined },
  ];
  for (const site of estate.sites.values()) {
    const { addresses } = site.data;
    if (!addresses) continue;
    for (const part of ['block', 'egress', 'ingress', 'replication', 'bmc'] as const) {
      found.push({ id: `site/${site.id}/${part}`, names: { vi: `${site.data.names.vi}: dải ${part}`, en: `${site.data.names.en}: ${part} range` }, kind: 'outside', ranges: [addresses[part].v4, addresses[part].v6], source: { file: site.file, pointer: `/addresses/${part}` } });
    }
    const resolvers = site.data.dns.map((address) => `${address}/${address.includes(':') ? 128 : 32}`);
    found.push({ id: `site/${site.id}/dns`, names: { vi: `${site.data.names.vi}: DNS`, en: `${site.data.names.en}: DNS` }, kind: 'outside', ranges: resolvers, source: { file: site.file, pointer: '/dns' } });
  }
  for (const cluster of estate.clusters.values()) {
    const { nodes, apiServer, pods, services } = cluster.data.addresses;
    const kind = cluster.id === own.id ? 'node' : 'outside';
    const add = (part: string, ranges: readonly string[], pointer: string) => found.push({ id: `cluster/${cluster.id}/${part}`, names: { vi: `${cluster.data.names.vi}: ${part}`, en: `${cluster.data.names.en}: ${part}` }, kind, ranges, source: { file: cluster.file, pointer } });
    add('nodes', [nodes.v4, nodes.v6], '/addresses/nodes');
    add('api-server', [`${apiServer.v4}/32`, `${apiServer.v6}/128`], '/addresses/apiServer');
    if (cluster.id !== own.id) add('pods', [pods.v4, pods.v6, services.v4, services.v6], '/addresses/pods');
  }
  for (const partner of estate.partners.values()) {
    for (const [index, { id, cidrs, host }] of partner.data.endpoints.entries()) {
      found.push({ id: `partner/${partner.id}/${id}`, names: partner.data.names, kind: 'outside', ranges: cidrs ?? [], ...(host === undefined ? {} : { hosts: [host] }), source: { file: partner.file, pointer: `/endpoints/${index}` } });
    }
  }
  const staff = new Map<string, OutsideClass>();
  for (const system of estate.systems.values()) {
    for (const [index, { sources }] of system.data.entries.entries()) {
      if (!sources || sources.length === 0) continue;
      const ranges = [...sources].sort();
      const key = ranges.join(' ');
      const names = estate.tenants.get(system.folderTenant)?.data.names ?? { vi: system.folderTenant, en: system.folderTenant };
      if (!staff.has(key)) staff.set(key, { id: `staff/${system.folderTenant}${[...staff.values()].some(({ id }) => id === `staff/${system.folderTenant}`) ? `/${ranges[0]!.replace('/', '-')}` : ''}`, names: { vi: `cán bộ: ${names.vi}`, en: `staff: ${names.en}` }, kind: 'outside', ranges, source: { file: system.file, pointer: `/entries/${index}/sources` } });
    }
  }
  return [...found, ...staff.values()];
}

/** Every range that is told apart in a cluster: those of its policies, and of parties outside. */
export function rangesIn(classes: readonly OutsideClass[], policies: readonly Policy[]): string[] {
  return [...new Set([...policyRanges(policies).map(({ text }) => text), ...classes.flatMap(({ ranges }) => ranges)])];
}

/**
 * One endpoint for each piece of a class that policies tell apart; a class whose addresses are all alike has one, with an address of each family.
 * @param cuts more ranges to tell apart, in CIDR notation
 */
export function outsideEndpoints(classes: readonly OutsideClass[], policies: readonly Policy[], own: Entry<'cluster'>, cuts: readonly string[] = []): Endpoint[] {
  const { pods, services } = own.data.addresses;
  const named = [...new Map([...policyRanges(policies), ...cuts.map(parseRange)].map((range) => [range.text, range])).values()];
  const pieces = new Map<string, Record<Family, string[]>>(classes.map(({ id }) => [id, { v4: [], v6: [] }]));
  for (const family of families) {
    const marks = [
      ...classes.flatMap(({ id, ranges }) => ranges.map((range) => ({ range: parseRange(range), owner: id, policy: undefined as string | undefined }))),
      // Addresses of the cluster's own pods and services are no party outside.
      ...[pods[family], services[family]].map((range) => ({ range: parseRange(range), owner: '', policy: undefined })),
      ...named.map((range) => ({ range, owner: undefined, policy: range.text })),
    ].filter(({ range }) => range.family === family);
    const seen = new Set<string>();
    for (const { first, owner, key } of pieceOwners(marks)) {
      if (owner === '' || owner === undefined || seen.has(`${owner} ${key}`)) continue;
      seen.add(`${owner} ${key}`);
      pieces.get(owner)![family].push(formatAddress(family, first));
    }
  }
  return classes.flatMap(({ id, kind, source, hosts }): Endpoint[] => {
    const { v4, v6 } = pieces.get(id)!;
    const count = Math.max(v4.length, v6.length, hosts ? 1 : 0);
    return Array.from({ length: count }, (_, at) => ({
      id: count === 1 ? id : `${id}#${at + 1}`, kind, role: 'outside', namespace: '', namespaceLabels: {}, labels: {}, ports: [], source,
      addresses: { ...(v4[at] === undefined ? {} : { v4: v4[at] }), ...(v6[at] === undefined ? {} : { v6: v6[at] }) },
      ...(hosts ? { names: hosts } : {}),
    }));
  });
}

/** Every range a policy names, each once. */
export function policyRanges(policies: readonly Policy[]): Range[] {
  const found = new Map<string, Range>();
  for (const { ingress, egress } of policies) {
    for (const { peers } of [...(ingress ?? []), ...(egress ?? [])]) {
      for (const peer of peers ?? []) {
        if (peer.kind !== 'addresses') continue;
        for (const text of [peer.range, ...peer.except]) if (!found.has(text)) found.set(text, parseRange(text));
      }
    }
  }
  return [...found.values()];
}

interface Mark {
  readonly range: Range;
  /** Class, '' for what is not outside, undefined for a policy's range. */
  readonly owner: string | undefined;
  readonly policy: string | undefined;
}

/** Pieces between all borders of the ranges, each with its narrowest class and the policies' ranges around it. Ranges nest or are apart, never overlap partly. */
function* pieceOwners(marks: readonly Mark[]): Generator<{ readonly first: bigint; readonly owner: string | undefined; readonly key: string }> {
  const byStart = [...marks].sort((a, b) => (a.range.first === b.range.first ? compare(b.range.last, a.range.last) : compare(a.range.first, b.range.first)));
  const borders = [...new Set(marks.flatMap(({ range: { first, last } }) => [first, last + 1n]))].sort(compare);
  const around: Mark[] = [];
  let next = 0;
  for (const first of borders) {
    while (around.length > 0 && around.at(-1)!.range.last < first) around.pop();
    while (next < byStart.length && byStart[next]!.range.first === first) {
      around.push(byStart[next]!);
      next++;
    }
    if (around.length === 0) continue;
    // Of two equal ranges the later declared one speaks: what is said more narrowly comes later.
    const owner = around.findLast((mark) => mark.owner !== undefined)?.owner;
    yield { first, owner, key: around.flatMap(({ policy }) => policy ?? []).join(' ') };
  }
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
