import type { Decision } from '../derive/decisions.ts';
import { basis, demanded, isolationLevel, leastNumber, type Rule } from '../derive/law.ts';
import { activeDecisions } from '../derive/placements.ts';
import { counts, distanceKm, siteOf } from '../derive/sites.ts';
import type { Estate } from '../estate.ts';
import { missingFact, type About, type Check } from './check.ts';

/** Where a second site is asked for there is one that counts, far enough away. An unknown place or a planned site never passes. */
export const secondSite: Check = {
  code: 'second-site',
  severity: 'error',
  title: { en: 'No second site that counts, or too near', vi: 'Chưa có trung tâm thứ hai hợp lệ, hoặc quá gần' },
  run: ({ estate, report }) => activeDecisions(estate).flatMap((decision) => {
    const question = { regime: decision.system.data.regime, level: isolationLevel(decision), overlays: ['second-site'] };
    const { rule, unread, unreadSource } = demanded(estate, { ...question, key: 'second_site_required' });
    const about = rule ? problem(estate, decision, rule, leastNumber(estate, { ...question, key: 'second_site_distance_km_min' }).rule)
      : unread ? { severity: 'warning' as const, status: 'unknown' as const, message: { en: `whether ${decision.system.key} needs a second site is unknown: ${unreadSource} was not read`, vi: `chưa rõ ${decision.system.key} có phải có trung tâm thứ hai không: chưa đọc được ${unreadSource}` }, hint: { en: 'read the text and fill in second_site_required', vi: 'đọc văn bản và bổ sung second_site_required' } }
      : undefined;
    return about ? [report(decision.grant, `${decision.placementPointer}/dr`, about)] : [];
  }),
};

const anotherSite = { en: 'place the second cluster at a site that counts and is far enough away', vi: 'đặt cụm thứ hai tại một trung tâm hợp lệ và đủ xa' };

function problem(estate: Estate, { system: { key }, placement, level, critical, state }: Decision, rule: Rule, distance: Rule<number> | undefined): About | undefined {
  const what = critical && level < 5 ? { en: 'critical system', vi: 'hệ thống quan trọng' } : { en: `level ${level}`, vi: `cấp độ ${level}` };
  const missing = (en: string, vi: string): About => ({ ...missingFact(state), status: 'fail', hint: anotherSite,
    message: { en: `${key} needs a second site (${what.en}; ${basis(rule).en}), ${en}`, vi: `${key} phải có trung tâm thứ hai (${what.vi}; ${basis(rule).vi}), ${vi}` } });
  const planned = (id: string) => missing(`but ${id} is only planned and does not count`, `nhưng ${id} mới chỉ được quy hoạch nên không được tính`);
  if (placement.dr === null) {
    const meant = estate.sites.get(placement.drSite ?? '');
    if (!meant) return missing('and none is named', 'nhưng chưa nêu trung tâm nào');
    return counts(meant.data) ? missing(`and no cluster stands at ${meant.id} for it`, `nhưng tại ${meant.id} chưa có cụm cho hệ thống`) : planned(meant.id);
  }
  const [first, second] = [siteOf(estate, placement.cluster), siteOf(estate, placement.dr)];
  if (!first || !second || first === second) return undefined;
  const uncounted = [first, second].find(({ data }) => !counts(data));
  if (uncounted) return planned(uncounted.id);
  if (!distance) return undefined;
  const apart = distanceKm(first.data, second.data);
  const least = { en: `at least ${distance.value} km (${basis(distance).en})`, vi: `tối thiểu ${distance.value} km (${basis(distance).vi})` };
  if (apart === undefined) {
    return { ...missingFact(state), message: { en: `${key} needs ${least.en} between its sites; the distance of ${first.id} and ${second.id} is unknown`, vi: `hai trung tâm của ${key} phải cách nhau ${least.vi}; chưa rõ khoảng cách giữa ${first.id} và ${second.id}` },
      hint: { en: 'fill in the place of the sites from a source', vi: 'bổ sung địa điểm của các trung tâm kèm nguồn' } };
  }
  return apart >= distance.value ? undefined : { hint: anotherSite, message: { en: `${key} needs ${least.en} between its sites; ${first.id} and ${second.id} are ${apart.toFixed(1)} km apart`, vi: `hai trung tâm của ${key} phải cách nhau ${least.vi}; ${first.id} và ${second.id} cách nhau ${apart.toFixed(1)} km` } };
}
