/** Which criteria of law the catalog can see that a system meets. */
import type { Estate } from '../estate.ts';
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import type { Criteria } from '../schema/law.ts';
import { databasesOf } from './decisions.ts';

type Criterion = Criteria['criteria'][number];
type Condition = NonNullable<Criterion['applies']>[number];

export interface Met {
  readonly criterion: Criterion;
  /** False when the criterion depends on a number of people that nobody stated. */
  readonly sure: boolean;
  readonly why: Text;
}

/** Personal data of a system and of its databases together. */
export interface PersonalData {
  readonly basic: number | null;
  readonly sensitive: number | null;
}

/** People whose data a system holds, by kind; sensitive data counts as basic too, and null stands where a number is missing. */
export function peopleOf(estate: Estate, system: Entry<'system'>): PersonalData {
  const stated = [system.data.personalData, ...databasesOf(estate, system.key).map(({ data }) => ({ kind: data.classification.personal, people: data.classification.people }))];
  const most = (kinds: readonly string[]) => stated.filter(({ kind }) => kinds.includes(kind)).reduce<number | null>((sum, { people }) => (sum === null || people === null ? null : Math.max(sum, people)), 0);
  return { basic: most(['basic', 'sensitive']), sensitive: most(['sensitive']) };
}

/** Criteria of the system's regime that it meets, surely or perhaps. */
export function criteriaMet(estate: Estate, system: Entry<'system'>): Met[] {
  return estate.law.criteria.filter(({ regime }) => regime === system.data.regime || !estate.law.criteria.some((other) => other.regime === system.data.regime)).flatMap((criterion) => {
    const met = (criterion.applies ?? []).flatMap((condition) => fit(estate, system, condition) ?? []);
    const best = met.find(({ sure }) => sure) ?? met[0];
    return best ? [{ criterion, ...best }] : [];
  });
}

function fit(estate: Estate, { key, data, ...rest }: Entry<'system'>, { kinds, nationwide, onlineService, personalData }: Condition): Omit<Met, 'criterion'> | undefined {
  if (kinds && !kinds.includes(data.kind)) return undefined;
  if (nationwide && !data.nationwide) return undefined;
  if (onlineService && !data.onlineService) return undefined;
  const why: Text[] = [];
  if (kinds) why.push({ en: `its kind is ${data.kind}`, vi: `loại hệ thống là ${data.kind}` });
  if (nationwide) why.push({ en: 'it serves agencies nation-wide', vi: 'hệ thống phục vụ các cơ quan trên toàn quốc' });
  if (onlineService) why.push({ en: 'it is an online service', vi: 'hệ thống cung cấp dịch vụ trực tuyến' });
  let sure = true;
  if (personalData) {
    const people = peopleOf(estate, { key, data, ...rest })[personalData.kind];
    if (people !== null && people < personalData.peopleMin) return undefined;
    sure = people !== null;
    const kind = personalData.kind === 'basic' ? { en: 'personal data', vi: 'dữ liệu cá nhân' } : { en: 'sensitive personal data', vi: 'dữ liệu cá nhân nhạy cảm' };
    why.push(sure ? { en: `it holds ${kind.en} of ${people} people (from ${personalData.peopleMin} on)`, vi: `lưu ${kind.vi} của ${people} người (từ ${personalData.peopleMin} người)` }
      : { en: `the number of people whose ${kind.en} it holds is unknown`, vi: `chưa rõ số người có ${kind.vi}` });
  }
  const join = (language: keyof Text) => why.map((one) => one[language]).join(language === 'en' ? ' and ' : ' và ');
  return { sure, why: { en: join('en'), vi: join('vi') } };
}
