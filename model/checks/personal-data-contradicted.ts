import { databasesOf } from '../derive/decisions.ts';
import type { Check } from './check.ts';

const rank = { none: 0, basic: 1, sensitive: 2 } as const;

/** A system says no less of its personal data than its databases do. */
export const personalDataContradicted: Check = {
  code: 'personal-data-contradicted',
  severity: 'error',
  title: { en: 'The system states less personal data than its database', vi: 'Hệ thống khai dữ liệu cá nhân ít hơn cơ sở dữ liệu' },
  run({ estate, report }) {
    return [...estate.systems.values()].flatMap((system) => databasesOf(estate, system.key).flatMap((database) => {
      const { personalData } = system.data;
      const { personal, people } = database.data.classification;
      if (rank[personal] > rank[personalData.kind]) {
        return [report(system, '/personalData/kind', {
          message: { en: `${system.key} states ${personalData.kind} personal data, but its database ${database.id} holds ${personal} data`, vi: `${system.key} khai dữ liệu cá nhân là ${personalData.kind}, nhưng cơ sở dữ liệu ${database.id} chứa dữ liệu ${personal}` },
          hint: { en: `state ${personal}, or correct the classification of the database`, vi: `khai ${personal}, hoặc sửa phân loại của cơ sở dữ liệu` } })];
      }
      return people === null || personalData.people === null || people <= personalData.people ? [] : [report(system, '/personalData/people', {
        message: { en: `${system.key} states ${personalData.people} people, but its database ${database.id} holds data of ${people}`, vi: `${system.key} khai ${personalData.people} người, nhưng cơ sở dữ liệu ${database.id} chứa dữ liệu của ${people} người` },
        hint: { en: 'state the larger number', vi: 'khai số lớn hơn' } })];
    }));
  },
};
