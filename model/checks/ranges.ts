/** Address ranges of the catalog, named and located, and how they lie to each other. */
import ipaddr from 'ipaddr.js';
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';

export type Family = 'v4' | 'v6';

export interface Range {
  readonly cidr: string;
  readonly family: Family;
  readonly entry: Entry;
  readonly pointer: string;
  /** What it is, e.g. `pods of the cluster shared-north`. */
  readonly name: Text;
}

type Pair = Readonly<Record<Family, string>>;

/** Both families of a pair of ranges. */
export function rangesOf(entry: Entry, pointer: string, pair: Pair, name: Text): Range[] {
  return (['v4', 'v6'] as const).map((key) => ({ cidr: pair[key], family: familyOf(pair[key]), entry, pointer: `${pointer}/${key}`, name }));
}

const siteNames = {
  egress: { en: 'egress', vi: 'dải địa chỉ đi ra' },
  replication: { en: 'replication', vi: 'dải sao chép dữ liệu' },
  ingress: { en: 'ingress', vi: 'dải cổng vào' },
  bmc: { en: 'out-of-band network', vi: 'mạng quản trị ngoài băng' },
} as const;

const clusterNames = {
  nodes: { en: 'nodes', vi: 'dải máy' },
  pods: { en: 'pods', vi: 'dải pod' },
  services: { en: 'services', vi: 'dải dịch vụ' },
} as const;

/** The block of a site. */
export function blockOf(entry: Entry<'site'>): Range[] {
  const { addresses } = entry.data;
  return addresses ? rangesOf(entry, '/addresses/block', addresses.block, { en: `block of the site ${entry.id}`, vi: `dải chung của trung tâm ${entry.id}` }) : [];
}

/** What a site takes from its own block for itself. */
export function partsOfSite(entry: Entry<'site'>): Range[] {
  const { addresses } = entry.data;
  if (!addresses) return [];
  return (['egress', 'replication', 'ingress', 'bmc'] as const).flatMap((part) =>
    rangesOf(entry, `/addresses/${part}`, addresses[part], { en: `${siteNames[part].en} of the site ${entry.id}`, vi: `${siteNames[part].vi} của trung tâm ${entry.id}` }));
}

/** What a cluster takes from the block of its site. */
export function partsOfCluster(entry: Entry<'cluster'>): Range[] {
  const { addresses } = entry.data;
  return (['nodes', 'pods', 'services'] as const).flatMap((part) =>
    rangesOf(entry, `/addresses/${part}`, addresses[part], { en: `${clusterNames[part].en} of the cluster ${entry.id}`, vi: `${clusterNames[part].vi} của cụm ${entry.id}` }));
}

export function familyOf(text: string): Family {
  return text.includes(':') ? 'v6' : 'v4';
}

/** Do two ranges share an address? Never, across families. */
export function overlaps(a: string, b: string): boolean {
  const [left, right] = [spanOf(a), spanOf(b)];
  return left.family === right.family && left.first <= right.last && right.first <= left.last;
}

/** Does the outer range hold all of the inner range or address? */
export function contains(outer: string, inner: string): boolean {
  const [left, right] = [spanOf(outer), spanOf(inner)];
  return left.family === right.family && left.first <= right.first && right.last <= left.last;
}

interface Span {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const spans = new Map<string, Span>();

/** First and last address as numbers; computed once for each spelling. */
function spanOf(text: string): Span {
  let span = spans.get(text);
  if (!span) {
    const [address, length] = text.includes('/') ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), undefined];
    const bytes = address.toByteArray();
    const first = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const free = BigInt(bytes.length * 8 - (length ?? bytes.length * 8));
    spans.set(text, (span = { family: bytes.length === 4 ? 'v4' : 'v6', first, last: first + (1n << free) - 1n }));
  }
  return span;
}

/** One spelling of an address. */
export function canonicalAddress(text: string): string {
  return ipaddr.parse(text).toString();
}
