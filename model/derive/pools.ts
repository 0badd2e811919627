/** Node pools that level-4 systems get for themselves from the reserve of a shared cluster. */
import type { Estate } from '../estate.ts';
import type { Cluster } from '../schema/cluster.ts';
import { parseBytes, parseMillicores } from '../units.ts';
import type { Decision } from './decisions.ts';
import { add, systemRequest, type Amount } from './requests.ts';

export interface OwnPool {
  /** `app` holds edge, app and mgmt; `data` holds the databases. */
  readonly id: 'app' | 'data';
  readonly zones: readonly ('edge' | 'app' | 'data' | 'mgmt')[];
  /** Machines in each failure domain, the same everywhere. */
  readonly machinesPerDomain: number;
  readonly failureDomains: readonly string[];
}

/** Capacity of one machine of a flavor; a tenth is kept for the system itself. An assumption of this project. */
export function flavorCapacity(flavor: { cpu: string; memory: string; storage: string }): Amount {
  const usable = (value: number) => Math.floor(value * 0.9);
  return { cpu: usable(parseMillicores(flavor.cpu) ?? 0), memory: usable(parseBytes(flavor.memory) ?? 0), storage: usable(parseBytes(flavor.storage) ?? 0), pods: 110 };
}

/** How many machines of a flavor hold an amount; 0 for nothing. */
export function machinesFor(amount: Amount, capacity: Amount): number {
  return Math.max(Math.ceil(amount.cpu / capacity.cpu), Math.ceil(amount.memory / capacity.memory), Math.ceil(amount.storage / capacity.storage), Math.ceil(amount.pods / capacity.pods));
}

/**
 * Pools of one level-4 system: everything still fits when one failure domain is lost, and each domain has a machine.
 * @returns nothing when the cluster has no reserve
 */
export function ownPools(estate: Estate, decision: Decision, cluster: Cluster): OwnPool[] {
  const { reserve } = cluster;
  if (!reserve) return [];
  const failureDomains = Object.keys(reserve.machines).sort();
  const surviving = Math.max(failureDomains.length - 1, 1);
  const capacity = flavorCapacity(reserve.flavor);
  const { edge, app, data, mgmt } = systemRequest(estate, decision.system);
  const pool = (id: OwnPool['id'], zones: OwnPool['zones'], amount: Amount): OwnPool[] => {
    const machines = machinesFor(amount, capacity);
    return machines === 0 ? [] : [{ id, zones, machinesPerDomain: Math.ceil(machines / surviving), failureDomains }];
  };
  return [...pool('app', ['edge', 'app', 'mgmt'], add(edge, app, mgmt)), ...pool('data', ['data'], data)];
}
