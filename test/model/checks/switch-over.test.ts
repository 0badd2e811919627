import { describe, expect, it } from 'vitest';
import { switchOver } from '../../../model/checks/switch-over.ts';
import { decide } from '../../../model/derive/decisions.ts';
import { copyRole } from '../../../model/derive/switch-over.ts';
import { buildEstate } from '../../../model/estate.ts';
import { loadFixture, type Changes } from '../fixture.ts';
import { tokenOf } from '../switch-tokens.ts';
import { linesOf } from './lines.ts';

const at = 'grants/mae.yaml /systems/0';
const token = tokenOf('7420000000000000001');
const granted = (more: object): Changes => ({ 'grants/mae.yaml': (data) => { data.systems[0] = { system: 'land', level: 4, critical: false, placement: { cluster: 'shared-north', dr: 'shared-south' }, ...more }; } });

describe('switch-over', () => {
  it.each<[string, object, string[]]>([
    ['no switch-over', {}, []],
    ['a finished one', { primarySite: 'south' }, []],
    ['a demotion', { primarySite: 'south', switchOver: { step: 'demote' } }, []],
    ['a promotion with its token', { primarySite: 'south', switchOver: { step: 'promote', tokens: { land: token } } }, []],
    ['the way back', { primarySite: 'north', switchOver: { step: 'demote' } }, []],
    ['a step without a site', { switchOver: { step: 'demote' } }, [`error fail ${at}/switchOver: a switch-over of mae/land is under way, but no primarySite says where to (set primarySite, or remove switchOver)`]],
    ['a copy that does not exist', { placement: { cluster: 'shared-north', dr: null }, primarySite: 'south' }, [`error fail ${at}/primarySite: mae/land has no copy at a second site, so nothing can be switched over (name the site of one of its two clusters)`]],
    ['a promotion without a token', { primarySite: 'south', switchOver: { step: 'promote', tokens: {} } },
      [`error fail ${at}/switchOver/tokens: the token of land is missing: promoted without it, commits since its last archived WAL would be lost (take it from status.demotionToken of the demoted copy)`]],
    ['a token of another system', { primarySite: 'south', switchOver: { step: 'promote', tokens: { land: token, forest: tokenOf('2') } } }, [`error fail ${at}/switchOver/tokens/forest: forest is no database of this system (its databases are land)`]],
    ['a forced one', { primarySite: 'south', switchOver: { step: 'forced', reason: { vi: 'mất NDC', en: 'the center burnt' } } },
      [`warning fail ${at}/switchOver/step: the primary of land is forced to south: commits that had not arrived there are lost, and the former copy must be made anew (the center burnt) (only when the former primary is lost for good; else demote it first)`]],
  ])('%s', (_what, more, expected) => {
    expect(linesOf(switchOver, granted(more))).toEqual(expected);
  });

  it('refuses one token for two databases', () => {
    const second: Changes = { 'tenants/mae/databases/parcels.yaml': { ...(loadFixture().entries('database')[0]!.data as object), id: 'parcels' } };
    const both = { primarySite: 'south', switchOver: { step: 'promote', tokens: { land: token, parcels: tokenOf('7420000000000000001', { redoWalFile: '000000030000000000000013' }) } } };
    expect(linesOf(switchOver, { ...granted(both), ...second })).toEqual([`error fail ${at}/switchOver/tokens/parcels: the token of parcels speaks of the same database system as another one: one of them was copied to the wrong place (read status.demotionToken of each database again)`]);
    expect(linesOf(switchOver, { ...granted({ primarySite: 'south', switchOver: { step: 'promote', tokens: { land: token, parcels: tokenOf('2') } } }), ...second })).toEqual([]);
  });

  it.each([['no base64', 'not a token!'], ['no JSON', Buffer.from('x').toString('base64')], ['a part is missing', tokenOf('1', { operatorVersion: undefined })], ['empty', '']])('refuses a token while it is read: %s', (_what, broken) => {
    const { findings } = loadFixture(granted({ primarySite: 'south', switchOver: { step: 'promote', tokens: { land: broken } } }));
    expect(findings.map(({ code, path }) => [code, path])).toEqual([['invalid-format', '/systems/0/switchOver/tokens/land']]);
  });
});

describe('the role of a copy', () => {
  const role = (more: object, site: string) => {
    const estate = buildEstate(loadFixture(granted(more)))!;
    return copyRole(estate, decide(estate, 'mae/land')!, 'land', site);
  };
  const to = (step: object) => ({ primarySite: 'south', switchOver: step });
  it.each<[string, object, object, object]>([
    ['at rest', {}, { primary: 'north' }, { primary: 'north' }],
    ['demote: only the former primary is told', to({ step: 'demote' }), { primary: 'south' }, { primary: 'north' }],
    ['promote: the other copy is told, with its token', to({ step: 'promote', tokens: { land: token } }), { primary: 'south' }, { primary: 'south', promotionToken: token }],
    ['finished', { primarySite: 'south' }, { primary: 'south' }, { primary: 'south' }],
    ['forced: no token', to({ step: 'forced', reason: { vi: 'a', en: 'b' } }), { primary: 'south' }, { primary: 'south' }],
    ['on the way back, demote tells the second copy alone', { primarySite: 'north', switchOver: { step: 'demote' } }, { primary: 'south' }, { primary: 'north' }],
  ])('%s', (_what, more, north, south) => {
    expect(role(more, 'north')).toEqual(north);
    expect(role(more, 'south')).toEqual(south);
  });
  it('is none without a second copy', () => {
    expect(role({ placement: { cluster: 'shared-north', dr: null } }, 'north')).toBeUndefined();
  });
});
