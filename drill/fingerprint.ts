/** What a database looked like at a moment: taken at the origin before, and at the restored copy after. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ask, type PostgresPlace } from './postgres.ts';

export const fingerprintSchema = z.strictObject({
  takenAt: z.iso.datetime(),
  /** SHA-256 over the definitions of all tables, constraints, indexes, views and functions that are not PostgreSQL's own. */
  catalogue: z.string().length(64),
  /** Exact counts by `schema.table`. */
  rows: z.record(z.string(), z.int()),
});
export type Fingerprint = z.output<typeof fingerprintSchema>;

const own = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'";

/** One line for each thing that is defined; sorted in this program, since collations differ between machines. */
const definitions = `SELECT coalesce(json_agg(line), '[]') FROM (
  SELECT format('column %I.%I %s %I %s %s %s', n.nspname, c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${own}
  UNION ALL SELECT format('constraint %I.%I %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${own}
  UNION ALL SELECT format('index %s', pg_get_indexdef(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind <> 't' AND ${own}
  UNION ALL SELECT format('view %I.%I %s', n.nspname, c.relname, pg_get_viewdef(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND ${own}
  UNION ALL SELECT format('function %I.%I(%s) %s', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), md5(coalesce(p.prosrc, ''))) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${own}
) AS all_lines`;

const tables = `SELECT coalesce(json_agg(format('%I.%I', n.nspname, c.relname)), '[]') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND ${own}`;

/** Counts every row; on a large database this takes as long as reading it. */
export async function fingerprint(place: PostgresPlace, socket: string, database: string, signal?: AbortSignal): Promise<Fingerprint> {
  const query = (sql: string): Promise<string> => ask(place, socket, database, sql, { signal, patience: 86_400 });
  const lines = (JSON.parse(await query(definitions)) as string[]).sort();
  const names = (JSON.parse(await query(tables)) as string[]).sort();
  const counts = names.map((name) => `SELECT '${name.replaceAll("'", "''")}' AS name, count(*) AS rows FROM ${name}`).join(' UNION ALL ');
  const rows = names.length === 0 ? {} : (JSON.parse(await query(`SELECT json_object_agg(name, rows) FROM (${counts}) AS counted`)) as Record<string, number>);
  return {
    takenAt: new Date().toISOString(),
    catalogue: createHash('sha256').update(lines.join('\n')).digest('hex'),
    rows: Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
