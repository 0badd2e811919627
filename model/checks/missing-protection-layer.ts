import { feedsOf } from '../derive/feeds.ts';
import { proofOf, proofWords } from '../derive/evidence.ts';
import { basis, demanded, type Rule } from '../derive/law.ts';
import { needsEvidence } from '../derive/decisions.ts';
import { levelOf } from '../derive/placements.ts';
import type { Estate } from '../estate.ts';
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import type { ProtectionLayer } from '../schema/tenant.ts';
import { missingFact, type Check } from './check.ts';

const layers: readonly { key: ProtectionLayer; en: string; vi: string; evidence?: 'assessment' | 'monitoring' | 'link' }[] = [
  { key: 'onSiteForce', en: 'layer 1, on-site force', vi: 'lớp 1, lực lượng tại chỗ' },
  { key: 'professionalMonitoring', en: 'layer 2, professional monitoring', vi: 'lớp 2, giám sát, bảo vệ chuyên nghiệp', evidence: 'monitoring' },
  { key: 'independentAssessment', en: 'layer 3, independent assessment', vi: 'lớp 3, kiểm tra, đánh giá độc lập', evidence: 'assessment' },
  { key: 'nationalLink', en: 'layer 4, link to national monitoring', vi: 'lớp 4, kết nối giám sát quốc gia', evidence: 'link' },
];

/** Four-layer protection: who protects. The owner of a system of level 3 or more has every layer, with a named unit and evidence that still holds. */
export const missingProtectionLayer: Check = {
  code: 'missing-protection-layer',
  severity: 'error',
  title: { en: 'A layer of the four-layer protection is missing', vi: 'Thiếu lớp bảo vệ trong mô hình bảo vệ 4 lớp' },
  run: ({ estate, report }) => [...estate.tenants.values()].flatMap((tenant) => {
    const guarded = guardedSystems(estate, tenant);
    const first = guarded[0];
    if (!first) return [];
    const { state } = estate.grants.get(tenant.id)?.data ?? {};
    const found: Gap[] = layers.flatMap(({ key, evidence, ...name }) => {
      const layer = tenant.data.protection[key];
      const bad = !layer || !evidence ? [] : guarded.map(({ system }) => ({ id: system.id, state: proofOf(estate, evidence, system.key).state })).filter(({ state: proof }) => proof !== 'valid');
      const listed = (language: keyof Text) => (['none', 'failed', 'expired'] as const).flatMap((proof) => {
        const ids = bad.filter((one) => one.state === proof).map(({ id }) => id);
        return ids.length === 0 ? [] : [`${proofWords[proof][language]}: ${ids.join(', ')}`];
      }).join('; ');
      return [
        ...(layer ? [] : [{ kind: 'absent' as const, pointer: '/protection', en: `${name.en}: not described, though ${first.system.key} of level ${first.level} asks for it (${basis(first.rule).en})`, vi: `${name.vi}: chưa khai báo, dù ${first.system.key} cấp độ ${first.level} yêu cầu (${basis(first.rule).vi})` }]),
        ...(layer?.unit !== null ? [] : [{ kind: 'unit' as const, pointer: `/protection/${key}/unit`, en: `${name.en}: no unit is named`, vi: `${name.vi}: chưa chỉ định đơn vị` }]),
        ...(bad.length === 0 ? [] : [{ kind: 'evidence' as const, pointer: `/protection/${key}`, en: `${name.en}: no valid evidence of kind ${evidence} (${listed('en')})`, vi: `${name.vi}: không có minh chứng ${evidence} còn hiệu lực (${listed('vi')})` }]),
      ];
    });
    for (const { receiver, asked, endpoint } of feedsOf(estate, tenant)) {
      const layer = layers.find(({ key }) => key === receiver.layer)!;
      if (!asked || endpoint || !tenant.data.protection[receiver.layer]) continue;
      found.push({ kind: 'receiver', pointer: `/protection/${receiver.layer}`, en: `${layer.en}: no receiver of the feeds of logs is named, though ${asked.system.key} of level ${asked.level} asks for it (${basis(asked.rule).en})`, vi: `${layer.vi}: chưa nêu nơi nhận nhật ký, dù ${asked.system.key} cấp độ ${asked.level} yêu cầu (${basis(asked.rule).vi})` });
    }
    // While nothing runs, what is still to come stands in one line a kind; later each gap is an error at its own place.
    const gathered = state !== undefined && needsEvidence(state) ? found : [...found.filter(({ kind }) => kind === 'absent'), ...(['unit', 'receiver', 'evidence'] as const).flatMap((kind) => {
      const some = found.filter((gap) => gap.kind === kind);
      return some.length === 0 ? [] : [{ kind, pointer: '/protection', en: some.map(({ en }) => en).join('; '), vi: some.map(({ vi }) => vi).join('; ') }];
    })];
    return gathered.map(({ kind, pointer, en, vi }) => report(tenant, pointer, { ...(kind === 'absent' ? {} : missingFact(state)), message: { en, vi }, hint: hints[kind] }));
  }),
};

interface Gap extends Text {
  readonly kind: 'absent' | 'unit' | 'receiver' | 'evidence';
  readonly pointer: string;
}

const hints = {
  absent: { en: 'add the layer with the unit in charge, or unit: null while it is not named', vi: 'bổ sung lớp kèm đơn vị phụ trách, hoặc unit: null khi chưa chỉ định' },
  unit: { en: 'name the unit or the provider', vi: 'nêu tên đơn vị hoặc nhà cung cấp' },
  receiver: { en: 'describe the endpoint as a partner and name it in receiver', vi: 'khai báo địa chỉ nhận trong partners và nêu tên trong receiver' },
  evidence: { en: 'add the signed result below evidence/<system>; results of the lab do not count', vi: 'bổ sung kết quả đã ký trong evidence/<hệ thống>; kết quả phòng thử nghiệm không được tính' },
};

/** Systems of a tenant whose level asks for all four layers, the highest first. */
function guardedSystems(estate: Estate, tenant: Entry<'tenant'>): { system: Entry<'system'>; level: number; rule: Rule }[] {
  return [...estate.systems.values()].filter((system) => system.folderTenant === tenant.id).flatMap((system) => {
    const { level } = levelOf(estate, system);
    const { rule } = demanded(estate, { regime: system.data.regime, level, key: 'protection_layers_required', overlays: ['protection-layers'] });
    return rule ? [{ system, level, rule }] : [];
  }).sort((a, b) => b.level - a.level);
}
