/** A name that nothing in the catalog has. The references are those the schemas declare, and names that only make sense inside another thing. */
import type { Finding, Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import { didYouMean, nearest } from '../load/issues.ts';
import { kinds } from '../schema/kinds.ts';
import { referencesIn, type Reference } from '../schema/references.ts';
import type { CatalogCheck, CatalogContext } from './check.ts';
import { innerReferences } from './inner-references.ts';
import { kindNames, namesOf, tenantOf } from './names.ts';

export const unknownReference: CatalogCheck = {
  code: 'unknown-reference',
  severity: 'error',
  title: { en: 'A name that nothing in the catalog has', vi: 'Tên tham chiếu không tồn tại trong danh mục' },
  reads: 'catalog',
  run(context) {
    const schemas = new Map(kinds.map(({ kind, schema }) => [kind, schema]));
    return context.catalog.all.flatMap((entry) => {
      const outer = referencesIn(schemas.get(entry.kind)!, entry.data).flatMap((reference) => judge(context, entry, reference));
      const inner = innerReferences(context.catalog, entry).filter(({ name, among }) => !among.has(name));
      return [...outer, ...inner.map(({ pointer, name, what, among, target }) => context.report(entry, pointer, { message: nothingCalled(what, name), hint: hintFor(name, among), value: name, target }))];
    });
  },
};

function judge({ catalog, report }: CatalogContext, entry: Entry, { kind, value, pointer }: Reference): Finding[] {
  const names = namesOf(catalog);
  const candidates = names.candidates(kind, entry);
  if (candidates.has(value) || names.broken(kind, value, entry)) return [];
  if (kind === 'own-system') {
    // Two checks of their own say more: a grant nobody asked for, and a name that belongs to another tenant.
    if (entry.kind === 'grant') return [];
    if (catalog.entries('system').some(({ id, folderTenant }) => id === value && folderTenant !== tenantOf(entry))) return [];
  }
  return [report(entry, pointer, { message: nothingCalled(kindNames[kind], value), hint: hintFor(value, candidates) })];
}

function nothingCalled(what: Text, name: string): Text {
  return { en: `there is no ${what.en} called ${name}`, vi: `không có ${what.vi} nào tên ${name}` };
}

function hintFor(name: string, candidates: ReadonlySet<string>): Text {
  const slip = didYouMean(name, candidates);
  if (slip) return slip;
  // `land` for `mae/land` and the reverse
  const qualified = [...candidates].filter((candidate) => candidate.endsWith(`/${name}`) || name.endsWith(`/${candidate}`));
  if (qualified.length > 0) return { en: `did you mean ${qualified.slice(0, 3).join(', ')}?`, vi: `có phải ý bạn là ${qualified.slice(0, 3).join(', ')}?` };
  if (candidates.size === 0) return { en: 'none is declared yet', vi: 'chưa khai báo mục nào' };
  if (candidates.size <= 12) return { en: `there are: ${[...candidates].sort().join(', ')}`, vi: `hiện có: ${[...candidates].sort().join(', ')}` };
  const [tenant] = name.split('/') as [string];
  const near = [...candidates].filter((candidate) => candidate.startsWith(`${nearest(tenant, [...candidates].map((each) => each.split('/')[0]!)) ?? tenant}/`)).sort();
  return near.length > 0 && near.length <= 12
    ? { en: `there are: ${near.join(', ')}`, vi: `hiện có: ${near.join(', ')}` }
    : { en: 'correct the name, or add the file it names', vi: 'sửa lại tên, hoặc thêm tệp tương ứng' };
}
