import { basis, isolationLevel, leastNumber } from '../derive/law.ts';
import { mostAdvanced, runningAt } from '../derive/placements.ts';
import { counts, distinct } from '../derive/sites.ts';
import { missingFact, type Check } from './check.ts';

/** Failure domains fail one by one: each has a feed of its own, and the substations behind them differ where a level asks for it. */
export const powerFeeds: Check = {
  code: 'power-feeds',
  severity: 'error',
  title: { en: 'Failure domains share power', vi: 'Các miền lỗi dùng chung nguồn điện' },
  run: ({ estate, report }) => [...estate.sites.values()].filter(({ data }) => counts(data)).flatMap((site) => {
    const domains = site.data.failureDomains;
    const shared = domains.flatMap(({ id, powerFeed }, index) => {
      const first = domains.findIndex((other) => other.powerFeed === powerFeed);
      return first === index ? [] : [report(site, `/failureDomains/${index}/powerFeed`, {
        message: { en: `${id} takes its power from ${powerFeed}, like ${domains[first]!.id}: they are lost together`, vi: `${id} dùng nguồn ${powerFeed} như ${domains[first]!.id}: hai miền sẽ mất cùng lúc` },
        hint: { en: 'name another feed, or join the two to one failure domain', vi: 'nêu nguồn khác, hoặc gộp thành một miền lỗi' } })];
    });
    const asking = runningAt(estate, site.id).flatMap((decision) => {
      const { rule } = leastNumber(estate, { regime: decision.system.data.regime, level: isolationLevel(decision), key: 'power_feeds_from_separate_substations' });
      return rule ? [{ rule, decision }] : [];
    });
    const top = asking.sort((a, b) => b.rule.value - a.rule.value)[0];
    if (!top) return shared;
    const known = domains.flatMap(({ substation }) => substation ?? []);
    const substations = distinct(known);
    if (substations >= top.rule.value) return shared;
    const unknown = known.length < domains.length;
    return [...shared, report(site, '/failureDomains', { ...(unknown ? missingFact(mostAdvanced(asking.map(({ decision }) => decision.state))) : {}),
      message: unknown ? { en: `${asking.length} systems such as ${top.decision.system.key} need feeds from ${top.rule.value} substations at ${site.id} (${basis(top.rule).en}); the substations are not all known`, vi: `${asking.length} hệ thống như ${top.decision.system.key} cần nguồn từ ${top.rule.value} trạm biến áp tại ${site.id} (${basis(top.rule).vi}); chưa rõ hết các trạm` }
        : { en: `${asking.length} systems such as ${top.decision.system.key} need feeds from ${top.rule.value} substations at ${site.id} (${basis(top.rule).en}), found ${substations}`, vi: `${asking.length} hệ thống như ${top.decision.system.key} cần nguồn từ ${top.rule.value} trạm biến áp tại ${site.id} (${basis(top.rule).vi}), hiện có ${substations}` },
      hint: { en: 'fill in substation of each failure domain from the operator of the grid', vi: 'bổ sung substation của từng miền lỗi theo đơn vị điện lực' } })];
  }),
};
