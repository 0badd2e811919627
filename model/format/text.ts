/** Findings for people at a terminal: one line each, then what they add up to. */
import type { CheckResult, Counts } from '../check.ts';
import type { Finding, Language, Severity, Text } from '../finding.ts';

export interface TextOptions {
  readonly lang: Language;
  /** Colour the severities; only for a terminal. */
  readonly colour: boolean;
  /** Path of a catalog file as the reader would open it. @default - relative to the catalog root */
  readonly where?: (file: string) => string;
}

const colours: Record<Severity, string> = { error: '31', warning: '33', info: '36' };

const severityWords: Record<Severity, Text> = {
  error: { en: 'error', vi: 'lỗi' },
  warning: { en: 'warning', vi: 'cảnh báo' },
  info: { en: 'info', vi: 'thông tin' },
};
const unknownWord: Text = { en: 'unknown', vi: 'chưa xác định' };

const countWords: Record<keyof Counts, readonly [one: Text, many: Text]> = {
  sites: [{ en: 'site', vi: 'trung tâm' }, { en: 'sites', vi: 'trung tâm' }],
  clusters: [{ en: 'cluster', vi: 'cụm' }, { en: 'clusters', vi: 'cụm' }],
  tenants: [{ en: 'tenant', vi: 'bên thuê' }, { en: 'tenants', vi: 'bên thuê' }],
  systems: [{ en: 'system', vi: 'hệ thống' }, { en: 'systems', vi: 'hệ thống' }],
  databases: [{ en: 'database', vi: 'cơ sở dữ liệu' }, { en: 'databases', vi: 'cơ sở dữ liệu' }],
  agreements: [{ en: 'agreement', vi: 'thỏa thuận chia sẻ' }, { en: 'agreements', vi: 'thỏa thuận chia sẻ' }],
  exceptions: [{ en: 'exception', vi: 'ngoại lệ' }, { en: 'exceptions', vi: 'ngoại lệ' }],
};

/** `file:line:col  severity  code  path: message (value; hint)` for each finding, and a summary of two lines. */
export function formatText({ findings, counts }: CheckResult, options: TextOptions): string {
  const lines = findings.map((finding) => formatFinding(finding, options));
  return `${[...lines, ...(lines.length > 0 ? [''] : []), summaryOf(findings, options), contentOf(counts, options)].join('\n')}\n`;
}

function formatFinding({ code, severity, status, file, line, column, path, value, message, hint }: Finding, options: TextOptions): string {
  const { lang, where = (name: string) => name } = options;
  const word = paint(severityWords[severity][lang], severity, options) + (status === 'unknown' ? ` (${unknownWord[lang]})` : '');
  const place = path === '' ? '' : `${path}: `;
  // A message mostly quotes the value already.
  const shown = value === undefined || value === null || message[lang].includes(String(value)) ? '' : `${short(String(value))}; `;
  return `${plain(`${where(file)}:${line}:${column}`)}  ${word}  ${plain(`${code}  ${place}${message[lang]} (${shown}${hint[lang]})`)}`;
}

function summaryOf(findings: readonly Finding[], options: TextOptions): string {
  const { lang } = options;
  if (findings.length === 0) return lang === 'vi' ? 'Không có phát hiện nào.' : 'No findings.';
  return (['error', 'warning', 'info'] as const).map((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    const unknown = own.filter(({ status }) => status === 'unknown').length;
    const word = lang === 'vi' ? severityWords[severity].vi : severity === 'info' ? 'for information' : `${severity}${own.length === 1 ? '' : 's'}`;
    return `${own.length} ${own.length > 0 ? paint(word, severity, options) : word}${unknown > 0 ? ` (${unknown} ${unknownWord[lang]})` : ''}`;
  }).join(', ');
}

function contentOf(counts: Counts, { lang }: TextOptions): string {
  return (Object.keys(countWords) as (keyof Counts)[]).map((key) => `${counts[key]} ${countWords[key][counts[key] === 1 ? 0 : 1][lang]}`).join(', ');
}

function paint(word: string, severity: Severity, { colour }: TextOptions): string {
  return colour ? `\u001b[${colours[severity]}m${word}\u001b[0m` : word;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Names of files may hold anything; what a terminal would obey or hide is shown as a replacement sign. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
