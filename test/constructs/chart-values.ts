/** What the local charts' closed schemas say of values, as Helm asks them: after the chart's own defaults were laid under. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '../../charts');

type Values = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const known = new Map<string, { readonly validate: ValidateFunction; readonly defaults: Values }>();

function chartOf(name: string) {
  let chart = known.get(name);
  if (!chart) {
    const validate = ajv.compile(JSON.parse(readFileSync(join(folder, name, 'values.schema.json'), 'utf8')) as object);
    known.set(name, (chart = { validate, defaults: (parse(readFileSync(join(folder, name, 'values.yaml'), 'utf8')) ?? {}) as Values }));
  }
  return chart;
}

/** Why the chart refuses the values; nothing when it takes them. */
export function objections(chart: string, values: Values): string[] {
  const { validate, defaults } = chartOf(chart);
  validate(over(defaults, values));
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** Helm's merge: maps meet key by key, anything else is replaced, null removes. */
function over(defaults: Values, values: Values): Values {
  const result: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(values)) {
    if (value === null) delete result[key];
    else result[key] = isMap(value) && isMap(result[key]) ? over(result[key], value) : value;
  }
  return result;
}

function isMap(value: unknown): value is Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
