import { afterAll, describe, expect, it } from 'vitest';
import { buildEstate } from '../../model/estate.ts';
import { planSwitchOver, switchable, type SwitchOver } from '../../simulate/switch-over.ts';
import { loadFixture, type Changes } from '../model/fixture.ts';
import { tokenOf } from '../model/switch-tokens.ts';
import { CatalogCopy, difference, load, planOf, type Loaded } from '../stacks/support.ts';

const granted = (more: object): Changes => ({ 'grants/mae.yaml': (data) => { data.systems[0] = { system: 'land', level: 4, critical: false, placement: { cluster: 'shared-north', dr: 'shared-south' }, ...more }; } });
const plan = (more: object = {}, to = 'south') => planSwitchOver(buildEstate(loadFixture(granted(more)))!, 'mae/land', to);
const states = (found: ReturnType<typeof plan>) => (found as SwitchOver).steps.map(({ step, state, cluster }) => [step, state, cluster]);

describe('the steps of a switch-over', () => {
  it('demote here, promote there, finish', () => {
    expect(plan()).toMatchObject({ from: 'north', to: 'south', databases: ['land'], where: { file: 'grants/mae.yaml', pointer: '/systems/0' }, hasRoom: true, links: 2, ok: true });
    expect(states(plan())).toEqual([['demote', 'next', 'shared-north'], ['promote', 'later', 'shared-south'], ['finish', 'later', 'shared-south']]);
  });
  it('go on from where the catalog stands', () => {
    expect(states(plan({ primarySite: 'south', switchOver: { step: 'demote' } })).map(([, state]) => state)).toEqual(['done', 'next', 'later']);
    expect(states(plan({ primarySite: 'south', switchOver: { step: 'promote', tokens: { land: tokenOf('1') } } })).map(([, state]) => state)).toEqual(['done', 'done', 'next']);
  });
  it('lead back home, where nothing needs to be written any more', () => {
    const back = plan({ primarySite: 'south' }, 'north') as SwitchOver;
    expect(states(back)).toEqual([['demote', 'next', 'shared-south'], ['promote', 'later', 'shared-north'], ['finish', 'later', 'shared-north']]);
    expect(back.steps[2]!.write).toBe('# neither primarySite nor switchOver');
  });
  it.each<[string, object, string, string]>([
    ['already-there', {}, 'north', 'already-there'], ['already-there', { primarySite: 'south' }, 'south', 'already-there'], ['no-copy-there', {}, 'nowhere', 'no-copy-there'],
    ['no-second-site', { placement: { cluster: 'shared-north', dr: null } }, 'south', 'no-second-site'], ['other-way', { primarySite: 'south', switchOver: { step: 'demote' } }, 'north', 'other-way'],
  ])('say why there are none: %s', (_what, more, to, reason) => {
    expect(plan(more, to)).toMatchObject({ reason });
  });
  it('are not fine without a link between the sites', () => {
    const cut: Changes = Object.fromEntries(['north', 'south'].map((site) => [`sites/${site}.yaml`, (data: { uplinks: { kind: string }[] }) => { data.uplinks = data.uplinks.filter(({ kind }) => kind !== 'site-link'); }]));
    expect(planSwitchOver(buildEstate(loadFixture({ ...granted({}), ...cut }))!, 'mae/land', 'south')).toMatchObject({ links: 0, ok: false });
  });
});

describe('the stacks of the real catalog', () => {
  const copy = new CatalogCopy();
  afterAll(() => copy.delete());
  const written = (more: object): Loaded => {
    copy.edit('grants/mae.yaml', (grant) => {
      grant.systems = grant.systems.map((one: { system: string; primarySite?: string; switchOver?: object }) => {
        if (one.system !== 'land') return one;
        const { primarySite: _site, switchOver: _step, ...rest } = one;
        return { ...rest, ...more };
      });
    });
    return copy.load();
  };
  const here = 'ndc-1-shared-2--mae--land--data';
  const there = 'region-south-shared-1--mae--land--data';
  const roles = ({ plans }: Loaded) => [here, there].map((id) => {
    const { origin, primary, promotionToken } = planOf(plans, 'data', id).props.databases[0]!.database.distributed!;
    return [origin, primary, promotionToken];
  });
  const token = tokenOf('7420000000000000009');

  it('change one copy in each step, and never how a copy came to be', () => {
    const rest = load();
    const demoted = written({ primarySite: 'region-south', switchOver: { step: 'demote' } });
    const promoted = written({ primarySite: 'region-south', switchOver: { step: 'promote', tokens: { land: token } } });
    const finished = written({ primarySite: 'region-south' });
    expect(roles(rest)).toEqual([['initdb', 'ndc-1', undefined], ['recovery', 'ndc-1', undefined]]);
    expect(roles(demoted)).toEqual([['initdb', 'region-south', undefined], ['recovery', 'ndc-1', undefined]]);
    expect(roles(promoted)).toEqual([['initdb', 'region-south', undefined], ['recovery', 'region-south', token]]);
    expect(roles(finished)).toEqual([['initdb', 'region-south', undefined], ['recovery', 'region-south', undefined]]);
    expect(difference(rest.plans, demoted.plans)).toEqual({ added: [], removed: [], changed: [here] });
    expect(difference(demoted.plans, promoted.plans)).toEqual({ added: [], removed: [], changed: [there] });
    expect(difference(promoted.plans, finished.plans)).toEqual({ added: [], removed: [], changed: [there] });
  });
  it('can be switched over wherever a database has a second site', () => {
    const { estate } = load();
    expect(switchable(estate)).toHaveLength(24);
    for (const system of switchable(estate)) expect(planSwitchOver(estate, system, 'region-south')).toMatchObject({ ok: true });
  });
});
