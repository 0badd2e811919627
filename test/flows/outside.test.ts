/** Parties outside: ranges of the catalog, cut where policies tell their addresses apart; and the names people ask with. */
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../flows/endpoint.ts';
import type { ClusterInventory } from '../../flows/inventory.ts';
import { matcherOf, UnknownName } from '../../flows/names.ts';
import { outsideClasses, outsideEndpoints } from '../../flows/outside.ts';
import { load } from '../stacks/support.ts';
import { networkPolicy } from './fixture.ts';

const { estate } = load();
const cluster = estate.clusters.get('ndc-1-shared-1')!;
const classes = outsideClasses(estate, cluster);
const from = (...cidrs: string[]) => networkPolicy('a', 'p', { podSelector: {}, ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }] });
const of = (id: string, endpoints: readonly Endpoint[]) => endpoints.filter((endpoint) => endpoint.id === id || endpoint.id.startsWith(`${id}#`)).map(({ addresses }) => addresses);

describe('a party outside', () => {
  test('has one address of each family where nothing tells its addresses apart', () => {
    expect(of('tslcd', outsideEndpoints(classes, [], cluster))).toEqual([{ v4: expect.any(String) as unknown, v6: expect.any(String) as unknown }]);
    expect(of('internet', outsideEndpoints(classes, [], cluster))).toEqual([{ v4: '0.0.0.0', v6: '::' }]);
  });

  test('is cut where a policy names a part of it', () => {
    const endpoints = outsideEndpoints(classes, [from('203.0.113.0/24', '203.0.113.128/25')], cluster);
    expect(of('internet', endpoints).map(({ v4 }) => v4)).toEqual(['0.0.0.0', '203.0.113.0', '203.0.113.128']);
  });

  test('belongs to the narrowest range that speaks of it', () => {
    const { apiServer } = cluster.data.addresses;
    const endpoints = outsideEndpoints(classes, [], cluster);
    expect(of(`cluster/${cluster.id}/api-server`, endpoints)).toEqual([{ v4: apiServer.v4, v6: expect.any(String) as unknown }]);
    expect(of(`cluster/${cluster.id}/nodes`, endpoints)[0]!.v4).not.toBe(apiServer.v4);
    expect(endpoints.find(({ id }) => id === `cluster/${cluster.id}/nodes`)!.kind).toBe('node');
    expect(endpoints.some(({ addresses: { v4 } }) => v4?.startsWith('10.18.'))).toBe(false);
  });
});

describe('a name', () => {
  const endpoints = [
    ...outsideEndpoints(classes, [], cluster),
    ...['mae/land/api', 'mae/land/gateway/land-staff', 'database/land/pooler', 'platform/kube-system/coredns', 'moc/procedure/web'].map((id): Endpoint => ({ id, kind: 'pod', role: 'workload', namespace: 'x', namespaceLabels: {}, labels: {}, ports: [], addresses: {}, ...(id.startsWith('m') ? { system: id.split('/').slice(0, 2).join('/') } : id.startsWith('d') ? { system: 'mae/land', database: 'land' } : {}) })),
  ];
  const inventories: ClusterInventory[] = [{ cluster, policies: [], namespaces: new Map(), endpoints, outside: classes }];
  const meant = (name: string) => endpoints.filter(matcherOf(estate, inventories, name)).map(({ id }) => id).filter((id) => !id.startsWith('cluster/') && !id.startsWith('site/'));

  test.each([
    ['mae', ['mae/land/api', 'mae/land/gateway/land-staff', 'database/land/pooler']],
    ['mae/land', ['mae/land/api', 'mae/land/gateway/land-staff', 'database/land/pooler']],
    ['mae/land/api', ['mae/land/api']],
    ['land', ['database/land/pooler']],
    ['database/*', ['database/land/pooler']],
    ['*/gateway/*', ['mae/land/gateway/land-staff']],
    ['internet', ['internet']],
    ['staff/mae', ['staff/mae']],
  ])('%s means %j', (name, expected) => {
    expect(meant(name)).toEqual(expected);
  });

  test('of a wide range means everybody inside it', () => {
    expect(meant('tslcd')).toEqual(expect.arrayContaining(['tslcd', 'staff/mae', 'staff/moc']));
    expect(meant('tslcd')).not.toContain('internet');
  });

  test('of the outside means nothing of the center itself', () => {
    const all = endpoints.filter(matcherOf(estate, inventories, 'outside'));
    expect(all.some(({ id }) => /^(site|cluster)\//.test(id))).toBe(false);
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(['internet', 'tslcd', 'metadata', 'staff/mae']));
  });

  test.each([
    ['mae/lnad', 'nothing is called mae/lnad', 'did you mean mae/land?'],
    ['procedure', 'nothing is called procedure', /did you mean .*procedure\?/],
    ['citizens-internet', 'the partner citizens-internet has no endpoint with an address or a host name, so no policy can speak of it', 'ask for internet'],
    ['moh/health', 'moh/health stands in none of the clusters that were looked at', /leave out --cluster/],
  ])('that nobody has, such as %s, is an error with what was meant', (name, message, hint) => {
    let error: UnknownName | undefined;
    try {
      matcherOf(estate, inventories, name);
    } catch (thrown) {
      error = thrown as UnknownName;
    }
    expect(error).toBeInstanceOf(UnknownName);
    expect(error!.message).toBe(message);
    expect(error!.hint).toMatch(hint);
  });
});
