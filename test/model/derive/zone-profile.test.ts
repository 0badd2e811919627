/** What levels ask of zones, on the real tables of law. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addedBy, isDue, zoneProfile } from '../../../model/derive/zone-profile.ts';
import type { Regime } from '../../../model/schema/law.ts';
import { load } from '../../stacks/support.ts';

const { estate } = load();
const root = join(import.meta.dirname, '../../..');

describe('zone profile', () => {
  it.each<[Regime, number, number]>([
    ['decree-331', 1, 0], ['decree-331', 2, 4], ['decree-331', 3, 6], ['decree-331', 4, 7], ['decree-331', 5, 7],
    ['decree-85', 1, 3], ['decree-85', 2, 4], ['decree-85', 3, 6], ['decree-85', 4, 7], ['decree-85', 5, 7],
  ])('of %s at level %i has %i zones, each with a sub-zone that stands for it and an article', (regime, level, count) => {
    const { zones, source } = zoneProfile(estate, regime, level);
    expect(zones!.map(({ lawZone }) => lawZone)).toHaveLength(count);
    expect(zones!.filter(({ subzones }) => subzones.length === 0)).toEqual([]);
    expect(source).toMatch(/^(TCVN 14423:2026|Circular 12\/2022)/);
  });

  it.each<[Regime, number, string[], string[]]>([
    ['decree-331', 1, [], []],
    ['decree-331', 2, ['internal', 'edge', 'dmz', 'internal-servers'], ['web-filter']],
    ['decree-331', 3, ['database-servers', 'management'], ['default-deny', 'connection-limits']],
    ['decree-331', 4, ['device-management'], ['flows-per-component', 'no-internet-behind-edge', 'management-network', 'log-zone', 'own-machines', 'tls-1-3']],
    ['decree-331', 5, [], ['own-cluster']],
    ['decree-85', 2, ['internal-servers'], ['web-filter']],
    ['decree-85', 4, ['device-management'], ['own-machines', 'tls-1-3', 'own-cluster']],
  ])('of %s at level %i adds the zones %j and the measures %j', (regime, level, zones, measures) => {
    const added = addedBy(estate, regime, level);
    expect(added.zones.map(({ lawZone }) => lawZone)).toEqual(zones);
    expect(added.measures.map(({ measure }) => measure.id)).toEqual(measures);
  });

  it('names the article of a measure that law asks for, and says which ones are our own choice', () => {
    const { measures } = zoneProfile(estate, 'decree-331', 4);
    const of = (id: string) => measures.find(({ measure }) => measure.id === id)!;
    expect(of('management-network')).toMatchObject({ own: false, source: 'TCVN 14423:2026 6.12.2.3, 6.12.2.5, 6.12.2.6' });
    expect(of('log-zone')).toMatchObject({ own: false, source: 'TCVN 14423:2026 6.8.2.3 c' });
    expect(of('tls-1-3')).toMatchObject({ own: true });
  });

  it('tells whether one measure is due; nothing is due that the table does not know', () => {
    expect([1, 2, 3].map((level) => isDue(estate, 'decree-331', level, 'web-filter'))).toEqual([false, true, true]);
    expect([4, 5].map((level) => isDue(estate, 'decree-331', level, 'own-cluster'))).toEqual([false, true]);
    expect(isDue(estate, 'decree-331', 5, 'moat')).toBe(false);
  });

  it('says nothing of a level that no row speaks of', () => {
    const { law, ...rest } = estate;
    const empty = { ...rest, law: { ...law, zones: { ...law.zones, required: [] } } };
    expect(zoneProfile(empty, 'decree-331', 4)).toMatchObject({ zones: undefined, source: undefined });
  });

  it('names places and tests that are there', () => {
    const paths = estate.law.zones.measures.flatMap(({ by, test }) => [by, test]);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
