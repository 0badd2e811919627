/** The review pack as one self-contained page. */
import type { Language } from '../model/finding.ts';
import { changesSection, dangerSection } from './html/changes.ts';
import { estateSection } from './html/estate.ts';
import { findingsSection, type Href } from './html/findings.ts';
import { page } from './html/layout.ts';
import { html } from './html/markup.ts';
import { rulesSection } from './html/rules.ts';
import { siteLossSection } from './html/site-loss.ts';
import { switchOverSection } from './html/switch-over.ts';
import { masthead, summary } from './html/summary.ts';
import { unknownSection } from './html/unknown.ts';
import type { Review } from './review.ts';

export interface HtmlOptions {
  /** Language shown first; the other is one click away. */
  readonly language: Language;
  readonly href: Href;
}

export function formatHtml(review: Review, { language, href }: HtmlOptions): string {
  return page({
    title: { vi: 'Hồ sơ thẩm định – Trung tâm dữ liệu quốc gia', en: 'Review pack – National Data Center' },
    language,
    body: html`${masthead(review)}
<main>
${summary(review, dangerSection(review.changes))}
${changesSection(review.changes, href)}
${findingsSection(review.findings, review.rules, href)}
${unknownSection(review)}
${switchOverSection(review.switchOvers)}${siteLossSection(review.siteLoss)}
${estateSection(review.pack.estate, review.pack.inventory)}
${rulesSection(review.rules)}
</main>
<footer>${{
      vi: 'Trang này được tạo từ danh mục và các đối tượng đã xuất; cùng đầu vào cho cùng nội dung. Chữ ký nội bộ trên hồ sơ không phải là phê duyệt theo luật định.',
      en: 'This page is made from the catalog and the exported objects; the same input gives the same bytes. An internal signature on the pack is not a statutory approval.',
    }}</footer>`,
  });
}
