/** Room that a sub-zone needs beyond what the catalog asks for: what operators put beside components and databases, and one more of each while a new version rolls out. */
import { containerDefault } from '../constructs/namespace-quota.ts';
import { add, databaseRequest, poolerInstance, times, type Amount } from '../model/derive/requests.ts';
import type { Entry } from '../model/load/catalog.ts';
import { parseBytes, parseMillicores } from '../model/units.ts';

interface Resources {
  readonly cpu: string;
  readonly memory: string;
}

/** Of the backup sidecar in each instance of a database. */
export const sidecarResources: Resources = { cpu: '200m', memory: '256Mi' };
/** Of a restore drill. */
export const drillResources: Resources = { cpu: '1', memory: '2Gi' };
/** Of a proxy, as the chart of entries has it. */
const proxyResources: Resources = { cpu: '500m', memory: '512Mi' };

const amount = ({ cpu, memory }: Resources, pods: 0 | 1): Amount => ({ cpu: parseMillicores(cpu) ?? 0, memory: parseBytes(memory) ?? 0, storage: 0, pods });

/** Pods that a Deployment adds while it rolls out: a quarter, rounded up. Default of Kubernetes. */
const surge = (replicas: number) => Math.ceil(replicas / 4);

/** Two proxies of an entry and one more while they roll out. Envoy Gateway gives the container that drains a proxy no limit, so it has the namespace's. */
export const entryRoom: Amount = times(add(amount(proxyResources, 1), amount(containerDefault, 0)), 3);

/** A database with its sidecars and poolers, a drill of it, and room for a job of the operator. */
export function databaseRoom(database: Entry<'database'>): Amount {
  const { instances, pooler } = database.data;
  return add(databaseRequest(database), times(amount(sidecarResources, 0), instances), times(poolerInstance, surge(pooler.instances)), times(amount(drillResources, 1), 2));
}
