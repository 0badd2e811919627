/** Reads one catalog file: bytes to a value, every defect of the text a finding. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAlias, isMap, isNode, isScalar, visit, type Document, type Node } from 'yaml';
import type { Finding, Text } from '../finding.ts';
import { brief, decode, hiddenCharacter, type Position } from './decode.ts';
import { maxDepth, parseText, type ParsedText } from './document.ts';

/** Largest catalog file; a catalog file is written and read by people. */
export const maxFileBytes = 512 * 1024;

export interface ReadResult {
  readonly value?: unknown;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The value was known from an earlier run and is sound. */
  readonly recalled?: boolean;
}

type At = (code: string, message: Text, hint: Text, position?: Position) => Finding;

/**
 * Reads and parses one file. `value` is absent when the text cannot be used.
 * @param path path on disk
 * @param file path shown in findings, relative to the catalog root
 * @param recall value of a text that was read before and is sound; undefined when it was not
 */
export function readCatalogFile(path: string, file: string, recall: (text: string) => unknown = () => undefined): ReadResult {
  const at: At = (code, message, hint, position = { line: 1, column: 1 }) => ({ code, severity: 'error', status: 'fail', file, ...position, path: '', message, hint });
  const bytes = readBytes(path, at);
  if ('code' in bytes) return { text: '', findings: [bytes] };
  const decoded = decode(bytes);
  if ('defect' in decoded) {
    const { code, message, hint, position } = decoded.defect;
    return { text: '', findings: [at(code, message, hint, position)] };
  }
  const known = recall(decoded.text);
  if (known !== undefined) return { text: decoded.text, value: known, findings: [], recalled: true };
  return { text: decoded.text, ...parse(decoded.text, at) };
}

function readBytes(path: string, at: At): Buffer | Finding {
  try {
    const handle = openSync(path, 'r');
    try {
      const size = fstatSync(handle).size;
      if (size <= maxFileBytes) return readFileSync(handle);
      return at('file-too-large',
        { en: `the file has ${size} bytes; at most ${maxFileBytes} are read`, vi: `tệp có ${size} byte; chỉ đọc tối đa ${maxFileBytes}` },
        { en: 'split it: one file per thing', vi: 'hãy tách tệp: mỗi đối tượng một tệp' });
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return at('unreadable-file',
      { en: `the file cannot be read (${reason})`, vi: `không đọc được tệp (${reason})` },
      { en: 'check that it exists and that you may read it', vi: 'kiểm tra tệp tồn tại và quyền đọc' });
  }
}

function parse(text: string, at: At): { value?: unknown; findings: readonly Finding[] } {
  const parsed = parseText(text);
  const { documents, place, tooDeep } = parsed;
  if (tooDeep) {
    return { findings: [at('nested-too-deeply', { en: `values are nested more than ${maxDepth} deep`, vi: `giá trị lồng nhau quá ${maxDepth} cấp` }, { en: 'no catalog file needs this: mend the brackets or the indentation', vi: 'không tệp danh mục nào cần như vậy: sửa lại ngoặc hoặc thụt dòng' }, tooDeep)] };
  }
  const document = documents[0]!;
  const syntax = documents.flatMap(({ errors }) => errors)[0];
  if (syntax) return { findings: [syntaxFinding(syntax, at, parsed)] };
  if (documents.length > 1) {
    return { findings: [at('several-documents', { en: 'the file holds more than one YAML document', vi: 'tệp chứa nhiều tài liệu YAML' }, { en: 'one file per thing: remove the line `---`', vi: 'mỗi đối tượng một tệp: xóa dòng `---`' }, place(documents[1]!.range[0]))] };
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return { findings: [at('empty-file', { en: 'the file is empty', vi: 'tệp rỗng' }, { en: 'fill it in or delete it', vi: 'hãy điền nội dung hoặc xóa tệp' })] };
  }
  const findings = defectsOf(document, at, parsed);
  return findings.length > 0 ? { findings } : { value: document.toJS({ maxAliasCount: 0 }), findings };
}

/** What YAML allows and the catalog does not: anchors, tags, hidden characters by escapes, keys that are no text or stand twice. */
function defectsOf(document: Document.Parsed, at: At, { place }: ParsedText): Finding[] {
  const findings: Finding[] = [];
  let anchored = false;
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    const { anchor, tag, range } = node as Node & { anchor?: string; tag?: string };
    const position = () => place(range?.[0] ?? 0);
    if (isAlias(node) || anchor !== undefined) {
      if (!anchored) findings.push(at('anchor', { en: 'anchors and aliases are not allowed', vi: 'không được dùng anchor và alias' }, { en: 'write the value where it is used: a reviewer reads one place', vi: 'viết giá trị ngay tại nơi dùng để người duyệt đọc một chỗ' }, position()));
      anchored = true;
    }
    if (tag !== undefined) {
      const name = brief(tag.replace('tag:yaml.org,2002:', '!!'));
      findings.push(at('tag', { en: `the tag ${name} is not allowed`, vi: `không được dùng thẻ ${name}` }, { en: 'remove the tag', vi: 'hãy xóa thẻ' }, position()));
    }
    const hidden = isScalar(node) && typeof node.value === 'string' ? hiddenCharacter(node.value) : undefined;
    if (hidden) findings.push(at('hidden-character', { en: `a text holds the invisible character ${hidden.name}`, vi: `chuỗi chứa ký tự ẩn ${hidden.name}` }, { en: 'remove the escape: a reviewer could not see what it does', vi: 'hãy xóa mã thoát: người duyệt không nhìn thấy tác dụng của nó' }, position()));
    if (isMap(node)) keyDefects(node.items as readonly { key: Node | null }[], at, place, findings);
  });
  return findings;
}

function keyDefects(items: readonly { key: Node | null }[], at: At, place: ParsedText['place'], findings: Finding[]): void {
  const seen = new Set<string>();
  for (const { key } of items) {
    const position = place(key?.range?.[0] ?? 0);
    if (!isScalar(key) || typeof key.value !== 'string') {
      if (!isAlias(key)) findings.push(at('key-not-text', { en: 'a key is not text', vi: 'khóa không phải là chuỗi' }, { en: 'put the key in quotes', vi: 'đặt khóa trong dấu ngoặc kép' }, position));
    } else if (key.value === '__proto__') {
      findings.push(at('unknown-key', { en: 'unknown key __proto__', vi: 'khóa __proto__ không có trong lược đồ' }, { en: 'remove it', vi: 'hãy xóa' }, position));
    } else if (seen.has(key.value)) {
      findings.push(at('duplicate-key', { en: `the key ${brief(key.value)} stands here twice`, vi: `khóa ${brief(key.value)} xuất hiện hai lần` }, { en: 'keep one of them', vi: 'chỉ giữ lại một' }, position));
    }
    if (isScalar(key)) seen.add(String(key.value));
  }
}

function syntaxFinding(problem: { code: string; message: string; pos: [number, number] }, at: At, { place }: ParsedText): Finding {
  const position = place(problem.pos[0]);
  if (problem.code === 'TAB_AS_INDENT') {
    return at('tab', { en: 'a tab is used as indentation', vi: 'dùng ký tự tab để thụt dòng' }, { en: 'indent with spaces', vi: 'thụt dòng bằng dấu cách' }, position);
  }
  const reason = brief(problem.message, 120);
  return at('yaml-syntax', { en: `not valid YAML: ${reason}`, vi: `YAML không hợp lệ: ${reason}` }, { en: 'mend the text at this place', vi: 'sửa nội dung tại vị trí này' }, position);
}
