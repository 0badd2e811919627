import { basis, mostNumber } from '../derive/law.ts';
import { levelOf, systemOf } from '../derive/placements.ts';
import { parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

/** Restores are tested at least as often as the level asks. */
export const drillInterval: Check = {
  code: 'drill-interval',
  severity: 'error',
  title: { en: 'Restore drills are rarer than the level asks', vi: 'Diễn tập khôi phục thưa hơn yêu cầu của cấp độ' },
  run: ({ estate, report }) => [...estate.databases.values()].flatMap((database) => {
    const system = systemOf(estate, database);
    if (!system) return [];
    const { level } = levelOf(estate, system);
    const { interval } = database.data.drill;
    const { rule, unread, unreadSource } = mostNumber(estate, { regime: system.data.regime, level, key: 'restore_test_interval_months' });
    if (rule && parseSeconds(interval)! > parseSeconds(`${rule.value} months`)!) {
      return [report(database, '/drill/interval', {
        message: { en: `restore drills every ${interval}; level ${level} asks for one every ${rule.value} months (${basis(rule).en})`, vi: `diễn tập khôi phục mỗi ${interval}; cấp độ ${level} yêu cầu mỗi ${rule.value} tháng (${basis(rule).vi})` },
        hint: { en: `set ${rule.value} months or less; a month counts 30 days`, vi: `đặt không quá ${rule.value} months; một tháng tính 30 ngày` } })];
    }
    return !unread ? [] : [report(database, '/drill/interval', { severity: 'warning', status: 'unknown',
      message: { en: `how often level ${level} of ${system.data.regime} asks for a restore test is unknown: ${unreadSource}`, vi: `chưa rõ cấp độ ${level} theo ${system.data.regime} yêu cầu thử khôi phục bao lâu một lần: ${unreadSource}` },
      hint: { en: 'read the text and fill in restore_test_interval_months', vi: 'đọc văn bản và bổ sung restore_test_interval_months' } })];
  }),
};
