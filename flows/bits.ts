/** Sets of small numbers as bits, 32 to a word: what the evaluator computes with instead of pairs. */

export type Bits = Uint32Array;

/** The empty set that can hold 0 … size-1. */
export function noBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

/** The set of all of 0 … size-1. */
export function allBits(size: number): Bits {
  const bits = noBits(size).fill(0xffff_ffff);
  const rest = size & 31;
  if (rest !== 0) bits[bits.length - 1] = 0xffff_ffff >>> (32 - rest);
  return bits;
}

export function addBit(bits: Bits, index: number): void {
  bits[index >>> 5]! |= 1 << (index & 31);
}

export function hasBit(bits: Bits, index: number): boolean {
  return (bits[index >>> 5]! >>> (index & 31) & 1) === 1;
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((word) => word === 0);
}

export function sameBits(a: Bits, b: Bits): boolean {
  return a.every((word, at) => word === b[at]);
}

/** Changes `target` to the union. */
export function addAll(target: Bits, other: Bits): void {
  for (let at = 0; at < target.length; at++) target[at]! |= other[at]!;
}

/** Changes `target` to what both hold. */
export function keepOnly(target: Bits, other: Bits): void {
  for (let at = 0; at < target.length; at++) target[at]! &= other[at]!;
}

/** Changes `target` to what the other does not hold. */
export function removeAll(target: Bits, other: Bits): void {
  for (let at = 0; at < target.length; at++) target[at]! &= ~other[at]!;
}

export function both(a: Bits, b: Bits): Bits {
  const bits = a.slice();
  keepOnly(bits, b);
  return bits;
}

/** The members, ascending. */
export function* members(bits: Bits): Generator<number> {
  for (let at = 0; at < bits.length; at++) {
    for (let word = bits[at]!; word !== 0; word &= word - 1) yield at * 32 + 31 - Math.clz32(word & -word);
  }
}
