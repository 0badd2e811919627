import { describe, expect, it } from 'vitest';
import { siteLossSurvival } from '../../../model/checks/site-loss-survival.ts';
import { decide } from '../../../model/derive/decisions.ts';
import { placedOn } from '../../../model/derive/placements.ts';
import { recoveryOf } from '../../../model/derive/site-loss.ts';
import { buildEstate, type Estate } from '../../../model/estate.ts';
import { loadFixture, type Changes } from '../fixture.ts';
import { linesOf, set } from './lines.ts';

const file = 'tenants/mae/databases/land.yaml';
const place = (more: object, state = 'requested'): Changes => ({
  'grants/mae.yaml': (data) => { data.state = state; data.systems[0] = { system: 'land', level: 4, critical: false, placement: { cluster: 'shared-north', dr: 'shared-south' }, ...more }; },
});
const nowhere = place({ placement: { cluster: 'shared-north', dr: null } });
const planned: Changes = { 'sites/south.yaml': set({ status: 'planned' }) };
const grantHint = '(grant a cluster at a second site that counts; ndc simulate site-loss shows what follows)';

function estateOf(changes: Changes): Estate {
  return buildEstate(loadFixture(changes))!;
}

describe('site-loss-survival', () => {
  it.each<[string, Changes, string[]]>([
    ['a copy at a second site with room for it', place({}), []],
    ['no copy, with backups kept elsewhere', nowhere,
      [`warning fail ${file} /objectives/siteLoss: land does not survive the loss of north: it has no copy at a second site; only its backups are kept at south (vault-south) ${grantHint}`]],
    ['no copy, from provisioned on', place({ placement: { cluster: 'shared-north', dr: null } }, 'provisioned'),
      [`error fail ${file} /objectives/siteLoss: land does not survive the loss of north: it has no copy at a second site; only its backups are kept at south (vault-south) ${grantHint}`]],
    ['a copy at the same site', place({ placement: { cluster: 'shared-north', dr: 'management-north' } }),
      [`warning fail ${file} /objectives/siteLoss: land does not survive the loss of north: its copy stands at the same site; only its backups are kept at south (vault-south) ${grantHint}`]],
    ['a copy at a planned site: neither it nor the vault there counts', { ...place({}), ...planned },
      [`warning fail ${file} /objectives/siteLoss: land does not survive the loss of north: its second site is only planned and does not count; nothing of it is kept elsewhere ${grantHint}`]],
    ['a second site that is only meant', { ...place({ placement: { cluster: 'shared-north', dr: null, drSite: 'south' } }), 'clusters/shared-north.yaml': (data) => { data.vault = null; }, ...planned },
      [`warning fail ${file} /objectives/siteLoss: land does not survive the loss of north: its second site is only planned and does not count; nothing of it is kept elsewhere ${grantHint}`]],
    ['a recovery cluster whose reserve is too small', { ...place({}), 'clusters/shared-south.yaml': (data) => { data.reserve.machines['domain-b'] = 1; } },
      [`error fail ${file} /objectives/siteLoss: land does not survive the loss of north: shared-south has no room for all that recovers there at once (add machines to the recovery cluster; capacity and capacity-site-loss say how many)`]],
    ['level 3, which promises less', place({ level: 3, placement: { cluster: 'shared-north', dr: null } }), []],
    ['a database that is no national one', { ...nowhere, [file]: (data) => { data.lists = []; }, 'tenants/mae/systems/land.yaml': (data) => { data.nationwide = false; data.kind = 'sector-data'; } }, []],
    ['a national system that no list names', { ...nowhere, [file]: (data) => { data.lists = []; } },
      [`warning fail ${file} /objectives/siteLoss: land does not survive the loss of north: it has no copy at a second site; only its backups are kept at south (vault-south) ${grantHint}`]],
    ['a retired system', place({ placement: { cluster: 'shared-north', dr: null } }, 'retired'), []],
  ])('%s', (_what, changes, expected) => {
    expect(linesOf(siteLossSurvival, changes)).toEqual(expected);
  });
});

describe('a switch-over', () => {
  const switched = estateOf(place({ primarySite: 'south' }));
  const decision = decide(switched, 'mae/land')!;
  it('makes the second cluster the primary and the first one the place to recover', () => {
    expect(placedOn(switched, 'shared-south').find((placed) => placed.decision.system.key === 'mae/land')?.role).toBe('primary');
    expect(placedOn(switched, 'shared-north').find((placed) => placed.decision.system.key === 'mae/land')?.role).toBe('dr');
    expect(recoveryOf(switched, decision)).toEqual({ kind: 'copy', cluster: 'shared-north', site: 'north' });
  });
  it('is none when it names the site of the first cluster, or a site where no copy stands', () => {
    for (const primarySite of ['north', 'elsewhere']) {
      const estate = estateOf(place({ primarySite }));
      expect(recoveryOf(estate, decide(estate, 'mae/land')!)).toEqual({ kind: 'copy', cluster: 'shared-south', site: 'south' });
    }
  });
});
