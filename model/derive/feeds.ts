/** Feeds of a tenant: who is due to be fed with its logs, and where that is known. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { Feeds } from '../schema/feeds.ts';
import { demanded, type Rule } from './law.ts';
import { levelOf } from './placements.ts';
import type { Endpoint } from './partners.ts';

export type Receiver = Feeds['receivers'][number];

export interface TenantFeed {
  readonly receiver: Receiver;
  /** The system of the highest level that asks for it, and the rule; undefined when no text that was read does. */
  readonly asked: { readonly system: Entry<'system'>; readonly level: number; readonly rule: Rule } | undefined;
  /** Where events go; undefined while the tenant has not named it, or the partner has no such endpoint. */
  readonly endpoint: Endpoint | undefined;
}

/** Feeds of a tenant, in the order of the table. */
export function feedsOf(estate: Estate, tenant: Entry<'tenant'>): TenantFeed[] {
  const systems = [...estate.systems.values()].filter(({ folderTenant }) => folderTenant === tenant.id)
    .map((system) => ({ system, level: levelOf(estate, system).level })).sort((a, b) => b.level - a.level);
  return estate.feeds.receivers.map((receiver) => ({
    receiver,
    asked: systems.flatMap(({ system, level }) => {
      const { rule } = demanded(estate, { regime: system.data.regime, level, key: receiver.key });
      return rule ? [{ system, level, rule }] : [];
    })[0],
    endpoint: endpointOf(estate, tenant, receiver),
  }));
}

function endpointOf(estate: Estate, tenant: Entry<'tenant'>, { layer }: Receiver): Endpoint | undefined {
  const named = tenant.data.protection[layer]?.receiver;
  return named ? estate.partners.get(named.partner)?.data.endpoints.find(({ id }) => id === named.endpoint) : undefined;
}
