/** Holds two outputs against each other: a ratio says something only when both did the same work. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * Number of stacks whose Terraform JSON is the same in both outputs, apart from CDKTF's metadata (`//`).
 * @throws Error at the first difference
 */
export function sameStacks(left: string, right: string): number {
  const stacks = (out: string) => readdirSync(join(out, 'stacks')).sort();
  const names = stacks(left);
  if (!isDeepStrictEqual(names, stacks(right))) throw new Error(`${left} and ${right} do not hold the same stacks`);
  for (const name of names) {
    const [a, b] = [left, right].map((out) => withoutMetadata(JSON.parse(readFileSync(join(out, 'stacks', name, 'cdk.tf.json'), 'utf8'))));
    if (!isDeepStrictEqual(a, b)) throw new Error(`the stack ${name} differs between ${left} and ${right}`);
  }
  return names.length;
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '//').map(([key, item]) => [key, withoutMetadata(item)]));
}
