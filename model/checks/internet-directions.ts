import { missingFact, type Check } from './check.ts';
import { basis, leastNumber } from '../derive/law.ts';
import { mostAdvanced, runningAt } from '../derive/placements.ts';
import { counts, distinct } from '../derive/sites.ts';

/** Where a system with an entry from the Internet asks for it, international traffic has several directions by different carriers of the country. */
export const internetDirections: Check = {
  code: 'internet-directions',
  severity: 'error',
  title: { en: 'Too few international Internet directions', vi: 'Thiếu hướng kết nối Internet quốc tế' },
  run: ({ estate, report }) => [...estate.sites.values()].filter(({ data }) => counts(data)).flatMap((site) => {
    const open = runningAt(estate, site.id).filter(({ system }) => system.data.entries.some(({ from }) => from === 'internet'));
    const asking = open.flatMap((decision) => {
      const { rule } = leastNumber(estate, { regime: decision.system.data.regime, level: decision.level, key: 'international_internet_directions_min' });
      return rule ? [{ decision, rule }] : [];
    });
    const strictest = asking.sort((a, b) => b.rule.value - a.rule.value)[0];
    if (!strictest) return [];
    const international = site.data.uplinks.filter(({ kind, international: abroad }) => kind === 'internet' && abroad);
    const directions = distinct(international.map(({ direction }) => direction));
    const carriers = distinct(international.map(({ carrier }) => carrier).filter((carrier) => estate.partners.get(carrier)?.data.kind === 'carrier'));
    const { rule, decision: { system } } = strictest;
    if (directions >= rule.value && carriers >= rule.value) return [];
    const need = { en: `${asking.length} systems such as ${system.key} are on the Internet at ${site.id} and need ${rule.value} international directions by different domestic carriers (${basis(rule).en})`, vi: `${asking.length} hệ thống như ${system.key} mở ra Internet tại ${site.id}, cần ${rule.value} hướng quốc tế của các nhà mạng trong nước khác nhau (${basis(rule).vi})` };
    return [report(site, '/uplinks', {
      ...(international.length === 0 ? missingFact(mostAdvanced(asking.map(({ decision }) => decision.state))) : {}),
      message: { en: `${need.en}; described are ${directions} directions by ${carriers} carriers`, vi: `${need.vi}; hiện khai báo ${directions} hướng của ${carriers} nhà mạng` },
      hint: { en: 'describe a channel of another carrier on another direction', vi: 'khai báo thêm kênh của nhà mạng khác theo hướng khác' } })];
  }),
};
