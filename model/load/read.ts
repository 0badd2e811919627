/** Reads one catalog file: bytes to a value with positions, every defect of the text a finding. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, visit, type Document, type Node } from 'yaml';
import type { Finding, Text } from '../finding.ts';

/** Largest catalog file; a catalog file is written and read by people. */
export const maxFileBytes = 1024 * 1024;

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface ReadResult {
  readonly value?: unknown;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads and parses one file. `value` is absent when the text cannot be used.
 * @param path path on disk
 * @param file path shown in findings, relative to the catalog root
 */
export function readCatalogFile(path: string, file: string): ReadResult {
  const at = (code: string, message: Text, hint: Text, position: Position = { line: 1, column: 1 }): Finding =>
    ({ code, severity: 'error', status: 'fail', file, ...position, path: '', message, hint });
  let bytes: Buffer;
  try {
    const handle = openSync(path, 'r');
    try {
      const size = fstatSync(handle).size;
      if (size > maxFileBytes) {
        return { text: '', findings: [at('file-too-large',
          { en: `the file has ${size} bytes; at most ${maxFileBytes} are read`, vi: `tệp có ${size} byte; chỉ đọc tối đa ${maxFileBytes}` },
          { en: 'split it: one file per thing', vi: 'hãy tách tệp: mỗi đối tượng một tệp' })] };
      }
      bytes = readFileSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { text: '', findings: [at('unreadable-file',
      { en: `the file cannot be read (${reason})`, vi: `không đọc được tệp (${reason})` },
      { en: 'check that it exists and that you may read it', vi: 'kiểm tra tệp tồn tại và quyền đọc' })] };
  }
  const encoding = decode(bytes, at);
  if ('finding' in encoding) return { text: '', findings: [encoding.finding] };
  return parse(encoding.text, at);
}

type At = (code: string, message: Text, hint: Text, position?: Position) => Finding;

function decode(bytes: Buffer, at: At): { text: string } | { finding: Finding } {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return { finding: at('not-utf8', { en: 'the file is UTF-16, not UTF-8', vi: 'tệp dùng mã UTF-16, không phải UTF-8' }, saveAsUtf8) };
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { finding: at('byte-order-mark', { en: 'the file starts with a byte-order mark (BOM)', vi: 'tệp bắt đầu bằng dấu BOM' }, { en: 'save it as UTF-8 without BOM', vi: 'lưu lại dạng UTF-8 không có BOM' }) };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { finding: at('not-utf8', { en: 'the file is not valid UTF-8', vi: 'tệp không phải UTF-8 hợp lệ' }, saveAsUtf8, firstInvalidByte(bytes)) };
  }
  const carriage = text.indexOf('\r');
  if (carriage >= 0) {
    return { finding: at('carriage-return', { en: 'the file has Windows line ends (CR)', vi: 'tệp dùng ký tự xuống dòng kiểu Windows (CR)' }, { en: 'save it with LF line ends', vi: 'lưu lại với ký tự xuống dòng LF' }, positionOf(text, carriage)) };
  }
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u0085\u2028\u2029\ufeff\u200b\u202a-\u202e\u2066-\u2069]/.exec(text);
  if (control) {
    const code = `U+${control[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    return { finding: at('hidden-character', { en: `the file holds the invisible character ${code}`, vi: `tệp chứa ký tự ẩn ${code}` }, { en: 'remove it: a reviewer could not see it', vi: 'hãy xóa: người duyệt không nhìn thấy ký tự này' }, positionOf(text, control.index)) };
  }
  return { text };
}

const saveAsUtf8: Text = { en: 'save the file as UTF-8', vi: 'lưu tệp dạng UTF-8' };

function firstInvalidByte(bytes: Buffer): Position {
  let low = 0;
  let high = bytes.length;
  const valid = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valid(middle)) low = middle;
    else high = middle - 1;
  }
  return positionOf(bytes.subarray(0, low).toString('utf8'), Number.MAX_SAFE_INTEGER);
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: before.length - (before.lastIndexOf('\n') + 1) + 1 };
}

function parse(text: string, at: At): ReadResult {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true, merge: false, version: '1.2', strict: true });
  const place = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (!Array.isArray(documents) || documents.length === 0 || documents[0]!.contents === null) {
    const problems = Array.isArray(documents) ? documents.flatMap((document) => document.errors) : [];
    if (problems.length === 0) {
      return { text, findings: [at('empty-file', { en: 'the file is empty', vi: 'tệp rỗng' }, { en: 'fill it in or delete it', vi: 'hãy điền nội dung hoặc xóa tệp' })] };
    }
  }
  const parsed = documents as Document.Parsed[];
  const findings: Finding[] = [];
  for (const document of parsed) {
    for (const problem of [...document.errors, ...document.warnings]) findings.push(syntaxFinding(problem, text, at, place));
  }
  if (parsed.length > 1) {
    findings.push(at('several-documents', { en: 'the file holds more than one YAML document', vi: 'tệp chứa nhiều tài liệu YAML' }, { en: 'one file per thing: remove the line `---`', vi: 'mỗi đối tượng một tệp: xóa dòng `---`' }, place(parsed[1]!.range[0])));
  }
  const document = parsed[0]!;
  visit(document, {
    Node: (_key, node) => {
      const anchor = (node as { anchor?: string }).anchor;
      const tag = (node as { tag?: string }).tag;
      const start = (node as Node).range?.[0] ?? 0;
      if (anchor !== undefined || (node as { source?: string; constructor: { name: string } }).constructor.name === 'Alias') {
        findings.push(at('anchor', { en: 'anchors and aliases are not allowed', vi: 'không được dùng anchor và alias' }, { en: 'write the value where it is used: a reviewer reads one place', vi: 'viết giá trị ngay tại nơi dùng để người duyệt đọc một chỗ' }, place(start)));
        return visit.SKIP;
      }
      if (tag !== undefined && !tag.startsWith('tag:yaml.org,2002:')) {
        findings.push(at('tag', { en: `the tag ${tag} is not allowed`, vi: `không được dùng thẻ ${tag}` }, { en: 'remove the tag', vi: 'hãy xóa thẻ' }, place(start)));
      }
      return undefined;
    },
    Pair: (_key, pair) => {
      const key = pair.key as Node | null;
      if (key && !(isScalar(key) && typeof key.value === 'string')) {
        findings.push(at('key-not-text', { en: 'a key is not text', vi: 'khóa không phải là chuỗi' }, { en: 'put the key in quotes', vi: 'đặt khóa trong dấu ngoặc kép' }, place(key.range?.[0] ?? 0)));
      }
    },
  });
  if (findings.length > 0) return { text, findings };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return { text, value, findings };
}

function syntaxFinding(problem: { code: string; message: string; pos: [number, number] }, text: string, at: At, place: (offset: number) => Position): Finding {
  const position = place(problem.pos[0]);
  if (problem.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(problem.pos[0]))?.[0].trim() ?? '';
    return at('duplicate-key', { en: `the key ${key} stands here twice`, vi: `khóa ${key} xuất hiện hai lần` }, { en: 'keep one of them', vi: 'chỉ giữ lại một' }, position);
  }
  if (problem.code === 'TAB_AS_INDENT') {
    return at('tab', { en: 'a tab is used as indentation', vi: 'dùng ký tự tab để thụt dòng' }, { en: 'indent with spaces', vi: 'thụt dòng bằng dấu cách' }, position);
  }
  return at('yaml-syntax', { en: `not valid YAML: ${problem.message}`, vi: `YAML không hợp lệ: ${problem.message}` }, { en: 'mend the text at this place', vi: 'sửa nội dung tại vị trí này' }, position);
}

/** Finds the positions of values in a text that was read before. Parses once per instance, on first use. */
export class Locator {
  readonly #text: string;
  #parsed: { document: Document.Parsed; counter: LineCounter } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Position of the value at a JSON pointer; of its nearest parent when it is absent. `key`: of the key instead of the value. */
  locate(pointer: string, target: 'value' | 'key' = 'value'): Position {
    this.#parsed ??= this.#parse();
    const { document, counter } = this.#parsed;
    const steps = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    let node: unknown = document.contents;
    let offset = rangeStart(node) ?? 0;
    for (const step of steps) {
      const next = child(node, step);
      if (!next) break;
      node = next.value;
      offset = (target === 'key' ? next.keyStart : undefined) ?? rangeStart(node) ?? next.keyStart ?? offset;
    }
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #parse() {
    const counter = new LineCounter();
    const [document] = parseAllDocuments(this.#text, { lineCounter: counter, prettyErrors: false }) as Document.Parsed[];
    return { document: document!, counter };
  }
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
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: item };
  }
  return undefined;
}
