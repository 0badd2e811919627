import { basis, overlayNumber } from '../derive/law.ts';
import { counts, distinct } from '../derive/sites.ts';
import type { Check } from './check.ts';

/** Every center, national or regional, reaches the specialized data network by fibre channels on different physical directions. */
export const uplinkChannels: Check = {
  code: 'uplink-channels',
  severity: 'error',
  title: { en: 'Too few channels to the specialized data network', vi: 'Thiếu kênh kết nối mạng truyền số liệu chuyên dùng' },
  run({ estate, report }) {
    const channels = overlayNumber(estate, 'data-center', 'tslcd_channels_min');
    const directions = overlayNumber(estate, 'data-center', 'tslcd_directions_min');
    return [...estate.sites.values()].filter(({ data }) => counts(data)).flatMap((site) => {
      if (!channels.rule || !directions.rule) {
        return [report(site, '/uplinks', { severity: 'warning', status: 'unknown',
          message: { en: `how many channels ${site.id} needs is unknown: ${channels.unreadSource ?? directions.unreadSource} is missing`, vi: `chưa rõ ${site.id} cần bao nhiêu kênh: thiếu ${channels.unreadSource ?? directions.unreadSource}` },
          hint: { en: 'add the overlay from Circular 06/2026', vi: 'bổ sung overlay theo Thông tư 06/2026' } })];
      }
      const fibre = site.data.uplinks.filter(({ kind, medium }) => kind === 'tslcd' && medium === 'fibre');
      const ways = distinct(fibre.map(({ direction }) => direction));
      if (site.data.uplinks.length > 0 && fibre.length >= channels.rule.value && ways >= directions.rule.value) return [];
      const need = { en: `${channels.rule.value} fibre channels of the specialized data network on ${directions.rule.value} directions (${basis(channels.rule).en})`, vi: `${channels.rule.value} kênh cáp quang mạng truyền số liệu chuyên dùng theo ${directions.rule.value} hướng (${basis(channels.rule).vi})` };
      const hint = { en: 'describe a channel on another physical direction', vi: 'khai báo thêm kênh theo hướng vật lý khác' };
      return [site.data.uplinks.length === 0
        ? report(site, '/uplinks', { severity: 'warning', status: 'unknown', hint, message: { en: `${site.id} needs ${need.en}; no uplink is described`, vi: `${site.id} cần ${need.vi}; chưa khai báo kênh nào` } })
        : report(site, '/uplinks', { hint, message: { en: `${site.id} needs ${need.en}; described are ${fibre.length} on ${ways}`, vi: `${site.id} cần ${need.vi}; hiện khai báo ${fibre.length} kênh, ${ways} hướng` } })];
    });
  },
};
