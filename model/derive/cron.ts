/** How often a six-field cron line fires, worked out from its fields instead of by waiting for it. */
import { CronExpressionParser } from 'cron-parser';

const day = 86_400;
/** Long enough to meet every combination of weekday, day of the month and leap year that a backup schedule can name. */
const horizonDays = 12 * 366;

/** Characters that the parser of this project takes and the one of the operator (robfig/cron) refuses. */
export function foreignCronSyntax(line: string): string | undefined {
  return /[L#]/i.exec(line.replaceAll(/\b(jul|mon)\b/gi, ''))?.[0];
}

/**
 * Longest time between two firings, in seconds.
 * @param line six fields, seconds first; the catalog's schema has accepted it
 * @returns Infinity when it fires once or never
 */
export function longestGap(line: string): number {
  const known = cache.get(line);
  if (known !== undefined) return known;
  const gap = workOut(line);
  cache.set(line, gap);
  return gap;
}

const cache = new Map<string, number>();

function workOut(line: string): number {
  const fields = CronExpressionParser.parse(line).fields;
  const numbers = (values: readonly (number | string)[]) => values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const times = { hours: numbers(fields.hour.values), minutes: numbers(fields.minute.values), seconds: numbers(fields.second.values) };
  const first = at(times, 0);
  const last = at(times, -1);
  const dates = { months: new Set(fields.month.values), days: new Set(fields.dayOfMonth.values), weekdays: new Set([...fields.dayOfWeek.values].map((value) => (value === 7 ? 0 : value))) };
  const eitherDay = !fields.dayOfMonth.isWildcard && !fields.dayOfWeek.isWildcard;
  let previous: number | undefined;
  let longest = withinDay(times);
  let firings = 0;
  const everyDay = fields.month.isWildcard && fields.dayOfMonth.isWildcard && fields.dayOfWeek.isWildcard;
  for (let index = 0; index < (everyDay ? 3 : horizonDays); index++) {
    const date = new Date(index * day * 1000);
    const onDay = dates.days.has(date.getUTCDate() as never);
    const onWeekday = dates.weekdays.has(date.getUTCDay() as never);
    if (!dates.months.has((date.getUTCMonth() + 1) as never) || !(eitherDay ? onDay || onWeekday : onDay && onWeekday)) continue;
    if (previous !== undefined) longest = Math.max(longest, (index - previous) * day + first - last);
    previous = index;
    firings++;
  }
  return firings < 2 ? Infinity : longest;
}

interface Times {
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
}

/** First (0) or last (-1) firing of a day, in seconds after midnight. */
function at({ hours, minutes, seconds }: Times, index: 0 | -1): number {
  return hours.at(index)! * 3600 + minutes.at(index)! * 60 + seconds.at(index)!;
}

function withinDay({ hours, minutes, seconds }: Times): number {
  const widest = (values: readonly number[], unit: number, restart: number) =>
    values.slice(1).reduce((gap, value, index) => Math.max(gap, (value - values[index]!) * unit + restart), 0);
  const secondsBack = seconds[0]! - seconds.at(-1)!;
  const minutesBack = (minutes[0]! - minutes.at(-1)!) * 60 + secondsBack;
  return Math.max(widest(seconds, 1, 0), widest(minutes, 60, secondsBack), widest(hours, 3600, minutesBack));
}
