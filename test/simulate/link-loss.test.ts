import { describe, expect, it } from 'vitest';
import { buildEstate } from '../../model/estate.ts';
import { linkChoices, simulateLinkLoss, type LinkLoss } from '../../simulate/link-loss.ts';
import { loadFixture, type Changes } from '../model/fixture.ts';
import { load } from '../stacks/support.ts';

function lose(link: string, changes: Changes = {}): LinkLoss {
  const estate = buildEstate(loadFixture(changes))!;
  return simulateLinkLoss(estate, link, linkChoices(estate).get(link)!);
}

const entries = (loss: LinkLoss) => loss.entries.map(({ host, callers }) => [host, callers]);

describe('the loss of links', () => {
  it('abroad costs callers abroad alone; what runs needs nothing from there', () => {
    const loss = lose('international');
    expect(entries(loss)).toEqual([['dichvucong.camau.gov.vn', 'abroad'], ['land.mae.gov.vn', 'abroad']]);
    expect(loss).toMatchObject({ ok: true, replication: [] });
    expect(loss.sites.map(({ site, uses }) => [site, uses.map(({ use, before, after }) => [use, before.channels, after.channels])])).toEqual([['north', [['internet-abroad', 2, 0]]], ['south', [['internet-abroad', 2, 0]]]]);
    expect(loss.dependencies.map(({ what, inside }) => [what, inside])).toEqual(expect.arrayContaining([['registry', true], ['time', true], ['state-store', true]]));
  });
  it('abroad is not fine while a partner stands at an unknown place, or a name ends abroad', () => {
    const partner = (host: string): Changes => ({ 'partners/treasury.yaml': (data) => { data.endpoints[0].host = host; } });
    expect(lose('international', partner('api.example.com'))).toMatchObject({ ok: false });
    expect(lose('international', partner('api.example.com')).dependencies.find(({ what }) => what === 'partner')).toMatchObject({ inside: 'unknown' });
    expect(lose('international', { 'sites/north.yaml': (data) => { data.time = ['time.example.org']; } }).dependencies.find(({ host }) => host === 'time.example.org')).toMatchObject({ inside: false });
  });
  it('to the Internet costs every caller where no national exchange is left', () => {
    expect(entries(lose('internet'))).toEqual([['dichvucong.camau.gov.vn', 'all'], ['land.mae.gov.vn', 'all'], ['console.ndc.internal', 'unknown']]);
    const vnix: Changes = { 'sites/north.yaml': (data) => { data.uplinks.push({ ...data.uplinks[2], id: 'vnix', kind: 'vnix', international: false }); } };
    expect(entries(lose('internet', vnix))).toEqual(expect.arrayContaining([['land.mae.gov.vn', 'abroad'], ['dichvucong.camau.gov.vn', 'all']]));
  });
  it('of the specialized network costs its callers, and what is known of staff', () => {
    expect(entries(lose('tslcd'))).toEqual(expect.arrayContaining([['exchange.bocongan.gov.vn', 'all'], ['console.ndc.internal', 'unknown']]));
  });
  it('between sites stops the copies', () => {
    expect(lose('site-link')).toMatchObject({ ok: false, entries: [], replication: [{ database: 'land', system: 'mae/land', from: 'north', to: 'south' }] });
  });
  it('of one channel of two costs capacity and a direction, and no caller', () => {
    const loss = lose('north/tslcd-1');
    expect(loss.sites).toEqual([{ site: 'north', uses: [{ use: 'tslcd', to: null, before: { channels: 2, mbps: 20_000, directions: 2 }, after: { channels: 1, mbps: 10_000, directions: 1 } }] }]);
    expect(loss).toMatchObject({ ok: true, entries: [], replication: [] });
  });
  it('of the last private channel on one side stops the copies too', () => {
    const single: Changes = { 'sites/north.yaml': (data) => { data.uplinks = data.uplinks.filter(({ id }: { id: string }) => id !== 'link-2'); } };
    expect(lose('north/link-1', single).replication).toHaveLength(1);
  });
});

describe('the real catalog', () => {
  it('runs on without links abroad', () => {
    const { estate } = load();
    expect(simulateLinkLoss(estate, 'international', { what: 'international' })).toMatchObject({ ok: true, replication: [], systems: 327, databases: 114 });
  });
});
