/**
 * Reads the plain block style that the export writes, twenty times as fast as a whole YAML parser; a review of a change that touches
 * every object reads tens of thousands. What it does not know for certain it does not read: the caller takes the real parser then.
 */
import { parse } from 'yaml';

/** The value, or undefined when the text holds anything beyond maps, lists, one-line scalars and literal blocks. */
export function quickParse(text: string): unknown {
  try {
    const reader = new Reader(text.split('\n'));
    const value = reader.block(0);
    return reader.atEnd() ? value : undefined;
  } catch (error) {
    if (error === unsupported) return undefined;
    throw error;
  }
}

const unsupported = new Error('beyond the quick parser');

class Reader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  atEnd(): boolean {
    return this.#lines.slice(this.#at).every((line) => line === '');
  }

  /** A map or a list whose entries start at this column. */
  block(column: number): unknown {
    const line = this.#lines[this.#at] ?? '';
    if (indentOf(line) !== column) throw unsupported;
    return line.startsWith('- ', column) || line.length === column + 1 && line[column] === '-' ? this.#list(column) : this.#map(column, 0);
  }

  #list(column: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.#current(column); line !== undefined && line[column] === '-'; line = this.#current(column)) {
      if (line[column + 1] !== ' ') throw unsupported;
      const rest = line.slice(column + 2);
      if (rest.startsWith('- ') || rest === '') throw unsupported;
      items.push(splitKey(rest) === undefined ? this.#scalar(rest, column) : this.#map(column + 2, column + 2));
    }
    return items;
  }

  /** @param skip columns of the first line that belong to the dash of a list */
  #map(column: number, skip: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    let first = skip > 0;
    for (let line = first ? this.#lines[this.#at] : this.#current(column); line !== undefined; line = this.#current(column)) {
      if (!first && line[column] === '-') break;
      first = false;
      const split = splitKey(line.slice(column));
      if (!split) throw unsupported;
      entries.push([split.key, split.rest === '' ? this.#nested(column) : this.#scalar(split.rest, column)]);
    }
    const map = Object.fromEntries(entries);
    if (entries.length === 0 || Object.keys(map).length !== entries.length) throw unsupported;
    return map;
  }

  /** What stands below a key that has nothing beside it. */
  #nested(column: number): unknown {
    this.#at++;
    const indent = indentOf(this.#lines[this.#at] ?? '');
    if (indent <= column) throw unsupported;
    return this.block(indent);
  }

  #scalar(text: string, column: number): unknown {
    this.#at++;
    if (/^\|[-+]?$/.test(text)) return this.#literal(text[1] ?? '', column);
    const value = scalar(text);
    // A scalar that goes on in the next line is deeper than its key.
    const next = this.#lines[this.#at];
    if (next !== undefined && next !== '' && indentOf(next) > column) throw unsupported;
    return value;
  }

  #literal(chomping: string, column: number): string {
    const start = this.#at;
    while (this.#at < this.#lines.length && (this.#lines[this.#at] === '' || indentOf(this.#lines[this.#at]!) > column)) this.#at++;
    const own = this.#lines.slice(start, this.#at);
    let end = own.length;
    while (end > 0 && own[end - 1] === '') end--;
    // Blank lines after the last one belong to the text only with `+`, and the end of the file is hard to tell then.
    if (chomping === '+' || end === 0 || own[0] === '' || own.some((line) => line !== '' && line.trim() === '')) throw unsupported;
    const indent = indentOf(own[0]!);
    const lines = own.slice(0, end).map((line) => {
      if (line !== '' && indentOf(line) < indent) throw unsupported;
      return line.slice(indent);
    });
    return lines.join('\n') + (chomping === '-' ? '' : '\n');
  }

  /** The current line when it belongs to a block of this column. */
  #current(column: number): string | undefined {
    const line = this.#lines[this.#at];
    if (line === undefined || line === '') return undefined;
    const indent = indentOf(line);
    if (indent > column) throw unsupported;
    return indent === column ? line : undefined;
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ') indent++;
  return indent;
}

/** `key: rest`; undefined when the text is no entry of a map. */
function splitKey(text: string): { key: string; rest: string } | undefined {
  const match = /^([A-Za-z_][\w./-]*|"[^"\\]*"|'[^']*'):(?: (.*)|)$/.exec(text);
  if (!match) {
    // A plain text that ends in a colon or holds one before a space would be a key that this does not know.
    if (!/^["']/.test(text) && /:( |$)/.test(text)) throw unsupported;
    return undefined;
  }
  const key = match[1]!;
  const quoted = key[0] === '"' || key[0] === '\'';
  if (!quoted && typeof plain(key) !== 'string') throw unsupported;
  return { key: quoted ? key.slice(1, -1) : key, rest: match[2] ?? '' };
}

function scalar(text: string): unknown {
  if (text === '{}') return {};
  if (text === '[]') return [];
  const start = text[0]!;
  if (start === '"') {
    if (!/^"(?:[^"\\]|\\["\\nrt/])*"$/.test(text)) throw unsupported;
    return JSON.parse(text);
  }
  if (start === '\'') {
    if (!/^'(?:[^']|'')*'$/.test(text)) throw unsupported;
    return text.slice(1, -1).replaceAll('\'\'', '\'');
  }
  if (/^[!&*|>@`%#{}[\],?]|^[-?:]( |$)|: | #|[:\t]$|^\s|\s$/.test(text)) throw unsupported;
  return plain(text);
}

const scalars = new Map<string, unknown>();

/** Meaning of a plain scalar; what may be more than text is asked of the real parser, once. */
function plain(text: string): unknown {
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^[A-Za-z/(<][^\0-\x1f\x7f]*$/.test(text) && !/^(?:null|true|false)$/i.test(text)) return text;
  if (!scalars.has(text)) scalars.set(text, (parse(`- ${text}`) as unknown[])[0]);
  return scalars.get(text);
}
