/** Two things of one name: files of one kind, official codes, entries of a list. */
import type { Finding } from '../finding.ts';
import type { Catalog, Entry } from '../load/catalog.ts';
import { escapeKey } from '../schema/references.ts';
import { kinds } from '../schema/kinds.ts';
import type { CatalogCheck, Report } from './check.ts';

export const duplicateId: CatalogCheck = {
  code: 'duplicate-id',
  severity: 'error',
  title: { en: 'Two things have one id', vi: 'Hai đối tượng trùng mã' },
  reads: 'catalog',
  run: ({ catalog, report }) => [...betweenFiles(catalog, report), ...codes(catalog, report), ...catalog.all.flatMap((entry) => insideLists(entry, entry.data, '', report, []))],
};

function betweenFiles(catalog: Catalog, report: Report): Finding[] {
  return kinds.filter(({ single }) => !single).flatMap(({ kind }) => {
    const first = new Map<string, Entry>();
    return catalog.entries(kind).flatMap((entry) => {
      const other = first.get(entry.key);
      if (!other) {
        first.set(entry.key, entry);
        return [];
      }
      return [report(entry, kind === 'grant' ? '/tenant' : '/id', {
        message: { en: `${other.file} has this id too`, vi: `${other.file} cũng có mã này` },
        hint: { en: 'ids are stable for ever: rename the newer one', vi: 'mã là ổn định mãi mãi: đổi tên đối tượng mới hơn' },
      })];
    });
  });
}

function codes(catalog: Catalog, report: Report): Finding[] {
  const first = new Map<string, Entry<'tenant'>>();
  return catalog.entries('tenant').flatMap((entry) => {
    const code = entry.data.code.toLowerCase();
    const other = first.get(code);
    if (!other) first.set(code, entry);
    return other ? [report(entry, '/code', {
      message: { en: `${other.file} has the code ${entry.data.code} too`, vi: `${other.file} cũng có mã ${entry.data.code}` },
      hint: { en: 'look up the official code', vi: 'tra lại mã chính thức' },
    })] : [];
  });
}

/** Lists where several entries share an id on purpose: what tells them apart together. */
const compound: Readonly<Record<string, readonly string[]>> = { 'law/levels.yaml /overlays': ['id', 'key', 'levels'] };

/** What tells the entries of a list apart: their id or name, or all that they say. */
function identityOf(item: unknown, list: string): { readonly key: string; readonly pointer: string } {
  const parts = compound[list];
  if (parts) return { key: JSON.stringify(parts.map((part) => (item as Record<string, unknown>)[part])), pointer: '/id' };
  if (item !== null && typeof item === 'object' && !Array.isArray(item)) {
    for (const key of ['id', 'name', 'key', 'system']) {
      const value = (item as Record<string, unknown>)[key];
      if (typeof value === 'string') return { key: `${key} ${value}`, pointer: `/${key}` };
    }
  }
  return { key: JSON.stringify(item), pointer: '' };
}

/** Adds what stands twice in a list, anywhere in a value. */
function insideLists(entry: Entry, value: unknown, pointer: string, report: Report, found: Finding[]): Finding[] {
  if (value === null || typeof value !== 'object') return found;
  if (!Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) if (typeof item === 'object') insideLists(entry, item, `${pointer}/${escapeKey(key)}`, report, found);
    return found;
  }
  const list = `${entry.file} ${pointer}`;
  const first = new Map<string, number>();
  for (const [index, item] of (value as unknown[]).entries()) {
    const identity = identityOf(item, list);
    const other = first.get(identity.key);
    if (other === undefined) first.set(identity.key, index);
    else found.push(report(entry, `${pointer}/${index}${identity.pointer}`, {
      message: { en: `stands twice in this list, first as entry ${other + 1}`, vi: `xuất hiện hai lần trong danh sách này, lần đầu ở mục thứ ${other + 1}` },
      hint: { en: 'keep one of them', vi: 'chỉ giữ lại một' },
    }));
    if (typeof item === 'object') insideLists(entry, item, `${pointer}/${index}`, report, found);
  }
  return found;
}
