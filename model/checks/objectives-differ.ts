import { databasesOf } from '../derive/decisions.ts';
import { parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

/** A system promises nothing that one of its databases does not promise too. */
export const objectivesDiffer: Check = {
  code: 'objectives-differ',
  severity: 'error',
  title: { en: 'The system promises more than its database', vi: 'Hệ thống cam kết cao hơn cơ sở dữ liệu của nó' },
  run: ({ estate, report }) => [...estate.systems.values()].flatMap((system) => databasesOf(estate, system.key).flatMap((database) => (['rpo', 'rto'] as const).flatMap((objective) => {
    const [promised, kept] = [system.data.objectives[objective], database.data.objectives[objective]];
    return parseSeconds(promised)! >= parseSeconds(kept)! ? [] : [report(system, `/objectives/${objective}`, {
      message: { en: `${system.key} promises an ${objective.toUpperCase()} of ${promised}, but its database ${database.id} promises ${kept}`, vi: `${system.key} cam kết ${objective.toUpperCase()} ${promised}, nhưng cơ sở dữ liệu ${database.id} chỉ cam kết ${kept}` },
      hint: { en: `promise ${kept} or more here, or tighten the database`, vi: `cam kết từ ${kept} trở lên, hoặc siết mục tiêu của cơ sở dữ liệu` } })];
  }))),
};
