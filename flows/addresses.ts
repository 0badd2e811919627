/** Addresses and ranges of both families as numbers. */
import ipaddr from 'ipaddr.js';

export const families = ['v4', 'v6'] as const;
export type Family = (typeof families)[number];

/** All addresses from `first` to `last`, both included. */
export interface Range {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
  /** As written, e.g. `10.0.0.0/8`. */
  readonly text: string;
}

interface Address {
  readonly family: Family;
  readonly value: bigint;
}

/** Addresses that were made here, so that they need not be parsed again. */
const made = new Map<string, Address>();

/** @throws Error for what is no address */
export function parseAddress(text: string): Address {
  const known = made.get(text);
  if (known) return known;
  if (!ipaddr.isValid(text)) throw new Error(`${text} is no address`);
  const address = ipaddr.parse(text);
  return { family: address.kind() === 'ipv4' ? 'v4' : 'v6', value: numberOf(address.toByteArray()) };
}

/** Ranges that were parsed: the same few stand in thousands of policies. */
const parsed = new Map<string, Range>();

/** @throws Error for what is no range in CIDR notation; policies must never be read as wider or narrower than they are */
export function parseRange(text: string): Range {
  let range = parsed.get(text);
  if (!range) parsed.set(text, (range = readRange(text)));
  return range;
}

function readRange(text: string): Range {
  if (!ipaddr.isValidCIDR(text)) throw new Error(`${text} is no address range in CIDR notation, such as 10.0.0.0/8`);
  const [address, length] = ipaddr.parseCIDR(text);
  const family: Family = address.kind() === 'ipv4' ? 'v4' : 'v6';
  const host = BigInt((family === 'v4' ? 32 : 128) - length);
  const first = (numberOf(address.toByteArray()) >> host) << host;
  return { family, first, last: first + (1n << host) - 1n, text };
}

export function contains(range: Range, family: Family, value: bigint): boolean {
  return range.family === family && range.first <= value && value <= range.last;
}

export function formatAddress(family: Family, value: bigint): string {
  const size = family === 'v4' ? 4 : 16;
  const bytes = Array.from({ length: size }, (_, at) => Number((value >> BigInt(8 * (size - 1 - at))) & 0xffn));
  const text = ipaddr.fromByteArray(bytes).toString();
  made.set(text, { family, value });
  return text;
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
