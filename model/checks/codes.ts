/** Every code that `ndc check` can report, with what it looks for in one line. Each has a page `docs/rules/check/<code>.md`. */
import type { Text } from '../finding.ts';
import { checks } from './index.ts';

/** Codes of reading files and of the schemas (model/load). */
const loaderTitles: Readonly<Record<string, Text>> = {
  anchor: { en: 'A file uses YAML anchors or aliases', vi: 'Tệp dùng anchor hoặc alias của YAML' },
  'byte-order-mark': { en: 'A file starts with a byte-order mark', vi: 'Tệp bắt đầu bằng dấu BOM' },
  'carriage-return': { en: 'A file has Windows line ends', vi: 'Tệp dùng ký tự xuống dòng kiểu Windows' },
  'duplicate-key': { en: 'A key stands twice in one mapping', vi: 'Một khóa xuất hiện hai lần' },
  'empty-file': { en: 'A file is empty', vi: 'Tệp rỗng' },
  'file-too-large': { en: 'A file is too large', vi: 'Tệp quá lớn' },
  'hidden-character': { en: 'A file holds a character that nobody sees', vi: 'Tệp chứa ký tự ẩn' },
  'invalid-format': { en: 'A value has the wrong form', vi: 'Giá trị sai định dạng' },
  'invalid-key': { en: 'A key has the wrong form', vi: 'Khóa sai định dạng' },
  'invalid-value': { en: 'A value is not valid', vi: 'Giá trị không hợp lệ' },
  'key-not-text': { en: 'A key is not text', vi: 'Khóa không phải chuỗi' },
  'missing-file': { en: 'A file that every catalog needs is missing', vi: 'Thiếu tệp bắt buộc của danh mục' },
  'missing-key': { en: 'A required key is missing', vi: 'Thiếu khóa bắt buộc' },
  'more-defects': { en: 'A file has more defects than are listed', vi: 'Tệp còn nhiều lỗi chưa liệt kê' },
  'nested-too-deeply': { en: 'Values are nested too deeply', vi: 'Giá trị lồng nhau quá sâu' },
  'not-utf8': { en: 'A file is not UTF-8', vi: 'Tệp không phải UTF-8' },
  'out-of-range': { en: 'A number or a list is too small or too large', vi: 'Số hoặc danh sách vượt giới hạn' },
  'several-documents': { en: 'A file holds several YAML documents', vi: 'Tệp chứa nhiều tài liệu YAML' },
  'symbolic-link': { en: 'A symbolic link stands in the catalog', vi: 'Danh mục có liên kết tượng trưng' },
  tab: { en: 'A tab is used as indentation', vi: 'Dùng ký tự tab để thụt dòng' },
  tag: { en: 'A file uses YAML tags', vi: 'Tệp dùng thẻ YAML' },
  'unexpected-file': { en: 'A file stands where no kind of file belongs', vi: 'Tệp nằm sai chỗ trong danh mục' },
  'unknown-key': { en: 'A key is not in the schema', vi: 'Khóa không có trong lược đồ' },
  'unreadable-file': { en: 'A file or folder cannot be read', vi: 'Không đọc được tệp hoặc thư mục' },
  'value-not-allowed': { en: 'A value is none of the allowed ones', vi: 'Giá trị không thuộc danh sách cho phép' },
  'wrong-type': { en: 'A value has the wrong type', vi: 'Giá trị sai kiểu' },
  'yaml-syntax': { en: 'A file is not valid YAML', vi: 'Tệp không phải YAML hợp lệ' },
};

/** Codes of the engine itself (model/check.ts). */
const engineTitles: Readonly<Record<string, Text>> = {
  'check-failed': { en: 'A check could not be carried out', vi: 'Không thực hiện được phép kiểm tra' },
  'unused-exception': { en: 'An exception met no finding', vi: 'Ngoại lệ không ứng với phát hiện nào' },
};

/** Title of every code, by code. */
export const titles: ReadonlyMap<string, Text> = new Map([
  ...Object.entries(loaderTitles), ...Object.entries(engineTitles), ...checks.map(({ code, title }) => [code, title] as const),
].sort(([a], [b]) => (a < b ? -1 : 1)));
