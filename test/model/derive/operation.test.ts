import { CronExpressionParser } from 'cron-parser';
import { array, assert, constant, constantFrom, integer, oneof, property, record, subarray, tuple, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serves, shortfalls, showAmount, type Demand } from '../../../model/derive/capacity.ts';
import { foreignCronSyntax, longestGap } from '../../../model/derive/cron.ts';
import { enclaveOf } from '../../../model/derive/enclave.ts';
import { demanded, leastNumber, listed, mostNumber, overlayNumber, standsApart } from '../../../model/derive/law.ts';
import { flavorCapacity } from '../../../model/derive/pools.ts';
import { distanceKm } from '../../../model/derive/sites.ts';
import { systemUsage, usage } from '../../../model/derive/usage.ts';
import { buildEstate, type Estate } from '../../../model/estate.ts';
import type { Cluster, Zone } from '../../../model/schema/cluster.ts';
import type { Site } from '../../../model/schema/site.ts';
import { loadFixture, type Changes } from '../fixture.ts';
import { law } from '../checks/law.ts';

const estateOf = (changes: Changes = {}): Estate => buildEstate(loadFixture(changes))!;

describe('what law asks', () => {
  const estate = estateOf(law(
    { 3: { months: 3, interval: 6, words: ['a'], apart: true }, 4: { months: null }, 5: { hosted_isolation_system: 'physical' } },
    [{ id: 'online', key: 'months', value: 12 }, { id: 'loose', key: 'months', value: 1 }, { id: 'own', key: 'interval', value: 3, own: true }, { id: 'high', levels: [4, 5], key: 'months', value: 24 }, { id: 'site', key: 'channels', value: 2 }],
    { 3: { months: 'not-read' }, 4: { hosted_isolation_system: 'physical' } },
  ));
  const at = (key: string, level = 3, overlays: string[] = []) => ({ regime: 'decree-331' as const, level, key, overlays });
  it('takes the strictest of the rules that apply', () => {
    expect(leastNumber(estate, at('months')).rule?.value).toBe(3);
    expect(leastNumber(estate, at('months', 3, ['online', 'loose'])).rule).toEqual({ value: 12, source: 'Rule of online', own: false });
    expect(leastNumber(estate, at('months', 3, ['high'])).rule?.value).toBe(3);
    expect(mostNumber(estate, at('interval', 3, ['own'])).rule).toEqual({ value: 3, source: 'Rule of own', own: true });
  });
  it('keeps silence, ignorance and absence apart', () => {
    expect(leastNumber(estate, at('months', 4))).toEqual({ rule: undefined, unread: false });
    expect(leastNumber(estate, { ...at('months'), regime: 'decree-85' })).toEqual({ rule: undefined, unread: true, unreadSource: 'Law on months' });
    expect(leastNumber(estate, at('nowhere'))).toEqual({ rule: undefined, unread: true, unreadSource: 'catalog/law/levels.yaml' });
  });
  it('stays unknown beyond an overlay where the text of the level was not read', () => {
    const answer = leastNumber(estate, { ...at('months', 3, ['online']), regime: 'decree-85' });
    expect([answer.rule?.value, answer.unread]).toEqual([12, true]);
  });
  it('reads flags and lists', () => {
    expect(demanded(estate, at('apart')).rule?.value).toBe(true);
    expect(demanded(estate, at('months')).rule).toBeUndefined();
    expect(listed(estate, at('words'), 'a').rule?.value).toEqual(['a']);
    expect(listed(estate, at('words'), 'b').rule).toBeUndefined();
    expect(overlayNumber(estate, 'site', 'channels').rule?.value).toBe(2);
    expect(overlayNumber(estate, 'site', 'directions').unread).toBe(true);
  });
  it('sets level 5, critical systems and level 4 of the older regime apart', () => {
    const cases = [['decree-331', 5, false], ['decree-331', 2, true], ['decree-331', 4, false], ['decree-85', 4, false], ['decree-85', 3, false]] as const;
    expect(cases.map(([regime, level, critical]) => standsApart(estate, { regime }, { level, critical }))).toEqual([true, true, false, true, false]);
  });
});

describe('distance', () => {
  const site = (latitude: number, longitude: number) => ({ place: { known: true, latitude, longitude } }) as unknown as Site;
  it('is the great circle', () => {
    // Ha Noi to Ho Chi Minh City; one degree of a meridian.
    expect(distanceKm(site(21.0278, 105.8342), site(10.7769, 106.7009))).toBeCloseTo(1143.8, 0);
    expect(distanceKm(site(10, 105), site(11, 105))).toBeCloseTo(111.19, 2);
    expect(distanceKm(site(10, 105), site(10, 105))).toBe(0);
  });
  it('is unknown when a place is', () => {
    expect(distanceKm(site(10, 105), { place: { known: false } } as unknown as Site)).toBeUndefined();
  });
});

describe('longest gap of a schedule', () => {
  it('agrees with the next 400 firings of the parser', () => {
    const part = (max: number) => oneof(constant('*'), integer({ min: 0, max }).map(String), uniqueArray(integer({ min: 0, max }), { minLength: 2, maxLength: 4 }).map((values) => values.sort((a, b) => a - b).join(',')), integer({ min: 2, max: Math.max(2, Math.floor(max / 2)) }).map((step) => `*/${step}`));
    const time = tuple(part(59), part(59), part(23));
    const dates = constantFrom('* * *', '* * 1-5', '* * 0', '* * 7', '1,15 * *', '* * 1,4', '10 * 3', '*/2 * *');
    assert(property(time, dates, (clock, date) => {
      const line = `${clock.join(' ')} ${date}`;
      const firings = CronExpressionParser.parse(line, { currentDate: '2026-01-01T00:00:00Z', tz: 'UTC' });
      let previous = firings.next().getTime();
      let longest = 0;
      for (let index = 0; index < 400; index++) {
        const next = firings.next().getTime();
        longest = Math.max(longest, (next - previous) / 1000);
        previous = next;
      }
      // Few firings may not meet the longest gap; none is ever longer.
      expect(longestGap(line)).toBeGreaterThanOrEqual(longest);
      if (/^\d+ \d+ /.test(line)) expect(longestGap(line)).toBe(longest);
    }), { numRuns: 60 });
  });
  it('is endless for a day that never comes twice', () => {
    expect(longestGap('0 0 0 29 2 *')).toBe(1461 * 86_400);
  });
  it('knows what another parser does not read, and takes months and weekdays for what they are', () => {
    expect(foreignCronSyntax('0 0 2 L * *')).toBe('L');
    expect(foreignCronSyntax('0 0 2 * * 1#2')).toBe('#');
    expect(foreignCronSyntax('0 0 2 * JUL MON')).toBeUndefined();
  });
});

describe('shortfalls', () => {
  const flavor = { cpu: '10', memory: '1000Gi', storage: '1000Ti' };
  const domains = ['a', 'b', 'c'];
  it('agrees with a search over all ways to place whole units, when demands come in machines', () => {
    const pools = array(record({ zones: subarray<Zone>(['edge', 'app', 'data'], { minLength: 1 }), machines: integer({ min: 0, max: 3 }) }), { minLength: 1, maxLength: 3 });
    const demands = array(record({ zone: constantFrom<Zone>('edge', 'app', 'data'), units: integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 3 });
    assert(property(pools, demands, (some, asked) => {
      const cluster = { pools: some.map(({ zones, machines }, index) => ({ id: `p${index}`, zones, levels: [3], flavor, machines: Object.fromEntries(domains.map((domain) => [domain, machines])) })) } as unknown as Cluster;
      const unit = flavorCapacity(flavor).cpu;
      const wanted: Demand[] = asked.map(({ zone, units }) => ({ level: 3, zone, amount: { cpu: units * unit, memory: 0, storage: 0, pods: 0 } }));
      const served = wanted.filter(({ zone }) => cluster.pools.some((pool) => serves(pool, 3, zone)));
      // Domains are alike, so two thirds of each pool are left, whichever is lost.
      const left = some.map(({ machines }) => machines * 2);
      const fit = (index: number, room: readonly number[]): boolean => {
        const demand = served[index];
        if (!demand) return true;
        const units = demand.amount.cpu / unit;
        const place = (poolIndex: number, rest: number, now: readonly number[]): boolean => {
          if (rest === 0) return fit(index + 1, now);
          if (poolIndex === cluster.pools.length) return false;
          const most = serves(cluster.pools[poolIndex]!, 3, demand.zone) ? Math.min(rest, now[poolIndex]!) : 0;
          for (let take = most; take >= 0; take--) if (place(poolIndex + 1, rest - take, now.map((amount, at) => (at === poolIndex ? amount - take : amount)))) return true;
          return false;
        };
        return place(0, units, room);
      };
      expect(shortfalls(cluster, wanted).length === 0).toBe(fit(0, left));
    }), { numRuns: 300 });
  });
  it('shows a need rounded up and a rest rounded down', () => {
    expect([showAmount('cpu', 18_001, 'up'), showAmount('cpu', 18_099, 'down'), showAmount('memory', 2 ** 30, 'up'), showAmount('storage', 20 * 2 ** 40, 'down'), showAmount('pods', 7, 'up')]).toEqual(['18.1', '18', '1Gi', '20Ti', '7']);
  });
});

describe('usage', () => {
  it('counts what a system brings', () => {
    const estate = estateOf();
    const land = estate.systems.get('mae/land')!;
    const { subzones, components } = land.data;
    expect(systemUsage(estate, land)).toMatchObject({
      namespaces: subzones.length,
      databases: 1,
      // One for each sub-zone, component and entry, and six of its database: instances, pooler, drill, operator, jobs and copies.
      'network-policies': subzones.length + components.length + 1 + 6,
      'service-accounts': subzones.length + components.length + 1 + 3,
      'helm-releases': 1 + 1 + 1 + 3,
    });
  });
  it('counts each cluster for itself, standbys too, and machines of a reserve', () => {
    const estate = estateOf();
    const at = (cluster: string) => usage(estate, estate.clusters.get(cluster)!, 'databases');
    expect([at('shared-north'), at('shared-south'), at('vault-north')]).toEqual([{ platform: 0, tenants: 1 }, { platform: 0, tenants: 1 }, { platform: 0, tenants: 0 }]);
    expect(usage(estate, estate.clusters.get('shared-north')!, 'nodes')).toEqual({ platform: 3, tenants: 12 + 30 });
  });
});

describe('enclave', () => {
  it('is what is dedicated to a system, with the controllers of it, seen from either', () => {
    const estate = estateOf({
      'clusters/shared-north.yaml': (data) => { delete data.reserve; return { ...data, role: 'dedicated', dedicatedTo: ['mae/land'] }; },
      'clusters/management-north.yaml': (data) => ({ ...data, dedicatedTo: ['mae/land'] }),
    });
    const expected = { clusters: new Set(['management-north', 'shared-north']), systems: new Set(['mae/land', 'mps/control']) };
    expect(enclaveOf(estate, 'mae/land')).toEqual(expected);
    expect(enclaveOf(estate, 'mps/control')).toEqual(expected);
    expect(enclaveOf(estate, 'ca-mau/procedure')).toEqual({ clusters: new Set(), systems: new Set() });
  });
});
