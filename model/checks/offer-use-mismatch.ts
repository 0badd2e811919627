/** An agreement exists only where an offer and a use say the same; this tells which words differ. */
import { mismatches, type Mismatch } from '../derive/agreements.ts';
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import type { Check } from './check.ts';

interface Sentence {
  /** Where the two halves differ, in the use. */
  readonly pointer: string;
  readonly message: Text;
  readonly hint: Text;
}

export const offerUseMismatch: Check = {
  code: 'offer-use-mismatch',
  severity: 'error',
  title: { en: 'A use does not match the offer it names', vi: 'Bản sử dụng không khớp với bản chia sẻ' },
  run: ({ estate, report }) => [...estate.uses.values()].flatMap((use) => {
    const offer = estate.offers.get(use.data.offer);
    if (!offer) return [];
    return mismatches(estate, offer, use).flatMap((mismatch) => {
      // A system that does not exist is told by `unknown-reference` and `foreign-tenant`.
      if (mismatch === 'component' && !estate.systems.has(`${use.folderTenant}/${use.data.system}`)) return [];
      if (mismatch === 'provider' && !estate.databases.has(offer.data.database)) return [];
      const { pointer, message, hint } = sentences[mismatch](offer, use);
      return [report(use, pointer, { message, hint })];
    });
  }),
};

const sentences: Record<Mismatch, (offer: Entry<'offer'>, use: Entry<'use'>) => Sentence> = {
  mode: (offer, use) => ({
    pointer: '/mode',
    message: { en: `the use is by ${use.data.mode}, the offer ${offer.key} is by ${offer.data.mode}`, vi: `bên sử dụng ghi ${use.data.mode}, bản chia sẻ ${offer.key} ghi ${offer.data.mode}` },
    hint: { en: `write ${offer.data.mode}, or ask ${offer.folderTenant} for an offer by ${use.data.mode}`, vi: `ghi ${offer.data.mode}, hoặc đề nghị ${offer.folderTenant} chia sẻ theo hình thức ${use.data.mode}` },
  }),
  consumer: (offer, use) => ({
    pointer: '/offer',
    message: { en: `the offer ${offer.key} is not for ${use.folderTenant}`, vi: `bản chia sẻ ${offer.key} không dành cho ${use.folderTenant}` },
    hint: { en: `ask ${offer.folderTenant} to add ${use.folderTenant} to its consumers`, vi: `đề nghị ${offer.folderTenant} bổ sung ${use.folderTenant} vào consumers` },
  }),
  rate: (offer, use) => ({
    pointer: '/requestsPerSecond',
    message: { en: `${use.data.requestsPerSecond} requests a second are above the limit of the offer ${offer.key}, ${offer.data.limits.requestsPerSecond}`, vi: `${use.data.requestsPerSecond} yêu cầu mỗi giây vượt giới hạn ${offer.data.limits.requestsPerSecond} của bản chia sẻ ${offer.key}` },
    hint: { en: `ask for ${offer.data.limits.requestsPerSecond} or less, or agree on a higher limit with ${offer.folderTenant}`, vi: `đề nghị không quá ${offer.data.limits.requestsPerSecond}, hoặc thống nhất giới hạn cao hơn với ${offer.folderTenant}` },
  }),
  validity: (offer, use) => ({
    pointer: use.data.from < offer.data.from ? '/from' : '/until',
    message: { en: `the use runs from ${use.data.from} to ${use.data.until}, the offer ${offer.key} from ${offer.data.from} to ${offer.data.until}`, vi: `thời hạn sử dụng từ ${use.data.from} đến ${use.data.until}, bản chia sẻ ${offer.key} từ ${offer.data.from} đến ${offer.data.until}` },
    hint: { en: 'keep the use inside the validity of the offer', vi: 'thời hạn sử dụng phải nằm trong thời hạn chia sẻ' },
  }),
  component: (_offer, use) => ({
    pointer: '/component',
    message: { en: `the system ${use.data.system} has no component ${use.data.component}`, vi: `hệ thống ${use.data.system} không có thành phần ${use.data.component}` },
    hint: { en: 'name the component that opens the connection', vi: 'ghi đúng thành phần mở kết nối' },
  }),
  provider: (offer) => ({
    pointer: '/offer',
    message: { en: `nobody provides the offer ${offer.key}: no system of ${offer.folderTenant} holds the database ${offer.data.database}`, vi: `không có bên cung cấp cho bản chia sẻ ${offer.key}: không hệ thống nào của ${offer.folderTenant} chứa cơ sở dữ liệu ${offer.data.database}` },
    hint: { en: `${offer.folderTenant} must mend the offer or the database`, vi: `${offer.folderTenant} cần sửa bản chia sẻ hoặc cơ sở dữ liệu` },
  }),
};
