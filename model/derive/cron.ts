/** How often a six-field cron line fires, worked out from its fields instead of by waiting for it. */
import { CronExpressionParser } from 'cron-parser';

const day = 86_400;
const week = 7 * day;
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
  const { times, days } = scheduleOf(line);
  if (days.length < 2) return Infinity;
  const overnight = at(times, 0) - at(times, -1);
  return days.slice(1).reduce((longest, index, before) => Math.max(longest, (index - days[before]!) * day + overnight), withinDay(times));
}

/**
 * Does it ever fire in a part of the week?
 * @param line as for `longestGap`; its times are UTC
 * @param from seconds since Monday 00:00 UTC, of either sign
 * @param length seconds
 */
export function firesInWeek(line: string, from: number, length: number): boolean {
  const { times: { hours, minutes, seconds }, days } = scheduleOf(line);
  // 1 January 1970 was a Thursday.
  const weekdays = [...new Set(days.map((index) => (index + 3) % 7))];
  const inside = (second: number) => (((second - from) % week) + week) % week < length;
  return weekdays.some((weekday) => hours.some((hour) => minutes.some((minute) => seconds.some((second) => inside(weekday * day + hour * 3600 + minute * 60 + second)))));
}

interface Schedule {
  readonly times: Times;
  /** Days on which it fires, counted from 1 January 1970, in order: all of the horizon, or a week of them when it fires daily. */
  readonly days: readonly number[];
}

const schedules = new Map<string, Schedule>();

function scheduleOf(line: string): Schedule {
  const known = schedules.get(line);
  if (known) return known;
  const { hour, minute, second, month, dayOfMonth, dayOfWeek } = CronExpressionParser.parse(line).fields;
  const numbers = (values: readonly (number | string)[]) => values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const months = new Set<unknown>(month.values);
  const monthDays = new Set<unknown>(dayOfMonth.values);
  const weekdays = new Set<unknown>(dayOfWeek.values);
  if (weekdays.has(7)) weekdays.add(0);
  const either = !dayOfMonth.isWildcard && !dayOfWeek.isWildcard;
  const fires = (index: number) => {
    const date = new Date(index * day * 1000);
    const onDay = monthDays.has(date.getUTCDate());
    const onWeekday = weekdays.has(date.getUTCDay());
    return months.has(date.getUTCMonth() + 1) && (either ? onDay || onWeekday : onDay && onWeekday);
  };
  const daily = month.isWildcard && dayOfMonth.isWildcard && dayOfWeek.isWildcard;
  const schedule = {
    times: { hours: numbers(hour.values), minutes: numbers(minute.values), seconds: numbers(second.values) },
    days: Array.from({ length: daily ? 7 : horizonDays }, (_, index) => index).filter(fires),
  };
  schedules.set(line, schedule);
  return schedule;
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
