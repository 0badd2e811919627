/** What levels ask of zones, as a reviewer reads it. */
import { describe, expect, it } from 'vitest';
import { estateSection } from '../../review/html/estate.ts';
import { holdingsOf } from '../../review/holdings.ts';
import type { Inventory } from '../../review/inventory.ts';
import { load } from '../stacks/support.ts';

const { estate, catalog } = load();
const holdings = holdingsOf(estate, catalog);
const inventory: Inventory = { stacks: 0, objects: 0, unrendered: 0, clusters: [], stacksByKind: [], objectsByKind: [] } as unknown as Inventory;

describe('zones in the review', () => {
  it('stand for each level that systems have, with the sub-zones that answer the law\'s and the article', () => {
    expect(holdings.zones.map(({ level, zones }) => [level, zones?.length])).toEqual([[2, 4], [3, 6], [4, 7], [5, 7]]);
    expect(holdings.zones.reduce((sum, { systems }) => sum + systems, 0)).toBe(estate.systems.size);
    const [, , four] = holdings.zones;
    expect(four).toMatchObject({ source: 'TCVN 14423:2026 6.12.2.2 b' });
    expect(four!.zones!.find(({ lawZone }) => lawZone === 'device-management')!.subzones.map(({ id }) => id)).toEqual(['device-management']);
    expect(four!.measures.find(({ id }) => id === 'tls-1-3')).toMatchObject({ own: true });
  });

  it('are printed in both languages, choices of our own marked as such', () => {
    const page = estateSection(holdings, inventory).text;
    for (const words of ['Vùng mạng theo cấp độ', 'Network zones by level', 'TCVN 14423:2026 6.12.2.2 b', 'lựa chọn của dự án', 'our choice', 'device-management → ']) expect(page).toContain(words);
  });
});
