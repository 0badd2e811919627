import { describe, expect, it } from 'vitest';
import { buildEstate } from '../../model/estate.ts';
import { simulateSiteLoss, type SiteLoss } from '../../simulate/site-loss.ts';
import { formatSiteLoss } from '../../simulate/text.ts';
import { startOrder } from '../../simulate/start-order.ts';
import { decisions } from '../../model/derive/decisions.ts';
import { loadFixture, type Changes } from '../model/fixture.ts';
import { set } from '../model/checks/lines.ts';
import { load } from '../stacks/support.ts';

const land = 'tenants/mae/databases/land.yaml';
const granted = (more: object): Changes => ({ 'grants/mae.yaml': (data) => { data.systems[0] = { system: 'land', level: 4, critical: false, placement: { cluster: 'shared-north', dr: 'shared-south' }, ...more }; } });
const alone = granted({ placement: { cluster: 'shared-north', dr: null } });

function lose(site: string, changes: Changes = {}, asOf?: string): SiteLoss {
  const catalog = loadFixture(changes);
  expect(catalog.findings).toEqual([]);
  const estate = buildEstate(catalog, asOf)!;
  return simulateSiteLoss(estate, estate.sites.get(site)!);
}

const landOf = (loss: SiteLoss) => loss.databases.find(({ id }) => id === 'land');
const drill = (measures: object, more: object = {}): Changes => ({ 'evidence/land/drill-2026-10-01.json': {
  kind: 'drill', target: 'land', performedAt: '2026-10-01', validUntil: '2027-01-01', byRole: 'drill-officer', result: 'passed', measures, versions: {}, digest: `sha256:${'1'.repeat(64)}`, signature: 'test', ...more } });

describe('the loss of a site', () => {
  it('moves what has a copy elsewhere and keeps what runs elsewhere', () => {
    const loss = lose('north');
    expect(loss.systems.map(({ key, fate, runsAfter }) => [key, fate, runsAfter?.cluster])).toEqual([['mae/land', 'moves', 'shared-south'], ['mps/control', 'moves', 'management-south'], ['mps/exchange', 'moves', 'shared-south']]);
    expect(loss.untouched).toBe(1);
    expect(loss).toMatchObject({ ok: true, notSurviving: [] });
  });
  it('leaves the data where only the copy was lost', () => {
    const loss = lose('south');
    expect(landOf(loss)).toMatchObject({ fate: 'copy-lost', runsAfter: { cluster: 'shared-north', site: 'north' }, promised: null, derivedWaitSeconds: null });
    expect(loss.systems.find(({ key }) => key === 'ca-mau/procedure')).toMatchObject({ fate: 'backup', why: 'none', runsAfter: null, vault: { site: 'north' } });
  });
  it.each<[string, Changes, object]>([
    ['no copy, with a vault elsewhere', alone, { fate: 'backup', why: 'none', runsAfter: null, vault: { cluster: 'vault-south', site: 'south' } }],
    ['no copy and no vault', { ...alone, 'clusters/shared-north.yaml': (data) => { data.vault = null; } }, { fate: 'lost', why: 'none', runsAfter: null, vault: null }],
    ['a copy at a planned site', { 'sites/south.yaml': set({ status: 'planned' }) }, { fate: 'lost', why: 'planned', runsAfter: null, vault: null }],
  ])('names a national database that does not survive: %s', (_what, changes, expected) => {
    const loss = lose('north', changes);
    expect(landOf(loss)).toMatchObject(expected);
    expect(loss).toMatchObject({ ok: false, notSurviving: ['land'] });
  });
  it('is not survived where the partner has no room for all at once, and says what is short', () => {
    const loss = lose('north', { 'clusters/shared-south.yaml': (data) => { data.reserve.machines['domain-b'] = 1; } });
    const recovery = loss.recovery.find(({ cluster }) => cluster === 'shared-south')!;
    expect(recovery).toMatchObject({ hasRoom: false, takes: ['mae/land', 'mps/exchange'] });
    expect(recovery.room.reserve.find(({ domain }) => domain === 'domain-b')).toMatchObject({ have: 1 });
    expect(landOf(loss)!.hasRoom).toBe(false);
    expect(loss.notSurviving).toEqual(['land']);
  });
  it('of a planned site loses nothing', () => {
    expect(lose('south', { 'sites/south.yaml': set({ status: 'planned' }), ...alone, 'grants/ca-mau.yaml': null, 'grants/mps.yaml': null })).toMatchObject({ systems: [], databases: [], ok: true, alsoLost: [] });
  });
  it('follows a switch-over', () => {
    const switched = granted({ primarySite: 'south' });
    expect(landOf(lose('south', switched))).toMatchObject({ fate: 'moves', runsAfter: { cluster: 'shared-north', site: 'north' } });
    expect(landOf(lose('north', switched))).toMatchObject({ fate: 'copy-lost' });
  });
  it('names the exchange that others miss, and vaults and managers that are gone', () => {
    const loss = lose('north');
    expect(loss.cutOff).toEqual([{ exchange: 'mps/exchange', systems: ['ca-mau/procedure'] }]);
    expect(loss.alsoLost.map(({ kind, clusters }) => [kind, clusters])).toEqual([['vault', ['shared-south']], ['state', ['management-north', 'shared-north', 'vault-north']]]);
  });
  it('lists the buckets that no object copies', () => {
    expect(lose('north').systems.find(({ key }) => key === 'mae/land')!.buckets).toEqual(['maps']);
  });
});

describe('what is promised and reached', () => {
  it('is unknown without evidence, and the settings give a bound that says it is derived', () => {
    expect(landOf(lose('north'))).toMatchObject({ promised: { rpo: '15m', rto: '4h' }, kept: 'unknown', derivedWaitSeconds: 300, reached: { rpo: { state: 'unknown', seconds: null, evidence: null }, rto: { state: 'unknown', seconds: null } } });
  });
  it.each<[string, object, object, string, object]>([
    ['an exercise within the promise', { siteLossRpoSeconds: 900, siteLossRtoSeconds: 14_400 }, {}, 'kept', { rpo: { state: 'measured', seconds: 900, evidence: 'evidence/land/drill-2026-10-01.json' } }],
    ['an exercise a second over', { siteLossRpoSeconds: 900, siteLossRtoSeconds: 14_401 }, {}, 'missed', { rto: { state: 'measured', seconds: 14_401 } }],
    ['one figure missing', { siteLossRpoSeconds: 1 }, {}, 'unknown', { rpo: { state: 'measured' }, rto: { state: 'unknown' } }],
    ['one figure missing and the other over', { siteLossRpoSeconds: 901 }, {}, 'missed', { rpo: { state: 'measured' } }],
    ['a restore drill, which is no exercise of this', { restoreSeconds: 5, rpoSeconds: 5 }, {}, 'unknown', { rto: { state: 'unknown' } }],
    ['expired evidence', { siteLossRpoSeconds: 1, siteLossRtoSeconds: 1 }, { validUntil: '2026-10-31' }, 'unknown', { rto: { state: 'expired', seconds: 1 } }],
    ['a failure', { siteLossRpoSeconds: 1 }, { result: 'failed' }, 'unknown', { rto: { state: 'failed', seconds: null } }],
    ['evidence of the lab', { siteLossRpoSeconds: 1, siteLossRtoSeconds: 1 }, { kind: 'lab' }, 'unknown', { rto: { state: 'unknown' } }],
    ['evidence of the future', { siteLossRpoSeconds: 1, siteLossRtoSeconds: 1 }, { performedAt: '2030-01-01', validUntil: '2031-01-01' }, 'unknown', { rto: { state: 'unknown' } }],
  ])('%s', (_what, measures, more, expected, figures) => {
    expect(landOf(lose('north', drill(measures, more)))).toMatchObject({ kept: expected, reached: figures });
  });
  it('takes restore drills where only backups are left', () => {
    expect(landOf(lose('north', { ...alone, ...drill({ restoreSeconds: 60, rpoSeconds: 30 }), [land]: (data) => { data.objectives.siteLoss = null; } }))).toMatchObject({ kept: 'nothing-promised', reached: { rto: { state: 'measured', seconds: 60 }, rpo: { seconds: 30 } } });
  });
  it('of a system is the longest of its own and its databases, and nothing where one of them promises nothing', () => {
    const promised = (loss: SiteLoss) => loss.systems.find(({ key }) => key === 'mae/land')!.promised;
    expect(promised(lose('north', { [land]: (data) => { data.objectives.siteLoss = { rpo: '20m', rto: '1h' }; } }))).toEqual({ rpo: '20m', rto: '4h' });
    expect(promised(lose('north', { [land]: (data) => { data.objectives.siteLoss = null; } }))).toBeNull();
  });
});

describe('the start order', () => {
  it('starts what controls first, then the exchange, then who needs it', () => {
    expect(lose('north').order.map(({ wave, system, databases, after }) => [wave, system, databases, after])).toEqual([
      [1, 'mps/control', [], []], [2, 'mps/exchange', [], ['mps/control']], [3, 'mae/land', ['land'], ['mps/control', 'mps/exchange']],
    ]);
  });
  it('starts, inside a wave, by kind, then level, then promised time, then name', () => {
    const estate = buildEstate(loadFixture())!;
    const [like] = decisions(estate);
    const one = (key: string, kind: string, level: number, rto: string) => ({ ...like!, level, system: { ...like!.system, key, data: { ...like!.system.data, kind: kind as 'portal', components: [], objectives: { rpo: '1m', rto } } } });
    const order = startOrder(estate, [one('t/z', 'portal', 3, '1h'), one('t/y', 'portal', 4, '4h'), one('t/x', 'portal', 4, '1h'), one('t/b', 'portal', 4, '1h'), one('t/w', 'national-database', 3, '8h'), one('t/v', 'exchange', 3, '8h')]);
    expect(order.map(({ wave, system }) => [wave, system])).toEqual(['t/v', 't/w', 't/b', 't/x', 't/y', 't/z'].map((system) => [1, system]));
  });
  it('cuts a circle at the one that ranks first and says so', () => {
    const catalog = loadFixture({ 'tenants/mps/systems/exchange.yaml': (data) => { data.components[0].connects = [{ to: 'exchange', exchange: 'mae/land' }]; } });
    const estate = buildEstate(catalog)!;
    expect(startOrder(estate, decisions(estate)).filter(({ inCircle }) => inCircle).map(({ wave, system }) => [wave, system])).toEqual([[2, 'mps/exchange']]);
  });
});

describe('the real catalog', () => {
  const { estate } = load();
  const losses = [...estate.sites.values()].map((site) => simulateSiteLoss(estate, site));
  it('loses one national database of level 4 and above, which has no second site yet', () => {
    expect(losses.flatMap(({ site, notSurviving }) => notSurviving.map((id) => [site.id, id]))).toEqual([['ndc-1', 'synthetic']]);
  });
  it('has room for all that moves at once, at every partner', () => {
    expect(losses.flatMap(({ recovery }) => recovery)).not.toEqual([]);
    for (const { cluster, hasRoom } of losses.flatMap(({ recovery }) => recovery)) expect([cluster, hasRoom]).toEqual([cluster, true]);
  });
  it('starts each system that moves exactly once, after all it needs', () => {
    for (const { order, systems } of losses) {
      expect(order.map(({ system }) => system).sort()).toEqual(systems.filter(({ fate }) => fate === 'moves').map(({ key }) => key).sort());
      const wave = new Map(order.map((step) => [step.system, step.wave]));
      for (const { system, after, inCircle } of order) if (!inCircle) for (const other of after) expect(wave.get(other)!, `${other} before ${system}`).toBeLessThan(wave.get(system)!);
    }
  });
  it('invents no figure', () => {
    for (const { reached, kept } of losses.flatMap(({ databases }) => databases)) expect([reached.rpo.state, reached.rto.state, kept === 'kept' || kept === 'missed']).toEqual(['unknown', 'unknown', false]);
  });
});

describe('the words of a simulation', () => {
  const loss = lose('north', drill({ siteLossRpoSeconds: 90, siteLossRtoSeconds: 7200.4 }));
  it('say promise, what was shown and what is derived, in both languages', () => {
    const row = (language: 'vi' | 'en') => formatSiteLoss(loss, language).split('\n').find((line) => line.startsWith('  land'))!.replaceAll(/ {2,}/g, ' | ').trim();
    expect(row('en')).toBe('| land | 4 | moves to its copy | RPO 15m, RTO 4h | RPO 90s, RTO 7201s | promise kept | ≤ 5m + transfer | south/shared-south');
    expect(row('vi')).toBe('| land | 4 | chuyển sang bản dự phòng | RPO 15 phút, RTO 4 giờ | RPO 90 giây, RTO 7201 giây | giữ được cam kết | ≤ 5 phút + thời gian truyền | south/shared-south');
  });
  it('name every section once, and leave no word out', () => {
    for (const language of ['vi', 'en'] as const) expect(formatSiteLoss(loss, language)).not.toMatch(/undefined|NaN|\[object/);
  });
});
