import { describe, expect, it } from 'vitest';
import { deviceStandby } from '../../../model/checks/device-standby.ts';
import { internetDirections } from '../../../model/checks/internet-directions.ts';
import { siteLinks } from '../../../model/checks/site-links.ts';
import { tslcdAccess } from '../../../model/checks/tslcd-access.ts';
import { uplinkChannels } from '../../../model/checks/uplink-channels.ts';
import { uplinkPeak } from '../../../model/checks/uplink-peak.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf, set } from './lines.ts';

type Uplinks = readonly { readonly id: string }[];
type EditList = (uplinks: Uplinks) => Uplinks;
const north = (edit: EditList): Changes => ({ 'sites/north.yaml': (data) => { data.uplinks = edit(data.uplinks); } });
const change = (id: string, more: object) => (uplinks: Uplinks) => uplinks.map((uplink) => (uplink.id === id ? { ...uplink, ...more } : uplink));
const without = (...ids: string[]) => (uplinks: Uplinks) => uplinks.filter(({ id }) => !ids.includes(id));
const center = law({}, [
  { id: 'data-center', key: 'tslcd_channels_min', value: 2 }, { id: 'data-center', key: 'tslcd_directions_min', value: 2 }, { id: 'data-center', key: 'uplink_peak_percent_max', value: 90 },
]);
/** Only the ministry's system, in the north with its standby in the south. */
const alone = (level: number, state = 'requested'): Changes => ({
  'grants/mps.yaml': null, 'grants/ca-mau.yaml': null,
  'grants/mae.yaml': (data) => { data.state = state; data.systems[0] = { system: 'land', level, critical: level === 5 }; },
});

describe('uplink-channels', () => {
  const line = (found: string) => `error fail sites/north.yaml /uplinks: north needs 2 fibre channels of the specialized data network on 2 directions (Rule of data-center); described are ${found} (describe a channel on another physical direction)`;
  it('accepts two fibre channels on two directions', () => {
    expect(linesOf(uplinkChannels, center)).toEqual([]);
  });
  it.each<[string, Changes, string]>([
    ['one channel', north(without('tslcd-2')), line('1 on 1')],
    ['two channels on one direction', north(change('tslcd-2', { direction: 'east' })), line('2 on 1')],
    ['a channel that is not fibre', north(change('tslcd-2', { medium: 'other' })), line('1 on 1')],
  ])('refuses %s', (_, changes, expected) => {
    expect(linesOf(uplinkChannels, { ...center, ...changes })).toEqual([expected]);
  });
  it('says unknown where no uplink is described, or no rule is', () => {
    expect(linesOf(uplinkChannels, { ...center, ...north(() => []) })).toEqual([
      'warning unknown sites/north.yaml /uplinks: north needs 2 fibre channels of the specialized data network on 2 directions (Rule of data-center); no uplink is described (describe a channel on another physical direction)',
    ]);
    expect(linesOf(uplinkChannels, { ...law({}), 'sites/south.yaml': set({ status: 'planned' }) })).toEqual([
      'warning unknown sites/north.yaml /uplinks: how many channels north needs is unknown: catalog/law/levels.yaml, overlay data-center, tslcd_channels_min is missing (add the overlay from Circular 06/2026)',
    ]);
  });
  it('asks nothing of a planned site', () => {
    expect(linesOf(uplinkChannels, { ...center, 'sites/north.yaml': set({ status: 'planned', uplinks: [] }) })).toEqual([]);
  });
});

describe('uplink-peak', () => {
  it('takes exactly 90 %, and refuses more', () => {
    expect(linesOf(uplinkPeak, { ...center, ...north(change('tslcd-2', { peakPercent: 90 })) })).toEqual([]);
    expect(linesOf(uplinkPeak, { ...center, ...north(change('tslcd-2', { peakPercent: 90.1 })) })).toEqual([
      'error fail sites/north.yaml /uplinks/1/peakPercent: peak use of tslcd-2 is 90.1 % of its capacity, above 90 % (Rule of data-center) (widen the channel or add one)',
    ]);
  });
  it('says unknown for what was not measured, once for each site', () => {
    expect(linesOf(uplinkPeak, { ...center, ...north((uplinks) => change('link-1', { peakPercent: null })(change('tslcd-1', { peakPercent: null })(uplinks))) })).toEqual([
      'warning unknown sites/north.yaml /uplinks: peak use of tslcd-1, link-1 was not measured; at most 90 % is allowed (Rule of data-center) (fill in peakPercent: the 95th percentile of 5-minute samples over 7 days)',
    ]);
  });
});

describe('internet-directions', () => {
  const rules = law({ 4: { international_internet_directions_min: 2 } });
  const line = (severity: string, status: string, found: string) => `${severity} ${status} sites/north.yaml /uplinks: 1 systems such as mae/land are on the Internet at north and need 2 international directions by different domestic carriers (Law on international_internet_directions_min); described are ${found} (describe a channel of another carrier on another direction)`;
  it('accepts two directions by two carriers', () => {
    expect(linesOf(internetDirections, { ...rules, ...alone(4) })).toEqual([]);
  });
  it.each<[string, Changes, string]>([
    ['two channels of one carrier', north(change('internet-2', { carrier: 'carrier-a' })), line('error', 'fail', '2 directions by 1 carriers')],
    ['two carriers on one direction', north(change('internet-2', { direction: 'east' })), line('error', 'fail', '1 directions by 2 carriers')],
    ['a channel without traffic abroad', north(change('internet-2', { international: false })), line('error', 'fail', '1 directions by 1 carriers')],
    ['a carrier that is none', { 'partners/carrier-b.yaml': set({ kind: 'enterprise' }) }, line('error', 'fail', '2 directions by 1 carriers')],
  ])('refuses %s', (_, changes, expected) => {
    expect(linesOf(internetDirections, { ...rules, ...alone(4), ...changes }).filter((one) => one.includes('north'))).toEqual([expected]);
  });
  it.each([['requested', 'warning'], ['operating', 'error']])('in state %s a site without any international channel is a %s', (state, severity) => {
    expect(linesOf(internetDirections, { ...rules, ...alone(4, state), ...north(without('internet-1', 'internet-2')) })).toEqual([line(severity, 'unknown', '0 directions by 0 carriers')]);
  });
  it('does not ask below level 4, nor without an entry from the Internet', () => {
    expect(linesOf(internetDirections, { ...rules, ...alone(3), ...north(without('internet-2')) })).toEqual([]);
    expect(linesOf(internetDirections, { ...rules, ...alone(4), ...north(without('internet-2')), 'tenants/mae/systems/land.yaml': (data) => { data.entries[0].from = 'tslcd'; } })).toEqual([]);
  });
});

describe('site-links', () => {
  const rules = law({ 5: { redundancy: ['load-balancing', 'redundant-main-to-standby-links'], backup_links_min: 2 } });
  const both = (edit: EditList): Changes => ({ ...north(edit), 'sites/south.yaml': (data) => { data.uplinks = edit(data.uplinks); } });
  const line = (severity: string, status: string, found: string) => `${severity} ${status} sites/north.yaml /uplinks: mae/land needs 2 links on different directions between north and south (Law on redundancy); described are ${found} (describe uplinks of kind site-link with to: south)`;
  it('accepts two links on two directions, described at either end', () => {
    expect(linesOf(siteLinks, { ...rules, ...alone(5) })).toEqual([]);
    expect(linesOf(siteLinks, { ...rules, ...alone(5), ...north(without('link-1', 'link-2')) })).toEqual([]);
  });
  it('refuses one link, and two on one direction', () => {
    expect(linesOf(siteLinks, { ...rules, ...alone(5), ...both(without('link-2')) })).toEqual([line('error', 'fail', '1 on 1')]);
    expect(linesOf(siteLinks, { ...rules, ...alone(5), ...both(change('link-2', { direction: 'east' })) })).toEqual([line('error', 'fail', '2 on 1')]);
  });
  it('says unknown where no link is described', () => {
    expect(linesOf(siteLinks, { ...rules, ...alone(5), ...both(without('link-1', 'link-2')) })).toEqual([line('warning', 'unknown', '0 on 0')]);
  });
  it('asks for links to the vault where law counts them', () => {
    expect(linesOf(siteLinks, { ...law({ 5: { backup_links_min: 3 } }), ...alone(5) })).toEqual([
      'error fail sites/north.yaml /uplinks: mae/land needs 3 links on different directions between north and south (Law on backup_links_min); described are 2 on 2 (describe uplinks of kind site-link with to: south)',
    ]);
  });
  it('does not ask below level 5', () => {
    expect(linesOf(siteLinks, { ...rules, ...alone(4), ...both(without('link-1', 'link-2')) })).toEqual([]);
  });
});

describe('tslcd-access', () => {
  const rules = law({}, [
    { id: 'tslcd-access-1', key: 'tslcd_channels_min', value: 2 }, { id: 'tslcd-access-1', key: 'tslcd_directions_min', value: 2 },
    { id: 'tslcd-access-2', levels: [4, 5], key: 'tslcd_channels_min', value: 2 }, { id: 'tslcd-access-2', levels: [1, 2, 3], key: 'tslcd_channels_min', value: 1 },
  ]);
  const access = (tenant: string, accessLevel: string, channels: number, directions: number): Changes => ({ [`tenants/${tenant}/tenant.yaml`]: set({ tslcdAccess: { accessLevel, channels, directions } }) });
  const find = (tenant: string, changes: Changes) => linesOf(tslcdAccess, { ...rules, ...changes }).filter((line) => line.includes(`tenants/${tenant}/`));
  it('accepts what the access level asks for', () => {
    expect(find('mae', access('mae', 'I', 2, 2))).toEqual([]);
    expect(find('mae', access('mae', 'II', 2, 1))).toEqual([]);
    expect(find('ca-mau', access('ca-mau', 'II', 1, 1))).toEqual([]);
  });
  it('refuses fewer channels or directions', () => {
    expect(find('mae', access('mae', 'I', 2, 1))).toEqual(['error fail tenants/mae/tenant.yaml /tslcdAccess/directions: access level I with systems up to level 4 needs 2 directions (Rule of tslcd-access-1), found 1 (order 2 directions and state them here)']);
    expect(find('mae', access('mae', 'II', 1, 1))).toEqual(['error fail tenants/mae/tenant.yaml /tslcdAccess/channels: access level II with systems up to level 4 needs 2 channels (Rule of tslcd-access-2), found 1 (order 2 channels and state them here)']);
  });
  it('says unknown while the access is not described', () => {
    expect(find('mae', {})).toEqual(['warning unknown tenants/mae/tenant.yaml: how mae attaches to the specialized data network is not described (add tslcdAccess with access level, channels and directions)']);
  });
  it('asks nothing of a tenant without systems', () => {
    expect(find('ca-mau', { 'tenants/ca-mau/systems/procedure.yaml': null, 'tenants/ca-mau/uses/land.yaml': null, 'grants/ca-mau.yaml': null })).toEqual([]);
  });
});

describe('device-standby', () => {
  const rules = law({ 3: { redundancy: ['main-network-devices-hot-standby'] }, 4: { redundancy: ['main-network-devices-hot-standby'] }, 2: { redundancy: ['main-network-devices'] } });
  const kinds = ['core-switch', 'central-firewall', 'web-application-firewall', 'central-storage', 'database-firewall'];
  const device = (site: string, kind: string, more: object = {}) => ({ id: `${site}-${kind}`, site, names: { vi: kind, en: kind }, kind, place: { failureDomain: 'domain-a', rack: null }, standby: 'hot', serves: { scope: 'levels', levels: [1, 2, 3, 4] }, source: ['invented for tests'], ...more });
  const all: Changes = { 'sites/north/devices/core-switch-1.yaml': null, ...Object.fromEntries(['north', 'south'].flatMap((site) => kinds.map((kind) => [`sites/${site}/devices/${kind}.yaml`, device(site, kind)]))) };
  it('accepts every kind in hot standby', () => {
    expect(linesOf(deviceStandby, { ...rules, ...all, ...alone(4) })).toEqual([]);
  });
  it('refuses cold standby behind which a level-4 system stands', () => {
    expect(linesOf(deviceStandby, { ...rules, ...all, ...alone(4), 'sites/north/devices/core-switch.yaml': device('north', 'core-switch', { standby: 'cold' }) })).toEqual([
      'error fail sites/north/devices/core-switch.yaml /standby: north-core-switch serves mae/land of level 4, which asks for hot standby (Law on redundancy), found cold (plan a second device in hot standby)',
    ]);
  });
  it('does not ask at level 2, nor of a device that serves other levels', () => {
    expect(linesOf(deviceStandby, { ...rules, ...all, ...alone(2), 'sites/north/devices/core-switch.yaml': device('north', 'core-switch', { standby: 'none' }) })).toEqual([]);
    expect(linesOf(deviceStandby, { ...rules, ...all, ...alone(4), 'sites/north/devices/old.yaml': device('north', 'core-switch', { id: 'old', standby: 'none', serves: { scope: 'levels', levels: [1, 2] } }) })).toEqual([]);
  });
  it.each([['requested', 'warning'], ['operating', 'error']])('in state %s a kind that is not described is a %s of status unknown', (state, severity) => {
    expect(linesOf(deviceStandby, { ...rules, ...all, ...alone(4, state), 'sites/north/devices/core-switch.yaml': null })).toEqual([
      `${severity} unknown sites/north.yaml: no core-switch is described at north for systems such as mae/land: whether it is doubled is unknown (describe them below sites/north/devices)`,
    ]);
  });
});
