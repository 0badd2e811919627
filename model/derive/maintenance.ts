/** When people may interrupt a database for a moment: a weekly window in Viet Nam's time, which knows no summer time. */
import { CronExpressionParser } from 'cron-parser';
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { weekdays, type Maintenance } from '../schema/scalars.ts';
import { parseSeconds } from '../units.ts';

const zone = 'Asia/Ho_Chi_Minh';
const daySeconds = 86_400;
const weekSeconds = 7 * daySeconds;

/** Window of a database: its own, or the platform's. */
export function maintenanceOf(estate: Estate, database: Entry<'database'>): Maintenance {
  return database.data.maintenance ?? estate.platform.maintenance;
}

/** `sunday 01:00 4h Asia/Ho_Chi_Minh`. */
export function windowText({ weekday, start, duration }: Maintenance): string {
  return `${weekday} ${start} ${duration} ${zone}`;
}

/** Firings that are looked at: five weeks of a schedule that fires hourly. */
const most = 840;

/**
 * Does a schedule fire inside a window?
 * @param schedule six cron fields, UTC; the catalog's schema has accepted it
 */
export function firesInside(schedule: string, window: Maintenance): boolean {
  const [hours, minutes] = window.start.split(':').map(Number) as [number, number];
  const from = weekdays.indexOf(window.weekday) * daySeconds + hours * 3600 + minutes * 60;
  const length = parseSeconds(window.duration) ?? 0;
  const firings = CronExpressionParser.parse(schedule, { tz: 'UTC', currentDate: '2026-01-01T00:00:00Z' });
  const until = Date.parse('2026-02-05T00:00:00Z');
  for (let count = 0; count < most && firings.hasNext(); count += 1) {
    const time = firings.next().getTime();
    if (time > until && count > 0) return false;
    if ((secondOfWeek(time) - from + weekSeconds) % weekSeconds < length) return true;
  }
  return false;
}

/** Seconds since Monday 00:00 in Viet Nam. */
function secondOfWeek(time: number): number {
  const local = time / 1000 + 7 * 3600;
  // 1 January 1970 was a Thursday.
  return (local + 3 * daySeconds) % weekSeconds;
}
