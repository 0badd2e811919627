/** Everything at a site lies inside the block that the network operator gave to it. */
import type { CatalogCheck } from './check.ts';
import { blockOf, contains, partsOfCluster, partsOfSite } from './ranges.ts';

export const cidrOutsideSite: CatalogCheck = {
  code: 'cidr-outside-site',
  severity: 'error',
  title: { en: 'A range lies outside the block of its site', vi: 'Dải địa chỉ nằm ngoài dải chung của trung tâm' },
  reads: 'catalog',
  run({ catalog, report }) {
    return catalog.entries('site').flatMap((site) => {
      const blocks = blockOf(site);
      if (blocks.length === 0) return [];
      const ranges = [...partsOfSite(site), ...catalog.entries('cluster').filter(({ data }) => data.site === site.key).flatMap(partsOfCluster)];
      return ranges.flatMap((range) => {
        const block = blocks.find(({ family }) => family === range.family);
        if (!block || contains(block.cidr, range.cidr)) return [];
        return [report(range.entry, range.pointer, {
          message: { en: `${range.cidr} (${range.name.en}) lies outside ${block.cidr}, the block of the site ${site.id}`, vi: `${range.cidr} (${range.name.vi}) nằm ngoài ${block.cidr}, dải chung của trung tâm ${site.id}` },
          hint: { en: 'take a range inside the block', vi: 'lấy một dải bên trong dải chung' },
        })];
      });
    });
  },
};
