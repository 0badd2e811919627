/** HTML that escapes everything it is given. Only `html` makes markup; text can never become it. */
import type { Text } from '../../model/finding.ts';

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | Text | string | number | null | undefined | false | readonly Content[];

/** Template for markup: values are escaped, other markup is kept, lists are joined, nothing stands for null, undefined and false. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + (index < values.length ? render(values[index]) : '')).join(''));
}

/** Text in both languages; once when they are the same. */
export function both({ vi, en }: Text): Markup {
  return vi === en ? new Markup(escapeHtml(en)) : new Markup(`<span lang="vi">${escapeHtml(vi)}</span><span lang="en">${escapeHtml(en)}</span>`);
}

/** Both languages, each with markup of its own. */
export function bothMarkup(vi: Content, en: Content): Markup {
  return html`<span lang="vi">${vi}</span><span lang="en">${en}</span>`;
}

function render(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (isText(value)) return both(value).text;
  return value.map(render).join('');
}

function isText(value: Text | readonly Content[]): value is Text {
  return !Array.isArray(value);
}

/** Escapes text for HTML and for attributes. Characters that hide or reorder text are shown by their code. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[\0-\x08\x0b-\x1f\x7f\u0085\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
