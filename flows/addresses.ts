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

/** @throws Error for what is no address */
export function parseAddress(text: string): { readonly family: Family; readonly value: bigint } {
  if (!ipaddr.isValid(text)) throw new Error(`${text} is no address`);
  const address = ipaddr.parse(text);
  return { family: address.kind() === 'ipv4' ? 'v4' : 'v6', value: numberOf(address.toByteArray()) };
}

/** @throws Error for what is no range in CIDR notation; policies must never be read as wider or narrower than they are */
export function parseRange(text: string): Range {
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
  return ipaddr.fromByteArray(bytes).toString();
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
