/** Name of a sub-zone's namespace, as the stacks make it; a test holds the two together. */
import { createHash } from 'node:crypto';

/** Longest DNS label. */
const longest = 63;

export function namespaceName(tenant: string, system: string, subzone: string): string {
  const name = `${tenant}--${system}--${subzone}`;
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
