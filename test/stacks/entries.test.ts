/** Entries of the real catalog as gateways: what the level adds, and hosts with callers of their own. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CatalogCopy, load, ofKind, type Loaded } from './support.ts';

let real: Loaded;
let copy: CatalogCopy;

beforeAll(() => {
  real = load();
  copy = new CatalogCopy();
});
afterEach(() => copy.restore());
afterAll(() => copy.delete());

const entriesOf = ({ plans }: Loaded) => ofKind(plans, 'system').flatMap(({ props }) => props.entries.map((entry) => ({ ...entry, level: props.level, system: `${props.tenant}/${props.system}` })));

describe('entries', () => {
  it('filter web requests from level 2 up, with the image of the lock by digest', () => {
    const levels = new Map(entriesOf(real).map(({ level, filter }) => [level, filter]));
    expect([...levels.keys()].sort()).toEqual([2, 3, 4, 5]);
    for (const [, filter] of levels) expect(filter).toEqual({ image: expect.stringMatching(/^registry\.ndc\.internal\/.*coraza-proxy-wasm:\d/) as unknown, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
  });

  it('take TLS 1.3 alone from level 4 up', () => {
    for (const { level, tlsMinVersion } of entriesOf(real)) expect([level, tlsMinVersion]).toEqual([level, level >= 4 ? '1.3' : '1.2']);
  });

  it('of one audience keep callers of a host to its own ranges, where another host has more', () => {
    const fleet = entriesOf(real).find(({ system }) => system === 'mps/ndc-1-core-management');
    const narrow = fleet!.hosts.filter(({ sourceRanges }) => sourceRanges !== undefined);
    expect(narrow.length).toBe(fleet!.hosts.length);
    for (const { sourceRanges } of narrow) {
      expect(sourceRanges!.length).toBeLessThan(fleet!.sourceRanges.length);
      expect(sourceRanges!.filter((range) => !fleet!.sourceRanges.includes(range))).toEqual([]);
    }
    expect(entriesOf(real).filter(({ audience, hosts }) => audience === 'internet' && hosts.some(({ sourceRanges }) => sourceRanges !== undefined))).toEqual([]);
  });

  it('ask for certificates of callers where an entry says so, and only there', () => {
    expect(entriesOf(real).filter(({ hosts }) => hosts.some(({ clientCA }) => clientCA !== undefined))).toEqual([]);
    copy.edit('tenants/moj/systems/lgsp.yaml', (data: { entries: { clientCertificates?: true }[] }) => {
      data.entries[0]!.clientCertificates = true;
    });
    const asking = entriesOf(copy.load()).filter(({ hosts }) => hosts.some(({ clientCA }) => clientCA !== undefined));
    expect(asking.map(({ system, hosts }) => [system, hosts.map(({ clientCA }) => clientCA)])).toEqual([['moj/lgsp', ['client-ca--lgsp-moj-ndc-internal']]]);
  });
});
