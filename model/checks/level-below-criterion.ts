import { criteriaMet } from '../derive/criteria.ts';
import type { Check } from './check.ts';

/** The highest level that any criterion gives is the level of the system (Decree 331/2026 Art. 8.2); an unknown number of people is never read as few. */
export const levelBelowCriterion: Check = {
  code: 'level-below-criterion',
  severity: 'error',
  title: { en: 'The requested level is below what a criterion gives', vi: 'Cấp độ đề xuất thấp hơn tiêu chí' },
  run({ estate, report }) {
    return [...estate.systems.values()].flatMap((system) => {
      const { requested, criterion: stated } = system.data.level;
      const named = estate.law.criteria.find(({ id }) => id === stated);
      const findings = named && named.level > requested ? [report(system, '/level/requested', {
        message: { en: `level ${requested} is requested, but the stated criterion ${named.id} gives level ${named.level} (${named.source})`, vi: `đề xuất cấp độ ${requested}, nhưng tiêu chí ${named.id} xác định cấp độ ${named.level} (${named.source})` },
        hint: { en: `request level ${named.level}, or state the criterion that gives level ${requested}`, vi: `đề xuất cấp độ ${named.level}, hoặc nêu tiêu chí xác định cấp độ ${requested}` } })] : [];
      for (const { criterion, sure, why } of criteriaMet(estate, system)) {
        if (criterion.level <= requested || criterion.id === stated) continue;
        findings.push(report(system, '/level/requested', sure ? {
          message: { en: `level ${requested} is requested, but ${why.en}: criterion ${criterion.id} gives level ${criterion.level} (${criterion.source})`, vi: `đề xuất cấp độ ${requested}, nhưng ${why.vi}: tiêu chí ${criterion.id} xác định cấp độ ${criterion.level} (${criterion.source})` },
          hint: { en: `request level ${criterion.level}`, vi: `đề xuất cấp độ ${criterion.level}` } }
          : { severity: 'warning', status: 'unknown',
            message: { en: `level ${requested} is requested; ${why.en}, so criterion ${criterion.id} may give level ${criterion.level} (${criterion.source})`, vi: `đề xuất cấp độ ${requested}; ${why.vi}, nên tiêu chí ${criterion.id} có thể xác định cấp độ ${criterion.level} (${criterion.source})` },
            hint: { en: 'state the number of people in personalData.people', vi: 'nêu số người trong personalData.people' } }));
      }
      return findings;
    });
  },
};
