/** The two sides of a changed attribute; of long texts only the lines that differ. */
import { gaps, type Attribute } from '../attributes.ts';
import { shorten } from './findings.ts';
import { html, type Content } from './markup.ts';

const mostLines = 24;
const longest = 400;

export function valueRows({ before, after }: Attribute): Content {
  if (typeof before === 'string' && typeof after === 'string' && (before.includes('\n') || after.includes('\n'))) {
    const old = before.split('\n');
    const now = after.split('\n');
    const rows = gaps(old, now).flatMap(({ removed, added }) => [...removed.map((line) => html`<del>${shorten(old[line]!, longest)}</del>`), ...added.map((line) => html`<ins>${shorten(now[line]!, longest)}</ins>`)]);
    return [rows.slice(0, mostLines), rows.length > mostLines && html`<small>… +${rows.length - mostLines}</small>`];
  }
  return [before !== undefined && html`<del>${show(before)}</del>`, after !== undefined && html`<ins>${show(after)}</ins>`];
}

function show(value: unknown): string {
  return shorten(typeof value === 'string' ? value : JSON.stringify(value), longest);
}
