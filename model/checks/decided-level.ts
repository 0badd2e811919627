import { activeDecisions } from '../derive/placements.ts';
import { demanded } from '../derive/law.ts';
import { databasesOf } from '../derive/decisions.ts';
import { levelOf } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** The decided level is not below the request, not below the floor of a database, and carries the flag that law ties to it. */
export const decidedLevel: Check = {
  code: 'decided-level',
  severity: 'error',
  title: { en: 'The level is too low for the request or the data', vi: 'Cấp độ thấp hơn đề xuất hoặc thấp hơn mức của dữ liệu' },
  run({ estate, report }) {
    const decided = activeDecisions(estate).flatMap((decision) => {
      const { system, level, critical, grant, index } = decision;
      const { requested } = system.data.level;
      const flag = demanded(estate, { regime: system.data.regime, level, key: 'critical_to_national_security' }).rule;
      return [
        ...(level >= requested ? [] : [report(grant, `/systems/${index}/level`, {
          message: { en: `${system.key} is decided at level ${level}, below level ${requested} that it requests`, vi: `${system.key} được quyết định cấp độ ${level}, thấp hơn cấp độ ${requested} đã đề xuất` },
          hint: { en: 'decide the requested level, or ask the owner to change the request and its criterion', vi: 'quyết định theo cấp độ đề xuất, hoặc yêu cầu chủ quản sửa đề xuất và tiêu chí' } })]),
        ...(!flag || critical ? [] : [report(grant, `/systems/${index}/critical`, {
          message: { en: `${system.key} is of level ${level}, which makes it critical to national security (${flag.source})`, vi: `${system.key} thuộc cấp độ ${level} nên là hệ thống quan trọng về an ninh quốc gia (${flag.source})` },
          hint: { en: 'set critical to true', vi: 'đặt critical là true' } })]),
      ];
    });
    const floors = [...estate.systems.values()].flatMap((system) => {
      const { level, decided: isDecided } = levelOf(estate, system);
      return databasesOf(estate, system.key).filter(({ data }) => data.levelFloor.value > level).map((database) => report(database, '/levelFloor/value', {
        message: { en: `${database.id} asks for level ${database.data.levelFloor.value} (${database.data.levelFloor.basis}), but its system ${system.key} ${isDecided ? 'has' : 'requests'} level ${level}`, vi: `${database.id} cần cấp độ ${database.data.levelFloor.value} (${database.data.levelFloor.basis}), nhưng hệ thống ${system.key} ${isDecided ? 'thuộc' : 'đề xuất'} cấp độ ${level}` },
        hint: { en: 'raise the level of the system, or hold the database in another system', vi: 'nâng cấp độ hệ thống, hoặc đặt cơ sở dữ liệu trong hệ thống khác' } }));
    });
    return [...decided, ...floors];
  },
};
