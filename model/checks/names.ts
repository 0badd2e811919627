/** What the files of a catalog can be named by, for each kind of reference. */
import type { Text } from '../finding.ts';
import type { Catalog, Entry } from '../load/catalog.ts';
import type { Kind } from '../schema/kinds.ts';
import type { ReferenceKind } from '../schema/scalars.ts';

export interface Names {
  /** Names that a reference of this kind may hold when it stands in this entry. */
  candidates(kind: ReferenceKind, from: Entry): ReadonlySet<string>;
  /** Is there a file for the name that could not be used? Then its own findings come first. */
  broken(kind: ReferenceKind, name: string, from: Entry): boolean;
}

/** How the kinds are called in messages; the Vietnamese reads after `không có`. */
export const kindNames: Record<ReferenceKind, Text> = {
  site: { en: 'site', vi: 'trung tâm' },
  cluster: { en: 'cluster', vi: 'cụm' },
  tenant: { en: 'tenant', vi: 'bên thuê' },
  system: { en: 'system', vi: 'hệ thống' },
  'own-system': { en: 'system of this tenant', vi: 'hệ thống của bên thuê này' },
  database: { en: 'database', vi: 'cơ sở dữ liệu' },
  offer: { en: 'offer', vi: 'bản chia sẻ' },
  partner: { en: 'partner', vi: 'đối tác' },
  carrier: { en: 'partner', vi: 'đối tác' },
  'law-system': { en: 'entry of law/national-systems.yaml', vi: 'mục trong law/national-systems.yaml' },
  'law-list': { en: 'list of law/database-lists.yaml', vi: 'danh sách trong law/database-lists.yaml' },
  criterion: { en: 'criterion of law/criteria.yaml', vi: 'tiêu chí trong law/criteria.yaml' },
  subzone: { en: 'sub-zone of law/zones.yaml', vi: 'vùng con trong law/zones.yaml' },
  component: { en: 'component of this file', vi: 'thành phần trong tệp này' },
  'failure-domain': { en: 'failure domain of the site', vi: 'miền lỗi của trung tâm' },
  'signer-role': { en: 'role of signers/', vi: 'vai trò trong signers/' },
};

const byKey: Partial<Record<ReferenceKind, Kind>> = {
  site: 'site', cluster: 'cluster', tenant: 'tenant', system: 'system', database: 'database', offer: 'offer', partner: 'partner', carrier: 'partner',
};

const lawFiles: Partial<Record<ReferenceKind, string>> = {
  'law-system': 'law/national-systems.yaml', 'law-list': 'law/database-lists.yaml', criterion: 'law/criteria.yaml', subzone: 'law/zones.yaml',
};

const cache = new WeakMap<Catalog, Names>();

export function namesOf(catalog: Catalog): Names {
  let names = cache.get(catalog);
  if (!names) cache.set(catalog, (names = build(catalog)));
  return names;
}

function build(catalog: Catalog): Names {
  const sets = new Map<string, ReadonlySet<string>>();
  const memo = (key: string, make: () => Iterable<string>): ReadonlySet<string> => {
    let found = sets.get(key);
    if (!found) sets.set(key, (found = new Set(make())));
    return found;
  };
  const usable = new Set(catalog.all.map(({ file }) => file));
  const unusable = catalog.files.filter((file) => !usable.has(file));
  const candidates = (kind: ReferenceKind, from: Entry): ReadonlySet<string> => {
    const keyed = byKey[kind];
    if (keyed) return memo(kind, () => catalog.entries(keyed).map(({ key }) => key));
    switch (kind) {
      case 'own-system': {
        const tenant = tenantOf(from);
        return memo(`${kind} ${tenant}`, () => catalog.entries('system').filter(({ folderTenant }) => folderTenant === tenant).map(({ id }) => id));
      }
      case 'law-system': return memo(kind, () => catalog.entries('national-systems').flatMap(({ data }) => data.systems.map(({ id }) => id)));
      case 'law-list': return memo(kind, () => catalog.entries('database-lists').flatMap(({ data }) => data.lists.map(({ id }) => id)));
      case 'criterion': return memo(kind, () => catalog.entries('criteria').flatMap(({ data }) => data.criteria.map(({ id }) => id)));
      case 'subzone': return memo(kind, () => catalog.entries('zones').flatMap(({ data }) => data.subzones.map(({ id }) => id)));
      case 'component': return new Set((from as Entry<'system'>).data.components.map(({ id }) => id));
      case 'failure-domain': {
        const site = (from as Entry<'device'>).data.site;
        return memo(`${kind} ${site}`, () => catalog.entries('site').filter(({ key }) => key === site).flatMap(({ data }) => data.failureDomains.map(({ id }) => id)));
      }
      case 'signer-role': return memo(kind, () => catalog.entries('signer').map(({ data }) => data.role));
      default: return new Set();
    }
  };
  const broken = (kind: ReferenceKind, name: string, from: Entry): boolean => {
    const law = lawFiles[kind];
    if (law) return !usable.has(law);
    const [tenant, id] = name.split('/') as [string, string | undefined];
    switch (kind) {
      case 'site': return unusable.includes(`sites/${name}.yaml`);
      case 'cluster': return unusable.includes(`clusters/${name}.yaml`);
      case 'tenant': return unusable.includes(`tenants/${name}/tenant.yaml`);
      case 'partner': case 'carrier': return unusable.includes(`partners/${name}.yaml`);
      case 'system': return unusable.includes(`tenants/${tenant}/systems/${id}.yaml`);
      case 'offer': return unusable.includes(`tenants/${tenant}/offers/${id}.yaml`);
      case 'own-system': return unusable.includes(`tenants/${tenantOf(from)}/systems/${name}.yaml`);
      case 'database': return unusable.some((file) => file.endsWith(`/databases/${name}.yaml`));
      case 'failure-domain': return candidates('failure-domain', from).size === 0;
      case 'signer-role': return unusable.some((file) => file.startsWith('signers/'));
      default: return false;
    }
  };
  return { candidates, broken };
}

/** Tenant whose names stand unqualified in an entry. */
export function tenantOf(entry: Entry): string {
  return entry.kind === 'grant' ? (entry as Entry<'grant'>).data.tenant : entry.folderTenant;
}
