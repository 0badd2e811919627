/** What has ended before the day of the estate and is still relied upon. */
import type { Estate } from '../estate.ts';
import type { Finding, Severity, Status, Text } from '../finding.ts';
import { missingFact, type Check } from './check.ts';
import { periods, type Period } from './periods.ts';

function expired(what: Period['what'], code: string, title: Text, hint: Text, weigh: (estate: Estate, period: Period) => { severity: Severity; status: Status } = () => ({ severity: 'error', status: 'fail' })): Check {
  return {
    code, title, severity: 'error',
    run: ({ estate, report }) => periods(estate).flatMap((period): Finding[] => {
      const { until, name, entry } = period;
      if (period.what !== what || !until || until.day >= estate.asOf) return [];
      return [report(entry, until.pointer, {
        ...weigh(estate, period), hint,
        message: { en: `${name.en} ended on ${until.day}, before ${estate.asOf}`, vi: `${name.vi} hết hạn ngày ${until.day}, trước ${estate.asOf}` },
      })];
    }),
  };
}

export const expiredOffer = expired('offer', 'expired-offer',
  { en: 'An offer has ended', vi: 'Bản chia sẻ đã hết hạn' },
  { en: 'extend it with its legal basis, or remove it and the uses of it', vi: 'gia hạn kèm căn cứ pháp lý, hoặc xóa cùng các bản sử dụng' });

export const expiredUse = expired('use', 'expired-use',
  { en: 'A use has ended', vi: 'Bản sử dụng đã hết hạn' },
  { en: 'extend it inside the validity of the offer, or remove it', vi: 'gia hạn trong thời hạn chia sẻ, hoặc xóa' });

export const expiredException = expired('exception', 'expired-exception',
  { en: 'An exception has ended', vi: 'Ngoại lệ đã hết hạn' },
  { en: 'mend what it allowed and remove it, or have it approved anew', vi: 'khắc phục vấn đề rồi xóa ngoại lệ, hoặc trình phê duyệt lại' });

/** Old evidence proves nothing; how grave that is follows the state of the tenant that needs it. */
export const expiredEvidence = expired('evidence', 'expired-evidence',
  { en: 'The newest evidence has expired', vi: 'Minh chứng mới nhất đã hết hiệu lực' },
  { en: 'repeat it and add the new signed result beside it', vi: 'thực hiện lại và bổ sung kết quả mới đã ký' },
  (estate, { entry }) => {
    const { target } = entry.data as { target: string };
    const tenant = target.includes('/') ? target.split('/')[0]! : estate.databases.get(target)?.folderTenant ?? '';
    return missingFact(estate.grants.get(tenant)?.data.state);
  });

/** The end of an access matters where a component still connects. */
export const expiredPartnerAccess = expired('partner', 'expired-partner-access',
  { en: 'The access of a partner has ended', vi: 'Quyền kết nối của đối tác đã hết hạn' },
  { en: 'agree on a new term, or remove the connections to it', vi: 'thống nhất thời hạn mới, hoặc xóa các kết nối tới đối tác' },
  (estate, { entry }) => {
    const connected = [...estate.systems.values()].some(({ data }) => data.components.some(({ connects }) => connects.some((connection) => connection.to === 'partner' && connection.partner === entry.id)))
      || [...estate.sites.values()].some(({ data }) => data.uplinks.some(({ carrier }) => carrier === entry.id));
    return { severity: connected ? 'error' : 'warning', status: 'fail' };
  });
