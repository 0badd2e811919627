import { parseSeconds } from '../units.ts';
import type { Database } from '../schema/database.ts';
import type { About, Check } from './check.ts';

/**
 * R + (1+m)·B + d + e ≤ L ≤ W. Left: a restore to any point of the promised window stays possible after an attack that deletes all it can.
 * Right: the deletion by retention is never refused by a lock. Tried in shared facts: with L = W = R many targets cannot be restored.
 */
export const backupLockWindow: Check = {
  code: 'backup-lock-window',
  severity: 'error',
  title: { en: 'Lock, retention and window do not fit together', vi: 'Thời gian khóa, thời gian giữ và khoảng khôi phục không khớp' },
  run: ({ estate, report }) => [...estate.databases.values()].flatMap((database) => problems(database.data.backup).map(({ pointer, ...about }) => report(database, pointer, about))),
};

function problems({ base, walArchiveTimeout, window, retention, lock, slack }: Database['backup']): (About & { pointer: string })[] {
  const found: (About & { pointer: string })[] = [];
  const backups = 1 + base.missedTolerated;
  const need = parseSeconds(window)! + backups * parseSeconds(base.interval)! + parseSeconds(base.duration)! + parseSeconds(slack)!;
  const sum = { en: `window ${window} + ${backups} × interval ${base.interval} + duration ${base.duration} + slack ${slack} = ${spell(need)}`, vi: `window ${window} + ${backups} × interval ${base.interval} + duration ${base.duration} + slack ${slack} = ${spell(need)}` };
  if (parseSeconds(slack)! < parseSeconds(walArchiveTimeout)!) {
    found.push({ pointer: '/backup/slack', message: { en: `a slack of ${slack} is below walArchiveTimeout (${walArchiveTimeout}), after which the last segment is written`, vi: `slack ${slack} ngắn hơn walArchiveTimeout (${walArchiveTimeout}), thời điểm đoạn cuối được ghi` },
      hint: { en: 'add walArchiveTimeout and the clock skew', vi: 'lấy walArchiveTimeout cộng với lệch đồng hồ' } });
  }
  if (lock && parseSeconds(lock.duration)! < need) {
    found.push({ pointer: '/backup/lock/duration', message: { en: `objects are locked for ${lock.duration}, but a restore to any point needs ${sum.en}`, vi: `đối tượng được khóa ${lock.duration}, nhưng khôi phục về mọi thời điểm cần ${sum.vi}` },
      hint: { en: `lock for at least ${wholeDays(need)} days`, vi: `khóa ít nhất ${wholeDays(need)} days` } });
  }
  if (!lock && parseSeconds(retention)! < need) {
    found.push({ pointer: '/backup/retention', message: { en: `copies are kept for ${retention}, but a restore to any point needs ${sum.en}`, vi: `bản sao được giữ ${retention}, nhưng khôi phục về mọi thời điểm cần ${sum.vi}` },
      hint: { en: `keep them for at least ${wholeDays(need)} days`, vi: `giữ ít nhất ${wholeDays(need)} days` } });
  }
  if (lock && parseSeconds(lock.duration)! > parseSeconds(retention)!) {
    found.push({ pointer: '/backup/retention', message: { en: `objects are locked for ${lock.duration}, longer than the retention of ${retention}: deletions would be refused`, vi: `đối tượng được khóa ${lock.duration}, dài hơn thời gian giữ ${retention}: lệnh xóa sẽ bị từ chối` },
      hint: { en: `set retention to at least ${lock.duration}`, vi: `đặt retention ít nhất ${lock.duration}` } });
  }
  return found;
}

/** `9 d 2 h 15 min`, so that a reader can add it up. */
function spell(seconds: number): string {
  const parts = [[Math.floor(seconds / 86_400), 'd'], [Math.floor((seconds % 86_400) / 3600), 'h'], [Math.floor((seconds % 3600) / 60), 'min'], [seconds % 60, 's']] as const;
  return parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`).join(' ');
}

function wholeDays(seconds: number): number {
  return Math.ceil(seconds / 86_400);
}
