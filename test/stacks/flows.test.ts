/** Declared flows of a system as flows on both sides. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '../../constructs/network-policies.ts';
import { fleetRanges, fleetsOf, rangesOf, type Audience } from '../../model/derive/entries.ts';
import type { Component, Connection, DeclaredEntry } from '../../model/schema/system.ts';
import { databaseFlows } from '../../stacks/database-flows.ts';
import { egressOf, exchangePort, gatewayName, ingressOf, partnerHosts, proxyEgress, proxyIngress, proxyPods, zoneOfSubzone, type FlowContext } from '../../stacks/flows.ts';
import { load, plannerOf, type Loaded } from './support.ts';

let real: Loaded;

beforeAll(() => {
  real = load();
});

const component = (id: string, subzone: string, connects: readonly Connection[] = []): Component => ({
  id, subzone, replicas: 2, resources: { cpu: '1', memory: '1Gi' }, listeners: [{ id: 'api', port: 8080, protocol: 'TCP' }, { id: 'admin', port: 9000, protocol: 'TCP' }], connects: [...connects],
});
const web = component('web', 'dmz', [{ to: 'component', component: 'server', listener: 'api' }]);
const server = component('server', 'internal-servers', [{ to: 'database', database: 'parcels' }, { to: 'exchange', exchange: 'mps/ndop' }]);

/** A system of our own inside the real estate, so that law and partners are the real ones. */
function context(more: { components?: Component[]; entries?: DeclaredEntry[]; subzones?: string[] } = {}): FlowContext {
  const [like] = [...real.estate.systems.values()];
  const data = { ...like!.data, id: 'land', tenant: 'mae', components: [web, server], entries: [], subzones: ['border', 'dmz', 'internal-servers', 'database-servers', 'management'], ...more };
  return { estate: real.estate, platform: plannerOf(real.estate).platform, system: { ...like!, id: 'land', key: 'mae/land', folderTenant: 'mae', data }, level: 3, cluster: 'region-central-shared-1' };
}

const pods = (subzone: string, podLabels: Record<string, string>) => ({
  kind: 'pods', namespaceLabels: { 'ndc.internal/tenant': 'mae', 'ndc.internal/system': 'land', 'ndc.internal/subzone': subzone }, podLabels,
});
const componentPods = (subzone: string, id: string) => pods(subzone, { 'ndc.internal/component': id });
const proxies = (subzone: string, audience: Audience) => pods(subzone, { 'gateway.envoyproxy.io/owning-gateway-name': `land-${audience}` });
const fleet = (of: FlowContext, audience: Audience) => fleetsOf(of.system).find((one) => one.audience === audience)!;
const tcp = (port: number) => [{ port, protocol: 'TCP' }];

describe('flows between components', () => {
  it('open the declared listener alone, on both sides', () => {
    expect(egressOf(context(), web)).toEqual([{ peer: componentPods('internal-servers', 'server'), ports: tcp(8080) }]);
    expect(ingressOf(context(), server)).toEqual([{ peer: componentPods('dmz', 'web'), ports: tcp(8080) }]);
  });

  it('open nothing that nobody declared', () => {
    const alone = component('alone', 'management');
    expect(egressOf(context({ components: [web, server, alone] }), alone)).toEqual([]);
    expect(ingressOf(context({ components: [web, server, alone] }), alone)).toEqual([]);
    expect(ingressOf(context(), web)).toEqual([]);
  });

  it('lead to the database\'s pooler, never to its instances', () => {
    expect(egressOf(context(), server)).toContainEqual({ peer: pods('database-servers', { 'cnpg.io/poolerName': 'parcels-pooler' }), ports: tcp(5432) });
  });

  it('lead to other systems through the exchange alone, at the port of its pods', () => {
    expect(egressOf(context(), server)).toContainEqual({
      peer: { kind: 'pods', namespaceLabels: { 'ndc.internal/platform': 'exchange' }, podLabels: { 'ndc.internal/exchange': 'gateway' } }, ports: [exchangePort],
    });
  });

  it('lead to a partner whose addresses are known, and leave one known by name to the rules of names', () => {
    const [partner] = [...real.estate.partners.values()];
    const endpoint = { id: 'api', host: 'api.example.gov.vn', port: 443, protocol: 'TCP' as const };
    const estate = (cidrs?: string[]) => ({ ...real.estate, partners: new Map([['bank', { ...partner!, data: { ...partner!.data, endpoints: [{ ...endpoint, ...(cidrs ? { cidrs } : {}) }] } }]]) });
    const caller = component('caller', 'dmz', [{ to: 'partner', partner: 'bank', endpoint: 'api' }]);
    expect(egressOf({ ...context(), estate: estate(['100.64.7.0/24']) }, caller)).toEqual([{ peer: { kind: 'addresses', cidrs: ['100.64.7.0/24'] }, ports: tcp(443) }]);
    expect(egressOf({ ...context(), estate: estate() }, caller)).toEqual([]);
    expect(partnerHosts({ ...context(), estate: estate() }, caller)).toEqual([{ host: 'api.example.gov.vn', port: 443, protocol: 'TCP' }]);
    expect(partnerHosts({ ...context(), estate: estate(['100.64.7.0/24']) }, caller)).toEqual([]);
  });
});

describe('entries', () => {
  const internet: DeclaredEntry = { host: 'land.mae.gov.vn', component: 'web', listener: 'api', from: 'internet' };
  const staff: DeclaredEntry = { host: 'staff.land.ndc.internal', component: 'server', listener: 'admin', from: 'staff', sources: ['10.2.0.0/16', '10.1.0.0/16'] };
  const network: DeclaredEntry = { host: 'api.land.ndc.internal', component: 'server', listener: 'api', from: 'tslcd' };

  it('open to everyone only for the Internet, by proxies that serve nobody else', () => {
    const both = context({ entries: [staff, internet] });
    expect(fleetsOf(both.system).map(({ audience, entries }) => [audience, entries.map(({ index }) => index)])).toEqual([['internet', [1]], ['staff', [0]]]);
    expect(proxyIngress(both, fleet(both, 'internet'))).toEqual([{ peer: { kind: 'anyone' }, ports: tcp(10_443) }]);
    expect(proxyIngress(both, fleet(both, 'staff'))).toEqual([{ peer: { kind: 'addresses', cidrs: ['10.1.0.0/16', '10.2.0.0/16'] }, ports: tcp(10_443) }]);
  });

  it('open to the ranges they name, sorted, each once', () => {
    const two = context({ entries: [staff, { ...staff, host: 'other.ndc.internal', sources: ['10.3.0.0/16', '10.1.0.0/16'] }] });
    expect(fleetRanges(two.estate, two.system, fleet(two, 'staff'))).toEqual(['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16']);
  });

  it('of the state\'s own network open to that network', () => {
    const one = context({ entries: [network] });
    const { tslcd } = real.estate.platform.networks;
    expect(fleetRanges(one.estate, one.system, fleet(one, 'tslcd'))).toEqual([...tslcd.v4, ...tslcd.v6].sort());
  });

  it('that name no range at all are refused: an empty list would mean everyone', () => {
    const one = context();
    expect(() => rangesOf(one.estate, one.system, { ...staff, sources: [] })).toThrow(new Error('the entry staff.land.ndc.internal of mae/land names no source range'));
  });

  it('lead the proxies of an audience to its declared listeners alone, and the components take them from there alone', () => {
    const both = context({ entries: [internet, staff] });
    expect(proxyEgress(both, fleet(both, 'internet'))).toEqual([{ peer: componentPods('dmz', 'web'), ports: tcp(8080) }]);
    expect(proxyEgress(both, fleet(both, 'staff'))).toEqual([{ peer: componentPods('internal-servers', 'server'), ports: tcp(9000) }]);
    expect(ingressOf(both, web)).toEqual([{ peer: proxies('border', 'internet'), ports: tcp(8080) }]);
    expect(ingressOf(both, server)).toEqual([{ peer: componentPods('dmz', 'web'), ports: tcp(8080) }, { peer: proxies('border', 'staff'), ports: tcp(9000) }]);
  });

  it('have a name that no other audience and no other entry changes', () => {
    const [alone, beside] = [context({ entries: [staff] }), context({ entries: [internet, staff] })];
    expect(gatewayName(alone.system, fleet(alone, 'staff'))).toBe('land-staff');
    expect(proxyPods(beside.system, fleet(beside, 'staff'))).toEqual(proxyPods(alone.system, fleet(alone, 'staff')));
  });

  it.each<[Audience, string[], string]>([
    ['internet', ['border', 'dmz', 'internal'], 'border'],
    ['tslcd', ['dmz', 'internal'], 'dmz'],
    ['staff', ['border', 'dmz', 'internal'], 'internal'],
    ['staff', ['border', 'dmz'], 'border'],
    ['internet', ['internal'], 'internal'],
  ])('of %s stand, of %j, in %s', (from, subzones, expected) => {
    const [one] = fleetsOf(context({ subzones, entries: [{ ...staff, from }] }).system);
    expect(one!.subzone).toBe(expected);
  });

  it('of the real catalog never share proxies between the Internet and anyone else', () => {
    const mixed = [...real.estate.systems.values()].flatMap(fleetsOf).filter(({ audience, entries }) => entries.some(({ entry }) => entry.from !== audience));
    expect(mixed).toEqual([]);
    expect([...real.estate.systems.values()].filter((system) => fleetsOf(system).length > 1).length).toBeGreaterThan(50);
  });
});

describe('flows of a database', () => {
  const flows = (dr: boolean) => databaseFlows(plannerOf(real.estate), {
    database: 'parcels', cluster: real.estate.clusters.get('ndc-1-shared-2')!, other: dr ? real.estate.clusters.get('region-south-shared-1')! : undefined,
    callers: [componentPods('internal-servers', 'server') as Flow['peer']], drillLabels: { 'ndc.internal/tenant': 'mae', 'ndc.internal/system': 'land', 'ndc.internal/component': 'restore-drill' },
  });
  const cidrs = (list: readonly Flow[]) => list.flatMap(({ peer }) => (peer.kind === 'addresses' ? peer.cidrs : []));

  it('let callers in at the pooler only', () => {
    const { instances, pooler } = flows(false);
    expect(pooler.ingress).toContainEqual({ peer: componentPods('internal-servers', 'server'), ports: tcp(5432) });
    expect(JSON.stringify(instances.ingress)).not.toContain('"server"');
    expect(instances.podLabels).toEqual({ 'cnpg.io/cluster': 'parcels', 'cnpg.io/podRole': 'instance' });
  });

  it('know the other site only where there is a copy, by its replication and entry addresses', () => {
    const site = real.estate.sites.get('region-south')!.data.addresses!;
    expect(cidrs(flows(false).instances.ingress)).toEqual([]);
    expect(cidrs(flows(true).instances.ingress)).toEqual([site.replication.v4, site.replication.v6]);
    expect(cidrs(flows(true).instances.egress)).toEqual(expect.arrayContaining([site.replication.v4, site.ingress.v4]));
    expect(cidrs(flows(true).pooler.ingress)).toEqual([]);
  });

  it('let the drill reach the object store and nothing else, and nobody the drill', () => {
    const { drill } = flows(true);
    expect(drill.ingress).toEqual([]);
    expect(drill.egress).toHaveLength(1);
    expect(drill.egress[0]!.peer).toMatchObject({ kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': 'rook-ceph' } });
  });
});

describe('zoneOfSubzone', () => {
  it('is what the law\'s table says, and refuses a sub-zone that the table does not have', () => {
    expect(zoneOfSubzone(real.estate, 'database-servers')).toBe('data');
    expect(() => zoneOfSubzone(real.estate, 'cellar')).toThrow(new Error('no sub-zone cellar in catalog/law/zones.yaml'));
  });
});
