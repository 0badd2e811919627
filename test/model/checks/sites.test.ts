import { describe, expect, it } from 'vitest';
import { clusterDomains } from '../../../model/checks/cluster-domains.ts';
import { controlPlaneQuorum } from '../../../model/checks/control-plane-quorum.ts';
import { drPlacement } from '../../../model/checks/dr-placement.ts';
import { drRing } from '../../../model/checks/dr-ring.ts';
import { plannedSiteUsed } from '../../../model/checks/planned-site-used.ts';
import { powerFeeds } from '../../../model/checks/power-feeds.ts';
import { secondSite } from '../../../model/checks/second-site.ts';
import { vaultPlacement } from '../../../model/checks/vault-placement.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf, set, type Edit } from './lines.ts';

/** Only the ministry's system is decided: level 5 in the north, standby in the south. */
const alone = (more: object = {}, state = 'requested'): Changes => ({
  'grants/mps.yaml': null, 'grants/ca-mau.yaml': null,
  'grants/mae.yaml': (data) => { data.state = state; data.systems[0] = { system: 'land', level: 5, critical: true, placement: { cluster: 'shared-north', dr: 'shared-south' }, ...more }; },
});
const rules = law({ 5: { second_site_required: true, second_site_distance_km_min: 30 }, 4: { second_site_required: null } }, [{ id: 'second-site', levels: [4], key: 'second_site_required', value: true, own: true }], { 4: { second_site_required: 'not-read' } });
const moved = (latitude: number, longitude = 105.5): Changes => ({ 'sites/south.yaml': (data) => { data.place = { ...data.place, latitude, longitude }; } });
const planned = { 'sites/south.yaml': set({ status: 'planned' }) };
const anotherSite = '(place the second cluster at a site that counts and is far enough away)';

describe('second-site', () => {
  it('accepts sites far apart', () => {
    expect(linesOf(secondSite, { ...rules, ...alone() })).toEqual([]);
  });
  it('takes 30.2 km and refuses 29.9 km, at the same meridian 0.2716 and 0.2689 degrees', () => {
    expect(linesOf(secondSite, { ...rules, ...alone(), ...moved(21.2716) })).toEqual([]);
    expect(linesOf(secondSite, { ...rules, ...alone(), ...moved(21.2689) })).toEqual([
      `error fail grants/mae.yaml /systems/0/placement/dr: mae/land needs at least 30 km (Law on second_site_distance_km_min) between its sites; north and south are 29.9 km apart ${anotherSite}`,
    ]);
  });
  it.each([['requested', 'warning'], ['approved', 'warning'], ['provisioned', 'error'], ['operating', 'error']])('in state %s a missing second site is a %s', (state, severity) => {
    expect(linesOf(secondSite, { ...rules, ...alone({ placement: { cluster: 'shared-north', dr: null } }, state) })).toEqual([
      `${severity} fail grants/mae.yaml /systems/0/placement/dr: mae/land needs a second site (level 5; Law on second_site_required), and none is named ${anotherSite}`,
    ]);
  });
  it('never counts a planned site, with a cluster or without', () => {
    const line = `warning fail grants/mae.yaml /systems/0/placement/dr: mae/land needs a second site (level 5; Law on second_site_required), but south is only planned and does not count ${anotherSite}`;
    expect(linesOf(secondSite, { ...rules, ...alone(), ...planned })).toEqual([line]);
    expect(linesOf(secondSite, { ...rules, ...alone({ placement: { cluster: 'shared-north', dr: null, drSite: 'south' } }), ...planned })).toEqual([line]);
  });
  it('names a site where no cluster stands yet', () => {
    expect(linesOf(secondSite, { ...rules, ...alone({ placement: { cluster: 'shared-north', dr: null, drSite: 'south' } }) })).toEqual([
      `warning fail grants/mae.yaml /systems/0/placement/dr: mae/land needs a second site (level 5; Law on second_site_required), and no cluster stands at south for it ${anotherSite}`,
    ]);
  });
  it('says unknown when a place is unknown', () => {
    expect(linesOf(secondSite, { ...rules, ...alone(), 'sites/south.yaml': set({ place: { known: false, reason: { vi: 'chưa rõ', en: 'not published' } } }) })).toEqual([
      'warning unknown grants/mae.yaml /systems/0/placement/dr: mae/land needs at least 30 km (Law on second_site_distance_km_min) between its sites; the distance of north and south is unknown (fill in the place of the sites from a source)',
    ]);
  });
  it('asks level 4 for a second site by our choice, at any distance', () => {
    expect(linesOf(secondSite, { ...rules, ...alone({ level: 4, critical: false }), ...moved(21.01) })).toEqual([]);
    expect(linesOf(secondSite, { ...rules, ...alone({ level: 4, critical: false, placement: { cluster: 'shared-north', dr: null } }) })).toEqual([
      `warning fail grants/mae.yaml /systems/0/placement/dr: mae/land needs a second site (level 4; our choice, Rule of second-site), and none is named ${anotherSite}`,
    ]);
  });
  it('treats a critical system of level 3 like level 5', () => {
    expect(linesOf(secondSite, { ...rules, ...alone({ level: 3 }), ...moved(21.1) })).toEqual([
      `error fail grants/mae.yaml /systems/0/placement/dr: mae/land needs at least 30 km (Law on second_site_distance_km_min) between its sites; north and south are 11.1 km apart ${anotherSite}`,
    ]);
  });
  it('asks nothing of level 3', () => {
    expect(linesOf(secondSite, { ...rules, ...alone({ level: 3, critical: false, placement: { cluster: 'shared-north', dr: null } }) })).toEqual([]);
  });
  it('says unknown where the text was not read', () => {
    const unread = law({}, [], { 4: { second_site_required: 'not-read' } });
    expect(linesOf(secondSite, { ...unread, ...alone({ level: 4, critical: false }), 'tenants/mae/systems/land.yaml': set({ regime: 'decree-85' }) })).toEqual([
      'warning unknown grants/mae.yaml /systems/0/placement/dr: whether mae/land needs a second site is unknown: Law on second_site_required was not read (read the text and fill in second_site_required)',
    ]);
  });
});

describe('dr-placement', () => {
  it('accepts the recovery partner, and no recovery at all', () => {
    expect(linesOf(drPlacement, alone())).toEqual([]);
    expect(linesOf(drPlacement, alone({ placement: { cluster: 'shared-north', dr: null } }))).toEqual([]);
  });
  it('refuses a recovery cluster at the same site', () => {
    expect(linesOf(drPlacement, alone({ placement: { cluster: 'shared-north', dr: 'vault-north' } }))).toEqual([
      'error fail grants/mae.yaml /systems/0/placement/dr: vault-north stands at north, the site of shared-north: mae/land would be lost with it (name a cluster at another site, or null)',
    ]);
  });
  it('warns of a site that is not the partner', () => {
    expect(linesOf(drPlacement, { ...alone(), 'sites/north.yaml': set({ drPartner: null }) })).toEqual([
      'warning fail grants/mae.yaml /systems/0/placement/dr: mae/land recovers at south, but north names no recovery partner (links, capacity and vault are planned for the partner: use it, or change drPartner)',
    ]);
  });
});

describe('dr-ring', () => {
  it('accepts different rings', () => {
    expect(linesOf(drRing, { ...alone(), 'clusters/shared-south.yaml': set({ ring: 2 }) })).toEqual([]);
  });
  it('warns once for a pair of clusters in one ring', () => {
    expect(linesOf(drRing, alone())).toEqual([
      'warning fail clusters/shared-south.yaml /ring: shared-north and its recovery cluster shared-south are both in ring 1: one bad upgrade reaches both (give the two clusters different rings)',
    ]);
  });
});

describe('planned-site-used', () => {
  it('accepts sites that stand', () => {
    expect(linesOf(plannedSiteUsed)).toEqual([]);
  });
  it('refuses clusters at a planned site and warns of a planned partner', () => {
    expect(linesOf(plannedSiteUsed, { ...planned, 'clusters/vault-south.yaml': null, 'clusters/management-south.yaml': null })).toEqual([
      'error fail clusters/shared-south.yaml /site: shared-south stands at south, which is only planned (remove the cluster, or give the site the status modelled or operating with a source)',
      'warning fail sites/north.yaml /drPartner: the recovery partner south of north is only planned and does not count (until it stands, what runs here has no second site; name another partner if there is one)',
    ]);
  });
});

describe('vault-placement', () => {
  const apart = law({ 3: { backup_separate_infrastructure: true }, 5: { backup_separate_infrastructure: true } });
  it('accepts a vault at the other site', () => {
    expect(linesOf(vaultPlacement, { ...apart, ...alone() })).toEqual([]);
  });
  it('refuses a vault at the same site', () => {
    expect(linesOf(vaultPlacement, { ...apart, ...alone(), 'clusters/shared-north.yaml': set({ vault: 'vault-north' }) })).toEqual([
      'error fail clusters/shared-north.yaml /vault: the vault vault-north stands at north, the site of shared-north: a lost site takes the copies along (name a vault cluster at the recovery partner)',
    ]);
  });
  it.each([['requested', 'warning'], ['operating', 'error']])('in state %s a cluster without a vault is a %s where law asks for one', (state, severity) => {
    expect(linesOf(vaultPlacement, { ...apart, ...alone({}, state), 'clusters/shared-north.yaml': set({ vault: null }) })).toEqual([
      `${severity} fail clusters/shared-north.yaml /vault: shared-north holds systems up to level 5, whose copies must lie apart (Law on backup_separate_infrastructure), and names no vault (name a vault cluster at another site that counts)`,
    ]);
  });
  it('does not ask where law does not, nor where only standbys run', () => {
    expect(linesOf(vaultPlacement, { ...law({}), ...alone(), 'clusters/shared-north.yaml': set({ vault: null }) })).toEqual([]);
    expect(linesOf(vaultPlacement, { ...apart, ...alone(), 'clusters/shared-south.yaml': set({ vault: null }) })).toEqual([]);
  });
});

describe('power-feeds', () => {
  const feeds = law({ 5: { power_feeds_from_separate_substations: 2 } });
  const substations = (names: (string | null)[]): Edit => (data) => { data.failureDomains = data.failureDomains.map((domain: object, index: number) => ({ ...domain, substation: names[index] })); };
  const both = (names: (string | null)[]): Changes => ({ ...feeds, ...alone(), 'sites/north.yaml': substations(names), 'sites/south.yaml': substations(['s-1', 's-2', 's-2']) });
  it('accepts two substations', () => {
    expect(linesOf(powerFeeds, both(['s-1', 's-2', null]))).toEqual([]);
  });
  it('refuses one substation for all', () => {
    expect(linesOf(powerFeeds, both(['s-1', 's-1', 's-1']))).toEqual([
      'error fail sites/north.yaml /failureDomains: 1 systems such as mae/land need feeds from 2 substations at north (Law on power_feeds_from_separate_substations), found 1 (fill in substation of each failure domain from the operator of the grid)',
    ]);
  });
  it('says unknown while a substation is unknown', () => {
    expect(linesOf(powerFeeds, both(['s-1', null, 's-1']))).toEqual([
      'warning unknown sites/north.yaml /failureDomains: 1 systems such as mae/land need feeds from 2 substations at north (Law on power_feeds_from_separate_substations); the substations are not all known (fill in substation of each failure domain from the operator of the grid)',
    ]);
  });
  it('refuses two failure domains on one feed, whatever runs there', () => {
    expect(linesOf(powerFeeds, { 'sites/north.yaml': (data) => { data.failureDomains[2].powerFeed = 'feed-a'; } })).toEqual([
      'error fail sites/north.yaml /failureDomains/2/powerFeed: domain-c takes its power from feed-a, like domain-a: they are lost together (name another feed, or join the two to one failure domain)',
    ]);
  });
});

describe('cluster-domains', () => {
  it('accepts failure domains of the site', () => {
    expect(linesOf(clusterDomains)).toEqual([]);
  });
  it('refuses machines in a domain that the site does not have', () => {
    expect(linesOf(clusterDomains, { 'clusters/shared-north.yaml': (data) => { data.reserve = { ...data.reserve, machines: { 'domain-a': 1, 'domain-d': 1, 'room-seventeen': 1 } }; } })).toEqual([
      'error fail clusters/shared-north.yaml /reserve/machines/domain-d: north has no failure domain domain-d (did you mean domain-a?)',
      'error fail clusters/shared-north.yaml /reserve/machines/room-seventeen: north has no failure domain room-seventeen (it has domain-a, domain-b, domain-c)',
    ]);
  });
});

describe('control-plane-quorum', () => {
  const machines = (counts: Record<string, number>, environment = 'production') => linesOf(controlPlaneQuorum, { 'clusters/shared-north.yaml': (data) => { data.controlPlane = { ...data.controlPlane, machines: counts }; data.environment = environment; } });
  const hint = '(put an odd number of machines, at least 3, on at least 3 failure domains)';
  it('accepts three and five machines on three domains', () => {
    expect(machines({ 'domain-a': 1, 'domain-b': 1, 'domain-c': 1 })).toEqual([]);
    expect(machines({ 'domain-a': 2, 'domain-b': 2, 'domain-c': 1 })).toEqual([]);
  });
  it.each<[Record<string, number>, string]>([
    [{ 'domain-a': 1 }, `error fail clusters/shared-north.yaml /controlPlane/machines: 1 control plane machines need 1 for a majority; without domain-a fewer are left ${hint}`],
    [{ 'domain-a': 2, 'domain-b': 1 }, `error fail clusters/shared-north.yaml /controlPlane/machines: 3 control plane machines need 2 for a majority; without domain-a fewer are left ${hint}`],
    [{ 'domain-a': 3, 'domain-b': 1, 'domain-c': 1 }, `error fail clusters/shared-north.yaml /controlPlane/machines: 5 control plane machines need 3 for a majority; without domain-a fewer are left ${hint}`],
    [{ 'domain-a': 1, 'domain-b': 1 }, `error fail clusters/shared-north.yaml /controlPlane/machines: 2 control plane machines need 2 for a majority; without domain-a or domain-b fewer are left ${hint}`],
    [{ 'domain-a': 0 }, `error fail clusters/shared-north.yaml /controlPlane/machines: shared-north has no control plane machine ${hint}`],
  ])('refuses %j', (counts, expected) => {
    expect(machines(counts)).toEqual([expected]);
  });
  it('warns of an even number', () => {
    expect(machines({ 'domain-a': 1, 'domain-b': 1, 'domain-c': 1, 'domain-d': 1 })).toEqual(['warning fail clusters/shared-north.yaml /controlPlane/machines: 4 control plane machines tolerate no more losses than 3 (use an odd number)']);
  });
  it('asks nothing outside production', () => {
    expect(machines({ 'domain-a': 1 }, 'development')).toEqual([]);
  });
});
