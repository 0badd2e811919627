/** YAML text to documents with positions. Nesting is bounded before the recursive part of the parser sees the text. */
import { Composer, isMap, isPair, isScalar, isSeq, Lexer, LineCounter, Parser, type CST, type Document, type Node } from 'yaml';
import type { Position } from './decode.ts';

/** Deepest nesting of a catalog file; the schemas need about a dozen. */
export const maxDepth = 64;

export interface ParsedText {
  readonly documents: readonly Document.Parsed[];
  /** Where the text nests too deeply; then there are no documents. */
  readonly tooDeep?: Position;
  place(offset: number): Position;
}

/** Parses YAML 1.2 without merge keys. Duplicate keys are left to the caller: the parser's own search is quadratic. */
export function parseText(text: string): ParsedText {
  const counter = new LineCounter();
  const place = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const parser = new Parser(counter.addNewLine);
  const tokens: CST.Token[] = [];
  counter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (tokens.at(-1)?.type === 'error') break;
    if (parser.stack.length > maxDepth) return { documents: [], tooDeep: place(parser.offset), place };
  }
  tokens.push(...parser.end());
  return { documents: compose(tokens, text.length), place };
}

/** The parser makes an error object for each defect; a hostile text has half a million, and their stack traces are what takes time. */
function compose(tokens: readonly CST.Token[], length: number): Document.Parsed[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return [...new Composer({ prettyErrors: false, uniqueKeys: false, merge: false, version: '1.2', strict: true }).compose(tokens, true, length)] as Document.Parsed[];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Finds the positions of values in a text that was read before. Parses once per instance, on first use. */
export class Locator {
  readonly #text: string;
  #parsed: ParsedText | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Position of the value at a JSON pointer; of its nearest parent when it is absent. `key`: of the key instead of the value. */
  locate(pointer: string, target: 'value' | 'key' = 'value'): Position {
    this.#parsed ??= parseText(this.#text);
    const { documents, place } = this.#parsed;
    let node: unknown = documents[0]?.contents;
    let offset = rangeStart(node) ?? 0;
    for (const step of pointerSteps(pointer)) {
      const next = child(node, step);
      if (!next) break;
      node = next.value;
      offset = (target === 'key' ? next.keyStart : undefined) ?? rangeStart(node) ?? next.keyStart ?? offset;
    }
    return place(offset);
  }

  /** Does a value stand at the pointer? */
  has(pointer: string): boolean {
    this.#parsed ??= parseText(this.#text);
    let node: unknown = this.#parsed.documents[0]?.contents;
    for (const step of pointerSteps(pointer)) {
      const next = child(node, step);
      if (!next) return false;
      node = next.value;
    }
    return true;
  }
}

function pointerSteps(pointer: string): string[] {
  return pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function rangeStart(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function child(node: unknown, step: string): { value: unknown; keyStart?: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
    return pair ? { value: pair.value, keyStart: rangeStart(pair.key) } : undefined;
  }
  if (isSeq(node)) {
    const item = /^\d{1,9}$/.test(step) ? node.items[Number(step)] : undefined;
    return item === undefined ? undefined : { value: item };
  }
  return undefined;
}
