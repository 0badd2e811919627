/** A tenant's folder speaks for that tenant alone. */
import type { Finding, Text } from '../finding.ts';
import type { Catalog } from '../load/catalog.ts';
import { kinds } from '../schema/kinds.ts';
import { referencesIn } from '../schema/references.ts';
import type { CatalogCheck, Report } from './check.ts';
import { isBelow } from './foreign-host-name.ts';
import { tenantOf } from './names.ts';

const ownFolder: Text = { en: 'put the file into the folder of its tenant', vi: 'đặt tệp vào thư mục của bên thuê tương ứng' };
const byAgreement: Text = { en: 'data of others is reached by an offer and a use, through the exchange', vi: 'dữ liệu của bên khác chỉ được truy cập theo thỏa thuận chia sẻ, qua nền tảng chia sẻ' };

export const foreignTenant: CatalogCheck = {
  code: 'foreign-tenant',
  severity: 'error',
  title: { en: "A tenant's file declares or owns something of another tenant", vi: 'Tệp của bên thuê khai báo hoặc sở hữu tài sản của bên thuê khác' },
  reads: 'catalog',
  run: ({ catalog, report }) => [...declared(catalog, report), ...ownSystems(catalog, report), ...databases(catalog, report), ...hosts(catalog, report)],
};

/** The field `tenant` says whose folder it is. */
function declared(catalog: Catalog, report: Report): Finding[] {
  return (['system', 'database', 'offer', 'use'] as const).flatMap((kind) => catalog.entries(kind).filter(({ data, folderTenant }) => data.tenant !== folderTenant).map((entry) =>
    report(entry, '/tenant', {
      message: { en: `the folder belongs to ${entry.folderTenant}, the file says ${entry.data.tenant}`, vi: `thư mục thuộc ${entry.folderTenant} nhưng tệp ghi ${entry.data.tenant}` },
      hint: ownFolder,
    })));
}

/** A system that only another tenant has. */
function ownSystems(catalog: Catalog, report: Report): Finding[] {
  const schemas = new Map(kinds.map(({ kind, schema }) => [kind, schema]));
  const owners = Map.groupBy(catalog.entries('system'), ({ id }) => id);
  return catalog.all.filter(({ kind }) => kind === 'database' || kind === 'use').flatMap((entry) =>
    referencesIn(schemas.get(entry.kind)!, entry.data).filter(({ kind }) => kind === 'own-system').flatMap(({ value, pointer }) => {
      const tenants = (owners.get(value) ?? []).map(({ folderTenant }) => folderTenant);
      if (tenants.length === 0 || tenants.includes(tenantOf(entry))) return [];
      return [report(entry, pointer, {
        message: { en: `the system ${value} belongs to ${tenants.slice(0, 3).join(', ')}, not to ${tenantOf(entry)}`, vi: `hệ thống ${value} thuộc ${tenants.slice(0, 3).join(', ')}, không thuộc ${tenantOf(entry)}` },
        hint: { en: 'name a system of this tenant', vi: 'ghi một hệ thống của chính bên thuê này' },
      })];
    }));
}

/** A database that is offered, or opened, without being the tenant's own. */
function databases(catalog: Catalog, report: Report): Finding[] {
  const owner = new Map(catalog.entries('database').map(({ key, folderTenant }) => [key, folderTenant]));
  const belongsTo = (database: string): Text => ({ en: `the database ${database} belongs to ${owner.get(database)}`, vi: `cơ sở dữ liệu ${database} thuộc ${owner.get(database)}` });
  const foreign = (database: string, tenant: string) => owner.has(database) && owner.get(database) !== tenant;
  return [
    ...catalog.entries('offer').filter(({ data, folderTenant }) => foreign(data.database, folderTenant)).map((entry) =>
      report(entry, '/database', { message: belongsTo(entry.data.database), hint: { en: 'only the owner offers a database', vi: 'chỉ chủ quản mới được chia sẻ cơ sở dữ liệu' } })),
    ...catalog.entries('system').flatMap((entry) => entry.data.components.flatMap(({ connects }, index) => connects.flatMap((connection, position) =>
      (connection.to === 'database' && foreign(connection.database, entry.folderTenant)
        ? [report(entry, `/components/${index}/connects/${position}/database`, { message: belongsTo(connection.database), hint: byAgreement })] : [])))),
  ];
}

/** A host below the domain of another tenant. The longest domain decides, so a tenant may own a part of a larger domain. */
function hosts(catalog: Catalog, report: Report): Finding[] {
  const domains = catalog.entries('tenant').flatMap(({ id, data }) => (data.domain ? [{ id, name: data.domain.name }] : [])).sort((a, b) => b.name.length - a.name.length);
  return catalog.entries('system').flatMap((entry) => entry.data.entries.flatMap(({ host }, index) => {
    const domain = domains.find(({ name }) => isBelow(host, name));
    if (!domain || domain.id === entry.folderTenant || domains.some(({ id, name }) => id === entry.folderTenant && name === domain.name)) return [];
    return [report(entry, `/entries/${index}/host`, {
      message: { en: `${host} lies below ${domain.name}, the domain of ${domain.id}`, vi: `${host} thuộc ${domain.name}, tên miền của ${domain.id}` },
      hint: { en: "use a name below this tenant's own domain", vi: 'dùng tên thuộc tên miền của chính bên thuê này' },
    })];
  }));
}
