import { describe, expect, it } from 'vitest';
import { componentZone } from '../../../model/checks/component-zone.ts';
import { decidedLevel } from '../../../model/checks/decided-level.ts';
import { levelBelowCriterion } from '../../../model/checks/level-below-criterion.ts';
import { logRetention } from '../../../model/checks/log-retention.ts';
import { missingZones } from '../../../model/checks/missing-zones.ts';
import { personalDataContradicted } from '../../../model/checks/personal-data-contradicted.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf, set } from './lines.ts';

const province = 'tenants/ca-mau/systems/procedure.yaml';
const land = 'tenants/mae/systems/land.yaml';

describe('level-below-criterion', () => {
  const applies: Record<string, object[]> = {
    'shared-platform': [{ kinds: ['procedure'] }, { onlineService: true, personalData: { kind: 'basic', peopleMin: 100_000 } }, { onlineService: true, personalData: { kind: 'sensitive', peopleMin: 10_000 } }],
    'national-system': [{ nationwide: true }],
  };
  const criteria: Changes = { 'law/criteria.yaml': (data) => { for (const criterion of data.criteria) if (applies[criterion.id]) criterion.applies = applies[criterion.id]; } };
  const asks = (requested: number, more: object = {}, criterion = 'internal-only'): Changes => ({ ...criteria, [province]: (data) => ({ ...data, kind: 'analytics', level: { ...data.level, requested, criterion }, ...more }) });
  const line = (requested: number, why: string) => `error fail ${province} /level/requested: level ${requested} is requested, but ${why}`;

  it('accepts levels that their criteria give', () => {
    expect(linesOf(levelBelowCriterion, criteria)).toEqual([]);
    expect(linesOf(levelBelowCriterion, asks(1))).toEqual([]);
  });
  it('accepts more than the criterion gives: a higher risk gives a higher level', () => {
    expect(linesOf(levelBelowCriterion, asks(4))).toEqual([]);
  });
  it.each<[string, Changes, string]>([
    ['the stated criterion', asks(2, {}, 'shared-platform'), line(2, 'the stated criterion shared-platform gives level 3 (test) (request level 3, or state the criterion that gives level 2)')],
    ['the kind of system', asks(2, { kind: 'procedure' }), line(2, 'its kind is procedure: criterion shared-platform gives level 3 (test) (request level 3)')],
    ['a nation-wide service', asks(3, { nationwide: true }), line(3, 'it serves agencies nation-wide: criterion national-system gives level 4 (test) (request level 4)')],
    ['an online service with basic data of 100,000 people', asks(2, { onlineService: true, personalData: { kind: 'basic', people: 100_000 } }),
      line(2, 'it is an online service and it holds personal data of 100000 people (from 100000 on): criterion shared-platform gives level 3 (test) (request level 3)')],
    ['an online service with sensitive data of 10,000 people', asks(2, { onlineService: true, personalData: { kind: 'sensitive', people: 10_000 } }),
      line(2, 'it is an online service and it holds sensitive personal data of 10000 people (from 10000 on): criterion shared-platform gives level 3 (test) (request level 3)')],
  ])('refuses less than %s', (_, changes, expected) => {
    expect(linesOf(levelBelowCriterion, changes)).toEqual([expected]);
  });
  it.each([
    ['basic data of 99,999 people', { onlineService: true, personalData: { kind: 'basic', people: 99_999 } }],
    ['sensitive data of 9,999 people', { onlineService: true, personalData: { kind: 'sensitive', people: 9_999 } }],
    ['no service to outside', { onlineService: false, personalData: { kind: 'sensitive', people: 5_000_000 } }],
    ['no personal data', { onlineService: true, personalData: { kind: 'none', people: null } }],
  ])('accepts level 2 with %s', (_, more) => {
    expect(linesOf(levelBelowCriterion, asks(2, more))).toEqual([]);
  });
  it('says unknown while the number of people is unknown', () => {
    expect(linesOf(levelBelowCriterion, asks(2, { onlineService: true, personalData: { kind: 'basic', people: null } }))).toEqual([
      `warning unknown ${province} /level/requested: level 2 is requested; it is an online service and the number of people whose personal data it holds is unknown, so criterion shared-platform may give level 3 (test) (state the number of people in personalData.people)`,
    ]);
  });
  it('counts the people of the databases too', () => {
    expect(linesOf(levelBelowCriterion, { ...criteria, 'tenants/mae/databases/land.yaml': (data) => { data.classification = { data: 'ordinary', personal: 'basic', people: 200_000 }; },
      [land]: (data) => ({ ...data, nationwide: false, onlineService: true, personalData: { kind: 'basic', people: 5 }, level: { ...data.level, requested: 2, criterion: 'internal-only' } }) })).toEqual([
      `error fail ${land} /level/requested: level 2 is requested, but it is an online service and it holds personal data of 200000 people (from 100000 on): criterion shared-platform gives level 3 (test) (request level 3)`,
    ]);
  });
});

describe('decided-level', () => {
  it('accepts the requested level', () => {
    expect(linesOf(decidedLevel)).toEqual([]);
  });
  it('refuses a level below the request', () => {
    expect(linesOf(decidedLevel, { 'grants/ca-mau.yaml': (data) => { data.systems[0].level = 2; } })).toEqual([
      'error fail grants/ca-mau.yaml /systems/0/level: ca-mau/procedure is decided at level 2, below level 3 that it requests (decide the requested level, or ask the owner to change the request and its criterion)',
    ]);
  });
  it('refuses a level below the floor of a database, decided or requested', () => {
    const floor: Changes = { 'tenants/mae/databases/land.yaml': (data) => { data.levelFloor.value = 5; } };
    const line = (verb: string) => `error fail tenants/mae/databases/land.yaml /levelFloor/value: land asks for level 5 (test), but its system mae/land ${verb} level 4 (raise the level of the system, or hold the database in another system)`;
    expect(linesOf(decidedLevel, floor)).toEqual([line('has')]);
    expect(linesOf(decidedLevel, { ...floor, 'grants/mae.yaml': null })).toEqual([line('requests')]);
    expect(linesOf(decidedLevel, { ...floor, 'grants/mae.yaml': (data) => { data.systems[0].level = 5; } })).toEqual([]);
  });
  it('asks for the flag where the level alone makes a system critical', () => {
    const flag = law({ 5: { critical_to_national_security: true } });
    expect(linesOf(decidedLevel, { ...flag, 'grants/mae.yaml': (data) => { data.systems[0].level = 5; } })).toEqual([
      'error fail grants/mae.yaml /systems/0/critical: mae/land is of level 5, which makes it critical to national security (Law on critical_to_national_security) (set critical to true)',
    ]);
    expect(linesOf(decidedLevel, { ...flag, 'grants/mae.yaml': (data) => { data.systems[0] = { ...data.systems[0], level: 5, critical: true }; } })).toEqual([]);
  });
});

describe('personal-data-contradicted', () => {
  const states = (system: object, database: object) => linesOf(personalDataContradicted, { [land]: set({ personalData: system }), 'tenants/mae/databases/land.yaml': (data) => { data.classification = { data: 'ordinary', ...database }; } });
  it('accepts a system that states as much as its database', () => {
    expect(states({ kind: 'sensitive', people: 100 }, { personal: 'basic', people: 100 })).toEqual([]);
    expect(states({ kind: 'basic', people: null }, { personal: 'basic', people: 100 })).toEqual([]);
  });
  it('refuses a lesser kind and a smaller number', () => {
    expect(states({ kind: 'none', people: null }, { personal: 'basic', people: null })).toEqual([
      `error fail ${land} /personalData/kind: mae/land states none personal data, but its database land holds basic data (state basic, or correct the classification of the database)`,
    ]);
    expect(states({ kind: 'basic', people: 99 }, { personal: 'basic', people: 100 })).toEqual([
      `error fail ${land} /personalData/people: mae/land states 99 people, but its database land holds data of 100 (state the larger number)`,
    ]);
  });
});

describe('missing-zones', () => {
  it('accepts a system with every zone', () => {
    expect(linesOf(missingZones)).toEqual([]);
  });
  it('names what is missing and the sub-zones that would do', () => {
    expect(linesOf(missingZones, { [province]: set({ subzones: ['border', 'internal-servers', 'management'] }) })).toEqual([
      `error fail ${province} /subzones: ca-mau/procedure (level 3) lacks the zones dmz, database-servers (test) (add dmz, database-servers to subzones)`,
    ]);
  });
  it('does not ask for zones outside the center, nor where the text names none', () => {
    const required = (lawZones: string[] | null): Changes => ({ [province]: set({ subzones: ['border'] }), 'law/zones.yaml': (data) => { for (const row of data.required) row.lawZones = lawZones; } });
    expect(linesOf(missingZones, required(['border', 'wireless']))).toEqual([]);
    expect(linesOf(missingZones, required(null))).toEqual([]);
  });
  it('says unknown where no row speaks of the level', () => {
    expect(linesOf(missingZones, { [province]: set({ regime: 'decree-85' }) })).toEqual([
      `warning unknown ${province} /subzones: no row of law/zones.yaml says which zones level 3 needs under decree-85 (add the row from the text of the law)`,
    ]);
  });
});

describe('component-zone', () => {
  const one = (subzone: string, more: object = {}) => set({ entries: [], subzones: ['dmz', 'internal-servers', 'database-servers'], components: [{ id: 'server', subzone, replicas: 1, resources: { cpu: '1', memory: '1Gi' }, listeners: [{ id: 'api', port: 8080, protocol: 'TCP' }], connects: [] }], ...more });
  const entry = { entries: [{ host: 'dichvucong.camau.gov.vn', component: 'server', listener: 'api', from: 'internet' }] };
  const only = { 'tenants/ca-mau/uses/land.yaml': null };
  const find = (changes: Changes) => linesOf(componentZone, { ...only, ...changes }).filter((line) => Object.keys(changes).some((file) => line.includes(file)));
  it('accepts components in sub-zones of the system and entries at the edge', () => {
    expect(find({ [province]: one('dmz', entry) })).toEqual([]);
  });
  const partner = (cidrs: string[] | undefined, kind = 'enterprise'): Changes => ({ 'partners/treasury.yaml': set({ kind, endpoints: [{ id: 'api', host: 'api.kho-bac.gov.vn', ...(cidrs ? { cidrs } : {}), port: 443, protocol: 'TCP' }] }) });
  const calling = (subzone: string): Changes => ({ [province]: one(subzone, { components: [{ id: 'caller', subzone, replicas: 1, resources: { cpu: '1', memory: '1Gi' }, listeners: [], connects: [{ to: 'partner', partner: 'treasury', endpoint: 'api' }] }] }) });
  it.each<[string, Changes]>([
    ['at the edge to a partner on the Internet', { ...calling('dmz'), ...partner(['203.113.131.0/24']) }],
    ['behind it to private addresses of both families', { ...calling('internal-servers'), ...partner(['10.9.0.0/16', '100.64.7.0/24', 'fd09::/64']) }],
    ['behind it to a network of the state that is known by name', { ...calling('internal-servers'), ...partner(undefined, 'state-network') }],
  ])('accepts connections %s', (_, changes) => {
    expect(find(changes)).toEqual([]);
  });
  it.each<[string, Changes]>([
    ['public addresses', partner(['10.9.0.0/16', '203.113.131.0/24'])],
    ['public addresses of IPv6', partner(['2405:4800::/32'])],
    ['a name of an enterprise', partner(undefined)],
  ])('refuses connections from behind the edge to %s', (_, changes) => {
    expect(find({ ...calling('internal-servers'), ...changes })).toEqual([
      `error fail ${province} /components/0/connects/0/endpoint: caller in internal-servers (app) connects to treasury on the Internet; nothing behind the edge reaches the Internet (let a component in an edge sub-zone speak to the partner, and connect to that one)`,
    ]);
  });
  it.each<[string, Changes, string]>([
    ['a component in a sub-zone that the system lacks', { [province]: one('management') }, `error fail ${province} /components/0/subzone: server stands in management, which ca-mau/procedure is not built with (add management to subzones, or use one of dmz, internal-servers, database-servers)`],
    ['a component among the databases', { [province]: one('database-servers') }, `error fail ${province} /components/0/subzone: server stands in database-servers, which holds databases alone (move it to an app sub-zone; databases are described in their own files)`],
    ['an entry that ends behind the edge', { [province]: one('internal-servers', entry) }, `error fail ${province} /entries/0/component: the entry leads to server in internal-servers (app); callers from outside reach the edge alone (let the entry end at a component in an edge sub-zone that connects onward)`],
    ['a database without its zone', { [land]: (data) => { data.subzones = data.subzones.filter((subzone: string) => subzone !== 'database-servers'); } }, `error fail ${land} /subzones: mae/land holds land but has no sub-zone for databases (add database-servers to subzones)`],
  ])('refuses %s', (_, changes, expected) => {
    expect(find(changes)).toEqual([expected]);
  });
});

describe('log-retention', () => {
  const rules = law({ 3: { log_retention_months_min: 3 }, 4: { log_retention_months_min: 6 } }, [
    { id: 'online-service-provider', key: 'log_retention_months_min', value: 12 },
    { id: 'core-or-important-data', key: 'data_processing_log_months_min', value: 8 },
  ], { 3: { log_retention_months_min: 'not-read' } });
  const keeps = (file: string, retention: string, more: object = {}): Changes => ({ ...rules, [file]: set({ logs: { retention }, ...more }) });
  it('takes exactly the months of the level', () => {
    expect(linesOf(logRetention, keeps(province, '3 months'))).toEqual([]);
    expect(linesOf(logRetention, keeps(province, '90 days'))).toEqual([]);
  });
  it('refuses a day less', () => {
    expect(linesOf(logRetention, keeps(province, '89 days'))).toEqual([
      `error fail ${province} /logs/retention: logs are kept for 89 days; ca-mau/procedure (level 3) needs 3 months (Law on log_retention_months_min) (set 3 months or more)`,
    ]);
  });
  it('asks online services for more than their level does', () => {
    expect(linesOf(logRetention, keeps(province, '11 months', { onlineService: true }))).toEqual([
      `error fail ${province} /logs/retention: logs are kept for 11 months; ca-mau/procedure (level 3) needs 12 months (Rule of online-service-provider) (set 12 months or more)`,
    ]);
  });
  it('asks systems with important data for the months of the data rules', () => {
    expect(linesOf(logRetention, keeps(land, '7 months'))).toEqual([
      `error fail ${land} /logs/retention: logs are kept for 7 months; mae/land (level 4) needs 8 months (Rule of core-or-important-data) (set 8 months or more)`,
    ]);
  });
  it('says unknown where the text was not read, and nothing where it is silent', () => {
    expect(linesOf(logRetention, keeps(province, '60 months', { regime: 'decree-85' }))).toEqual([
      `warning unknown ${province} /logs/retention: how long level 3 of decree-85 keeps logs is unknown: Law on log_retention_months_min (read the text and fill in log_retention_months_min)`,
    ]);
    expect(linesOf(logRetention, { ...law({ 3: { log_retention_months_min: null } }), [province]: set({ logs: { retention: '1 days' } }) })).toEqual([]);
  });
});
