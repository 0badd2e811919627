/** A database is opened by its own system alone, of the same tenant too: its level and its zone are those of one system. */
import type { CatalogCheck } from './check.ts';

export const databaseOfOtherSystem: CatalogCheck = {
  code: 'database-of-other-system',
  severity: 'error',
  title: { en: 'A component opens the database of another system', vi: 'Thành phần kết nối cơ sở dữ liệu của hệ thống khác' },
  reads: 'catalog',
  run({ catalog, report }) {
    const owner = new Map(catalog.entries('database').map(({ key, folderTenant, data }) => [key, { tenant: folderTenant, system: data.system }]));
    return catalog.entries('system').flatMap((entry) => entry.data.components.flatMap(({ connects }, index) => connects.flatMap((connection, position) => {
      if (connection.to !== 'database') return [];
      const found = owner.get(connection.database);
      // Another tenant's database is the matter of `foreign-tenant`.
      if (!found || found.tenant !== entry.folderTenant || found.system === entry.id) return [];
      return [report(entry, `/components/${index}/connects/${position}/database`, {
        message: { en: `the database ${connection.database} belongs to the system ${found.system}`, vi: `cơ sở dữ liệu ${connection.database} thuộc hệ thống ${found.system}` },
        hint: { en: 'between systems data goes by an offer and a use, through the exchange', vi: 'giữa các hệ thống, dữ liệu đi theo thỏa thuận chia sẻ, qua nền tảng chia sẻ' },
      })];
    })));
  },
};
