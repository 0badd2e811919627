/** Schema issues in the catalog's words: what is there, what is allowed, what was probably meant. */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Text } from '../finding.ts';
import { toPointer } from '../schema/references.ts';
import { brief } from './decode.ts';

export interface SchemaIssue {
  readonly code: string;
  readonly pointer: string;
  /** Does the finding point at the key or at the value? */
  readonly target: 'key' | 'value';
  readonly value?: string | number | boolean | null;
  readonly message: Text;
  readonly hint: Text;
}

export const formats: Record<string, { en: string; vi: string; example: string }> = {
  id: { en: 'lower-case words joined by hyphens, at most 40 characters', vi: 'các từ chữ thường nối bằng dấu gạch ngang, tối đa 40 ký tự', example: 'land-registry' },
  'qualified-id': { en: 'tenant/id', vi: 'bên-thuê/mã', example: 'mae/land' },
  size: { en: 'a size with a binary unit (Ki, Mi, Gi, Ti, Pi)', vi: 'kích thước kèm đơn vị nhị phân (Ki, Mi, Gi, Ti, Pi)', example: '16Gi' },
  cpu: { en: 'cores, or thousandths of a core with m', vi: 'số lõi, hoặc phần nghìn lõi kèm m', example: '500m' },
  duration: { en: 'a whole number above 0 with a unit (s, m, h, days, weeks, months)', vi: 'số nguyên lớn hơn 0 kèm đơn vị (s, m, h, days, weeks, months)', example: '15m' },
  date: { en: 'a calendar day YYYY-MM-DD', vi: 'ngày theo dạng YYYY-MM-DD', example: '2026-11-21' },
  version: { en: 'a semantic version', vi: 'phiên bản theo semver', example: '1.36.3' },
  digest: { en: 'sha256: and 64 hexadecimal digits', vi: 'sha256: và 64 chữ số thập lục phân', example: `sha256:${'0'.repeat(8)}…` },
  cidr: { en: 'an address range whose address is the first of the range', vi: 'dải địa chỉ, địa chỉ là địa chỉ đầu dải', example: '10.20.0.0/16' },
  'ip-address': { en: 'an IPv4 or IPv6 address', vi: 'địa chỉ IPv4 hoặc IPv6', example: '10.20.0.1' },
  'host-name': { en: 'a lower-case DNS name', vi: 'tên miền chữ thường', example: 'dichvucong.gov.vn' },
  'cron-with-seconds': { en: 'six cron fields, seconds first', vi: 'sáu trường cron, giây đứng đầu', example: '0 30 1 * * *' },
  'law-key': { en: 'lower-case words joined by underscores', vi: 'các từ chữ thường nối bằng dấu gạch dưới', example: 'res214_11' },
  'time-of-day': { en: 'a time of day HH:MM', vi: 'giờ trong ngày HH:MM', example: '01:00' },
  'demotion-token': { en: 'base64 of the JSON that the operator reports as status.demotionToken', vi: 'chuỗi base64 của JSON mà operator báo ở status.demotionToken', example: 'eyJkYXRhYmFzZVN5c3RlbUlkZW50aWZpZXIiOiI3NDI…' },
  'rule-name': { en: 'check/…, review/…, admission/… or checkov/…', vi: 'check/…, review/…, admission/… hoặc checkov/…', example: 'check/second-site' },
  'kubernetes-minor': { en: 'v1. and a number', vi: 'v1. và một số', example: 'v1.36' },
  'level-number': { en: 'a level from 1 to 5', vi: 'cấp độ từ 1 đến 5', example: '3' },
  url: { en: 'an https address', vi: 'địa chỉ https', example: 'https://state.example.internal' },
};

const types: Record<string, Text> = {
  string: { en: 'text', vi: 'chuỗi' },
  number: { en: 'a number', vi: 'số' },
  int: { en: 'a whole number', vi: 'số nguyên' },
  boolean: { en: 'true or false', vi: 'true hoặc false' },
  array: { en: 'a list', vi: 'danh sách' },
  object: { en: 'a mapping', vi: 'ánh xạ khóa và giá trị' },
  record: { en: 'a mapping', vi: 'ánh xạ khóa và giá trị' },
  null: { en: 'null', vi: 'null' },
};

/** The nearest of the candidates, when it is near enough to be a slip of the finger. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const gap = distance(word, candidate);
    if (gap <= Math.max(2, Math.floor(word.length / 3)) && gap < Math.min(word.length, candidate.length) && (!best || gap < best.distance)) best = { candidate, distance: gap };
  }
  return best?.candidate;
}

export function didYouMean(word: string, candidates: Iterable<string>): Text | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : { en: `did you mean ${found}?`, vi: `có phải ý bạn là ${found}?` };
}

/** Turns what zod says into findings of the catalog. `value` is the whole parsed file. */
export function schemaIssues(error: z.ZodError, value: unknown, keysAt: (path: readonly PropertyKey[]) => readonly string[]): SchemaIssue[] {
  return flatten(error.issues).flatMap((issue) => describe(issue, value, keysAt));
}

/** Issues of the union member that fits best take the place of "invalid union". */
function flatten(issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[] = []): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path }];
    const best = [...issue.errors].sort((a, b) => score(b) - score(a))[0]!;
    return flatten(best, path);
  });
}

/** Members that get deeper before they fail fit better. */
function score(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((depth, issue) => Math.max(depth, issue.path.length), 0) * 100 - issues.length;
}

function describe(issue: z.core.$ZodIssue, root: unknown, keysAt: (path: readonly PropertyKey[]) => readonly string[]): SchemaIssue[] {
  const found = valueAt(root, issue.path);
  const scalar = found === null || ['string', 'number', 'boolean'].includes(typeof found) ? (found as string | number | boolean | null) : undefined;
  const make = (code: string, message: Text, hint: Text, target: 'key' | 'value' = 'value', pointer = toPointer(issue.path)): SchemaIssue =>
    ({ code, pointer, target, ...(scalar === undefined ? {} : { value: scalar }), message, hint });
  const missing = (expected: Text): SchemaIssue => {
    const key = String(issue.path.at(-1) ?? '');
    return make('missing-key', { en: `${key} is missing`, vi: `thiếu ${key}` }, { en: `add it: ${expected.en}`, vi: `hãy thêm: ${expected.vi}` });
  };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const allowed = keysAt(issue.path);
        return make('unknown-key',
          { en: `unknown key ${brief(key)}`, vi: `khóa ${brief(key)} không có trong lược đồ` },
          didYouMean(key, allowed) ?? (allowed.length > 0 ? { en: `allowed here: ${allowed.join(', ')}`, vi: `được phép: ${allowed.join(', ')}` } : { en: 'remove it', vi: 'hãy xóa' }),
          'key', toPointer([...issue.path, key]));
      });
    case 'invalid_type': {
      if (found === undefined) {
        return [missing(types[issue.expected] ?? { en: issue.expected, vi: issue.expected })];
      }
      const expected = types[issue.expected] ?? { en: issue.expected, vi: issue.expected };
      return [make('wrong-type', { en: `must be ${expected.en}, is ${show(found).en}`, vi: `phải là ${expected.vi}, hiện là ${show(found).vi}` }, typeof found === 'number' && issue.expected === 'string' ? { en: 'put it in quotes', vi: 'đặt trong dấu ngoặc kép' } : { en: `write ${expected.en}`, vi: `ghi ${expected.vi}` })];
    }
    case 'invalid_format': {
      const format = formats[issue.format] ?? { en: issue.format, vi: issue.format, example: '' };
      return [make('invalid-format', { en: `${show(found).en} is not ${format.en}`, vi: `${show(found).vi} không phải ${format.vi}` }, { en: `for example ${format.example}`, vi: `ví dụ ${format.example}` })];
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      if (found === undefined) return [missing(oneOf(allowed))];
      return [make('value-not-allowed', { en: `${show(found).en} is not allowed`, vi: `giá trị ${show(found).vi} không được phép` },
        (typeof found === 'string' ? didYouMean(found, allowed) : undefined) ?? { en: `allowed: ${allowed.join(', ')}`, vi: `được phép: ${allowed.join(', ')}` })];
    }
    case 'too_small':
    case 'too_big': {
      const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
      const sized = issue.origin === 'array' || issue.origin === 'string';
      const unit: Text = issue.origin === 'array' ? { en: ' entries', vi: ' mục' } : issue.origin === 'string' ? { en: ' characters', vi: ' ký tự' } : { en: '', vi: '' };
      const bound: Text = issue.code === 'too_small' ? { en: 'at least', vi: 'ít nhất' } : { en: 'at most', vi: 'nhiều nhất' };
      return [make('out-of-range', { en: `${sized ? 'has the wrong length' : show(found).en}: ${bound.en} ${limit}${unit.en} allowed`, vi: `${sized ? 'độ dài không hợp lệ' : show(found).vi}: cho phép ${bound.vi} ${limit}${unit.vi}` }, { en: `use ${bound.en} ${limit}${unit.en}`, vi: `dùng ${bound.vi} ${limit}${unit.vi}` })];
    }
    case 'invalid_key':
      return [make('invalid-key', { en: `the key ${brief(String(issue.path.at(-1) ?? ''))} is not allowed here`, vi: `khóa ${brief(String(issue.path.at(-1) ?? ''))} không được phép ở đây` }, { en: 'use an id', vi: 'dùng một mã hợp lệ' }, 'key')];
    case 'invalid_union': {
      const allowed = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
      if (found === undefined) return [missing(oneOf(allowed))];
      return [make('value-not-allowed', { en: `${show(found).en} is not allowed`, vi: `giá trị ${show(found).vi} không được phép` },
        (typeof found === 'string' ? didYouMean(found, allowed) : undefined) ?? { en: `allowed: ${allowed.join(', ')}`, vi: `được phép: ${allowed.join(', ')}` })];
    }
    default:
      return [make('invalid-value', { en: issue.message, vi: `giá trị không hợp lệ: ${issue.message}` }, { en: 'see the reference of this kind in docs/catalog', vi: 'xem tài liệu tham chiếu trong docs/catalog' })];
  }
}

function oneOf(allowed: readonly string[]): Text {
  return { en: allowed.length === 1 ? allowed[0]! : `one of ${allowed.join(', ')}`, vi: allowed.length === 1 ? allowed[0]! : `một trong ${allowed.join(', ')}` };
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined | null)?.[key];
  return value;
}

function show(value: unknown): Text {
  if (value === undefined) return { en: 'nothing', vi: 'trống' };
  if (Array.isArray(value)) return { en: 'a list', vi: 'danh sách' };
  if (value !== null && typeof value === 'object') return { en: 'a mapping', vi: 'ánh xạ' };
  const short = brief(String(value));
  return { en: short, vi: short };
}
