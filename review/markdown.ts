/** The review pack as Markdown: for merge requests and terminals. Both languages, the asked one first. */
import type { Language, Text } from '../model/finding.ts';
import { stateWords, stepWords } from '../simulate/switch-over-text.ts';
import { siteVerdict } from '../simulate/words.ts';
import { actions } from './change.ts';
import { groupFindings } from './finding-groups.ts';
import { byLikeness } from './groups.ts';
import { handlingNote } from './handling.ts';
import { resolution214 } from './holdings.ts';
import { nounOf } from './kinds.ts';
import { objectChanges, type Review } from './review.ts';
import { unknownText } from './unknown-text.ts';
import { verdictOf } from './verdict.ts';
import { actionWords, number, severityWords, stackKindWords, statusWords, word } from './words.ts';

export interface MarkdownOptions {
  readonly language: Language;
  /** Address of a line of the catalog; undefined when the file is not there. */
  readonly href: (file: string, line: number) => string | undefined;
}

/** Rows of one list; review.json has all. */
const most = { findings: 40, changes: 40, sentences: 8, stacks: 200 } as const;

export function formatMarkdown(review: Review, options: MarkdownOptions): string {
  const other: Language = options.language === 'vi' ? 'en' : 'vi';
  return `${inLanguage(review, options)}\n\n---\n\n${inLanguage(review, { ...options, language: other })}\n`;
}

/** Escapes text so that it is shown as it is, in Markdown and in the HTML that Markdown lets through. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`);
}

/** Inline code that survives backticks. */
export function code(text: string): string {
  const flat = text.replace(/[\r\n]+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return flat.includes('`') ? `${fence} ${flat} ${fence}` : `${fence}${flat}${fence}`;
}

function inLanguage(review: Review, { language, href }: MarkdownOptions): string {
  const say = (text: Text) => escapeMarkdown(text[language]);
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const count = (value: number) => number(value)[language];
  const { pack, changes } = review;
  const verdict = verdictOf(review);
  const lines: string[] = [];
  const heading = (level: number, text: string) => lines.push('', `${'#'.repeat(level)} ${text}`, '');
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) => lines.push('', `| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...rows.map((row) => `| ${row.join(' | ')} |`), '');
  const listed = <T>(items: readonly T[], limit: number, show: (item: T) => string) => {
    lines.push(...items.slice(0, limit).map(show));
    if (items.length > limit) lines.push(`- ${pick(`còn ${count(items.length - limit)} mục nữa; danh sách đầy đủ ở review.json`, `${count(items.length - limit)} more; review.json has the full list`)}`);
  };

  lines.push(`# ${pick('Hồ sơ thẩm định hạ tầng – Trung tâm dữ liệu quốc gia', 'Infrastructure review pack – National Data Center')}`, '');
  if (pack.handling) lines.push(`**${pick('Mức xử lý', 'Handling class')}: ${say(pack.handling.names)}.** ${say(pack.handling.rule)} ${say(handlingNote)}`, '');
  lines.push(`**${say(verdict.title)}.** ${say(verdict.text)}`, '');
  lines.push(
    `- ${pick('Ngày hiệu lực', 'Effective date')}: ${pack.effectiveDate ?? pick('chưa rõ', 'not known')}${pack.asOf === pack.effectiveDate ? '' : ` (${pick('xét theo ngày', 'looked at as of')} ${pack.asOf})`}`,
    `- ${pick('Bản danh mục', 'Catalog')}: ${pack.catalog.commit === null ? pick('không thuộc kho git', 'not in a git repository') : code(pack.catalog.commit.slice(0, 12))}${pack.catalog.modified ? ` ${pick('+ thay đổi chưa ghi nhận', '+ changes not committed')}` : ''}, ${code(pack.catalog.digest)}`,
    `- ${pick('Bản gốc so sánh', 'Compared with')}: ${changes.base ? code(changes.base.ref) : pick('không có; mọi thứ đều mới', 'nothing; everything is new')}`,
  );

  const objects = objectChanges(changes);
  const dangers = objects.filter(({ danger }) => danger);
  if (dangers.length > 0) {
    heading(2, pick('Xem trước hết: có thể mất dữ liệu', 'Look at this first: data may be lost'));
    listed(dangers, most.changes, ({ consequences, danger, stack }) => `- **${say(consequences[0]!)}** – ${say(danger!)} (${code(stack)})`);
  }
  heading(2, pick('Thay đổi', 'Changes'));
  if (!changes.base) lines.push(pick(`Không có bản gốc: toàn bộ ${count(changes.totals.created)} đối tượng đều là mới.`, `There is no base: all ${count(changes.totals.created)} objects are new.`));
  else if (changes.stacks.length === 0) lines.push(pick('Không có thay đổi nào.', 'Nothing changes.'));
  else {
    table([...actions.map((action) => say(actionWords[action])), pick('không đổi', 'unchanged'), pick('chưa biết', 'unknown')], [[...actions.map((action) => count(changes.totals[action])), count(changes.totals.unchanged), count(changes.totals.unknown)]]);
    if (changes.tenants.length > 0) table([pick('Bên thuê', 'Tenant'), ...actions.map((action) => say(actionWords[action]))], changes.tenants.map(({ tenant, totals }) => [tenant === '' ? pick('nền tảng', 'platform') : code(tenant), ...actions.map((action) => count(totals[action]))]));
    listed(byLikeness(objects), most.changes, (group) => [
      `- **${say(actionWords[group.action])}** · ${say(nounOf(group))} × ${count(group.count)}${group.paths.length > 0 ? `: ${code(group.paths.slice(0, 6).join(', '))}` : ''}`,
      ...group.changes.slice(0, 3).map(({ consequences }) => `  - ${consequences.slice(0, most.sentences).map(say).join('; ')}`),
    ].join('\n'));
    lines.push('');
    listed(changes.stacks, most.stacks, ({ id, action, totals, unknown, settings }) => [
      `- ${code(id)} (${say(actionWords[action])}): ${actions.filter((entry) => totals[entry] > 0).map((entry) => `${count(totals[entry])} ${say(actionWords[entry])}`).join(', ')}${settings.length > 0 ? ` · ${pick('thiết lập Terraform', 'Terraform settings')}: ${code(settings.slice(0, 4).map(({ path }) => path).join(', '))}` : ''}`,
      ...unknown.map((entry) => `  - ${say(unknownText(entry))}`),
    ].join('\n'));
  }

  heading(2, pick('Phát hiện', 'Findings'));
  if (review.findings.length === 0) lines.push(pick('Không có phát hiện nào.', 'There are no findings.'));
  for (const { severity, status, code: id, findings } of groupFindings(review.findings)) {
    heading(3, `${say(severityWords[severity])}, ${say(statusWords[status])}: ${code(id)} (${count(findings.length)})`);
    listed(findings, most.findings, ({ file, line, column, message, hint }) => {
      const place = `${file}:${line}:${column}`;
      const target = href(file, line);
      return `- ${target === undefined ? code(place) : `[${code(place)}](${target})`}: ${say(message)} *${say(hint)}*`;
    });
  }

  heading(2, pick('Những điều chưa biết', 'What is not known'));
  lines.push(`- ${pick('Phát hiện chưa xác định', 'Findings of status unknown')}: ${count(pack.unknown.findings)}`, `- ${pick('Bản cài không kết xuất được', 'Releases that could not be rendered')}: ${count(pack.unknown.releases)}`);
  lines.push(...pack.inventory.unrendered.map(({ chart, version, reason, stacks }) => `  - ${code(`${chart} ${version}`)} × ${count(stacks.length)}: ${say(reason)}`));
  lines.push(...pack.unknown.facts.map(({ what, count: open, of, effect }) => `- ${say(what)}: ${count(open)} / ${count(of)} – ${say(effect)}`), `- ${say(pack.notes.flows)}`);
  const { estate, inventory } = pack;
  if (estate && estate.assumed.length > 0) lines.push(`- ${pick('Giá trị quy hoạch, không phải số liệu chính thức', 'Planning values, not official figures')}: ${estate.assumed.map(({ kind, assumed, files }) => `${say(word('kinds', kind))} ${count(assumed)}/${count(files)}`).join(', ')}`);

  if (review.switchOvers.length > 0) {
    heading(2, pick('Chuyển vai trò đang thực hiện', 'Switch-overs under way'));
    lines.push(...review.switchOvers.flatMap(({ system, from, to, steps }) => [`- ${code(system)}: ${from} → ${to}`, ...steps.map(({ step, state, does }) => `  - ${say(stepWords[step])} (${say(stateWords[state])}): ${say(does)}`)]));
  }

  heading(2, pick('Khi mất một trung tâm', 'When a site is lost'));
  lines.push(...review.siteLoss.map((loss) => {
    const { title, text } = siteVerdict(loss);
    return `- ${say(loss.site.names)} (${code(loss.site.id)}): **${say(title)}.** ${say(text)}`;
  }));

  heading(2, pick('Hiện trạng theo danh mục', 'What the estate holds'));
  if (estate) {
    const { counts } = estate;
    lines.push(pick(
      `${count(counts.sites)} trung tâm, ${count(counts.clusters)} cụm, ${count(counts.tenants)} bên thuê, ${count(counts.systems)} hệ thống thông tin, ${count(counts.databases)} cơ sở dữ liệu, ${count(counts.agreements)} thỏa thuận chia sẻ; ${count(inventory.stacks)} ngăn xếp, ${count(inventory.objects)} đối tượng.`,
      `${count(counts.sites)} sites, ${count(counts.clusters)} clusters, ${count(counts.tenants)} tenants, ${count(counts.systems)} information systems, ${count(counts.databases)} databases, ${count(counts.agreements)} sharing agreements; ${count(inventory.stacks)} stacks, ${count(inventory.objects)} objects.`,
    ));
    table([pick('Cấp độ', 'Level'), pick('Hệ thống', 'Systems'), pick('Đánh dấu quan trọng', 'Flagged critical'), pick('Có nơi thứ hai', 'With a second place'), pick('Chờ cấp phép', 'Pending')],
      estate.systems.map(({ level, count: systems, critical, withSecondSite, pending }) => [level, systems, critical, withSecondSite, pending].map(count)));
    table([pick('Cấp độ', 'Level'), pick('Hệ thống', 'Systems'), pick('Vùng theo quy định → vùng con', 'Zones of the law → sub-zones'), pick('Căn cứ', 'Article'), pick('Biện pháp phải có', 'Measures due')],
      estate.zones.map(({ level, regime, systems, zones, source, measures }) => [
        `${count(level)} (${say(regime)})`, count(systems), zones?.map(({ lawZone, subzones }) => `${lawZone} → ${subzones.map(({ id }) => id).join(', ')}`).join('; ') ?? pick('chưa rõ', 'not known'), source ?? '–',
        measures.map(({ names, source: article, own }) => `${say(names)} (${own ? pick('lựa chọn của dự án', 'our choice') : article})`).join('; ') || '–',
      ]));
    table([pick('Trung tâm', 'Site'), pick('Tình trạng', 'Status'), pick('Nơi dự phòng', 'Recovery partner'), pick('Cụm', 'Clusters')],
      estate.sites.map(({ names, id, status, drPartner, clusters }) => [`${say(names)} (${code(id)})`, say(word('siteStatuses', status)), drPartner === null ? '–' : code(drPartner), count(clusters)]));
    lines.push(...estate.tenants.map(({ kind, count: tenants }) => `- ${say(word('tenantKinds', kind))}: ${count(tenants)}`), '');
    const list = estate.lists.find(({ id }) => id === resolution214);
    if (list) lines.push(`${say(list.names)}: ${count(list.here)}${list.expected === null ? '' : ` / ${count(list.expected)}`}`, '', ...estate.databases.filter(({ lists }) => lists.includes(resolution214)).map(({ names, tenant, system, level, cluster, dr }) =>
      `- ${say(names)} – ${code(`${tenant}/${system}`)}, ${pick('cấp độ', 'level')} ${level}, ${cluster === null ? '–' : code(cluster)}, ${pick('dự phòng', 'recovery')} ${dr === null ? '–' : code(dr)}`));
  }
  table([pick('Ngăn xếp theo loại', 'Stacks by kind'), pick('Ngăn xếp', 'Stacks'), pick('Đối tượng', 'Objects')], inventory.stacksByKind.map(({ kind, stacks, objects: held }) => [say(stackKindWords[kind]), count(stacks), count(held)]));
  return lines.join('\n').replace(/\n{3,}/g, '\n\n').trimEnd();
}
