/** The preview of one tenant as one self-contained page. */
import type { Language } from '../../model/finding.ts';
import { titles } from '../../model/checks/codes.ts';
import { countFindings } from '../finding-groups.ts';
import { findingGroups, type Href } from '../html/findings.ts';
import { badge, bar, capped, details, page, paragraph, section, table, tiles } from '../html/layout.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { handlingBox } from '../html/summary.ts';
import { counted, word } from '../words.ts';
import type { AgreementView, SystemView, TenantPreview } from './view.ts';
import { agreementState, databaseText, entrySources, levelValue, objectivesText, onlyOwnNote, quotaAmount, quotaWords, recoveryText, requestText } from './words.ts';

export function formatTenantHtml(preview: TenantPreview, { language, href }: { readonly language: Language; readonly href: Href }): string {
  const { tenant, systems, findings } = preview;
  const counts = countFindings(findings);
  const tone = counts.errors > 0 ? 'bad' : counts.warnings + counts.unknown > 0 ? 'unknown' : 'good';
  return page({
    title: { vi: `${tenant.names.vi} – xem trước`, en: `${tenant.names.en} – preview` },
    language,
    body: html`<header class="mast">
<p class="owner">${{ vi: 'Trung tâm dữ liệu quốc gia · Xem trước của bên thuê', en: 'National Data Center · Tenant preview' }}</p>
<h1>${tenant.names}</h1>
<dl class="facts">
<dt>${{ vi: 'Bên thuê', en: 'Tenant' }}</dt><dd><code>${tenant.id}</code>, ${word('tenantKinds', tenant.kind)}${tenant.communes !== null && html` – ${{ vi: `${tenant.communes} xã, phường, đặc khu dùng chung các hệ thống này`, en: `${tenant.communes} communes and wards use these systems` }}`}</dd>
<dt>${{ vi: 'Trạng thái', en: 'State' }}</dt><dd>${word('states', preview.state)}</dd>
<dt>${{ vi: 'Xét theo ngày', en: 'As of' }}</dt><dd>${preview.asOf}</dd>
</dl>
${handlingBox(preview.handling)}
</header>
<main>
<div class="verdict ${tone}"><strong>${counts.errors > 0
    ? counted(counts.errors, 'lỗi phải sửa', 'error to mend', 'errors to mend')
    : tone === 'unknown' ? { vi: 'Không có lỗi; còn điều phải bổ sung', en: 'No error; some things are still wanted' } : { vi: 'Không có lỗi', en: 'No error' }}</strong><p>${{
      vi: `${counts.warnings} cảnh báo, ${counts.unknown} điều chưa xác định. Chưa xác định không phải là đạt.`, en: `${counted(counts.warnings, '', 'warning', 'warnings').en}, ${counts.unknown} unknown. Unknown is not a pass.`,
    }}</p></div>
${tiles([
    { value: systems.length, label: { vi: 'hệ thống thông tin', en: 'information systems' } },
    { value: systems.reduce((sum, { namespaces }) => sum + namespaces.length, 0), label: { vi: 'namespace', en: 'namespaces' } },
    { value: systems.reduce((sum, { databases }) => sum + databases.length, 0), label: { vi: 'cơ sở dữ liệu', en: 'databases' } },
    { value: preview.agreements.receives.length, label: { vi: 'bản sử dụng', en: 'uses of others’ data' } },
    { value: preview.agreements.gives.length, label: { vi: 'bên dùng dữ liệu của mình', en: 'uses by others' } },
  ])}
${section('findings', { vi: 'Điều không đạt và chưa xác định', en: 'What fails and what is unknown' }, findings.length === 0
    ? paragraph({ vi: 'Không có phát hiện nào trong các tệp của bên thuê.', en: 'There is nothing to say about this tenant’s files.' })
    : findingGroups(findings, [...titles].map(([code, title]) => ({ id: `check/${code}`, title })), href))}
${section('systems', { vi: 'Hệ thống thông tin', en: 'Information systems' }, tenant.class === 'on-premises' && paragraph({ vi: 'Bên thuê dùng mạng riêng: chỉ kết nối qua nền tảng chia sẻ.', en: 'This tenant has its own network: it is connected through the exchange only.' }, 'note'), systems.map(systemDetails))}
${quotaSection(preview)}
${agreementsSection(preview)}
</main>
<footer>${onlyOwnNote}</footer>`,
  });
}

function systemDetails(system: SystemView): Markup {
  return details({ summary: html`<strong>${system.names}</strong> ${badge(system.state === 'pending' ? 'unknown' : '', word('states', system.state))} <small>${{ vi: 'Cấp độ', en: 'Level' }} ${levelValue(system)}</small>`, open: system.level >= 4 || system.state === 'pending' },
    html`<p>${system.purpose}</p>
<dl class="facts">
<dt>${{ vi: 'Chạy tại', en: 'Runs at' }}</dt><dd>${system.place ? html`<code>${system.place.cluster}</code> (${system.place.siteNames})` : { vi: 'chưa quyết định', en: 'not decided' }}; ${system.isolation}</dd>
<dt>${{ vi: 'Dự phòng', en: 'Recovery' }}</dt><dd>${recoveryText(system)}</dd>
<dt>${{ vi: 'Đề nghị', en: 'Asks for' }}</dt><dd>${requestText(system)}${system.assumed && html` ${badge('assumed', { vi: 'giá trị quy hoạch', en: 'planning values' })}`}</dd>
${system.entries.length > 0 && html`<dt>${{ vi: 'Cổng vào', en: 'Entries' }}</dt><dd>${system.entries.map(({ host, from }, index) => html`${index > 0 && ', '}<code>${host}</code> (${entrySources[from] ?? from})`)}</dd>`}
</dl>`,
    system.namespaces.length > 0 && table([
      { title: { vi: 'Vùng', en: 'Zone' } }, { title: { vi: 'Vùng con', en: 'Sub-zone' } }, { title: { vi: 'Namespace', en: 'Namespace' } }, { title: { vi: 'Thành phần', en: 'Components' } },
    ], system.namespaces.map(({ zone, names, name, components }) => [word('zones', zone), names, html`<code>${name}</code>`, components.join(', ')])),
    system.databases.length > 0 && table([{ title: { vi: 'Cơ sở dữ liệu', en: 'Database' } }, { title: { vi: 'Thiết lập', en: 'Settings' } }, { title: { vi: 'Mục tiêu', en: 'Objectives' } }],
      system.databases.map((database) => [html`${database.names}<small><code>${database.id}</code></small>`, databaseText(database), objectivesText(database)])));
}

function quotaSection({ quota }: TenantPreview): Content {
  if (quota.length === 0) return undefined;
  return section('quota', { vi: 'Đề nghị so với hạn mức', en: 'Requested against quota' },
    paragraph({ vi: 'Tại trung tâm mà các hệ thống đề nghị nhiều nhất.', en: 'At the site where the systems request most.' }, 'lead'),
    table([
      { title: { vi: 'Tài nguyên', en: 'Resource' } }, { title: { vi: '', en: '' }, kind: 'chart' }, { title: { vi: 'Đề nghị', en: 'Requested' }, kind: 'n' }, { title: { vi: 'Hạn mức', en: 'Quota' }, kind: 'n' }, { title: { vi: 'Tỷ lệ', en: 'Share' }, kind: 'n' },
    ], quota.map(({ resource, requested, granted, percent }) => [
      quotaWords[resource], percent !== null && bar(Math.min(1, percent / 100)), quotaAmount(resource, requested), quotaAmount(resource, granted), percent === null ? '–' : html`${percent} %${percent > 100 && html` ${badge('error', { vi: 'vượt', en: 'above' })}`}`,
    ])));
}

function agreementsSection({ agreements }: TenantPreview): Markup {
  const rows = (entries: readonly AgreementView[]) => entries.map((entry) => [
    html`<code>${entry.with}</code>`, html`<code>${entry.database}</code>`, word('modes', entry.mode), html`<code>${entry.channel}</code>`, `${entry.from} – ${entry.until}`, agreementState(entry),
  ]);
  const columns = (other: { vi: string; en: string }) => [
    { title: other }, { title: { vi: 'Cơ sở dữ liệu', en: 'Database' } }, { title: { vi: 'Hình thức', en: 'Mode' } }, { title: { vi: 'Qua', en: 'Through' } }, { title: { vi: 'Thời hạn', en: 'Term' } }, { title: { vi: 'Tình trạng', en: 'State' } },
  ];
  return section('agreements', { vi: 'Chia sẻ dữ liệu', en: 'Data sharing' },
    details({ summary: { vi: 'Nhận từ', en: 'Receives from' }, count: agreements.receives.length, open: agreements.receives.length > 0 }, agreements.receives.length > 0 && table(columns({ vi: 'Bên cung cấp', en: 'Provider' }), rows(agreements.receives))),
    details({ summary: { vi: 'Chia sẻ cho', en: 'Gives to' }, count: agreements.gives.length, open: agreements.gives.length > 0 }, agreements.gives.length > 0 && table(columns({ vi: 'Bên sử dụng', en: 'Consumer' }), rows(agreements.gives))),
    agreements.unusedOffers.length > 0 && html`<p>${{ vi: 'Bản chia sẻ chưa ai dùng', en: 'Offers that nobody uses' }}: ${capped(agreements.unusedOffers, 60, (id) => html`<code>${id}</code> `)}</p>`);
}
