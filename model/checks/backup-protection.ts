import { basis, demanded, overlayNumber, word } from '../derive/law.ts';
import { levelOf, systemOf } from '../derive/placements.ts';
import { parseSeconds } from '../units.ts';
import type { About, Check } from './check.ts';

/** Backups of the levels that ask for it are locked, in the mode nobody can shorten, and the promised window is long enough to notice an attack. Own choices, kept as data. */
export const backupProtection: Check = {
  code: 'backup-protection',
  severity: 'error',
  title: { en: 'Backups are not protected as the level asks', vi: 'Bản sao lưu chưa được bảo vệ theo cấp độ' },
  run: ({ estate, report }) => [...estate.databases.values()].flatMap((database) => {
    const system = systemOf(estate, database);
    if (!system) return [];
    const { level } = levelOf(estate, system);
    const { lock, window } = database.data.backup;
    const question = { regime: system.data.regime, level, overlays: ['backup-lock', 'backup-window'] };
    const required = demanded(estate, { ...question, key: 'backup_lock_required' }).rule;
    const mode = word(estate, { ...question, key: 'backup_lock_mode' }).rule;
    const least = overlayNumber(estate, 'backup-window', 'backup_window_days_min', level).rule;
    const found: [string, About][] = [];
    if (!lock && required) {
      found.push(['/backup/lock', { message: { en: `level ${level} asks for object lock (${basis(required).en}), and there is none`, vi: `cấp độ ${level} yêu cầu khóa đối tượng (${basis(required).vi}), nhưng chưa có` },
        hint: { en: 'add lock with a mode and a duration', vi: 'bổ sung lock với mode và duration' } }]);
    }
    if (lock && mode && lock.mode !== mode.value) {
      found.push(['/backup/lock/mode', { message: { en: `level ${level} asks for lock mode ${mode.value} (${basis(mode).en}), found ${lock.mode}, which a privileged key can shorten`, vi: `cấp độ ${level} yêu cầu chế độ khóa ${mode.value} (${basis(mode).vi}), hiện là ${lock.mode}, khóa có đặc quyền rút ngắn được` },
        hint: { en: `set mode to ${mode.value}`, vi: `đặt mode là ${mode.value}` } }]);
    }
    if (least && parseSeconds(window)! < least.value * 86_400) {
      found.push(['/backup/window', { message: { en: `a window of ${window} is below ${least.value} days (${basis(least).en})`, vi: `khoảng khôi phục ${window} ngắn hơn ${least.value} ngày (${basis(least).vi})` },
        hint: { en: `promise at least ${least.value} days, and lengthen lock and retention with it`, vi: `cam kết ít nhất ${least.value} ngày, đồng thời tăng thời gian khóa và thời gian giữ` } }]);
    }
    return found.map(([pointer, about]) => report(database, pointer, about));
  }),
};
