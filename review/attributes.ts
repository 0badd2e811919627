/** Compares two objects attribute by attribute. Lists are compared by what their items are, not by where they stand. */

/** One difference. `before` is absent when the attribute is new, `after` when it is gone. */
export interface Attribute {
  /** E.g. `spec.containers[name=app].image`; an index counts in the new list, or in the old one for an item that is gone. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

type Tree = Readonly<Record<string, unknown>>;

/** Largest table of a list comparison; longer lists are compared item by item. */
const maxCells = 1_000_000;

/** Keys that name an item of a list, in the order they are tried. */
const itemKeys = ['name', 'id', 'key', 'mountPath', 'host', 'ip', 'type'] as const;

/** All differences, in the order of the new object's keys, then what is gone. */
export function compareAttributes(before: unknown, after: unknown, path = ''): Attribute[] {
  if (Object.is(before, after)) return [];
  if (isTree(before) && isTree(after)) {
    return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((key) => compareAttributes(before[key], after[key], joinPath(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/** The same text for values that are equal, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isTree(value)) return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  return JSON.stringify(value) ?? 'undefined';
}

/** Keys of a path without the list positions: `spec.rules[0].host` → `['spec', 'rules', 'host']`. */
export function pathKeys(path: string): string[] {
  const keys: string[] = [];
  for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[[^\]]*\]|([^.[\]]+)/g)) {
    if (match[1] !== undefined) keys.push(JSON.parse(`"${match[1]}"`) as string);
    else if (match[2] !== undefined) keys.push(match[2]);
  }
  return keys;
}

function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function compareLists(before: readonly unknown[], after: readonly unknown[], path: string): Attribute[] {
  const key = itemKeys.find((candidate) => isKeyedBy(before, candidate) && isKeyedBy(after, candidate));
  if (key) {
    const old = new Map(before.map((item) => [(item as Tree)[key] as string, item]));
    const now = new Map(after.map((item) => [(item as Tree)[key] as string, item]));
    return [...new Set([...now.keys(), ...old.keys()])].flatMap((name) => compareAttributes(old.get(name), now.get(name), `${path}[${key}=${name}]`));
  }
  const found: Attribute[] = [];
  for (const { removed, added } of gaps(before.map(canonical), after.map(canonical))) {
    const pairs = Math.min(removed.length, added.length);
    for (let pair = 0; pair < pairs; pair++) found.push(...compareAttributes(before[removed[pair]!], after[added[pair]!], `${path}[${added[pair]!}]`));
    for (const position of added.slice(pairs)) found.push({ path: `${path}[${position}]`, after: after[position] });
    for (const position of removed.slice(pairs)) found.push({ path: `${path}[${position}]`, before: before[position] });
  }
  return found;
}

function isKeyedBy(items: readonly unknown[], key: string): boolean {
  const names = items.map((item) => (isTree(item) ? item[key] : undefined));
  return names.every((name) => typeof name === 'string' && !name.includes(']')) && new Set(names).size === names.length;
}

/** Runs of items that differ between two lists, by a longest common subsequence. */
export function gaps(before: readonly string[], after: readonly string[]): { removed: number[]; added: number[] }[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let endBefore = before.length;
  let endAfter = after.length;
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--;
    endAfter--;
  }
  const rows = endBefore - start;
  const columns = endAfter - start;
  if (rows * columns > maxCells) return [{ removed: range(start, endBefore), added: range(start, endAfter) }];
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row]![column] = before[start + row] === after[start + column] ? lengths[row + 1]![column + 1]! + 1 : Math.max(lengths[row + 1]![column]!, lengths[row]![column + 1]!);
    }
  }
  const found: { removed: number[]; added: number[] }[] = [];
  let open: { removed: number[]; added: number[] } | undefined;
  const current = () => open ?? (found.push((open = { removed: [], added: [] })), open);
  let row = 0;
  let column = 0;
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[start + row] === after[start + column]) {
      row++;
      column++;
      open = undefined;
    } else if (column < columns && (row === rows || lengths[row]![column + 1]! >= lengths[row + 1]![column]!)) {
      current().added.push(start + column++);
    } else {
      current().removed.push(start + row++);
    }
  }
  return found;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
