import { foreignCronSyntax, longestGap } from '../derive/cron.ts';
import { formatSeconds, parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

/** The schedule fires at least as often as the interval says, in words that the operator reads too. */
export const backupSchedule: Check = {
  code: 'backup-schedule',
  severity: 'error',
  title: { en: 'The schedule runs base backups too rarely', vi: 'Lịch sao lưu thưa hơn khoảng cách đã nêu' },
  run: ({ estate, report }) => [...estate.databases.values()].flatMap((database) => {
    const { interval, schedule, duration } = database.data.backup.base;
    const foreign = foreignCronSyntax(schedule);
    if (foreign) {
      return [report(database, '/backup/base/schedule', {
        message: { en: `the operator does not read ${foreign} in a schedule`, vi: `operator không hiểu ${foreign} trong lịch` },
        hint: { en: 'write days as numbers, lists, ranges or steps', vi: 'ghi ngày bằng số, danh sách, khoảng hoặc bước' } })];
    }
    const gap = longestGap(schedule);
    const shown = gap === Infinity ? { en: 'once or never', vi: 'một lần hoặc không bao giờ' } : { en: `${formatSeconds(gap)} apart`, vi: `cách nhau ${formatSeconds(gap)}` };
    if (gap > parseSeconds(interval)!) {
      return [report(database, '/backup/base/schedule', {
        message: { en: `the schedule fires up to ${shown.en}, but interval promises a base backup every ${interval}`, vi: `lịch chạy ${shown.vi}, nhưng interval cam kết sao lưu đầy đủ mỗi ${interval}` },
        hint: { en: 'run it more often, or state the longer interval and widen the lock and the retention with it', vi: 'chạy thường xuyên hơn, hoặc nêu khoảng cách dài hơn và tăng thời gian khóa, thời gian giữ theo' } })];
    }
    return parseSeconds(duration)! < parseSeconds(interval)! ? [] : [report(database, '/backup/base/duration', {
      message: { en: `a base backup may take ${duration}, no less than the interval of ${interval}: the next one starts before it ends`, vi: `một lần sao lưu đầy đủ có thể kéo dài ${duration}, không ngắn hơn khoảng cách ${interval}: lần sau bắt đầu khi lần trước chưa xong` },
      hint: { en: 'lengthen the interval, or split the database', vi: 'kéo dài khoảng cách, hoặc tách cơ sở dữ liệu' } })];
  }),
};
