/** Flows that a database needs: its callers, and what catalog/platform-flows.yaml says of replication, operator, API server, object store and measurements. */
import type { Flow, Peer } from '../constructs/network-policies.ts';
import { poolerNameOf } from '../constructs/database-pooler.ts';
import type { Place } from '../model/derive/platform-flows.ts';
import type { Entry } from '../model/load/catalog.ts';
import { postgresPort } from './flows.ts';
import { partPolicy, type PartPolicy } from './platform-flows.ts';
import type { Planner } from './planner.ts';

export interface DatabaseFlows {
  readonly instances: PartPolicy;
  readonly pooler: PartPolicy;
  readonly drill: PartPolicy;
  /** Jobs of the operator: they add an instance, start the database, build it from its backup. */
  readonly jobs: readonly (PartPolicy & { readonly id: string })[];
}

export interface DatabaseFlowsInput {
  readonly database: string;
  readonly cluster: Entry<'cluster'>;
  /** Cluster of the other copy. */
  readonly other: Entry<'cluster'> | undefined;
  /** Components that connect to the database. */
  readonly callers: readonly Peer[];
  readonly drillLabels: Readonly<Record<string, string>>;
}

export function databaseFlows(planner: Planner, input: DatabaseFlowsInput): DatabaseFlows {
  const { database, cluster, other, callers, drillLabels } = input;
  const label = (key: string) => drillLabels[`${planner.platform.labelDomain}/${key}`]!;
  const place: Place = { cluster, other, database: { tenant: label('tenant'), system: label('system'), name: database, pooler: poolerNameOf(database) } };
  const flows = (part: string) => partPolicy(planner.estate, part, place);
  const pooler = flows('database-pooler');
  return {
    instances: flows('database-instance'),
    pooler: { ...pooler, ingress: [...callers.map((peer): Flow => ({ peer, ports: [postgresPort] })), ...pooler.ingress] },
    drill: { ...flows('restore-drill'), podLabels: drillLabels },
    jobs: ['join', 'start', 'recovery'].map((id) => ({ id, ...flows(`database-${id}`) })),
  };
}
