/** The day the catalog speaks of should follow the calendar. The caller names the day; no check reads the clock. */
import { parseDay } from '../units.ts';
import type { Check } from './check.ts';

export const effectiveDateLag: Check = {
  code: 'effective-date-lag',
  severity: 'warning',
  title: { en: 'The effective date lags the calendar', vi: 'Ngày hiệu lực chậm so với lịch' },
  run({ estate, report, today }) {
    if (today === undefined) return [];
    const { effectiveDate, warnings } = estate.platform;
    const lag = parseDay(today)! - parseDay(effectiveDate)!;
    return lag <= warnings.lagDays ? [] : [report('platform.yaml', '/effectiveDate', {
      value: effectiveDate,
      message: { en: `the effective date ${effectiveDate} lags ${today} by ${lag} days; at most ${warnings.lagDays} are meant`, vi: `ngày hiệu lực ${effectiveDate} chậm ${lag} ngày so với ${today}; tối đa ${warnings.lagDays} ngày` },
      hint: { en: `set it to ${today} and review what changes`, vi: `đặt thành ${today} và xem lại những thay đổi kéo theo` },
    })];
  },
};
