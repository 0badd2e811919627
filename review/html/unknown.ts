/** Everything the review does not know: counted and explained, so that it is not taken for a pass. */
import type { Inventory } from '../inventory.ts';
import type { Review } from '../review.ts';
import { counted, word } from '../words.ts';
import { capped, details, paragraph, section, table } from './layout.ts';
import { html, type Content, type Markup } from './markup.ts';

export function unknownSection({ pack }: Review): Markup {
  const { unknown, inventory, estate } = pack;
  return section('unknown', { vi: 'Những điều chưa biết', en: 'What is not known' },
    paragraph({
      vi: 'Điều chưa biết không phải là đạt. Mỗi mục dưới đây phải được trả lời trước khi hệ thống được dựng.',
      en: 'What is not known is not a pass. Each entry below wants an answer before the system is provisioned.',
    }, 'lead'),
    html`<ul class="rows">
<li><strong>${counted(unknown.findings, 'phát hiện chưa xác định', 'finding of status unknown', 'findings of status unknown')}</strong> – ${{ vi: 'thiếu dữ kiện hoặc minh chứng; xem', en: 'facts or evidence are missing; see' }} <a href="#findings">${{ vi: 'Phát hiện', en: 'Findings' }}</a></li>
<li><strong>${counted(unknown.releases, 'bản cài không kết xuất được', 'release that could not be rendered', 'releases that could not be rendered')}</strong> – ${{ vi: 'không rõ chúng tạo ra đối tượng nào', en: 'which objects they create is unknown' }}</li>
<li><strong>${{ vi: 'Luồng mạng', en: 'Network flows' }}</strong> – ${pack.notes.flows}</li>
</ul>`,
    unrendered(inventory),
    unknown.facts.length > 0 && [html`<h3>${{ vi: 'Dữ kiện còn để trống trong danh mục', en: 'Facts the catalog leaves open' }}</h3>`, table(
      [{ title: { vi: 'Dữ kiện', en: 'Fact' } }, { title: { vi: 'Còn trống', en: 'Open' }, kind: 'n' }, { title: { vi: 'Trên tổng số', en: 'Of' }, kind: 'n' }, { title: { vi: 'Hệ quả', en: 'What follows' } }],
      unknown.facts.map(({ what, count, of, effect }) => [what, count, of, effect]))],
    estate && estate.assumed.length > 0 && [
      html`<h3>${{ vi: 'Giá trị quy hoạch', en: 'Planning values' }}</h3>`,
      paragraph({
        vi: 'Kích thước, số lượng, địa chỉ và mục tiêu trong các tệp này do dự án đặt để lập kế hoạch; không phải số liệu chính thức.',
        en: 'Sizes, counts, addresses and objectives in these files were set by this project for planning; they are not official figures.',
      }, 'lead'),
      table([{ title: { vi: 'Loại tệp', en: 'Kind of file' } }, { title: { vi: 'Có giá trị quy hoạch', en: 'With planning values' }, kind: 'n' }, { title: { vi: 'Tổng số tệp', en: 'Files' }, kind: 'n' }],
        estate.assumed.map(({ kind, assumed, files }) => [word('kinds', kind), assumed, files])),
    ]);
}

function unrendered({ unrendered: rows }: Inventory): Content {
  if (rows.length === 0) return undefined;
  return [
    html`<h3>${{ vi: 'Bản cài không kết xuất được', en: 'Releases that could not be rendered' }}</h3>`,
    rows.map(({ chart, version, reason, stacks }) => details({ summary: html`<code>${chart}</code> ${version} – ${reason}`, count: stacks.length }, html`<p>${capped(stacks, 60, (stack) => html`<code>${stack}</code> `)}</p>`)),
  ];
}
