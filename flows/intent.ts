/** Flows that the catalog wants in one cluster: declared connections and entries, the exchange, and what the platform needs. Read from the catalog alone, never from policies. */
import { agreements, inForce, type Agreement } from '../model/derive/agreements.ts';
import { decisions, runsAt } from '../model/derive/decisions.ts';
import type { Estate } from '../model/estate.ts';
import type { Source, Text } from '../model/finding.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Port } from './endpoint.ts';
import type { ClusterInventory } from './inventory.ts';
import { platformIntents } from './platform-intent.ts';
import type { Ends } from './ends.ts';

/** One wish of the catalog: every `from` may open connections to every `to` at the ports. */
export interface Intent {
  /** What kind of wish, e.g. `connection`, `entry`, or the id of a flow of the platform. */
  readonly kind: string;
  /** May be open and need not be. */
  readonly optional?: boolean;
  readonly from: Ends;
  readonly to: Ends;
  readonly ports: readonly (Port & { readonly endPort?: number | undefined })[];
  readonly reason: Text;
  readonly source: Source;
  /** Agreements in force that go this way; they say from which day on. */
  readonly agreements?: readonly Agreement[];
}

/** The platform's port of databases, at their poolers. */
const databasePort: Port = { protocol: 'TCP', port: 5432 };
const httpsPort: Port = { protocol: 'TCP', port: 443 };

export function intentsOf(estate: Estate, inventory: ClusterInventory): Intent[] {
  const here = decisions(estate).filter((decision) => runsAt(estate, decision).some(({ cluster }) => cluster === inventory.cluster.id));
  const byId = new Map(inventory.endpoints.map((endpoint, index) => [endpoint.id, index]));
  const pods = (...ids: readonly string[]): Ends => ({ kind: 'endpoints', indexes: ids.flatMap((id) => byId.get(id) ?? []) });
  const gateway = exchangeGateway(estate, inventory);
  const shared = agreements(estate).filter((agreement) => inForce(estate, agreement));
  return [
    ...here.flatMap(({ system }) => [
      ...system.data.components.flatMap((component, index) => component.connects.flatMap((connection, at) => wishOf(estate, system, component.id, connection, pods, gateway, shared)
        .map((wish): Intent => ({ kind: 'connection', from: pods(`${system.key}/${component.id}`), source: { file: system.file, pointer: `/components/${index}/connects/${at}` }, ...wish })))),
      ...entryIntents(estate, system, inventory, pods, shared),
    ]),
    ...exchangeIntents(estate, inventory, gateway),
    ...platformIntents(estate, inventory),
  ].filter(({ from, to }) => ![from, to].some((ends) => ends.kind === 'endpoints' && ends.indexes.length === 0));
}

type Connection = Entry<'system'>['data']['components'][number]['connects'][number];

function wishOf(estate: Estate, system: Entry<'system'>, component: string, connection: Connection, pods: (...ids: readonly string[]) => Ends, gateway: Ends & { readonly port: Port }, shared: readonly Agreement[]): Pick<Intent, 'to' | 'ports' | 'reason' | 'agreements'>[] {
  const reason = (target: string): Text => ({ vi: `${system.key}/${component} khai báo kết nối tới ${target}`, en: `${system.key}/${component} declares a connection to ${target}` });
  switch (connection.to) {
    case 'component': {
      const listener = system.data.components.find(({ id }) => id === connection.component)?.listeners.find(({ id }) => id === connection.listener);
      return listener ? [{ to: pods(`${system.key}/${connection.component}`), ports: [listener], reason: reason(connection.component) }] : [];
    }
    case 'database': return [{ to: pods(`database/${connection.database}/pooler`), ports: [databasePort], reason: reason(connection.database) }];
    case 'exchange': {
      const own = shared.filter(({ offer, use, consumer, provider }) => offer.data.channel === connection.exchange && (provider === system.key || (consumer === system.key && use.data.component === component)));
      return [{ to: gateway, ports: [gateway.port], reason: reason(connection.exchange), agreements: own }];
    }
    case 'partner': {
      const endpoint = estate.partners.get(connection.partner)?.data.endpoints.find(({ id }) => id === connection.endpoint);
      if (!endpoint) return [];
      const to: Ends = endpoint.cidrs ? { kind: 'ranges', ranges: endpoint.cidrs } : pods(`partner/${connection.partner}/${connection.endpoint}`);
      return [{ to, ports: [endpoint], reason: reason(connection.partner) }];
    }
  }
}

/** Callers reach the proxies of an entry, and these the component behind it. */
function entryIntents(estate: Estate, system: Entry<'system'>, { endpoints }: ClusterInventory, pods: (...ids: readonly string[]) => Ends, shared: readonly Agreement[]): Intent[] {
  const { tslcd } = estate.platform.networks;
  return system.data.entries.flatMap((entry, index): Intent[] => {
    const source = { file: system.file, pointer: `/entries/${index}` };
    const proxies = endpoints.flatMap((endpoint, at) => (endpoint.role === 'gateway' && endpoint.system === system.key && endpoint.serves?.includes(entry.host) ? [{ endpoint, at }] : []));
    const gateway: Ends = { kind: 'endpoints', indexes: proxies.map(({ at }) => at) };
    const callers: Ends = entry.from === 'internet' ? { kind: 'anyone' } : { kind: 'ranges', ranges: entry.sources ?? [...tslcd.v4, ...tslcd.v6] };
    const listener = system.data.components.find(({ id }) => id === entry.component)?.listeners.find(({ id }) => id === entry.listener);
    const asked = entry.from === 'tslcd' ? shared.filter(({ provider }) => provider === system.key) : [];
    return [
      { kind: 'entry', agreements: asked, from: callers, to: gateway, ports: proxies[0]?.endpoint.ports ?? [], reason: { vi: `cổng vào ${entry.host}`, en: `entry ${entry.host}` }, source },
      ...(listener ? [{ kind: 'entry', agreements: asked, from: gateway, to: pods(`${system.key}/${entry.component}`), ports: [listener], reason: { vi: `${entry.host} dẫn tới ${entry.component}`, en: `${entry.host} leads to ${entry.component}` }, source }] : []),
    ];
  });
}

/** Systems that carry agreements, with the sites where they run. */
function exchangePlatforms(estate: Estate) {
  return decisions(estate).filter(({ system }) => system.data.kind === 'exchange').map((decision) => ({ decision, places: runsAt(estate, decision) }));
}

/** The gateway of a cluster to the exchange platforms. */
function exchangeGateway(estate: Estate, { endpoints }: ClusterInventory): Ends & { readonly port: Port } {
  const label = `${estate.platform.domains.label}/exchange`;
  const indexes = endpoints.flatMap(({ labels }, index) => (labels[label] === 'gateway' ? [index] : []));
  return { kind: 'endpoints', indexes, port: endpoints[indexes[0] ?? -1]?.ports[0] ?? httpsPort };
}

/** Between clusters and sites: the gateway of the exchange leaves by its site's egress address and enters at the entry of a platform. */
function exchangeIntents(estate: Estate, inventory: ClusterInventory, gateway: Ends): Intent[] {
  const { cluster, endpoints } = inventory;
  const addressesOf = (id: string) => estate.sites.get(estate.clusters.get(id)?.data.site ?? '')?.data.addresses;
  const clustersWithGateway = [...estate.clusters.values()].filter(({ data: { role } }) => role === 'shared' || role === 'dedicated');
  return exchangePlatforms(estate).flatMap(({ decision: { system }, places }): Intent[] => {
    const outward: Intent = {
      kind: 'exchange-out', from: gateway, ports: [httpsPort], source: { file: system.file, pointer: '/entries' },
      to: { kind: 'ranges', ranges: places.flatMap(({ cluster: id }) => rangesOf(addressesOf(id)?.ingress)) },
      reason: { vi: `cổng trao đổi của cụm tới nền tảng ${system.key}`, en: `the cluster's exchange gateway reaches the platform ${system.key}` },
    };
    if (!places.some((place) => place.cluster === cluster.id)) return [outward];
    const proxies = endpoints.flatMap((endpoint, at) => (endpoint.role === 'gateway' && endpoint.system === system.key ? [{ endpoint, at }] : []));
    return [outward, {
      kind: 'exchange-in', to: { kind: 'endpoints', indexes: proxies.map(({ at }) => at) }, ports: proxies[0]?.endpoint.ports ?? [], source: { file: system.file, pointer: '/entries' },
      from: { kind: 'ranges', ranges: clustersWithGateway.flatMap(({ id }) => rangesOf(addressesOf(id)?.egress)) },
      reason: { vi: `cổng trao đổi của các cụm vào nền tảng ${system.key}`, en: `exchange gateways of the clusters enter the platform ${system.key}` },
    }];
  });
}

const rangesOf = (pair: { readonly v4: string; readonly v6: string } | undefined) => (pair ? [pair.v4, pair.v6] : []);

