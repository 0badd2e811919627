/** The one parser of quantities, durations and dates of the catalog. Every value in a file carries its unit. */

const binaryUnits: Record<string, number> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };
const durationUnits: Record<string, number> = {
  s: 1, second: 1, seconds: 1,
  m: 60, minute: 60, minutes: 60,
  h: 3600, hour: 3600, hours: 3600,
  d: 86_400, day: 86_400, days: 86_400,
  week: 604_800, weeks: 604_800,
};
const monthUnits: Record<string, number> = { month: 1, months: 1, year: 12, years: 12 };

/** Days that every month has at least: used where months must be compared with days without flattering the shorter side. */
const secondsPerMonth = 30 * 86_400;

/** Bytes of a memory or storage size such as `512Mi`, `16Gi`, `1.5Ti`; undefined when it is none. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)(Ki|Mi|Gi|Ti|Pi)$/.exec(text);
  if (!match) return undefined;
  const bytes = Number(match[1]) * binaryUnits[match[2]!]!;
  return bytes > 0 && Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : undefined;
}

/** Thousandths of a processor core of `500m`, `2`, `1.5`; undefined when it is none. */
export function parseMillicores(text: string): number | undefined {
  const milli = /^(\d{1,9})m$/.exec(text);
  if (milli) return Number(milli[1]) > 0 ? Number(milli[1]) : undefined;
  const cores = /^\d{1,6}(?:\.\d{1,3})?$/.exec(text);
  if (!cores) return undefined;
  const value = Math.round(Number(text) * 1000);
  return value > 0 ? value : undefined;
}

/** Seconds of a duration such as `30s`, `15m`, `4h`, `7 days`, `12 months` (a month counts 30 days, a year 360); undefined when it is none. */
export function parseSeconds(text: string): number | undefined {
  const match = /^(\d{1,9}) ?([a-z]+)$/.exec(text);
  if (!match) return undefined;
  const amount = Number(match[1]);
  const unit = match[2]!;
  const seconds = durationUnits[unit] ?? (monthUnits[unit] === undefined ? undefined : monthUnits[unit] * secondsPerMonth);
  return seconds === undefined ? undefined : amount * seconds;
}

/** Whole months of a duration given in months or years; other units are counted in months of 30 days, rounded down. */
export function parseMonths(text: string): number | undefined {
  const seconds = parseSeconds(text);
  return seconds === undefined ? undefined : Math.floor(seconds / secondsPerMonth);
}

/** A calendar day `YYYY-MM-DD` as days since 1970-01-01 (UTC); undefined when there is no such day. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined;
  return time / 86_400_000;
}

/** The day `days` after `day`, as `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  const start = parseDay(day);
  if (start === undefined) throw new RangeError(`not a calendar day: ${day}`);
  return new Date((start + days) * 86_400_000).toISOString().slice(0, 10);
}

/** The largest binary unit that shows the size without loss, e.g. 1610612736 → `1536Mi`. Whole bytes below 1Ki are printed plain. */
export function formatBytes(bytes: number): string {
  const unit = (['Pi', 'Ti', 'Gi', 'Mi', 'Ki'] as const).find((name) => bytes >= binaryUnits[name]! && bytes % binaryUnits[name]! === 0);
  return unit ? `${bytes / binaryUnits[unit]!}${unit}` : String(bytes);
}

/** `1500` → `1500m`, `2000` → `2`. */
export function formatMillicores(millicores: number): string {
  return millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`;
}

/** Short, exact duration of whole seconds for people and for settings that take one unit: `90m`, `6h`, `10d`. */
export function formatSeconds(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}
