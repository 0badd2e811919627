import { activeDecisions } from '../derive/placements.ts';
import { siteOf } from '../derive/sites.ts';
import { missingFact, type Check } from './check.ts';

/** The recovery cluster stands at another site: the one that the site of the first cluster names as its recovery partner. */
export const drPlacement: Check = {
  code: 'dr-placement',
  severity: 'error',
  title: { en: 'The recovery cluster stands at the wrong site', vi: 'Cụm dự phòng đặt sai trung tâm' },
  run: ({ estate, report }) => activeDecisions(estate).flatMap((decision) => {
    const { placement, system: { key } } = decision;
    const pointer = `${decision.placementPointer}/dr`;
    const first = siteOf(estate, placement.cluster);
    const second = placement.dr === null ? undefined : siteOf(estate, placement.dr);
    if (!first || !second) return [];
    if (first === second) {
      return [report(decision.grant, pointer, {
        message: { en: `${placement.dr} stands at ${first.id}, the site of ${placement.cluster}: ${key} would be lost with it`, vi: `${placement.dr} đặt tại ${first.id}, cùng trung tâm với ${placement.cluster}: ${key} sẽ mất theo trung tâm` },
        hint: { en: 'name a cluster at another site, or null', vi: 'chỉ định cụm ở trung tâm khác, hoặc để null' } })];
    }
    const partner = first.data.drPartner;
    return partner === second.id ? [] : [report(decision.grant, pointer, { ...missingFact(decision.state), status: 'fail',
      message: partner === null
        ? { en: `${key} recovers at ${second.id}, but ${first.id} names no recovery partner`, vi: `${key} được dự phòng tại ${second.id}, nhưng ${first.id} chưa nêu trung tâm dự phòng` }
        : { en: `${key} recovers at ${second.id}, but the recovery partner of ${first.id} is ${partner}`, vi: `${key} được dự phòng tại ${second.id}, nhưng trung tâm dự phòng của ${first.id} là ${partner}` },
      hint: { en: 'links, capacity and vault are planned for the partner: use it, or change drPartner', vi: 'kênh truyền, dung lượng và kho sao lưu được bố trí cho trung tâm dự phòng: hãy dùng trung tâm đó hoặc sửa drPartner' } })];
  }),
};
