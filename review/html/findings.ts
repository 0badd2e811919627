/** Findings by severity, status and rule, each linked to its line in the catalog. */
import type { Finding, Severity, Status, Text } from '../../model/finding.ts';
import type { RuleResult } from '../rules.ts';
import { groupFindings } from '../finding-groups.ts';
import { severityWords, statusWords } from '../words.ts';
import { badge, capped, details, paragraph, section } from './layout.ts';
import { html, type Content, type Markup } from './markup.ts';

/** Address of a line of the catalog, relative to the page; undefined when the file is not there. */
export type Href = (file: string, line: number) => string | undefined;

/** Rows shown of one rule; review.json has all. */
const mostRows = 60;

export function findingsSection(findings: readonly Finding[], rules: readonly RuleResult[], href: Href): Markup {
  const title: Text = { vi: 'Phát hiện', en: 'Findings' };
  if (findings.length === 0) return section('findings', title, paragraph({ vi: 'Không có phát hiện nào.', en: 'There are no findings.' }));
  return section('findings', title,
    paragraph({
      vi: 'Xếp theo mức độ, rồi theo quy tắc. “Không đạt”: quy tắc bị vi phạm. “Chưa xác định”: thiếu dữ kiện để kết luận, không được coi là đạt.',
      en: 'By severity, then by rule. “Fails”: the rule is broken. “Unknown”: the facts to decide are missing; that is not a pass.',
    }, 'lead'),
    findingGroups(findings, rules, href));
}

export function findingGroups(findings: readonly Finding[], rules: readonly Pick<RuleResult, 'id' | 'title'>[], href: Href): Content {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  return groupFindings(findings).map(({ severity, status, code, findings: own, hint }) => details(
    {
      summary: html`${badge(status === 'unknown' ? 'unknown' : severity, kindOf(severity, status))} ${titles.get(`check/${code}`)} <code>${code}</code>`,
      count: own.length, open: severity === 'error', long: own.length > mostRows,
    },
    hint && html`<p class="hint">${hint}</p>`,
    html`<ul class="rows">${capped(own, mostRows, (finding) => findingRow(finding, href, hint === undefined))}</ul>`,
  ));
}

/** `Warning · unknown`; a note that states a fact fails nothing. */
function kindOf(severity: Severity, status: Status): Text {
  if (severity === 'info' && status === 'fail') return severityWords.info;
  return { vi: `${severityWords[severity].vi} · ${statusWords[status].vi}`, en: `${severityWords[severity].en} · ${statusWords[status].en}` };
}

function findingRow({ file, line, column, path, value, message, hint }: Finding, href: Href, withHint: boolean): Markup {
  const place = `${file}:${line}:${column}`;
  const target = href(file, line);
  return html`<li>${target === undefined ? html`<code>${place}</code>` : html`<a href="${target}"><code>${place}</code></a>`}${path !== '' && html` <code>${path}</code>`}${value !== undefined && html` = <code>${shorten(String(value), 80)}</code>`}<br>${message}${withHint && html` <span class="hint">${hint}</span>`}</li>
`;
}

export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
