/** Words of the preview of one tenant. */
import type { Text } from '../../model/finding.ts';
import { readableCores, readableDuration, readableSize } from '../amounts.ts';
import { word } from '../words.ts';
import type { AgreementView, DatabaseView, SystemView } from './view.ts';
import type { QuotaResource } from './quota.ts';

export const quotaWords: Record<QuotaResource, Text> = {
  cpu: { vi: 'Bộ xử lý (lõi)', en: 'Processors (cores)' },
  memory: { vi: 'Bộ nhớ', en: 'Memory' },
  storage: { vi: 'Lưu trữ', en: 'Storage' },
  namespaces: { vi: 'Namespace', en: 'Namespaces' },
  databases: { vi: 'Cơ sở dữ liệu', en: 'Databases' },
};

export const agreementStates: Record<AgreementView['state'], Text> = {
  'in-force': { vi: 'đang hiệu lực', en: 'in force' },
  'not-in-force': { vi: 'không trong thời hạn', en: 'outside its term' },
  'no-match': { vi: 'chưa khớp', en: 'does not match' },
};

const mismatchWords: Record<string, Text> = {
  mode: { vi: 'hình thức', en: 'mode' }, consumer: { vi: 'bên được dùng', en: 'consumer' }, rate: { vi: 'số yêu cầu mỗi giây', en: 'requests a second' },
  validity: { vi: 'thời hạn', en: 'term' }, component: { vi: 'thành phần', en: 'component' }, provider: { vi: 'bên cung cấp', en: 'provider' }, offer: { vi: 'không có bản chia sẻ', en: 'there is no offer' },
};

/** `does not match: rate, term`. */
export function agreementState({ state, mismatch }: AgreementView): Text {
  if (mismatch.length === 0) return agreementStates[state];
  const say = (language: keyof Text) => mismatch.map((entry) => mismatchWords[entry]?.[language] ?? entry).join(', ');
  return { vi: `${agreementStates[state].vi}: ${say('vi')}`, en: `${agreementStates[state].en}: ${say('en')}` };
}

/** `4 (asked for 5)`. */
export function levelValue({ level, requestedLevel, critical, state }: SystemView): Text {
  const flag: Text = critical ? { vi: ', quan trọng về an ninh quốc gia', en: ', critical to national security' } : { vi: '', en: '' };
  if (state === 'pending') return { vi: `${requestedLevel} theo đề nghị`, en: `${requestedLevel} as asked for` };
  const asked: Text = level === requestedLevel ? { vi: '', en: '' } : { vi: ` (đề nghị ${requestedLevel})`, en: ` (asked for ${requestedLevel})` };
  return { vi: `${level}${asked.vi}${flag.vi}`, en: `${level}${asked.en}${flag.en}` };
}

export function requestText({ request: { cpu, memory, storage, pods } }: SystemView): Text {
  const [cores, held, kept] = [readableCores(cpu), readableSize(memory), readableSize(storage)];
  return { vi: `${cores} lõi, bộ nhớ ${held}, lưu trữ ${kept}, ${pods} pod`, en: `${cores} cores, ${held} memory, ${kept} storage, ${pods} pods` };
}

export function quotaAmount(resource: QuotaResource, amount: string): string {
  if (resource === 'cpu') return readableCores(amount);
  return resource === 'memory' || resource === 'storage' ? readableSize(amount) : amount;
}

/** Where a system goes when its first place is lost. */
export function recoveryText({ dr, drSite, state }: SystemView): Text {
  if (dr) {
    const far: Text = dr.distanceKm === null ? { vi: 'khoảng cách chưa xác định', en: 'distance not known' } : { vi: `cách ${dr.distanceKm} km`, en: `${dr.distanceKm} km away` };
    return { vi: `${dr.cluster} (${dr.siteNames.vi}, ${far.vi})`, en: `${dr.cluster} (${dr.siteNames.en}, ${far.en})` };
  }
  if (drSite !== null) return { vi: `dự kiến ở ${drSite}; chưa có cụm ở đó`, en: `meant for ${drSite}; no cluster stands there yet` };
  return state === 'pending' ? { vi: 'chưa quyết định', en: 'not decided' } : { vi: 'không có', en: 'none' };
}

export function databaseText({ version, variant, instances, size, backup }: DatabaseView): Text {
  const kind = word('variants', variant);
  const [interval, retention] = [readableDuration(backup.interval), readableDuration(backup.retention)];
  const lock: Text = backup.lock === null ? { vi: 'không khóa', en: 'not locked' } : { vi: `khóa ${readableDuration(backup.lock.duration).vi} (${backup.lock.mode})`, en: `locked ${backup.lock.duration} (${backup.lock.mode})` };
  return {
    vi: `PostgreSQL ${version}${variant === 'standard' ? '' : ` (${kind.vi})`}, ${instances} bản, ${size}; sao lưu mỗi ${interval.vi}, giữ ${retention.vi}, ${lock.vi}`,
    en: `PostgreSQL ${version}${variant === 'standard' ? '' : ` (${kind.en})`}, ${instances} ${instances === 1 ? 'instance' : 'instances'}, ${size}; backup every ${interval.en}, kept ${retention.en}, ${lock.en}`,
  };
}

export function objectivesText({ rpo, rto, siteLoss, drillInterval }: DatabaseView): Text {
  const goals = (language: keyof Text, lossOf: string, timeTo: string) => `RPO ${readableDuration(lossOf)[language]}, RTO ${readableDuration(timeTo)[language]}`;
  const lost: Text = siteLoss === null
    ? { vi: 'không cam kết khi mất trung tâm', en: 'no promise when the site is lost' }
    : { vi: `mất trung tâm: ${goals('vi', siteLoss.rpo, siteLoss.rto)}`, en: `site lost: ${goals('en', siteLoss.rpo, siteLoss.rto)}` };
  return { vi: `${goals('vi', rpo, rto)}; ${lost.vi}; diễn tập mỗi ${readableDuration(drillInterval).vi}`, en: `${goals('en', rpo, rto)}; ${lost.en}; drill every ${drillInterval}` };
}

export const entrySources: Record<string, Text> = { internet: { vi: 'Internet', en: 'the Internet' }, tslcd: { vi: 'mạng TSLCD', en: 'the TSLCD network' }, staff: { vi: 'cán bộ của cơ quan', en: 'staff of the agency' } };

export const onlyOwnNote: Text = {
  vi: 'Chỉ hiển thị những gì thuộc bên thuê này; địa chỉ, phát hiện và dung lượng của bên khác không bao giờ xuất hiện ở đây.',
  en: 'This shows what belongs to this tenant alone; addresses, findings and capacity of others never appear here.',
};
