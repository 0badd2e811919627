/** `docs/coverage.md`: what provides each of the systems that the seed documents name. */
import type { Estate } from '../estate.ts';

export interface CoverageRow {
  readonly number: number;
  readonly id: string;
  readonly names: { readonly vi: string; readonly en: string };
  readonly kind: 'infrastructure' | 'data' | 'governance';
  /** Catalog files, or a count with an example where there are many. */
  readonly catalog: readonly string[];
  readonly constructs: readonly string[];
  readonly tests: readonly string[];
  readonly how: { readonly vi: string; readonly en: string };
}

/** Why a row names no construct. */
const withoutObjects = {
  infrastructure: 'none yet',
  data: 'no object: data that checks and reports read',
  governance: 'not infrastructure',
} as const;
const noEntry = 'no entry: see the last column';

/** More files than this are shown as a count and one example. */
const shownFiles = 4;

/** A row for each national system, in their order. Throws when one has no row in catalog/coverage.yaml. */
export function coverageRows(estate: Estate): CoverageRow[] {
  const rows = new Map(estate.coverage.rows.map((row) => [row.system, row]));
  return estate.law.nationalSystems.map(({ number, id, names }) => {
    const row = rows.get(id);
    if (!row) throw new Error(`catalog/coverage.yaml has no row for ${id}`);
    const serving = [...estate.systems.values()].filter(({ data }) => data.serves.includes(id)).map(({ file }) => `catalog/${file}`).sort();
    const files = serving.length > shownFiles ? [`${serving.length} systems, e.g. ${serving[0]!}`] : serving;
    return { number, id, names, kind: row.kind, catalog: [...files, ...row.catalog], constructs: row.constructs, tests: row.tests, how: row.how };
  });
}

export function coveragePage(estate: Estate): string {
  const list = (items: readonly string[], none: string) => (items.length === 0 ? none : items.map((item) => (item.includes(' ') ? item : `\`${item}\``)).join('<br>'));
  const rows = coverageRows(estate).map((row) => `| ${row.number} | ${row.names.en}<br>*${row.names.vi}* | ${row.kind} | ${list(row.catalog, noEntry)} | ${list(row.constructs, withoutObjects[row.kind])} | ${list(row.tests, 'the catalog’s schemas and checks')} | ${row.how.en}<br>*${row.how.vi}* |`);
  return `${[
    '# Coverage · Mức độ đáp ứng',
    '',
    'What provides each of the systems, stores, rules and bodies that the seed documents name, today. Made by `npm run generate` from the catalog; do not edit.',
    '',
    'Hiện nay, từng hệ thống, kho dữ liệu, quy định và tổ chức nêu trong các văn bản gốc được đáp ứng bằng gì. Sinh từ danh mục bằng `npm run generate`; không sửa tay.',
    '',
    '| # | Name · Tên | Kind · Loại | Catalog · Danh mục | Constructs | Tests | How · Cách đáp ứng |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}
