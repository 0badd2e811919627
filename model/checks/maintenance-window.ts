import { maintenanceOf, firesInside, windowText } from '../derive/maintenance.ts';
import { parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

const mostSeconds = 86_400;

/** A window is at most a day, and no base backup starts in it: a switch of the primary would break it off. */
export const maintenanceWindow: Check = {
  code: 'maintenance-window',
  severity: 'error',
  title: { en: 'A maintenance window does not fit', vi: 'Khung giờ bảo trì không phù hợp' },
  run: ({ estate, report }) => [...estate.databases.values()].flatMap((database) => {
    const window = maintenanceOf(estate, database);
    const { schedule } = database.data.backup.base;
    const long = database.data.maintenance && parseSeconds(window.duration)! > mostSeconds ? [report(database, '/maintenance/duration', {
      message: { en: `a window of ${window.duration} is longer than a day`, vi: `khung giờ ${window.duration} dài hơn một ngày` },
      hint: { en: 'name the hours in which people really work on it', vi: 'ghi đúng số giờ thực sự bảo trì' } })] : [];
    return [...long, ...(firesInside(schedule, window) ? [report(database, '/backup/base/schedule', { severity: 'warning',
      message: { en: `base backups by ${schedule} (UTC) start inside the maintenance window ${windowText(window)}`, vi: `sao lưu đầy đủ theo lịch ${schedule} (UTC) bắt đầu trong khung giờ bảo trì ${windowText(window)}` },
      hint: { en: 'move the schedule or the window', vi: 'dời lịch sao lưu hoặc khung giờ bảo trì' } })] : [])];
  }),
};
