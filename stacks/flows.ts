/** Declared flows of a system: listeners, connections and entries of the catalog as flows on both sides. */
import type { Flow, FlowPort, Peer } from '../constructs/network-policies.ts';
import type { PartnerCaller } from '../constructs/partner-egress.ts';
import { componentLabel, zoneLabels, type PlatformSettings, type Zone } from '../constructs/platform-labels.ts';
import { fleetRanges, fleetsOf, type Fleet } from '../model/derive/entries.ts';
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Component, Connection } from '../model/schema/system.ts';

/** Port of PostgreSQL and of the pooler. */
export const postgresPort: FlowPort = { port: 5432, protocol: 'TCP' };
/** Port at which exchange platforms are reached. */
export const httpsPort: FlowPort = { port: 443, protocol: 'TCP' };
/** Port of the exchange gateway's pods: policies see the port of the pod, not the Service's 443. */
export const exchangePort: FlowPort = { port: 8443, protocol: 'TCP' };

/** Label that Envoy Gateway puts on the proxies of a Gateway. */
const gatewayLabel = 'gateway.envoyproxy.io/owning-gateway-name';
/** Ports on which Envoy Gateway's proxies listen for 443: unprivileged, 10000 added. */
export const proxyPort: FlowPort = { port: 10_443, protocol: 'TCP' };

/** Label of a database's pooler pods, written by CloudNativePG. */
export const poolerLabel = 'cnpg.io/poolerName';
export const poolerName = (database: string) => `${database}-pooler`;

export interface FlowContext {
  readonly estate: Estate;
  readonly platform: PlatformSettings;
  readonly system: Entry<'system'>;
  readonly level: number;
  /** Site of the cluster, for addresses. */
  readonly cluster: string;
}

export function zoneOfSubzone(estate: Estate, subzone: string): Zone {
  const found = estate.law.zones.subzones.find(({ id }) => id === subzone);
  if (!found) throw new Error(`no sub-zone ${subzone} in catalog/law/zones.yaml`);
  return found.zone;
}

/** Pods of one component of the system. */
export function componentPeer(context: FlowContext, subzone: string, component: string): Peer {
  return { kind: 'pods', namespaceLabels: subzoneLabels(context, subzone), podLabels: { [componentLabel(context.platform)]: component } };
}

function subzoneLabels(context: FlowContext, subzone: string): Record<string, string> {
  const { estate, platform, system, level } = context;
  const all = zoneLabels(platform, { tenant: system.folderTenant, system: system.id, zone: zoneOfSubzone(estate, subzone), subzone, level });
  const wanted = [`${platform.labelDomain}/tenant`, `${platform.labelDomain}/system`, `${platform.labelDomain}/subzone`];
  return Object.fromEntries(wanted.map((key) => [key, all[key]!]));
}

/** What a component may reach. */
export function egressOf(context: FlowContext, component: Component): Flow[] {
  return component.connects.flatMap((connection) => egressOfConnection(context, connection));
}

function egressOfConnection(context: FlowContext, connection: Connection): Flow[] {
  switch (connection.to) {
    case 'component': {
      const target = context.system.data.components.find(({ id }) => id === connection.component);
      const listener = target?.listeners.find(({ id }) => id === connection.listener);
      return target && listener ? [{ peer: componentPeer(context, target.subzone, target.id), ports: [{ port: listener.port, protocol: listener.protocol }] }] : [];
    }
    case 'database': return [{ peer: poolerPeer(context, connection.database), ports: [postgresPort] }];
    case 'exchange': return [{ peer: exchangePeer(context.platform), ports: [exchangePort] }];
    case 'partner': {
      const endpoint = context.estate.partners.get(connection.partner)?.data.endpoints.find(({ id }) => id === connection.endpoint);
      // A partner known by name alone is reached through rules for host names: see partnerHosts.
      return endpoint?.cidrs ? [{ peer: { kind: 'addresses', cidrs: endpoint.cidrs }, ports: [{ port: endpoint.port, protocol: endpoint.protocol }] }] : [];
    }
  }
}

/** Host names of partners whose addresses are not known, that a component connects to. */
export function partnerHosts(context: FlowContext, component: Component): PartnerCaller['hosts'][number][] {
  return component.connects.flatMap((connection) => {
    if (connection.to !== 'partner') return [];
    const endpoint = context.estate.partners.get(connection.partner)?.data.endpoints.find(({ id }) => id === connection.endpoint);
    return endpoint?.host !== undefined && !endpoint.cidrs ? [{ host: endpoint.host, port: endpoint.port, protocol: endpoint.protocol }] : [];
  });
}

/** Pooler pods of a database of this system. */
function poolerPeer(context: FlowContext, database: string): Peer {
  return { kind: 'pods', namespaceLabels: subzoneLabels(context, dataSubzone), podLabels: { [poolerLabel]: poolerName(database) } };
}

/** Sub-zone that holds databases. */
export const dataSubzone = 'database-servers';

/** Gateway pods of the exchange in the same cluster; between systems traffic goes only through them. */
export function exchangePeer(platform: PlatformSettings): Peer {
  return { kind: 'pods', namespaceLabels: { [`${platform.labelDomain}/platform`]: 'exchange' }, podLabels: { [`${platform.labelDomain}/exchange`]: 'gateway' } };
}

/** What may reach a component: components of the system that connect to it, and the system's proxies for its entries. */
export function ingressOf(context: FlowContext, component: Component): Flow[] {
  const callers = context.system.data.components.flatMap((caller) => caller.connects.flatMap((connection): Flow[] => {
    if (connection.to !== 'component' || connection.component !== component.id) return [];
    const listener = component.listeners.find(({ id }) => id === connection.listener);
    return listener ? [{ peer: componentPeer(context, caller.subzone, caller.id), ports: [{ port: listener.port, protocol: listener.protocol }] }] : [];
  }));
  const entries = fleetsOf(context.system).flatMap((fleet) => entryListeners(fleet, component).map((port): Flow => ({ peer: proxyPeer(context, fleet), ports: [port] })));
  return [...callers, ...entries];
}

/** Ports of a component that the entries of a fleet lead to, each once. */
function entryListeners(fleet: Fleet, component: Component): FlowPort[] {
  const wanted = new Set(fleet.entries.filter(({ entry }) => entry.component === component.id).map(({ entry }) => entry.listener));
  return component.listeners.filter(({ id }) => wanted.has(id)).map(({ port, protocol }) => ({ port, protocol }));
}

/** Name of a fleet's Gateway. Stable for ever. */
export const gatewayName = (system: Entry<'system'>, { audience }: Fleet) => `${system.id}-${audience}`;

export function proxyPods(system: Entry<'system'>, fleet: Fleet): Record<string, string> {
  return { [gatewayLabel]: gatewayName(system, fleet) };
}

function proxyPeer(context: FlowContext, fleet: Fleet): Peer {
  return { kind: 'pods', namespaceLabels: subzoneLabels(context, fleet.subzone), podLabels: proxyPods(context.system, fleet) };
}

/** What may reach the proxies of a fleet: everyone for the Internet's, the named ranges for others. */
export function proxyIngress(context: FlowContext, fleet: Fleet): Flow[] {
  const ranges = fleetRanges(context.estate, context.system, fleet);
  return [{ peer: ranges.length === 0 ? { kind: 'anyone' } : { kind: 'addresses', cidrs: ranges }, ports: [proxyPort] }];
}

/** What the proxies of a fleet may reach: the components behind its entries. */
export function proxyEgress(context: FlowContext, fleet: Fleet): Flow[] {
  return context.system.data.components.flatMap((component) =>
    entryListeners(fleet, component).map((port): Flow => ({ peer: componentPeer(context, component.subzone, component.id), ports: [port] })));
}
