/** The preview of one tenant for a terminal of 100 columns. */
import type { Language, Text } from '../../model/finding.ts';
import { countFindings, groupFindings } from '../finding-groups.ts';
import { counted, number, severityWords, statusWords, word } from '../words.ts';
import type { AgreementView, SystemView, TenantPreview } from './view.ts';
import { agreementState, databaseText, entrySources, levelValue, objectivesText, quotaAmount, quotaWords, recoveryText, requestText } from './words.ts';

const columns = 100;
const barCells = 20;

export function formatTenantText(preview: TenantPreview, language: Language): string {
  const say = (text: Text) => text[language];
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const { tenant, systems, quota, agreements, findings } = preview;
  const counts = countFindings(findings);
  const lines: string[] = [
    `${say(tenant.names)} (${tenant.id}, ${say(word('tenantKinds', tenant.kind))})`,
    [say(word('states', preview.state)), pick(`xét theo ngày ${preview.asOf}`, `as of ${preview.asOf}`), ...(preview.handling ? [pick(`mức xử lý: ${preview.handling.names.vi}`, `handling: ${preview.handling.names.en}`)] : [])].join(' · '),
    ...(tenant.class === 'on-premises' ? [pick('Mạng riêng: chỉ kết nối qua nền tảng chia sẻ, không có gì chạy tại trung tâm quốc gia.', 'Own network: connected through the exchange only, nothing runs in the national centers.')] : []),
    ...(tenant.communes === null ? [] : [pick(`Chính quyền hai cấp: tỉnh và ${number(tenant.communes).vi} xã, phường, đặc khu dùng chung các hệ thống này.`, `Two tiers: the province, and ${number(tenant.communes).en} communes and wards that use these systems.`)]),
    '', heading(pick('HỆ THỐNG THÔNG TIN', 'INFORMATION SYSTEMS'), systems.length),
    ...systems.flatMap((system) => systemLines(system, say, pick)),
  ];
  if (systems.length === 0) lines.push(pick('  không có', '  none'), '');
  if (quota.length > 0) {
    lines.push(heading(pick('ĐỀ NGHỊ SO VỚI HẠN MỨC (tại trung tâm dùng nhiều nhất)', 'REQUESTED AGAINST QUOTA (at the site where it is most)')));
    for (const { resource, requested, granted, percent } of quota) {
      const share = percent === null ? 0 : Math.min(barCells, Math.round((percent / 100) * barCells));
      lines.push(`  ${say(quotaWords[resource]).padEnd(20)}${quotaAmount(resource, requested).padStart(8)} / ${quotaAmount(resource, granted).padEnd(8)}${(percent === null ? '–' : `${percent} %`).padStart(6)}  ${'█'.repeat(share)}${'·'.repeat(barCells - share)}${percent !== null && percent > 100 ? pick('  vượt hạn mức', '  above the quota') : ''}`);
    }
    lines.push('');
  }
  lines.push(heading(pick('NHẬN DỮ LIỆU TỪ', 'RECEIVES DATA FROM'), agreements.receives.length), ...agreementLines(agreements.receives, say), '');
  lines.push(heading(pick('CHIA SẺ DỮ LIỆU CHO', 'GIVES DATA TO'), agreements.gives.length), ...agreementLines(agreements.gives, say));
  if (agreements.unusedOffers.length > 0) lines.push(...wrap(`  ${pick('chưa ai dùng', 'nobody uses')}: ${agreements.unusedOffers.join(', ')}`, 4));
  lines.push('', heading(pick('PHÁT HIỆN', 'FINDINGS'), findings.length));
  for (const { severity, status, code, findings: own } of groupFindings(findings)) {
    lines.push(`  ${say(severityWords[severity])}${severity === 'info' ? '' : `, ${say(statusWords[status])}`}: ${code}`);
    for (const { file, line, column, message, hint } of own) lines.push(...wrap(`    ${file}:${line}:${column}  ${say(message)}`, 6), ...wrap(`      → ${say(hint)}`, 8));
  }
  lines.push(...wrap(counts.errors > 0
    ? pick(`${number(counts.errors).vi} lỗi phải sửa; ${number(counts.warnings).vi} cảnh báo, ${number(counts.unknown).vi} điều chưa xác định`, `${counted(counts.errors, '', 'error', 'errors').en} to mend; ${counted(counts.warnings, '', 'warning', 'warnings').en}, ${number(counts.unknown).en} unknown`)
    : pick(`Không có lỗi; ${number(counts.warnings).vi} cảnh báo, ${number(counts.unknown).vi} điều chưa xác định (chưa xác định không phải là đạt)`, `No error; ${counted(counts.warnings, '', 'warning', 'warnings').en}, ${number(counts.unknown).en} unknown (unknown is not a pass)`), 0));
  return lines.join('\n');
}

function systemLines(system: SystemView, say: (text: Text) => string, pick: (vi: string, en: string) => string): string[] {
  const row = (label: string, value: string) => wrap(`    ${label.padEnd(11)} ${value}`, 16);
  const zones = [...Map.groupBy(system.namespaces, ({ zone }) => zone)].map(([zone, own]) => `${say(word('zones', zone))}: ${own.map(({ subzone }) => subzone).join(', ')}`);
  return [
    `  ${system.id} – ${say(system.names)}`,
    ...row(pick('cấp độ', 'level'), `${say(levelValue(system))} · ${say(word('states', system.state))}${system.assumed ? pick(' · giá trị quy hoạch', ' · planning values') : ''}`),
    ...row(pick('chạy tại', 'runs at'), system.place ? `${system.place.cluster} (${say(system.place.siteNames)}); ${say(system.isolation)}` : `${pick('chưa quyết định', 'not decided')}; ${say(system.isolation)}`),
    ...row(pick('dự phòng', 'recovery'), say(recoveryText(system))),
    ...row('namespace', system.namespaces.length === 0 ? pick('không có', 'none') : `${system.namespaces.length} (${zones.join(' · ')})`),
    ...(system.entries.length === 0 ? [] : row(pick('cổng vào', 'entries'), system.entries.map(({ host, from }) => `${host} ${pick('từ', 'from')} ${entrySources[from] ? say(entrySources[from]) : from}`).join(', '))),
    ...row(pick('đề nghị', 'asks for'), say(requestText(system))),
    ...system.databases.flatMap((database) => [...row(pick('CSDL', 'database'), `${database.id}: ${say(databaseText(database))}`), ...wrap(`${' '.repeat(16)}${say(objectivesText(database))}`, 16)]),
    '',
  ];
}

function agreementLines(entries: readonly AgreementView[], say: (text: Text) => string): string[] {
  const rows = entries.map((entry) => [entry.with, entry.database, say(word('modes', entry.mode)), `${entry.from}–${entry.until}`, say(agreementState(entry))]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.flatMap((row) => wrap(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(), 6));
}

function heading(text: string, count?: number): string {
  return count === undefined ? text : `${text} (${count})`;
}

/** Breaks a line between words; what follows is indented. A word that is too long stays whole. */
export function wrap(line: string, indent: number, width = columns): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const start = rest.length - rest.trimStart().length;
    const space = rest.lastIndexOf(' ', width);
    const end = space > Math.max(start, indent) ? space : rest.indexOf(' ', width);
    if (end < 0) break;
    lines.push(rest.slice(0, end).trimEnd());
    rest = `${' '.repeat(indent)}${rest.slice(end).trimStart()}`;
  }
  return [...lines, rest];
}
