/** A period that ends before it begins is never in force. */
import type { Entry } from '../load/catalog.ts';
import type { CatalogCheck } from './check.ts';

export const reversedPeriod: CatalogCheck = {
  code: 'reversed-period',
  severity: 'error',
  title: { en: 'A period ends before it begins', vi: 'Ngày kết thúc trước ngày bắt đầu' },
  reads: 'catalog',
  run({ catalog, report }) {
    const all: { entry: Entry; from: string; until: string; pointer: string }[] = [
      ...[...catalog.entries('offer'), ...catalog.entries('use')].map((entry) => ({ entry, from: entry.data.from, until: entry.data.until, pointer: '/until' })),
      ...catalog.entries('evidence').map((entry) => ({ entry, from: entry.data.performedAt, until: entry.data.validUntil, pointer: '/validUntil' })),
    ];
    return all.filter(({ from, until }) => until < from).map(({ entry, from, until, pointer }) => report(entry, pointer, {
      message: { en: `ends on ${until}, before it begins on ${from}`, vi: `kết thúc ngày ${until}, trước ngày bắt đầu ${from}` },
      hint: { en: 'correct one of the two days', vi: 'sửa lại một trong hai ngày' },
    }));
  },
};
