import { databasesOf } from '../derive/decisions.ts';
import { basis, leastNumber } from '../derive/law.ts';
import { levelOf } from '../derive/placements.ts';
import { parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

/** Logs are kept as long as the strictest rule asks: that of the level, of online services, of core and important data. */
export const logRetention: Check = {
  code: 'log-retention',
  severity: 'error',
  title: { en: 'Logs are kept for too short a time', vi: 'Thời gian lưu nhật ký quá ngắn' },
  run: ({ estate, report }) => [...estate.systems.values()].flatMap((system) => {
    const { level } = levelOf(estate, system);
    const { retention } = system.data.logs;
    const weighty = databasesOf(estate, system.key).some(({ data }) => data.classification.data !== 'ordinary');
    const question = { regime: system.data.regime, level };
    const ofLevel = leastNumber(estate, { ...question, key: 'log_retention_months_min', overlays: system.data.onlineService ? ['online-service-provider'] : [] });
    const ofData = leastNumber(estate, { ...question, key: 'data_processing_log_months_min', overlays: weighty ? ['core-or-important-data'] : [] }).rule;
    const rule = [ofLevel.rule, ofData].reduce((best, next) => (next && (!best || next.value > best.value) ? next : best));
    if (rule && parseSeconds(retention)! < parseSeconds(`${rule.value} months`)!) {
      return [report(system, '/logs/retention', {
        message: { en: `logs are kept for ${retention}; ${system.key} (level ${level}) needs ${rule.value} months (${basis(rule).en})`, vi: `nhật ký được lưu ${retention}; ${system.key} (cấp độ ${level}) phải lưu ${rule.value} tháng (${basis(rule).vi})` },
        hint: { en: `set ${rule.value} months or more`, vi: `đặt từ ${rule.value} months trở lên` } })];
    }
    return !ofLevel.unread ? [] : [report(system, '/logs/retention', { severity: 'warning', status: 'unknown',
      message: { en: `how long level ${level} of ${system.data.regime} keeps logs is unknown: ${ofLevel.unreadSource}`, vi: `chưa rõ cấp độ ${level} theo ${system.data.regime} phải lưu nhật ký bao lâu: ${ofLevel.unreadSource}` },
      hint: { en: 'read the text and fill in log_retention_months_min', vi: 'đọc văn bản và bổ sung log_retention_months_min' } })];
  }),
};
