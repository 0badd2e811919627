/** One name leads to one place: two declared entries of one host would take each other's traffic. */
import type { CatalogCheck } from './check.ts';

export const duplicateHostName: CatalogCheck = {
  code: 'duplicate-host-name',
  severity: 'error',
  title: { en: 'Two entries share one host name', vi: 'Hai cổng vào dùng chung một tên miền' },
  reads: 'catalog',
  run({ catalog, report }) {
    const seen = new Map<string, { file: string; number: number; system: string; from: string }[]>();
    return catalog.entries('system').flatMap((entry) => entry.data.entries.flatMap(({ host, from }, index) => {
      const earlier = seen.get(host) ?? [];
      seen.set(host, [...earlier, { file: entry.file, number: index + 1, system: entry.key, from }]);
      // One system may show the same host to several kinds of callers.
      const other = earlier.find((each) => each.system !== entry.key || each.from === from);
      return other ? [report(entry, `/entries/${index}/host`, {
        message: { en: `${host} is also entry ${other.number} of ${other.file}`, vi: `${host} cũng là cổng vào thứ ${other.number} của ${other.file}` },
        hint: { en: 'give each system a name of its own', vi: 'mỗi hệ thống dùng một tên miền riêng' },
      })] : [];
    }));
  },
};
