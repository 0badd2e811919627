/** `<cluster>--<tenant>--<system>--data`: the databases of a system in one cluster, a release each. */
import type { Construct } from 'constructs';
import { Database, type DatabaseProps } from '../constructs/database.ts';
import { joinName } from '../constructs/names.ts';
import { FlowPolicy, type Flow } from '../constructs/network-policies.ts';
import { failureDomainLabel, placementOnPool } from '../constructs/node-labels.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import { RestoreDrill, type RestoreDrillProps } from '../constructs/restore-drill.ts';
import type { DrillStore } from '../constructs/scheduled-program.ts';
import { authoritySecret } from '../constructs/secret-store-reference.ts';
import { StorageBuckets, type StorageBucketsProps } from '../constructs/storage-buckets.ts';
import { namespaceOfOtherStack } from '../constructs/zone-namespace.ts';
import { databasesOf, type Decision, type Site } from '../model/derive/decisions.ts';
import { maintenanceOf, windowText } from '../model/derive/maintenance.ts';
import { copyRole } from '../model/derive/switch-over.ts';
import type { Entry } from '../model/load/catalog.ts';
import { formatBytes, parseBytes, parseSeconds } from '../model/units.ts';
import { EstateStack } from './base.ts';
import { databaseFlows, type DatabaseFlows } from './database-flows.ts';
import { extensionsOf, monitoringOf, parametersOf, serverConnectionsPerPooler, updateStrategy } from './database-settings.ts';
import { sharesOf } from './database-shares.ts';
import { componentPeer, dataSubzone, type FlowContext } from './flows.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { poolOf } from './pool-names.ts';
import { at, imageOf, type Planner } from './planner.ts';
import { drillResources, sidecarResources } from './room.ts';

export interface DataProps {
  readonly tenant: string;
  readonly system: string;
  readonly level: number;
  readonly source: Source;
  readonly databases: readonly DatabasePlan[];
}

export type DataPlan = StackPlan<'data', DataProps>;

export interface DatabasePlan {
  readonly database: Omit<DatabaseProps, 'namespace'>;
  readonly backups: Omit<StorageBucketsProps, 'namespace'>;
  readonly drill: Omit<RestoreDrillProps, 'namespace'>;
  readonly flows: DatabaseFlows;
}

export class DataStack extends EstateStack {
  constructor(scope: Construct, plan: DataPlan) {
    super(scope, plan);
    const { tenant, system, level, databases, source } = plan.props;
    setSource(this, source);
    const namespace = namespaceOfOtherStack({ tenant, system, zone: 'data', subzone: dataSubzone, level });
    for (const { database, backups, drill, flows } of databases) {
      const flow = (part: string, podLabels: Readonly<Record<string, string>>, allowed: { ingress: readonly Flow[]; egress: readonly Flow[] }) =>
        new FlowPolicy(this, `flows-${database.name}-${part}`, { namespace, name: joinName(['flows', database.name, part]), source: database.source, podLabels, ...allowed });
      flow('instances', flows.instances.podLabels, flows.instances);
      flow('pooler', flows.pooler.podLabels, flows.pooler);
      flow('drill', flows.drill.podLabels, flows.drill);
      for (const job of flows.jobs) flow(job.id, job.podLabels, job);
      new StorageBuckets(this, `backups-${database.name}`, { ...backups, namespace });
      new Database(this, `database-${database.name}`, { ...database, namespace });
      new RestoreDrill(this, `drill-${database.name}`, { ...drill, namespace });
    }
  }
}

/** Images by variant of the engine. */
const imageNames = { standard: 'postgresql', geospatial: 'postgresql-geospatial', timeseries: 'postgresql-timeseries' } as const;

export function planData(planner: Planner, decision: Decision, cluster: Entry<'cluster'>, role: Site['role'], dependsOn: readonly string[]): DataPlan {
  const { system, level } = decision;
  return {
    id: stackId.data(cluster.id, system.folderTenant, system.id),
    kind: 'data',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: {
      tenant: system.folderTenant,
      system: system.id,
      level,
      source: at(system),
      databases: databasesOf(planner.estate, system.key).map((database) => planDatabase(planner, decision, cluster, role, database)),
    },
  };
}

function planDatabase(planner: Planner, decision: Decision, cluster: Entry<'cluster'>, role: Site['role'], database: Entry<'database'>): DatabasePlan {
  const { estate, platform } = planner;
  const { system, level } = decision;
  const { data } = database;
  const tenant = system.folderTenant;
  const labels = { [`${platform.labelDomain}/tenant`]: tenant, [`${platform.labelDomain}/system`]: system.id, [`${platform.labelDomain}/database`]: database.id };
  const placement = placementOnPool(platform, poolOf(decision, cluster, 'data'));
  const otherCluster = role === 'primary' ? decision.placement.dr : decision.placement.cluster;
  const other = otherCluster === null ? undefined : estate.clusters.get(otherCluster);
  const bucket = backupBucket(database.id, cluster.data.site);
  const store = storeAt(planner, cluster, database.id);
  const results = resultsAt(planner, cluster, database.id);
  const walTimeout = parseSeconds(data.backup.walArchiveTimeout) ?? 300;
  const context: FlowContext = { estate, platform, system, level, cluster: cluster.id };
  const callers = system.data.components
    .filter((component) => component.connects.some((connection) => connection.to === 'database' && connection.database === database.id))
    .map((component) => componentPeer(context, component.subzone, component.id));
  const drillLabels = { ...labels, [`${platform.labelDomain}/component`]: 'restore-drill' };
  return {
    flows: databaseFlows(planner, { database: database.id, cluster, other, callers, drillLabels }),
    backups: {
      chart: planner.chart('bucket'),
      releaseName: joinName(['backups', database.id], 53),
      labels,
      source: at(database, '/backup'),
      buckets: [{
        name: bucket,
        size: backupSize(data),
        versioning: true,
        lock: data.backup.lock ? { mode: data.backup.lock.mode, days: days(data.backup.lock.duration) } : null,
        retentionDays: days(data.backup.retention),
      }, {
        name: results.bucket,
        size: '1Gi',
        versioning: true,
        lock: { mode: 'compliance', days: proofDays(data) },
        retentionDays: proofDays(data),
      }],
    },
    database: {
      chart: planner.chart('database'),
      name: database.id,
      labels,
      source: at(database),
      postgresVersion: data.engine.version,
      image: imageOf(planner, imageNames[data.engine.variant]),
      instances: data.instances,
      synchronous: data.synchronous.mode === 'none' ? { mode: 'none' } : { mode: 'quorum', standbys: data.synchronous.standbys },
      resources: data.resources,
      storage: { data: data.size.data, wal: data.size.wal, storageClass: storageClassOf(level) },
      topologyKey: failureDomainLabel,
      placement,
      priorityClass: priorityClassOf(level),
      parameters: parametersOf(data),
      extensions: extensionsOf(data),
      shares: sharesOf(estate, database),
      primaryUpdateStrategy: updateStrategy(level),
      maintenanceWindow: windowText(maintenanceOf(estate, database)),
      monitoring: monitoringOf(data, copyRole(estate, decision, database.id, cluster.data.site)?.primary !== cluster.data.site && other !== undefined),
      auditedStatements: auditedStatements(level),
      pooler: { instances: data.pooler.instances, mode: data.pooler.mode, maxServerConnections: serverConnectionsPerPooler(data), maxClientConnections, image: imageOf(planner, 'pgbouncer'), resources: { cpu: '100m', memory: '128Mi' } },
      backup: {
        store,
        schedule: data.backup.base.schedule,
        retention: `${days(data.backup.retention)}d`,
        walArchiveTimeoutSeconds: walTimeout,
        sidecar: sidecarResources,
      },
      ...(other ? {
        distributed: {
          origin: role === 'primary' ? 'initdb' as const : 'recovery' as const,
          self: cluster.data.site,
          ...(copyRole(estate, decision, database.id, cluster.data.site) ?? { primary: cluster.data.site }),
          source: { name: other.data.site, ...storeAt(planner, other, database.id), credentialsSecret: readerSecret(database.id, other.data.site) },
        },
      } : {}),
    },
    drill: {
      database: database.id,
      image: imageOf(planner, 'restore-drill'),
      schedule: drillSchedule(parseSeconds(data.drill.interval) ?? 0),
      store,
      results,
      resultLockDays: proofDays(data),
      caSecret: authoritySecret,
      postgresVersion: data.engine.version,
      targetAgeSeconds: walTimeout + (parseSeconds(data.backup.slack) ?? 0),
      ...idleOf(data.backup),
      checks: data.drill.checks ?? [],
      scratch: data.size.data,
      resources: drillResources,
      placement,
      labels: drillLabels,
      source: at(database, '/drill'),
    },
  };
}

/**
 * Room for every base backup inside the retention, those that may fail, the one that is being written, and as much WAL again.
 * @param laterDays what has ended goes so much later
 */
export function backupSize({ size, backup }: Entry<'database'>['data'], laterDays = 0): string {
  const kept = (parseSeconds(backup.retention) ?? 0) + laterDays * 86_400;
  const bases = Math.ceil(kept / (parseSeconds(backup.base.interval) ?? 1)) + backup.base.missedTolerated + 1;
  // Charts take sizes up to Ti.
  return formatBytes((parseBytes(size.data) ?? 0) * bases * 2).replace(/^(\d+)Pi$/, (_, count: string) => `${Number(count) * 1024}Ti`);
}

/** Object store of the site, as the cluster sees it. */
export function storeAt(planner: Planner, cluster: Entry<'cluster'>, database: string) {
  const bucket = backupBucket(database, cluster.data.site);
  return {
    endpointURL: `https://objects.${cluster.id}.${planner.estate.platform.domains.internal}`,
    region: cluster.data.site,
    bucket,
    path: database,
    credentialsSecret: bucket,
    caSecret: authoritySecret,
  };
}

/**
 * Seconds: something new lies in an archive at least so often, if only the base backup that still may fail. The newest thing there being older, nothing is archived.
 */
export function freshWithin({ base, slack }: Entry<'database'>['data']['backup']): number {
  return (parseSeconds(base.interval) ?? 0) * (1 + base.missedTolerated) + (parseSeconds(base.duration) ?? 0) + (parseSeconds(slack) ?? 0);
}

/** What a drill is told of the silence that the owner of a database calls normal. */
export function idleOf(backup: Entry<'database'>['data']['backup']): Pick<RestoreDrillProps, 'idle'> {
  return backup.idle === undefined ? {} : { idle: { seconds: parseSeconds(backup.idle) ?? 0, freshWithinSeconds: freshWithin(backup) } };
}

/** Where the drills of a database at a site leave their results. */
export function resultsAt(planner: Planner, cluster: Entry<'cluster'>, database: string): DrillStore {
  const { endpointURL, region } = storeAt(planner, cluster, database);
  const bucket = joinName(['drills', database, cluster.data.site]);
  return { endpointURL, region, bucket, path: '', credentialsSecret: bucket };
}

/** Days that a result of a drill must stand: its interval, and a month in which the next one may be late. */
export const proofDays = ({ drill }: Entry<'database'>['data']) => days(drill.interval) + 31;

const backupBucket = (database: string, site: string) => joinName(['backup', database, site]);

/** Secret with a key that reads the archive of a database at a site and nothing else. */
export const readerSecret = (database: string, site: string) => joinName([backupBucket(database, site), 'reader']);

/** Clients of one pooler instance: each costs it a few kilobytes, and they wait in turn. */
const maxClientConnections = 2000;

/** Priority class by level; made by the guard rails. */
const priorityClassOf = (level: number) => `ndc-level-${level}`;

/** Storage class by level; made by the guard rails. */
export function storageClassOf(level: number): string {
  return `ndc-level-${level}`;
}

/** What is audited: changes of roles and structure from level 2, writes from 3, reads from 4. Our choice. */
function auditedStatements(level: number): string[] {
  return [...(level >= 2 ? ['ddl', 'role'] : []), ...(level >= 3 ? ['write'] : []), ...(level >= 4 ? ['read'] : [])];
}

/** Whole days, rounded up. */
export function days(duration: string): number {
  return Math.ceil((parseSeconds(duration) ?? 0) / 86_400);
}

/**
 * Five-field cron line that runs at least as often as the interval asks: daily, weekly, monthly, every third month.
 * @param seconds longest time between two drills
 */
export function drillSchedule(seconds: number): string {
  const inDays = seconds / 86_400;
  if (inDays < 7) return '30 2 * * *';
  if (inDays < 31) return '30 2 * * 6';
  if (inDays < 92) return '30 2 2 * *';
  return '30 2 2 */3 *';
}

