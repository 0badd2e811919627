/** Two sites that are each other's recovery partner, and their clusters. */
const source = ['invented for tests'];
const text = (word: string) => ({ vi: `${word} (vi)`, en: word });

const site = (id: string, number: number, place: { latitude: number; longitude: number }, drPartner: string) => ({
  id, names: text(id), kind: number === 1 ? 'central' : 'regional', region: number === 1 ? 'north' : 'south', status: 'operating',
  place: { known: true, names: text(id), ...place, source: 'test', confidence: 'own' },
  failureDomains: ['a', 'b', 'c'].map((domain) => ({ id: `domain-${domain}`, powerFeed: `feed-${domain}`, substation: null, racks: 4 })),
  addresses: {
    block: { v4: `10.${number}.0.0/16`, v6: `fd00:${number}::/32` },
    egress: { v4: `10.${number}.0.0/24`, v6: `fd00:${number}:0:1::/64` },
    replication: { v4: `10.${number}.1.0/24`, v6: `fd00:${number}:0:2::/64` },
    ingress: { v4: `10.${number}.2.0/24`, v6: `fd00:${number}:0:3::/64` },
    bmc: { v4: `10.${number}.3.0/24`, v6: `fd00:${number}:0:4::/64` },
  },
  dns: [`10.${number}.4.53`], time: [`time-${number}.ndc.internal`],
  uplinks: [
    { id: 'tslcd-1', kind: 'tslcd', carrier: 'carrier-a', medium: 'fibre', direction: 'east', international: false, capacityMbps: 10_000, peakPercent: 50 },
    { id: 'tslcd-2', kind: 'tslcd', carrier: 'carrier-b', medium: 'fibre', direction: 'west', international: false, capacityMbps: 10_000, peakPercent: 50 },
    { id: 'internet-1', kind: 'internet', carrier: 'carrier-a', medium: 'fibre', direction: 'east', international: true, capacityMbps: 10_000, peakPercent: 50 },
    { id: 'internet-2', kind: 'internet', carrier: 'carrier-b', medium: 'fibre', direction: 'west', international: true, capacityMbps: 10_000, peakPercent: 50 },
    { id: 'link-1', kind: 'site-link', carrier: 'carrier-a', medium: 'fibre', direction: 'east', international: false, capacityMbps: 10_000, peakPercent: 50, to: drPartner },
    { id: 'link-2', kind: 'site-link', carrier: 'carrier-b', medium: 'fibre', direction: 'west', international: false, capacityMbps: 10_000, peakPercent: 50, to: drPartner },
  ],
  drPartner,
  stateStore: { endpoint: `https://state-${number}.ndc.internal`, bucket: 'terraform', region: 'vn' },
  source,
});

export const sites = {
  'sites/north.yaml': site('north', 1, { latitude: 21, longitude: 105.5 }, 'south'),
  'sites/south.yaml': site('south', 2, { latitude: 10.8, longitude: 106.7 }, 'north'),
  'sites/north/devices/core-switch-1.yaml': {
    id: 'core-switch-1', site: 'north', names: text('Core switch'), kind: 'core-switch', place: { failureDomain: 'domain-a', rack: null }, standby: 'hot',
    serves: { scope: 'levels', levels: [1, 2, 3, 4] }, source,
  },
};

const flavor = { cpu: '64', memory: '256Gi', storage: '8Ti' };
const machines = (count: number) => ({ 'domain-a': count, 'domain-b': count, 'domain-c': count });

const cluster = (id: string, siteId: string, site: number, number: number, more: object) => ({
  id, names: text(id), site: siteId, role: 'shared', managedBy: `management-${siteId}`, vault: null, environment: 'production', ring: 1, kubernetes: '1.36.3',
  addresses: {
    nodes: { v4: `10.${site}.${number * 16}.0/22`, v6: `fd00:${site}:${number}:1::/64` },
    pods: { v4: `10.${site}.${number * 16 + 4}.0/22`, v6: `fd00:${site}:${number}:2::/64` },
    services: { v4: `10.${site}.${number * 16 + 8}.0/22`, v6: `fd00:${site}:${number}:3::/64` },
    apiServer: { v4: `10.${site}.${number * 16}.10`, v6: `fd00:${site}:${number}:1::10` },
  },
  controlPlane: { flavor, machines: machines(1) },
  pools: [], operators: ['cilium'], source, ...more,
});

const pool = { id: 'general', zones: ['edge', 'app', 'data', 'mgmt'], levels: [1, 2, 3], flavor, machines: machines(4) };

export const clusters = {
  'clusters/management-north.yaml': cluster('management-north', 'north', 1, 1, { role: 'management', managedBy: null, controller: 'mps/control', pools: [pool] }),
  'clusters/management-south.yaml': cluster('management-south', 'south', 2, 1, { role: 'management', managedBy: null, controller: 'mps/control', pools: [pool] }),
  'clusters/shared-north.yaml': cluster('shared-north', 'north', 1, 2, { vault: 'vault-south', pools: [pool], reserve: { flavor, machines: machines(10) }, operators: ['cilium', 'cnpg'] }),
  'clusters/shared-south.yaml': cluster('shared-south', 'south', 2, 2, { vault: 'vault-north', pools: [pool], reserve: { flavor, machines: machines(10) }, operators: ['cilium', 'cnpg'] }),
  'clusters/vault-north.yaml': cluster('vault-north', 'north', 1, 3, { role: 'vault', controller: 'mps/control', pools: [pool] }),
  'clusters/vault-south.yaml': cluster('vault-south', 'south', 2, 3, { role: 'vault', controller: 'mps/control', pools: [pool] }),
};
