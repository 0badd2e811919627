/** When people may interrupt a database for a moment: a weekly window in Viet Nam's time, which knows no summer time. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { weekdays, type Maintenance } from '../schema/scalars.ts';
import { parseSeconds } from '../units.ts';
import { firesInWeek } from './cron.ts';

const zone = 'Asia/Ho_Chi_Minh';
/** Seconds by which it is ahead of UTC. */
const offset = 7 * 3600;

/** Window of a database: its own, or the platform's. */
export function maintenanceOf(estate: Estate, database: Entry<'database'>): Maintenance {
  return database.data.maintenance ?? estate.platform.maintenance;
}

/** `sunday 01:00 4h Asia/Ho_Chi_Minh`. */
export function windowText({ weekday, start, duration }: Maintenance): string {
  return `${weekday} ${start} ${duration} ${zone}`;
}

/**
 * Does a schedule ever fire inside a window?
 * @param schedule six cron fields, UTC; the catalog's schema has accepted it
 */
export function firesInside(schedule: string, window: Maintenance): boolean {
  const [hours, minutes] = window.start.split(':').map(Number) as [number, number];
  const local = weekdays.indexOf(window.weekday) * 86_400 + hours * 3600 + minutes * 60;
  return firesInWeek(schedule, local - offset, parseSeconds(window.duration) ?? 0);
}
