/** References are declared in the schemas (`meta({ ref })`); this walks a value beside its schema and lists them. */
import { z } from 'zod';
import type { ReferenceKind } from './scalars.ts';

export interface Reference {
  readonly kind: ReferenceKind;
  readonly value: string;
  /** JSON pointer of the value. */
  readonly pointer: string;
}

/** All references in a value that its schema accepts. */
export function referencesIn(schema: z.ZodType, value: unknown, pointer = ''): Reference[] {
  const found: Reference[] = [];
  walk(schema, value, pointer, found);
  return found;
}

/** A path of keys as a JSON pointer (RFC 6901). */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${escapeKey(String(key))}`).join('');
}

export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

const holders = new WeakMap<z.ZodType, boolean>();

/** Is there a reference anywhere below a schema? Most of a file holds none. */
function holdsReference(schema: z.ZodType): boolean {
  const known = holders.get(schema);
  if (known !== undefined) return known;
  const held = schema.meta()?.['ref'] !== undefined || members(schema).some(holdsReference);
  holders.set(schema, held);
  return held;
}

function members(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return [schema.unwrap() as z.ZodType];
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType];
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  if (schema instanceof z.ZodUnion) return schema.options as z.ZodType[];
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
}

function walk(schema: z.ZodType, value: unknown, pointer: string, found: Reference[]): void {
  if (value === undefined || value === null || !holdsReference(schema)) return;
  const kind = schema.meta()?.ref as ReferenceKind | undefined;
  if (kind && typeof value === 'string') {
    found.push({ kind, value, pointer });
    return;
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return walk(schema.unwrap() as z.ZodType, value, pointer, found);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(schema.element as z.ZodType, item, `${pointer}/${index}`, found);
  } else if (schema instanceof z.ZodRecord) {
    for (const [key, item] of Object.entries(value)) walk(schema.valueType as z.ZodType, item, `${pointer}/${escapeKey(key)}`, found);
  } else if (schema instanceof z.ZodUnion) {
    const option = (schema.options as z.ZodType[]).find((candidate) => candidate.safeParse(value).success);
    if (option) walk(option, value, pointer, found);
  } else if (schema instanceof z.ZodObject) {
    for (const [key, member] of Object.entries(schema.shape)) {
      walk(member, (value as Record<string, unknown>)[key], `${pointer}/${escapeKey(key)}`, found);
    }
  }
}
