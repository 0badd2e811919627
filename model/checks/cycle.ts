/** Things that depend on themselves: nobody could build or rescue them. */
import type { Finding, Text } from '../finding.ts';
import type { Catalog } from '../load/catalog.ts';
import type { CatalogCheck, Report } from './check.ts';

export const cycle: CatalogCheck = {
  code: 'cycle',
  severity: 'error',
  title: { en: 'A thing depends on itself', vi: 'Đối tượng phụ thuộc vào chính nó' },
  reads: 'catalog',
  run: ({ catalog, report }) => [...managers(catalog, report), ...operators(catalog, report), ...themselves(catalog, report)],
};

/** Each circle of management clusters once, at its member of the smallest id. A cluster that manages itself says null. */
function managers(catalog: Catalog, report: Report): Finding[] {
  const managedBy = new Map(catalog.entries('cluster').map(({ key, data }) => [key, data.managedBy]));
  return catalog.entries('cluster').flatMap((entry) => {
    const chain = [entry.key];
    for (let next = managedBy.get(entry.key); next; next = managedBy.get(next)) {
      if (next === entry.key) {
        if (chain.some((member) => member < entry.key)) return [];
        return [report(entry, '/managedBy', chain.length === 1 ? {
          message: { en: 'the cluster names itself as its management cluster', vi: 'cụm ghi chính nó là cụm quản lý' },
          hint: { en: 'write null for a cluster that manages itself', vi: 'ghi null nếu cụm tự quản lý' },
        } : {
          message: { en: `these clusters manage each other in a circle: ${[...chain, entry.key].join(' → ')}`, vi: `các cụm quản lý lẫn nhau thành vòng: ${[...chain, entry.key].join(' → ')}` },
          hint: { en: 'one of them must manage itself (null), so that there is a first one to build', vi: 'một cụm phải tự quản lý (null) để có cụm được dựng đầu tiên' },
        })];
      }
      if (chain.includes(next)) return [];
      chain.push(next);
    }
    return [];
  });
}

/** Each circle of operators that wait for each other, once, at its member of the smallest name. */
function operators(catalog: Catalog, report: Report): Finding[] {
  const [lock] = catalog.entries('lock');
  if (!lock) return [];
  const after = new Map<string, Set<string>>();
  for (const chart of lock.data.charts) after.set(chart.operator, new Set([...(after.get(chart.operator) ?? []), ...(chart.after ?? [])]));
  return [...after.keys()].sort().flatMap((operator) => {
    const circle = wayBack(after, operator);
    if (!circle || circle.some((member) => member < operator)) return [];
    const index = lock.data.charts.findIndex((chart) => chart.operator === operator && chart.after?.includes(circle[1]!));
    return [report(lock, `/charts/${index}/after`, {
      message: { en: `these operators wait for each other in a circle: ${circle.join(' → ')}`, vi: `các operator chờ lẫn nhau thành vòng: ${circle.join(' → ')}` },
      hint: { en: 'one of them must run without the others', vi: 'một operator phải chạy được khi chưa có các operator kia' },
    })];
  });
}

/** Shortest way from a member back to itself, both ends included. */
function wayBack(edges: ReadonlyMap<string, ReadonlySet<string>>, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of edges.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, next];
      if (!seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
    }
  }
  return undefined;
}

function themselves(catalog: Catalog, report: Report): Finding[] {
  const secondSite: Text = { en: 'name another site, or null while there is none', vi: 'ghi trung tâm khác, hoặc null nếu chưa có' };
  const secondCluster: Text = { en: 'name another cluster, or null while there is none', vi: 'ghi cụm khác, hoặc null nếu chưa có' };
  return [
    ...catalog.entries('site').flatMap((entry) => [
      ...(entry.data.drPartner === entry.key ? [report(entry, '/drPartner', { message: { en: 'the site is its own recovery partner', vi: 'trung tâm tự dự phòng cho chính nó' }, hint: secondSite })] : []),
      ...entry.data.uplinks.flatMap(({ to }, index) => (to === entry.key ? [report(entry, `/uplinks/${index}/to`, { message: { en: 'the link leads back to its own site', vi: 'kênh nối quay về chính trung tâm này' }, hint: { en: 'name the site at the other end', vi: 'ghi trung tâm ở đầu kia' } })] : [])),
    ]),
    ...catalog.entries('cluster').flatMap((entry) => (entry.data.vault === entry.key
      ? [report(entry, '/vault', { message: { en: 'the cluster keeps its backups in itself', vi: 'cụm lưu bản sao lưu trong chính nó' }, hint: secondCluster })] : [])),
  ];
}
