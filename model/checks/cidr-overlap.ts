/** Two things that share addresses: traffic of one would reach the other, past every policy. */
import type { Finding } from '../finding.ts';
import type { CatalogCheck, Report } from './check.ts';
import { blockOf, familyOf, overlaps, partsOfCluster, partsOfSite, type Range } from './ranges.ts';

export const cidrOverlap: CatalogCheck = {
  code: 'cidr-overlap',
  severity: 'error',
  title: { en: 'Two address ranges overlap', vi: 'Hai dải địa chỉ chồng lấn' },
  reads: 'catalog',
  run({ catalog, report }) {
    const blocks = catalog.entries('site').flatMap(blockOf);
    const parts = catalog.entries('site').flatMap(partsOfSite);
    const clusters = catalog.entries('cluster').flatMap(partsOfCluster);
    const partners: Range[] = catalog.entries('partner').flatMap((entry) => entry.data.endpoints.flatMap(({ id, cidrs }, index) => (cidrs ?? []).map((cidr, position) => ({
      cidr, family: familyOf(cidr), entry, pointer: `/endpoints/${index}/cidrs/${position}`, name: { en: `endpoint ${id} of the partner ${entry.id}`, vi: `địa chỉ ${id} của đối tác ${entry.id}` },
    }))));
    return [
      ...among(blocks, report),
      ...among([...parts, ...clusters], report),
      // Blocks hold their own parts; a partner lies outside all of them.
      ...partners.flatMap((range) => blocks.filter((block) => overlaps(range.cidr, block.cidr)).map((block) => finding(range, block, report))),
    ];
  },
};

/** The later of each overlapping pair, once per range that it meets. */
function among(ranges: readonly Range[], report: Report): Finding[] {
  return ranges.flatMap((range, index) => ranges.slice(0, index).filter((other) => overlaps(range.cidr, other.cidr)).map((other) => finding(range, other, report)));
}

function finding(range: Range, other: Range, report: Report): Finding {
  return report(range.entry, range.pointer, {
    message: { en: `${range.cidr} (${range.name.en}) overlaps ${other.cidr} (${other.name.en})`, vi: `${range.cidr} (${range.name.vi}) chồng lấn ${other.cidr} (${other.name.vi})` },
    hint: { en: 'take a free range from the address plan of the network operator', vi: 'lấy dải còn trống trong quy hoạch địa chỉ của đơn vị vận hành mạng' },
  });
}
