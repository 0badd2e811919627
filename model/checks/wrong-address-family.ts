/** IPv4 stands under v4 and IPv6 under v6; policies are written for each family apart. */
import type { Finding } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import { escapeKey } from '../schema/references.ts';
import type { CatalogCheck, Report } from './check.ts';
import { familyOf } from './ranges.ts';

export const wrongAddressFamily: CatalogCheck = {
  code: 'wrong-address-family',
  severity: 'error',
  title: { en: 'An IPv6 address under v4, or the reverse', vi: 'Địa chỉ IPv6 đặt ở v4 hoặc ngược lại' },
  reads: 'catalog',
  run: ({ catalog, report }) => (['platform', 'site', 'cluster'] as const).flatMap((kind) => catalog.entries(kind).flatMap((entry) => walk(entry, entry.data, '', report))),
};

function walk(entry: Entry, value: unknown, pointer: string, report: Report): Finding[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = `${pointer}/${escapeKey(key)}`;
    if (key !== 'v4' && key !== 'v6') return walk(entry, item, at, report);
    const texts = Array.isArray(item) ? item.map((text: unknown, index) => ({ text, at: `${at}/${index}` })) : [{ text: item, at }];
    return texts.filter(({ text }) => typeof text === 'string' && familyOf(text) !== key).map(({ text, at: place }) => report(entry, place, {
      message: { en: `${text} is no ${key === 'v4' ? 'IPv4' : 'IPv6'} address`, vi: `${text} không phải địa chỉ ${key === 'v4' ? 'IPv4' : 'IPv6'}` },
      hint: { en: `write it under ${key === 'v4' ? 'v6' : 'v4'}`, vi: `ghi vào ${key === 'v4' ? 'v6' : 'v4'}` },
    }));
  });
}
