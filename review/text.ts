/** What a review comes to, for a terminal. */
import type { Language } from '../model/finding.ts';
import { actions } from './change.ts';
import { countFindings } from './finding-groups.ts';
import { objectChanges, type Review } from './review.ts';
import { verdictOf } from './verdict.ts';
import { actionWords, number } from './words.ts';

const mostDangers = 10;

export function formatReviewText(review: Review, { language, page }: { readonly language: Language; readonly page: string }): string {
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const count = (value: number) => number(value)[language];
  const { pack, changes } = review;
  const { title, text } = verdictOf(review);
  const findings = countFindings(review.findings);
  const dangers = objectChanges(changes).filter(({ danger }) => danger);
  const row = (label: string, value: string) => `  ${label.padEnd(24)}${value}`;
  return [
    title[language],
    text[language],
    '',
    ...dangers.slice(0, mostDangers).map(({ consequences, danger }) => `  ! ${consequences[0]![language]}: ${danger![language]}`),
    ...(dangers.length > mostDangers ? [`  ! ${pick(`còn ${count(dangers.length - mostDangers)} thay đổi nguy hiểm nữa`, `${count(dangers.length - mostDangers)} more dangerous changes`)}`] : []),
    ...(dangers.length > 0 ? [''] : []),
    row(pick('phát hiện', 'findings'), pick(
      `${count(findings.errors)} lỗi, ${count(findings.warnings)} cảnh báo, ${count(findings.unknown)} chưa xác định`,
      `${count(findings.errors)} errors, ${count(findings.warnings)} warnings, ${count(findings.unknown)} unknown`,
    )),
    row(pick('đối tượng', 'objects'), `${count(pack.inventory.objects)} (${count(pack.inventory.stacks)} ${pick('ngăn xếp', 'stacks')})`),
    row(pick('bản cài chưa kết xuất', 'releases not rendered'), count(pack.unknown.releases)),
    row(pick('thay đổi', 'changes'), changes.base
      ? `${actions.map((action) => `${count(changes.totals[action])} ${actionWords[action][language]}`).join(', ')} (${pick('so với', 'against')} ${changes.base.ref})`
      : pick('không có bản gốc: mọi thứ đều mới', 'no base: everything is new')),
    ...(pack.handling ? [row(pick('mức xử lý', 'handling class'), pack.handling.names[language])] : []),
    '',
    `${pick('Hồ sơ', 'Review pack')}: ${page}`,
  ].join('\n');
}
