/** The frame of every report: a page in two languages that switches without a script, and the parts that sections are made of. */
import type { Language, Text } from '../../model/finding.ts';
import { number } from '../words.ts';
import { both, html, Markup, type Content } from './markup.ts';
import { style } from './style.ts';

export interface PageProps {
  readonly title: Text;
  readonly language: Language;
  readonly body: Content;
}

/** A whole document. The language is chosen by two radio inputs, so that it works without script and from a file. */
export function page({ title, language, body }: PageProps): string {
  const checked = (candidate: Language) => new Markup(language === candidate ? ' checked' : '');
  const document = html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title[language]}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<input class="language" type="radio" name="language" id="language-vi"${checked('vi')} aria-label="Tiếng Việt">
<input class="language" type="radio" name="language" id="language-en"${checked('en')} aria-label="English">
<div class="page">
<div class="switch"><label for="language-vi">Tiếng Việt</label><label for="language-en">English</label></div>
${body}
</div>
</body>
</html>
`;
  return `<!doctype html>\n${document.text}`;
}

export function section(id: string, title: Text, ...content: readonly Content[]): Markup {
  return html`<section id="${id}">
<h2>${title}</h2>
${content}
</section>
`;
}

export interface Column {
  readonly title: Text;
  /** `n`: numbers to the right; `keep`: never broken over lines; `chart`: bars, left out on narrow screens. */
  readonly kind?: 'n' | 'keep' | 'chart';
}

/** A table that scrolls by itself when it is wider than the screen. A cell that is the number 0 is shown faint. */
export function table(columns: readonly Column[], rows: readonly (readonly Content[])[], caption?: Text): Markup {
  const head = columns.map(({ title, kind }) => html`<th scope="col"${attribute(kind)}>${title}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((cell, index) => html`<td${attribute(columns[index]?.kind, cell === 0)}>${typeof cell === 'number' ? number(cell) : cell}</td>`)}</tr>
`);
  return html`<div class="scroll"><table>${caption && html`<caption>${caption}</caption>`}<thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>
`;
}

function attribute(kind: Column['kind'], zero = false): Markup | undefined {
  const names = [kind, zero && 'zero'].filter(Boolean).join(' ');
  return names === '' ? undefined : html` class="${names}"`;
}

export interface DetailsProps {
  readonly summary: Content;
  readonly count?: number;
  readonly open?: boolean;
  /** Too long for paper: stays closed in print. */
  readonly long?: boolean;
}

export function details({ summary, count, open = false, long = false }: DetailsProps, ...content: readonly Content[]): Markup {
  return html`<details${long && html` class="long"`}${open && html` open`}><summary>${count !== undefined && html`<span class="count">${number(count)}</span>`}${summary}</summary><div class="inside">
${content}</div></details>
`;
}

export function tiles(entries: readonly { readonly value: number; readonly label: Text; readonly tone?: 'bad' | 'warn' | 'unknown' }[]): Markup {
  return html`<div class="tiles${entries.length > 7 && ' many'}">${entries.map(({ value, label, tone }) => html`<div class="tile${tone && value > 0 && ` ${tone}`}"><b>${number(value)}</b><span>${label}</span></div>`)}</div>
`;
}

/** A bar beside a number. @param share 0 to 1 */
export function bar(share: number): Markup {
  return share <= 0 ? html`` : html`<span class="bar" style="width:${(share * 100).toFixed(1)}%"></span>`;
}

export function badge(kind: string, text: Text): Markup {
  return html`<span class="badge ${kind}">${text}</span>`;
}

export function paragraph(text: Text, kind?: 'lead' | 'note'): Markup {
  return html`<p${kind && html` class="${kind}"`}>${both(text)}</p>
`;
}

/** The first of many items; says how many are left and where they stand. */
export function capped<T>(items: readonly T[], most: number, show: (item: T) => Content): Content {
  const left = items.length - most;
  if (left <= 0) return items.map(show);
  return [items.slice(0, most).map(show), html`<p class="note">${{ vi: `Còn ${number(left).vi} mục nữa; danh sách đầy đủ ở review.json.`, en: `${number(left).en} more; review.json has the full list.` }}</p>
`];
}
