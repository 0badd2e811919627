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
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

/** What a value of a schema refers to; `below`: some value inside it refers to something; undefined: none does, as in most of a file. */
type Holding = ReferenceKind | 'below' | undefined;

const holdings = new WeakMap<z.ZodType, { readonly holding: Holding }>();

function holdingOf(schema: z.ZodType): Holding {
  const known = holdings.get(schema);
  if (known) return known.holding;
  const holding = (schema.meta()?.['ref'] as ReferenceKind | undefined) ?? (members(schema).some(holdingOf) ? 'below' : undefined);
  holdings.set(schema, { holding });
  return holding;
}

function members(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return [schema.unwrap() as z.ZodType];
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType];
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  if (schema instanceof z.ZodUnion) return schema.options as z.ZodType[];
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
}

function walk(schema: z.ZodType, value: unknown, pointer: string, found: Reference[]): void {
  if (value === undefined || value === null) return;
  const holding = holdingOf(schema);
  if (holding === undefined) return;
  if (holding !== 'below' && typeof value === 'string') {
    found.push({ kind: holding, value, pointer });
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
