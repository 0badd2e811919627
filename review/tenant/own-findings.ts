/** Findings that a tenant may read: those of its own files and grant, with whatever they say of others taken out. */
import ipaddr from 'ipaddr.js';
import type { Finding, Text } from '../../model/finding.ts';
import type { Catalog } from '../../model/load/catalog.ts';
import { tenantOfFile } from '../stack-id.ts';

/** Findings of the tenant's files, its grant, its evidence and exceptions. */
export function ownFindings(catalog: Catalog, tenant: string, findings: readonly Finding[]): Finding[] {
  const mine = ownFiles(catalog, tenant);
  const hide = concealer(catalog, tenant, mine);
  return findings.filter(({ file }) => tenantOfFile(file) === tenant || mine.has(file)).map((finding) => ({
    ...finding,
    ...(typeof finding.value === 'string' ? { value: hide(finding.value).en } : {}),
    message: hideText(finding.message, hide), hint: hideText(finding.hint, hide),
  }));
}

function ownFiles(catalog: Catalog, tenant: string): ReadonlySet<string> {
  const databases = new Set(catalog.entries('database').filter(({ folderTenant }) => folderTenant === tenant).map(({ id }) => id));
  return new Set([
    ...catalog.all.filter(({ file }) => tenantOfFile(file) === tenant).map(({ file }) => file),
    ...catalog.entries('evidence').filter(({ data }) => data.target.startsWith(`${tenant}/`) || databases.has(data.target)).map(({ file }) => file),
    ...catalog.entries('exception').filter(({ data }) => tenantOfFile(data.target) === tenant).map(({ file }) => file),
  ]);
}

type Hide = (text: string) => Text;

function hideText(text: Text, hide: Hide): Text {
  return { vi: hide(text.vi).vi, en: hide(text.en).en };
}

const address: Text = { vi: '(địa chỉ của bên khác)', en: '(an address of others)' };
const file: Text = { vi: '(tệp của bên khác)', en: '(a file of others)' };
const thing: Text = { vi: '(hệ thống của bên khác)', en: '(a system of others)' };

/** Replaces addresses, files, systems and host names of others, unless the tenant's own files name them too. */
function concealer(catalog: Catalog, tenant: string, mine: ReadonlySet<string>): Hide {
  const ownText = [...mine].map((path) => catalog.text(path) ?? '').join('\n');
  const tenants = new Set(catalog.entries('tenant').map(({ id }) => id));
  const hosts = new Set(catalog.entries('system').filter(({ folderTenant }) => folderTenant !== tenant).flatMap(({ data }) => data.entries.map(({ host }) => host)).filter((host) => !ownText.includes(host)));
  const isForeign = (path: string) => {
    const owner = tenantOfFile(path);
    return owner === '' ? catalog.text(path) !== undefined && !mine.has(path) : owner !== tenant;
  };
  return (text) => {
    const both: { vi: string; en: string } = { vi: text, en: text };
    const replace = (pattern: RegExp, standIn: (match: string) => Text | undefined) => {
      both.vi = both.vi.replace(pattern, (match) => standIn(match)?.vi ?? match);
      both.en = both.en.replace(pattern, (match) => standIn(match)?.en ?? match);
    };
    replace(/\b(?:tenants|grants|evidence|exceptions)\/[^\s,;:)]+/g, (path) => (isForeign(path) ? file : undefined));
    replace(/[0-9a-fA-F:.]*[0-9a-fA-F][0-9a-fA-F:.]*(?:\/\d{1,3})?/g, (token) => (isAddress(token) && !ownText.includes(token) ? address : undefined));
    replace(/\b[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*\b/g, (key) => (tenants.has(key.split('/')[0]!) && !key.startsWith(`${tenant}/`) && !ownText.includes(key) ? thing : undefined));
    replace(/\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\b/g, (host) => (hosts.has(host) ? address : undefined));
    return both;
  };
}

function isAddress(token: string): boolean {
  const plain = token.replace(/\/\d{1,3}$/, '');
  // What ends a sentence may stand right behind an address.
  return [plain, plain.replace(/[.:]$/, '')].some((text) => ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && text.length > 2 && ipaddr.IPv6.isValid(text)));
}
