/** The id inside a file and the path of the file say the same. */
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import { kindOfPath } from '../schema/kinds.ts';
import type { CatalogCheck } from './check.ts';

interface Expectation {
  readonly pointer: string;
  readonly value: string;
  readonly expected: readonly string[];
  /** What the path says, in words. */
  readonly what: Text;
}

const fileName: Text = { en: 'the file name', vi: 'tên tệp' };
const folderName: Text = { en: 'the folder name', vi: 'tên thư mục' };

export const idFileName: CatalogCheck = {
  code: 'id-file-name',
  severity: 'error',
  title: { en: 'The id in a file differs from its path', vi: 'Mã trong tệp khác với đường dẫn' },
  reads: 'catalog',
  run({ catalog, report }) {
    const systemOf = new Map(catalog.entries('database').map(({ id, data }) => [id, data.system]));
    return catalog.all.flatMap((entry) => expectations(entry, systemOf).filter(({ value, expected }) => !expected.includes(value)).map(({ pointer, value, expected, what }) =>
      report(entry, pointer, {
        message: { en: `${value} differs from ${what.en} ${expected[0]}`, vi: `${value} khác với ${what.vi} ${expected[0]}` },
        hint: { en: `write ${expected[0]} here, or move the file`, vi: `ghi ${expected[0]} tại đây, hoặc di chuyển tệp` },
      })));
  },
};

function expectations(entry: Entry, systemOf: ReadonlyMap<string, string>): Expectation[] {
  const names = kindOfPath(entry.file)!.names;
  const name = names['id'];
  switch (entry.kind) {
    case 'grant':
      return [{ pointer: '/tenant', value: (entry as Entry<'grant'>).data.tenant, expected: [name!], what: fileName }];
    case 'tenant':
      return [{ pointer: '/id', value: entry.id, expected: [name!], what: folderName }];
    case 'device':
      return [
        { pointer: '/id', value: entry.id, expected: [name!], what: fileName },
        { pointer: '/site', value: (entry as Entry<'device'>).data.site, expected: [names['site']!], what: folderName },
      ];
    case 'evidence': {
      const { kind, performedAt, target } = (entry as Entry<'evidence'>).data;
      const [tenant, system] = target.split('/');
      // Ids of systems repeat over tenants, so the folder may carry the tenant too.
      const folders = system === undefined ? [target, systemOf.get(target) ?? target] : [system, `${tenant}--${system}`];
      return [
        { pointer: '/kind', value: `${kind}-${performedAt}`, expected: [name!], what: fileName },
        { pointer: '/target', value: folders.includes(names['system']!) ? names['system']! : target, expected: [names['system']!], what: folderName },
      ];
    }
    default:
      return name === undefined ? [] : [{ pointer: '/id', value: entry.id, expected: [name], what: fileName }];
  }
}
