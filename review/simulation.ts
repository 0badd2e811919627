/** A simulation as one self-contained page. */
import type { Language, Text } from '../model/finding.ts';
import type { LinkLoss } from '../simulate/link-loss.ts';
import type { SiteLoss } from '../simulate/site-loss.ts';
import { linkText } from '../simulate/words.ts';
import { page } from './html/layout.ts';
import { html } from './html/markup.ts';
import { linkLossParts, siteLossParts } from './html/site-loss.ts';

export function formatSimulationHtml(loss: SiteLoss | LinkLoss, language: Language): string {
  const what: Text = loss.kind === 'site-loss' ? { vi: `Mất trung tâm: ${loss.site.names.vi}`, en: `Site lost: ${loss.site.names.en}` } : { vi: `Mất liên kết: ${linkText(loss.link).vi}`, en: `Link lost: ${linkText(loss.link).en}` };
  return page({
    title: what,
    language,
    body: html`<header class="mast">
<p class="owner">${{ vi: 'Trung tâm dữ liệu quốc gia · Mô phỏng', en: 'National Data Center · Simulation' }}</p>
<h1>${what}</h1>
<dl class="facts"><dt>${{ vi: 'Xét theo ngày', en: 'As of' }}</dt><dd>${loss.asOf}</dd></dl>
</header>
<main>${loss.kind === 'site-loss' ? siteLossParts(loss) : linkLossParts(loss)}</main>
<footer>${{ vi: 'Trang này được tính từ danh mục; cùng danh mục cho cùng nội dung. Đây là mô phỏng, không phải diễn tập.', en: 'This page is computed from the catalog; the same catalog gives the same bytes. It is a simulation, not an exercise.' }}</footer>`,
  });
}
