/**
 * Settings of a database that follow from its size, its variant, its level and its objectives. All are choices of this project, starting points for whoever
 * measures the database under load; docs/databases.md gives the reasons.
 */
import type { DatabaseMonitoring } from '../constructs/database.ts';
import type { Entry } from '../model/load/catalog.ts';
import { parseBytes, parseMillicores, parseSeconds } from '../model/units.ts';

type Data = Entry<'database'>['data'];

const megabyte = 2 ** 20;

/** Connections that PostgreSQL keeps for replication, the operator and administrators. */
const ownConnections = 20;

/** Server connections of a database: more cores serve more at once, and each costs memory. */
export function maxConnections({ resources }: Pick<Data, 'resources'>): number {
  return Math.min(500, 100 + Math.floor((parseMillicores(resources.cpu) ?? 0) / 1000) * 10);
}

/** Server connections that one pooler instance may open, so that all together leave the database its own. */
export function serverConnectionsPerPooler(data: Pick<Data, 'resources' | 'pooler'>): number {
  return Math.max(1, Math.floor((maxConnections(data) - ownConnections) / data.pooler.instances));
}

/**
 * PostgreSQL parameters by resources and variant. `timeseries` takes a stream of writes: larger and rarer checkpoints, eager vacuum. `geospatial` sorts and joins
 * large shapes: more memory for each operation, more workers for each query.
 */
export function parametersOf(data: Pick<Data, 'resources' | 'size' | 'engine' | 'pooler'>): Record<string, string> {
  const cores = Math.max(1, Math.floor((parseMillicores(data.resources.cpu) ?? 0) / 1000));
  const memory = (parseBytes(data.resources.memory) ?? 0) / megabyte;
  const wal = (parseBytes(data.size.wal) ?? 0) / megabyte;
  const connections = maxConnections(data);
  const { variant } = data.engine;
  const mb = (value: number) => `${Math.max(1, Math.floor(value))}MB`;
  return {
    max_connections: String(connections),
    shared_buffers: mb(memory / 4),
    effective_cache_size: mb(memory * 0.7),
    maintenance_work_mem: mb(Math.min(2048, memory / 16)),
    work_mem: mb(Math.max(4, (memory / 8 / connections) * (variant === 'geospatial' ? 4 : 2))),
    // The volume also holds what waits for a standby or for the archive.
    max_wal_size: mb(wal / (variant === 'timeseries' ? 3 : 4)),
    min_wal_size: mb(wal / 16),
    max_slot_wal_keep_size: mb(wal / 2),
    max_worker_processes: String(Math.max(8, cores)),
    max_parallel_workers: String(cores),
    max_parallel_workers_per_gather: String(Math.max(1, Math.min(variant === 'geospatial' ? 8 : 4, Math.floor(cores / 2)))),
    idle_in_transaction_session_timeout: '10min',
    log_min_duration_statement: '5s',
    track_io_timing: 'on',
    ...(variant === 'timeseries' ? { checkpoint_timeout: '30min', wal_buffers: '64MB', autovacuum_naptime: '15s', autovacuum_vacuum_scale_factor: '0.02' } : {}),
  };
}

/** Extensions that the variant's image carries and its data needs. */
export function extensionsOf({ engine }: Pick<Data, 'engine'>): string[] {
  return engine.variant === 'geospatial' ? ['postgis'] : [];
}

/** From this level a person starts the change of the primary that a new image needs, in the maintenance window. */
const supervisedFrom = 4;

export function updateStrategy(level: number): 'supervised' | 'unsupervised' {
  return level >= supervisedFrom ? 'supervised' : 'unsupervised';
}

/** When the alerts of a database fire: from its own promises. */
export function monitoringOf({ backup, objectives }: Data, standbySite: boolean): DatabaseMonitoring {
  const seconds = (duration: string) => parseSeconds(duration) ?? 0;
  const { base, walArchiveTimeout } = backup;
  return {
    backupAgeSeconds: seconds(base.interval) * (1 + base.missedTolerated) + seconds(base.duration),
    archiveDelaySeconds: Math.max(300, 3 * seconds(walArchiveTimeout)),
    replicationLagSeconds: standbySite && objectives.siteLoss ? seconds(objectives.siteLoss.rpo) : Math.max(60, seconds(objectives.rpo)),
  };
}
