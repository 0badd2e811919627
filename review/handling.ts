/** The handling class of a pack: that of the most sensitive system in it (design: Trust). Ours; never a marking under the law on state secrets. */
import { decide } from '../model/derive/decisions.ts';
import type { Estate } from '../model/estate.ts';
import { compareText, type Text } from '../model/finding.ts';
import { stateOf } from './holdings.ts';

export interface Handling {
  /** Highest security level of the systems in the pack, 1 to 5. */
  readonly level: number;
  /** Does the pack hold a system that is critical to national security: flagged in a grant, or of level 5. */
  readonly critical: boolean;
  /** Keys of the systems that give the class. */
  readonly systems: readonly string[];
  readonly names: Text;
  /** What it means for the reader. */
  readonly rule: Text;
}

/** @param only keys of the systems in the pack; all when absent. @returns undefined for a pack without systems */
export function handlingOf(estate: Estate, only?: ReadonlySet<string>): Handling | undefined {
  const systems = [...estate.systems.values()].filter(({ key }) => !only || only.has(key)).map((system) => {
    const state = stateOf(system, decide(estate, system.key));
    return { key: system.key, level: Math.max(state.level, system.data.level.requested), critical: state.critical || Math.max(state.level, system.data.level.requested) === 5 };
  });
  if (systems.length === 0) return undefined;
  const critical = systems.some((system) => system.critical);
  const level = Math.max(...systems.map((system) => system.level));
  const giving = systems.filter((system) => (critical ? system.critical : system.level === level)).map(({ key }) => key).sort(compareText);
  return {
    level, critical, systems: giving,
    names: critical
      ? { vi: `Cấp độ ${level}, có hệ thống quan trọng về an ninh quốc gia`, en: `Level ${level}, with systems critical to national security` }
      : { vi: `Cấp độ ${level}`, en: `Level ${level}` },
    rule: level >= 4 || critical
      ? { vi: 'Chỉ chuyển cho người có nhiệm vụ thẩm định; không đưa ra ngoài hệ thống nội bộ.', en: 'For those charged with the review only; keep it inside internal systems.' }
      : { vi: 'Tài liệu nội bộ; không công khai.', en: 'Internal; do not publish.' },
  };
}

/** Said wherever the class is shown. */
export const handlingNote: Text = {
  vi: 'Đây là mức xử lý theo cấp độ của hệ thống, không phải dấu độ mật theo pháp luật về bảo vệ bí mật nhà nước.',
  en: 'This class follows the security levels of the systems; it is not a marking under the law on state secrets.',
};
