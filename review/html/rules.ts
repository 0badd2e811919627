/** The rules that ran, with what each found. */
import type { RuleResult } from '../rules.ts';
import { counted, resultWords } from '../words.ts';
import { badge, details, paragraph, section, table } from './layout.ts';
import { html, type Markup } from './markup.ts';

const order: readonly RuleResult['result'][] = ['fail', 'unknown', 'pass'];

export function rulesSection(rules: readonly RuleResult[]): Markup {
  const count = (result: RuleResult['result']) => rules.filter((rule) => rule.result === result).length;
  return section('rules', { vi: 'Quy tắc đã chạy', en: 'Rules that ran' },
    paragraph({
      vi: `${rules.length} quy tắc: ${count('pass')} đạt, ${count('fail')} không đạt, ${count('unknown')} chưa xác định. Mỗi quy tắc có một trang giải thích trong docs/rules.`,
      en: `${counted(rules.length, '', 'rule', 'rules').en}: ${count('pass')} pass, ${count('fail')} fail, ${count('unknown')} unknown. Each has a page in docs/rules.`,
    }, 'lead'),
    order.filter((result) => count(result) > 0).map((result) => details({ summary: badge(result, resultWords[result]), count: count(result) }, table([
      { title: { vi: 'Quy tắc', en: 'Rule' } }, { title: { vi: 'Lỗi', en: 'Errors' }, kind: 'n' }, { title: { vi: 'Cảnh báo', en: 'Warnings' }, kind: 'n' }, { title: { vi: 'Thông tin', en: 'Notes' }, kind: 'n' },
      { title: { vi: 'Chưa xác định', en: 'Unknown' }, kind: 'n' },
    ], rules.filter((rule) => rule.result === result).map(({ id, title, errors, warnings, infos, unknown }) => [html`${title}<small><code>${id}</code></small>`, errors, warnings, infos, unknown])))));
}
