/** JSON Schema of every kind, for editors: a file's modeline points here, so it is completed and checked while it is typed. */
import { z } from 'zod';
import { formats } from '../load/issues.ts';
import { kinds } from '../schema/kinds.ts';

/** File name to content. */
export function jsonSchemas(): ReadonlyMap<string, unknown> {
  return new Map(kinds.map(({ kind, schema, path }) => [`${kind}.schema.json`, {
    title: `catalog/${path}`,
    ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input', override: ({ jsonSchema }) => forEditors(jsonSchema as Record<string, unknown>) }),
  }]));
}

/** Editors show description and examples; the two languages stand in the description, references become a note of ours. */
function forEditors(node: Record<string, unknown>): void {
  delete node['en'];
  delete node['vi'];
  if (node['ref'] !== undefined) {
    node['x-reference'] = node['ref'];
    delete node['ref'];
  }
  const format = formats[String(node['format'])];
  if (format) {
    node['examples'] = [format.example];
    // Unknown to JSON Schema: what the format means is decided by `ndc check`.
    node['x-format'] = node['format'];
    delete node['format'];
  }
}
