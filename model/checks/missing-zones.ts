import { levelOf } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** A system is built with the zones that its regime and level ask for; zones that lie outside the center are not its to build. */
export const missingZones: Check = {
  code: 'missing-zones',
  severity: 'error',
  title: { en: 'A network zone that law asks for is missing', vi: 'Thiếu vùng mạng theo quy định' },
  run({ estate, report }) {
    const { subzones, required, outside } = estate.law.zones;
    return [...estate.systems.values()].flatMap((system) => {
      const { level } = levelOf(estate, system);
      const rule = required.find((row) => row.regime === system.data.regime && row.level === level);
      if (!rule) {
        return [report(system, '/subzones', { severity: 'warning', status: 'unknown',
          message: { en: `no row of law/zones.yaml says which zones level ${level} needs under ${system.data.regime}`, vi: `law/zones.yaml chưa có dòng nào nêu các vùng mạng của cấp độ ${level} theo ${system.data.regime}` },
          hint: { en: 'add the row from the text of the law', vi: 'bổ sung theo văn bản quy định' } })];
      }
      const built = new Set(subzones.filter(({ id }) => system.data.subzones.includes(id)).map(({ lawZone }) => lawZone));
      const missing = (rule.lawZones ?? []).filter((zone) => !built.has(zone) && !outside.some(({ lawZone }) => lawZone === zone));
      const candidates = missing.flatMap((zone) => subzones.filter(({ lawZone }) => lawZone === zone).map(({ id }) => id));
      return missing.length === 0 ? [] : [report(system, '/subzones', {
        message: { en: `${system.key} (level ${level}) lacks the zones ${missing.join(', ')} (${rule.source})`, vi: `${system.key} (cấp độ ${level}) thiếu các vùng ${missing.join(', ')} (${rule.source})` },
        hint: { en: `add ${candidates.join(', ') || 'a sub-zone for each'} to subzones`, vi: `bổ sung ${candidates.join(', ') || 'vùng con tương ứng'} vào subzones` } })];
    });
  },
};
