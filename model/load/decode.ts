/** Bytes of a file to text that a reviewer sees as the program reads it: UTF-8, LF, nothing invisible. */
import type { Text } from '../finding.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Defect {
  readonly code: string;
  readonly message: Text;
  readonly hint: Text;
  readonly position: Position;
}

const start: Position = { line: 1, column: 1 };
const saveAsUtf8: Text = { en: 'save the file as UTF-8', vi: 'lưu tệp dạng UTF-8' };

/** Control, format, private and separator characters, and letters that are drawn as nothing. Line feed, carriage return and tab are judged elsewhere. */
const invisible = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u115f\u1160\u3164\uffa0\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u;

export function decode(bytes: Uint8Array): { readonly text: string } | { readonly defect: Defect } {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return defect('not-utf8', { en: 'the file is UTF-16, not UTF-8', vi: 'tệp dùng mã UTF-16, không phải UTF-8' }, saveAsUtf8, start);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return defect('byte-order-mark', { en: 'the file starts with a byte-order mark (BOM)', vi: 'tệp bắt đầu bằng dấu BOM' }, { en: 'save it as UTF-8 without BOM', vi: 'lưu lại dạng UTF-8 không có BOM' }, start);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return defect('not-utf8', { en: 'the file is not valid UTF-8', vi: 'tệp không phải UTF-8 hợp lệ' }, saveAsUtf8, firstInvalidByte(bytes));
  }
  const carriage = text.indexOf('\r');
  if (carriage >= 0) {
    return defect('carriage-return', { en: 'the file has Windows line ends (CR)', vi: 'tệp dùng ký tự xuống dòng kiểu Windows (CR)' }, { en: 'save it with LF line ends', vi: 'lưu lại với ký tự xuống dòng LF' }, positionOf(text, carriage));
  }
  const hidden = hiddenCharacter(text);
  if (hidden) {
    return defect('hidden-character', { en: `the file holds the invisible character ${hidden.name}`, vi: `tệp chứa ký tự ẩn ${hidden.name}` }, { en: 'remove it: a reviewer could not see it', vi: 'hãy xóa: người duyệt không nhìn thấy ký tự này' }, positionOf(text, hidden.index));
  }
  return { text };
}

/** The first character that nobody sees, with its name, e.g. `U+202E`. */
export function hiddenCharacter(text: string): { readonly index: number; readonly name: string } | undefined {
  const found = invisible.exec(text);
  return found ? { index: found.index, name: `U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` } : undefined;
}

/** One line of at most `length` characters for a message, whatever the text holds. */
export function brief(text: string, length = 60): string {
  const line = text.slice(0, 4 * length).replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 3)}…` : line;
}

function defect(code: string, message: Text, hint: Text, position: Position): { defect: Defect } {
  return { defect: { code, message, hint, position } };
}

/** Position after the longest beginning that is UTF-8. */
function firstInvalidByte(bytes: Uint8Array): Position {
  const valid = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valid(middle)) low = middle;
    else high = middle - 1;
  }
  const text = Buffer.from(bytes.subarray(0, low)).toString('utf8');
  return positionOf(text, text.length);
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
