/** Simulations for a terminal. */
import { showAmount } from '../model/derive/capacity.ts';
import type { Language, Text } from '../model/finding.ts';
import type { LinkLoss } from './link-loss.ts';
import type { DatabaseLoss, RecoveryCluster, SiteLoss, SystemLoss } from './site-loss.ts';
import { absenceWords, beyondControllers, callerWords, dependencyWords, derivedNote, derivedText, fateWords, insideWords, keptWords, linkText, linkVerdict, promisedText, reachedNote, reachedPair, resourceWords, siteVerdict, useWords } from './words.ts';

/** Rows of columns that line up; numbers are text already. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)), []);
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index]!)).join('  ')}`.trimEnd());
}

/** Things that share one sentence, under it. */
function alike<T>(items: readonly T[], sentence: (item: T) => string, name: (item: T) => string): string[] {
  return [...Map.groupBy(items, sentence)].flatMap(([shared, same]) => [`  ${shared} (${same.length})`, `    ${same.map(name).join(', ')}`]);
}

export function formatSiteLoss(loss: SiteLoss, language: Language): string {
  const say = (text: Text) => text[language];
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const { title, text } = siteVerdict(loss);
  const section = (heading: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', heading, ...lines]);
  const after = ({ runsAfter, why, vault }: DatabaseLoss | SystemLoss) => (runsAfter ? `${runsAfter.site}/${runsAfter.cluster}` : `${why === null ? '' : say(absenceWords[why])}${vault ? `; ${pick('sao lưu tại', 'backups at')} ${vault.site}` : ''}`);
  const national = loss.databases.filter(({ mustSurvive }) => mustSurvive);
  const others = loss.databases.filter(({ mustSurvive }) => !mustSurvive);
  const databaseRow = (one: DatabaseLoss) => [one.id, String(one.level), say(fateWords[one.fate]), say(promisedText(one.promised)), say(reachedPair(one.reached)), say(keptWords[one.kept]), say(derivedText(one.derivedWaitSeconds)), after(one)];
  const databaseHead = [pick('cơ sở dữ liệu', 'database'), pick('cấp', 'level'), pick('hệ quả', 'fate'), pick('cam kết', 'promised'), pick('đạt được', 'reached'), pick('so cam kết', 'against promise'), pick('mất tối đa (suy ra)', 'at most lost (derived)'), pick('sau đó chạy tại', 'runs after at')];
  return [
    `${pick('Mất trung tâm', 'Site lost')}: ${loss.site.id} – ${say(loss.site.names)} (${loss.asOf})`,
    say(title),
    say(text),
    ...section(pick(`Cơ sở dữ liệu quốc gia cấp độ 4 trở lên (${national.length})`, `National databases of level 4 and above (${national.length})`), national.length === 0 ? [] : columns([databaseHead, ...national.map(databaseRow)])),
    ...section(pick(`Cơ sở dữ liệu khác (${others.length})`, `Other databases (${others.length})`), others.length === 0 ? [] : alike(others, (one) => databaseRow(one).slice(1).filter((cell) => cell !== '–').join(' · '), ({ id }) => id)),
    ...section(pick('Nơi nhận', 'Recovery clusters'), loss.recovery.flatMap((one) => recoveryLines(one, language))),
    ...section(pick('Thứ tự khởi động: định danh, kho ảnh và quản trị trước, mọi hệ thống khác đều cần chúng', 'Start order: identity, registry and management first, all others need them'), columns(loss.order.map(({ wave, system, level, kind, databases, after: needed, inCircle }) => [
      `${wave}.`, system, `${pick('cấp', 'level')} ${level}`, kind, databases.length > 0 ? `${pick('chuyển vai trò', 'promote')} ${databases.join(', ')}` : '', beyondControllers(needed, loss).length > 0 ? `${pick('sau', 'after')} ${beyondControllers(needed, loss).join(', ')}` : '', inCircle ? pick('(vòng phụ thuộc: khởi động khi chưa đủ)', '(circle: starts before all it needs is there)') : '',
    ]))),
    ...section(pick('Hệ thống ngừng cho đến khi trung tâm trở lại', 'Systems down until the site is back'), alike(loss.systems.filter(({ fate }) => fate === 'backup' || fate === 'lost'), (one) => `${pick('cấp', 'level')} ${one.level} · ${say(fateWords[one.fate])} · ${after(one)}`, ({ key }) => key)),
    ...section(pick('Kho đối tượng không có bản sao tại nơi nhận', 'Buckets that have no copy where their system goes'), columns(loss.systems.filter(({ fate, buckets }) => fate === 'moves' && buckets.length > 0).map(({ key, buckets }) => [key, buckets.join(', ')]))),
    ...section(pick('Hệ thống ở nơi khác tạm mất kết nối chia sẻ dữ liệu', 'Systems elsewhere without data exchange meanwhile'), columns(loss.cutOff.map(({ exchange, systems }) => [exchange, `${systems.length} ${pick('hệ thống', 'systems')}`]))),
    ...section(pick('Mất theo', 'Lost along with it'), loss.alsoLost.map(({ text: why, clusters }) => `  ${say(why)}: ${clusters.join(', ')}`)),
    '',
    say(reachedNote),
    say(derivedNote),
  ].join('\n');
}

function recoveryLines({ site, cluster, takes, hasRoom, room }: RecoveryCluster, language: Language): string[] {
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  return [
    `  ${site}/${cluster}: ${takes.length} ${pick('hệ thống', 'systems')}, ${hasRoom ? pick('đủ chỗ cho tất cả cùng lúc', 'room for all at once') : pick('KHÔNG đủ chỗ', 'NO room')}`,
    ...room.load.filter(({ need }) => need > 0).map(({ resource, need, have }) => `    ${pick('nhóm chung', 'common pools')}, ${resourceWords[resource][language]}: ${pick('cần', 'needed')} ${showAmount(resource, need, 'up')}, ${pick('còn', 'left')} ${showAmount(resource, have, 'down')}`),
    ...room.reserve.map(({ domain, need, have }) => `    ${pick('dự trữ', 'reserve')} ${domain}: ${pick('cần', 'needed')} ${need}, ${pick('có', 'there')} ${have} ${pick('máy', 'machines')}`),
  ];
}

export function formatLinkLoss(loss: LinkLoss, language: Language): string {
  const say = (text: Text) => text[language];
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const { title, text } = linkVerdict(loss);
  const section = (heading: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', heading, ...lines]);
  const channels = ({ channels: count, mbps, directions }: LinkLoss['sites'][number]['uses'][number]['before']) => `${count} ${pick('kênh', 'channels')}, ${mbps} Mbps, ${directions} ${pick('hướng', 'directions')}`;
  return [
    `${pick('Mất liên kết', 'Link lost')}: ${say(linkText(loss.link))} (${loss.asOf})`,
    say(title),
    say(text),
    ...section(pick('Kênh truyền', 'Channels'), columns(loss.sites.flatMap(({ site, uses }) => uses.map(({ use, to, before, after }) => [site, `${say(useWords[use])}${to === null ? '' : ` ${to}`}`, channels(before), '→', channels(after)])))),
    ...section(pick('Cổng vào', 'Entries'), alike(loss.entries, ({ site, callers }) => `${site} · ${say(callerWords[callers])}`, ({ host }) => host)),
    ...section(pick('Bản sao ngừng cập nhật', 'Copies that fall behind'), alike(loss.replication, ({ from, to }) => `${from} → ${to}`, ({ database }) => database)),
    ...section(pick('Phụ thuộc bên ngoài', 'What is needed from outside'), columns(loss.dependencies.map(({ what, host, inside }) => [say(dependencyWords[what]), host, say(insideWords(inside))]))),
  ].join('\n');
}
