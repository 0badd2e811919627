/** Amounts as people read them; the exact ones stand in JSON. */
import type { Text } from '../model/finding.ts';
import { parseBytes, parseMillicores } from '../model/units.ts';

/** `426600m` → `426.6`. */
export function readableCores(text: string): string {
  const millicores = parseMillicores(text);
  return millicores === undefined ? text : decimal(millicores / 1000);
}

/** `458496Mi` → `447.8Gi`: the largest unit that keeps three digits apart; below 10Ti that is Gi. */
export function readableSize(text: string): string {
  const bytes = parseBytes(text);
  if (bytes === undefined) return text;
  const { unit, size } = units.find(({ least }) => bytes >= least) ?? { unit: 'Ki', size: 2 ** 10 };
  return `${decimal(bytes / size)}${unit}`;
}

const units = [
  { unit: 'Ti', size: 2 ** 40, least: 10 * 2 ** 40 },
  { unit: 'Gi', size: 2 ** 30, least: 2 ** 30 },
  { unit: 'Mi', size: 2 ** 20, least: 2 ** 20 },
] as const;

/** `7 days` → `7 ngày`, `24h` → `24 giờ`; the text itself when it is no duration. */
export function readableDuration(text: string): Text {
  const match = /^(\d+) ?([a-z]+)$/.exec(text);
  const unit = match && durations[match[2]!.replace(/^(\w{2,}?)s?$/, '$1')];
  return unit ? { vi: `${match[1]} ${unit.vi}`, en: text } : { vi: text, en: text };
}

const durations: Readonly<Record<string, { readonly vi: string }>> = {
  s: { vi: 'giây' }, second: { vi: 'giây' }, m: { vi: 'phút' }, minute: { vi: 'phút' }, h: { vi: 'giờ' }, hour: { vi: 'giờ' },
  d: { vi: 'ngày' }, day: { vi: 'ngày' }, week: { vi: 'tuần' }, month: { vi: 'tháng' }, year: { vi: 'năm' },
};

function decimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}
