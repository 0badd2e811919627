/** What changes by itself within the horizon of the platform, so that nobody is surprised. */
import type { Finding } from '../finding.ts';
import { addDays } from '../units.ts';
import type { Check } from './check.ts';
import { periods } from './periods.ts';

export const endsSoon: Check = {
  code: 'ends-soon',
  severity: 'info',
  title: { en: 'Something ends within the horizon', vi: 'Sắp hết hạn' },
  run({ estate, report }) {
    const horizon = addDays(estate.asOf, estate.platform.warnings.horizonDays);
    const ending = periods(estate).flatMap(({ entry, name, until }): Finding[] => (!until || until.day < estate.asOf || until.day > horizon ? [] : [report(entry, until.pointer, {
      message: { en: `${name.en} ends on ${until.day}`, vi: `${name.vi} hết hạn ngày ${until.day}` },
      hint: { en: 'extend it in time, or plan for its end', vi: 'gia hạn kịp thời, hoặc chuẩn bị cho việc kết thúc' },
    })]));
    const support = estate.support.sets.flatMap(({ id, until }, index): Finding[] => (until === null || until < estate.asOf || until > horizon ? [] : [report('support.yaml', `/sets/${index}/until`, {
      value: until,
      message: { en: `the support of the set ${id} ends on ${until}`, vi: `bộ phiên bản ${id} hết hỗ trợ ngày ${until}` },
      hint: { en: 'plan the upgrade of the clusters that run it', vi: 'lập kế hoạch nâng cấp các cụm đang dùng' },
    })]));
    return [...ending, ...support];
  },
};

export const startsSoon: Check = {
  code: 'starts-soon',
  severity: 'info',
  title: { en: 'Something comes into force within the horizon', vi: 'Sắp có hiệu lực' },
  run({ estate, report }) {
    const horizon = addDays(estate.asOf, estate.platform.warnings.horizonDays);
    return periods(estate).flatMap(({ entry, what, name, from }): Finding[] => (!from || what === 'evidence' || from.day <= estate.asOf || from.day > horizon ? [] : [report(entry, from.pointer, {
      message: { en: `${name.en} comes into force on ${from.day}`, vi: `${name.vi} có hiệu lực từ ngày ${from.day}` },
      hint: { en: 'nothing to do: it opens by itself on that day', vi: 'không cần làm gì: tự có hiệu lực vào ngày đó' },
    })]));
  },
};
