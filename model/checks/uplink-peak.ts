import { basis, overlayNumber } from '../derive/law.ts';
import { counts } from '../derive/sites.ts';
import type { Check } from './check.ts';

/** Peak use of a channel stays under the share that the rule for the network allows; what was never measured is unknown, never fine. */
export const uplinkPeak: Check = {
  code: 'uplink-peak',
  severity: 'error',
  title: { en: 'A channel is too full, or nobody measured it', vi: 'Kênh truyền quá tải hoặc chưa được đo' },
  run({ estate, report }) {
    const most = overlayNumber(estate, 'data-center', 'uplink_peak_percent_max').rule;
    return [...estate.sites.values()].filter(({ data }) => counts(data)).flatMap((site) => {
      const full = site.data.uplinks.flatMap(({ id, peakPercent }, index) => (most && peakPercent !== null && peakPercent > most.value ? [report(site, `/uplinks/${index}/peakPercent`, {
        message: { en: `peak use of ${id} is ${peakPercent} % of its capacity, above ${most.value} % (${basis(most).en})`, vi: `mức sử dụng cao điểm của ${id} là ${peakPercent} % dung lượng, vượt ${most.value} % (${basis(most).vi})` },
        hint: { en: 'widen the channel or add one', vi: 'nâng dung lượng hoặc bổ sung kênh' } })] : []));
      const unmeasured = site.data.uplinks.filter(({ peakPercent }) => !most || peakPercent === null).map(({ id }) => id);
      return unmeasured.length === 0 ? full : [...full, report(site, '/uplinks', { severity: 'warning', status: 'unknown',
        message: most ? { en: `peak use of ${unmeasured.join(', ')} was not measured; at most ${most.value} % is allowed (${basis(most).en})`, vi: `chưa đo mức sử dụng cao điểm của ${unmeasured.join(', ')}; tối đa ${most.value} % (${basis(most).vi})` }
          : { en: `which peak use of ${unmeasured.join(', ')} is allowed is unknown: no overlay data-center, uplink_peak_percent_max`, vi: `chưa rõ mức sử dụng cao điểm cho phép của ${unmeasured.join(', ')}: thiếu overlay data-center, uplink_peak_percent_max` },
        hint: { en: 'fill in peakPercent: the 95th percentile of 5-minute samples over 7 days', vi: 'bổ sung peakPercent: bách phân vị 95 của các mẫu 5 phút trong 7 ngày' } })];
    });
  },
};
