/** Terraform resources to Kubernetes objects. */
import { shapes, steering, type Field, type Shape } from './shapes.ts';

/** A Kubernetes object as the API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly [key: string]: unknown;
}

/** The resource cannot be read as an object; the message names its address. */
export class ConversionError extends Error {}

/**
 * Object of one typed resource.
 * @param address `type.name`, for messages
 * @throws ConversionError for a type or an attribute that no shape knows, and for a value that only Terraform could know
 */
export function convertResource(type: string, address: string, attributes: Readonly<Record<string, unknown>>): KubernetesObject {
  const shape = shapes[type];
  if (!shape) throw new ConversionError(`${address}: no shape for the type ${type}; add it to export/shapes.ts`);
  const body = convertFields(shape.fields, attributes, address, steering) as { metadata?: { name?: unknown; namespace?: unknown } };
  if (typeof body.metadata?.name !== 'string') throw new ConversionError(`${address}: the object has no name`);
  if (shape.namespaced !== (body.metadata.namespace !== undefined)) throw new ConversionError(`${address}: a ${shape.kind} ${shape.namespaced ? 'needs' : 'has no'} namespace`);
  return { apiVersion: shape.apiVersion, kind: shape.kind, ...body } as KubernetesObject;
}

const nothing: ReadonlySet<string> = new Set();

function convertFields(shape: Shape, attributes: Readonly<Record<string, unknown>>, address: string, ignored = nothing): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    if (ignored.has(name) || attribute === undefined || attribute === null) continue;
    const field = shape[name];
    if (!field) throw new ConversionError(`${address}: the attribute ${name} stands in no shape; add it to export/shapes.ts`);
    // No block at all is what an empty list of blocks means.
    if (typeof field.holds === 'object' && Array.isArray(attribute) && attribute.length === 0) continue;
    if (field.holds === 'filled-text' && attribute === '') continue;
    result[field.as ?? camelCase(name)] = convertValue(field, attribute, `${address}.${name}`);
  }
  return result;
}

function convertValue(field: Field, attribute: unknown, address: string): unknown {
  const { holds } = field;
  if (holds === 'integer') return Number(literal(attribute, address));
  if (holds === 'int-or-string') {
    const text = String(literal(attribute, address));
    return /^\d+$/.test(text) ? Number(text) : text;
  }
  if (holds === 'value' || holds === 'filled-text' || holds === 'map') return literal(attribute, address);
  const list = (Array.isArray(attribute) ? attribute : [attribute]) as Readonly<Record<string, unknown>>[];
  if ('blocks' in holds) return list.map((item, index) => convertFields(holds.blocks, item, `${address}[${index}]`));
  if (list.length > 1) throw new ConversionError(`${address}: stands more than once`);
  return convertFields(holds.block, list[0] ?? {}, address);
}

/** Text without Terraform's escapes. An expression has no value before Terraform runs, so it is refused. */
function literal(value: unknown, address: string): unknown {
  if (typeof value === 'string') {
    if (/(^|[^$])\$\{|(^|[^%])%\{/.test(value)) throw new ConversionError(`${address}: holds an expression that only Terraform can resolve: ${value}`);
    return unescapeTemplate(value);
  }
  if (Array.isArray(value)) return value.map((item) => literal(item, address));
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item, address)]));
  return value;
}

/** The text that Terraform makes of a string with `$${` and `%%{`. */
export function unescapeTemplate(text: string): string {
  return text.replaceAll('$${', () => '${').replaceAll('%%{', () => '%{');
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
