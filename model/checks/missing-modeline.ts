/** The first line tells editors the schema, so that they complete and check while a person writes. */
import type { CatalogCheck } from './check.ts';

export const missingModeline: CatalogCheck = {
  code: 'missing-modeline',
  severity: 'info',
  title: { en: 'The first line does not name the schema', vi: 'Dòng đầu chưa khai báo lược đồ' },
  reads: 'catalog',
  run({ catalog, report }) {
    return catalog.all.filter(({ file }) => file.endsWith('.yaml')).flatMap(({ file, kind }) => {
      const wanted = `# yaml-language-server: $schema=${'../'.repeat(file.split('/').length)}docs/schema/${kind}.schema.json`;
      const [first = ''] = (catalog.text(file) ?? '').split('\n', 1);
      // A catalog of several roots lies elsewhere, so only the name of the schema counts.
      if (first.startsWith('# yaml-language-server: $schema=') && first.endsWith(`/${kind}.schema.json`)) return [];
      const finding = report(file, '', {
        message: { en: `the first line does not name the schema of ${kind}`, vi: `dòng đầu chưa khai báo lược đồ của ${kind}` },
        hint: { en: `begin the file with ${wanted}`, vi: `bắt đầu tệp bằng ${wanted}` },
      });
      return [{ ...finding, line: 1, column: 1 }];
    });
  },
};
