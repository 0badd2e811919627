/** The top of the page: what this is, how to handle it, and what it comes to. */
import type { Text } from '../../model/finding.ts';
import { countFindings } from '../finding-groups.ts';
import { handlingNote, type Handling } from '../handling.ts';
import type { Review } from '../review.ts';
import { verdictOf } from '../verdict.ts';
import { tiles } from './layout.ts';
import { html, type Content, type Markup } from './markup.ts';

export function masthead(review: Review): Markup {
  const { pack, changes } = review;
  const { commit, modified, digest } = pack.catalog;
  return html`<header class="mast">
<p class="owner">${{ vi: 'Trung tâm dữ liệu quốc gia', en: 'National Data Center' }}</p>
<h1>${{ vi: 'Hồ sơ thẩm định hạ tầng', en: 'Infrastructure review pack' }}</h1>
<dl class="facts">
<dt>${{ vi: 'Ngày hiệu lực', en: 'Effective date' }}</dt><dd>${pack.effectiveDate ?? unknown}${pack.asOf !== pack.effectiveDate && html` (${{ vi: 'xét theo ngày', en: 'looked at as of' }} ${pack.asOf ?? unknown})`}</dd>
<dt>${{ vi: 'Bản danh mục', en: 'Catalog' }}</dt><dd>${commit === null ? { vi: 'không thuộc kho git', en: 'not in a git repository' } : html`<code>${commit.slice(0, 12)}</code>`}${modified && html` ${{ vi: '+ thay đổi chưa ghi nhận', en: '+ changes not committed' }}`} · <code>${digest.slice(0, 19)}…</code></dd>
<dt>${{ vi: 'Bản gốc so sánh', en: 'Compared with' }}</dt><dd>${changes.base ? html`<code>${changes.base.ref}</code>` : { vi: 'không có', en: 'nothing' }}</dd>
</dl>
${handlingBox(pack.handling)}
<nav>${links.map(([id, text]) => html`<a href="#${id}">${text}</a>`)}</nav>
</header>
`;
}

export function handlingBox(handling: Handling | null): Content {
  return handling && html`<div class="handling"><strong>${{ vi: 'Mức xử lý', en: 'Handling class' }}: ${handling.names}</strong> – ${handling.rule}<small>${handlingNote}</small></div>`;
}

/** @param danger what must be looked at first, if anything */
export function summary(review: Review, danger: Content): Markup {
  const { tone, title, text } = verdictOf(review);
  const counts = countFindings(review.findings);
  return html`<div class="verdict ${tone}"><strong>${title}</strong><p>${text}</p></div>
${danger}${tiles([
    { value: counts.errors, label: { vi: 'lỗi', en: 'errors' }, tone: 'bad' },
    { value: counts.warnings, label: { vi: 'cảnh báo', en: 'warnings' }, tone: 'warn' },
    { value: counts.unknown, label: { vi: 'chưa xác định', en: 'unknown' }, tone: 'unknown' },
    { value: review.changes.totals.dangerous, label: { vi: 'thay đổi nguy hiểm', en: 'dangerous changes' }, tone: 'bad' },
    { value: review.pack.unknown.releases, label: { vi: 'bản cài chưa kết xuất', en: 'unrendered releases' }, tone: 'unknown' },
  ])}`;
}

const unknown: Text = { vi: 'chưa rõ', en: 'not known' };

const links: readonly (readonly [string, Text])[] = [
  ['changes', { vi: 'Thay đổi', en: 'Changes' }],
  ['findings', { vi: 'Phát hiện', en: 'Findings' }],
  ['unknown', { vi: 'Những điều chưa biết', en: 'What is not known' }],
  ['site-loss', { vi: 'Mất trung tâm', en: 'Loss of a site' }],
  ['estate', { vi: 'Hiện trạng', en: 'Estate' }],
  ['rules', { vi: 'Quy tắc', en: 'Rules' }],
];
