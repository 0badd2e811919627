/** JSON whose bytes depend on its content alone. */

/** Two-space JSON with sorted keys and a final newline. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), null, 2)}\n`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const sorted: Record<string, unknown> = {};
  for (const key of sortedKeys(value)) {
    const item = sortKeys((value as Record<string, unknown>)[key]);
    // Set like another, this key would become the prototype.
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: item, enumerable: true });
    else sorted[key] = item;
  }
  return sorted;
}

/** Most come in order; a look is cheaper than sorting. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  let previous = '';
  for (const key of keys) {
    if (key < previous) return keys.sort();
    previous = key;
  }
  return keys;
}
