/** Scalars of the catalog: every text that means more than text has a format with one parser behind it. */
import ipaddr from 'ipaddr.js';
import semver from 'semver';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { parseBytes, parseDay, parseMillicores, parseSeconds } from '../units.ts';

/** Adds the description of a field, in English and Vietnamese, for the reference and for editors. */
export function field<T extends z.ZodType>(schema: T, en: string, vi: string): T {
  return schema.meta({ ...schema.meta(), description: `${en} — ${vi}`, en, vi });
}

/** Kinds of things that other files can name. */
export type ReferenceKind =
  | 'site' | 'cluster' | 'tenant' | 'system' | 'own-system' | 'database' | 'offer' | 'partner' | 'law-system' | 'law-list'
  | 'criterion' | 'subzone' | 'component' | 'failure-domain' | 'carrier' | 'signer-role';

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Kebab-case id, stable for ever; it becomes part of Kubernetes names and labels. */
export const id = () => z.stringFormat('id', (text) => text.length <= 40 && idPattern.test(text));

/** Reference to another thing by its id. `own-system` and `component` are looked up inside the tenant or file that names them. */
export function ref(kind: ReferenceKind) {
  const qualified = kind === 'system' || kind === 'database' || kind === 'offer';
  if (kind === 'law-list') return z.stringFormat('law-key', /^[a-z][a-z0-9_]*$/).meta({ ref: kind });
  const schema = qualified
    ? z.stringFormat('qualified-id', (text) => text.split('/').length === 2 && text.split('/').every((part) => idPattern.test(part)))
    : id();
  return schema.meta({ ref: kind });
}

export const quantity = () => z.stringFormat('size', (text) => parseBytes(text) !== undefined);
export const cpu = () => z.stringFormat('cpu', (text) => parseMillicores(text) !== undefined);
export const duration = () => z.stringFormat('duration', (text) => (parseSeconds(text) ?? 0) > 0);
export const day = () => z.stringFormat('date', (text) => parseDay(text) !== undefined);
export const version = () => z.stringFormat('version', (text) => semver.valid(text) !== null);
export const digest = () => z.stringFormat('digest', /^sha256:[0-9a-f]{64}$/);
export const port = () => z.int().min(1).max(65_535);

/** Address range in canonical form: the address is the first of the range. */
export const cidr = () => z.stringFormat('cidr', (text) => {
  try {
    const [address] = ipaddr.parseCIDR(text);
    const network = address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text);
    return network.toString() === address.toString();
  } catch {
    return false;
  }
});
export const address = () => z.stringFormat('ip-address', (text) => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text));

/** Lower-case DNS name of at least two labels. Whether it may be used is decided by the cross-check `foreign-host-name`. */
export const hostName = () => z.stringFormat('host-name', (text) =>
  text.length <= 253 && text.split('.').length >= 2 && text.split('.').every((label) => label.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label)));

/** Six-field cron line (seconds first), as CloudNativePG's ScheduledBackup reads it. */
export const cron6 = () => z.stringFormat('cron-with-seconds', (text) => {
  if (text.trim().split(/\s+/).length !== 6) return false;
  try {
    CronExpressionParser.parse(text);
    return true;
  } catch {
    return false;
  }
});

/** Text for people in both languages. */
export const text = () => z.strictObject({
  vi: field(z.string().min(1), 'Vietnamese', 'tiếng Việt'),
  en: field(z.string().min(1), 'English', 'tiếng Anh'),
});

export const level = () => z.int().min(1).max(5);

/** How well a fact is known. `own`: a reading or choice of this project. */
export const confidence = () => z.enum(['primary', 'secondary', 'unconfirmed', 'own']);

export const assumed = () => field(z.literal(true).optional(), 'Sizes and counts here are planning values, not official figures', 'Số liệu ở đây là giá trị quy hoạch, không phải số liệu chính thức');

export const sources = () => field(z.array(z.string().min(3)), 'Where the facts come from', 'Nguồn của các dữ kiện');

/** Monday first, as in Viet Nam. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Weekly window for work that interrupts. */
export const maintenance = () => z.strictObject({
  weekday: z.enum(weekdays),
  start: field(z.stringFormat('time-of-day', /^([01][0-9]|2[0-3]):[0-5][0-9]$/), 'Start in Viet Nam time', 'Giờ bắt đầu theo giờ Việt Nam'),
  duration: duration(),
});

export type Maintenance = z.output<ReturnType<typeof maintenance>>;
