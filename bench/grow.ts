/** A catalog several times as large, to measure with: every tenant stands there several times, with all it has. Not a plan for anything. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { loadCatalog, type Catalog, type Entry } from '../model/load/catalog.ts';

/** Kinds of a tenant's own files and of what is granted to it: these are multiplied, the platform's are not. */
const multiplied = ['tenant', 'system', 'database', 'offer', 'use', 'grant'] as const;

/**
 * Writes a catalog with each tenant `times` times: the first as it is, the others under ids that end in `-x2`, `-x3`, … and refer to each other.
 * Clusters get as many more machines, so that everything still has a place.
 * @param target folder that does not exist yet
 */
export function growCatalog(root: string, target: string, times: number): void {
  cpSync(root, target, { recursive: true });
  const catalog = loadCatalog([root]);
  for (const entry of catalog.entries('cluster')) write(target, entry.file, moreMachines(entry.data, times), modeline(catalog, entry));
  const names = namesOf(catalog);
  const { leaves, apart } = apartOf(catalog);
  for (let copy = 2; copy <= times; copy++) {
    for (const entry of multiplied.flatMap((kind): readonly Entry[] => catalog.entries(kind)).filter((one) => !leaves(one))) {
      const file = entry.file.replace(/^(tenants|grants)\/([^/.]+)/, (_, folder: string, tenant: string) => `${folder}/${tenant}-x${copy}`);
      const named = entry.kind === 'database' ? file.replace(/[^/]+$/, `${suffixed(entry.id, copy)}.yaml`) : file;
      write(target, named, copyOf(withoutApart(entry, apart), names, copy), modeline(catalog, entry));
    }
  }
}

/** Numbers of things in a catalog folder, to see that it did grow. */
export function countFiles(root: string): number {
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

/** What is not multiplied: systems with machines of their own, which would need whole clusters with addresses of their own, and what hangs on them. */
function apartOf(catalog: Catalog): { apart: ReadonlySet<string>; leaves: (entry: Entry) => boolean } {
  const apart = new Set(catalog.entries('grant').flatMap(({ id, data }) => data.systems.filter(({ level, critical }) => level === 5 || critical).map(({ system }) => `${id}/${system}`)));
  const gone = new Set(catalog.entries('database').filter(({ folderTenant, data }) => apart.has(`${folderTenant}/${data.system}`)).map(({ id }) => id));
  const offers = new Set(catalog.entries('offer').filter(({ data }) => gone.has(data.database)).map(({ key }) => key));
  return {
    apart,
    leaves: (entry) => {
      if (entry.kind === 'system') return apart.has(entry.key);
      if (entry.kind === 'database') return gone.has(entry.id);
      if (entry.kind === 'offer') return offers.has(entry.key);
      const use = entry.kind === 'use' ? (entry as Entry<'use'>) : undefined;
      return use !== undefined && (offers.has(use.data.offer) || apart.has(`${use.folderTenant}/${use.data.system}`));
    },
  };
}

function withoutApart(entry: Entry, apart: ReadonlySet<string>): Entry {
  if (entry.kind !== 'grant') return entry;
  const grant = entry as Entry<'grant'>;
  return { ...grant, data: { ...grant.data, systems: grant.data.systems.filter(({ system }) => !apart.has(`${grant.id}/${system}`)) } };
}

interface Names {
  readonly tenants: ReadonlySet<string>;
  readonly databases: ReadonlySet<string>;
}

function namesOf(catalog: Catalog): Names {
  return { tenants: new Set(catalog.entries('tenant').map(({ id }) => id)), databases: new Set(catalog.entries('database').map(({ id }) => id)) };
}

/** Ids have at most 40 characters. */
function suffixed(id: string, copy: number): string {
  const end = `-x${copy}`;
  return `${id.slice(0, 40 - end.length).replace(/-$/, '')}${end}`;
}

function copyOf(entry: Entry, { tenants, databases }: Names, copy: number): unknown {
  const own = entry.kind === 'tenant' || entry.kind === 'database';
  const rename = (key: string, text: string): string => {
    if (key === 'id') return own ? suffixed(text, copy) : text;
    if (key === 'host') return `x${copy}-${text}`;
    if (key === 'database') return databases.has(text) ? suffixed(text, copy) : text;
    if (key === 'code' && entry.kind === 'tenant') return `${text}-x${copy}`;
    const [tenant, rest] = text.split('/');
    const referring = key === 'tenant' || key === 'consumers' || key === 'offer' || key === 'channel' || key === 'exchange' || key === 'system';
    return referring && tenant !== undefined && tenants.has(tenant) && (rest !== undefined || key === 'tenant' || key === 'consumers') ? [suffixed(tenant, copy), ...(rest === undefined ? [] : [rest])].join('/') : text;
  };
  const walk = (key: string, value: unknown, top: boolean): unknown => {
    if (typeof value === 'string') return key === 'id' && !top ? value : rename(key, value);
    if (Array.isArray(value)) return value.map((item) => walk(key, item, false));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(name, item, top && typeof item === 'string')]));
  };
  return Object.fromEntries(Object.entries(entry.data).map(([name, item]) => [name, walk(name, item, true)]));
}

function moreMachines(value: unknown, times: number): unknown {
  if (Array.isArray(value)) return value.map((item) => moreMachines(item, times));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => {
    if (key === 'machines') return [key, Object.fromEntries(Object.entries(item as Record<string, number>).map(([domain, machines]) => [domain, machines * times]))];
    return [key, key === 'controlPlane' ? item : moreMachines(item, times)];
  }));
}

function modeline(catalog: Catalog, { file }: Entry): string {
  return (catalog.text(file) ?? '').split('\n', 1)[0] ?? '';
}

function write(target: string, file: string, data: unknown, firstLine: string): void {
  const path = join(target, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${firstLine}\n${stringify(data, { aliasDuplicateObjects: false, lineWidth: 0 })}`);
}
