/** Single addresses and allowed sources lie in the range they must come from. */
import type { Finding } from '../finding.ts';
import type { Catalog } from '../load/catalog.ts';
import type { CatalogCheck, Report } from './check.ts';
import { contains, familyOf } from './ranges.ts';

export const addressOutsideRange: CatalogCheck = {
  code: 'address-outside-range',
  severity: 'error',
  title: { en: 'An address lies outside the range it must come from', vi: 'Địa chỉ nằm ngoài dải phải thuộc về' },
  reads: 'catalog',
  run: ({ catalog, report }) => [...apiServers(catalog, report), ...entrySources(catalog, report)],
};

/** The API server stands among the machines of its cluster or at the entries of its site. */
function apiServers(catalog: Catalog, report: Report): Finding[] {
  const sites = new Map(catalog.entries('site').map((entry) => [entry.key, entry]));
  return catalog.entries('cluster').flatMap((entry) => {
    const { apiServer, nodes } = entry.data.addresses;
    const ingress = sites.get(entry.data.site)?.data.addresses?.ingress;
    return (['v4', 'v6'] as const).filter((family) => familyOf(apiServer[family]) === family && ![nodes[family], ingress?.[family]].some((range) => range !== undefined && contains(range, apiServer[family]))).map((family) =>
      report(entry, `/addresses/apiServer/${family}`, {
        message: { en: `the API server ${apiServer[family]} lies neither in the nodes ${nodes[family]} nor in the ingress range of the site`, vi: `máy chủ API ${apiServer[family]} không thuộc dải máy ${nodes[family]} và cũng không thuộc dải cổng vào của trung tâm` },
        hint: { en: 'take an address from one of these ranges', vi: 'lấy một địa chỉ trong các dải này' },
      }));
  });
}

/** Callers `from: tslcd` come from the specialized data network, so that the entry is not wider than its name. */
function entrySources(catalog: Catalog, report: Report): Finding[] {
  const [platform] = catalog.entries('platform');
  if (!platform) return [];
  const { tslcd } = platform.data.networks;
  return catalog.entries('system').flatMap((entry) => entry.data.entries.flatMap(({ from, sources }, index) => (from !== 'tslcd' ? [] : (sources ?? []).flatMap((source, position) =>
    ([...tslcd.v4, ...tslcd.v6].some((range) => contains(range, source)) ? [] : [report(entry, `/entries/${index}/sources/${position}`, {
      message: { en: `${source} lies outside the specialized data network`, vi: `${source} nằm ngoài mạng truyền số liệu chuyên dùng` },
      hint: { en: 'name ranges of platform.yaml networks.tslcd, or say where callers come from', vi: 'dùng các dải trong networks.tslcd của platform.yaml, hoặc ghi đúng nguồn truy cập' },
    })])))));
}
