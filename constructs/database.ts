import { Construct } from 'constructs';
import { BackupSchedule, type BackupScheduleProps } from './backup-schedule.ts';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { DatabasePooler, type DatabasePoolerProps } from './database-pooler.ts';
import { joinName } from './names.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/** Node labels a pod must find, and taints it bears. */
export interface NodePlacement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly { readonly key: string; readonly operator: 'Equal'; readonly value: string; readonly effect: 'NoSchedule' }[];
}

/** A role of one data-sharing agreement: reads what the owner puts into the schema `shared`, and no longer than the agreement lasts. */
export interface DatabaseShare {
  /** Part of the names of its objects; unique for the database. */
  readonly name: string;
  /** Role in PostgreSQL. */
  readonly role: string;
  /** Most connections at once. */
  readonly connectionLimit: number;
  /** Last moment that its password is good for, e.g. `2028-12-31T23:59:59+07:00`. */
  readonly validUntil: string;
}

/** When the alerts of a database fire. */
export interface DatabaseMonitoring {
  /** Oldest that the newest base backup may be. */
  readonly backupAgeSeconds: number;
  /** Longest that WAL may wait for its archive. */
  readonly archiveDelaySeconds: number;
  /** Furthest that a standby may be behind. */
  readonly replicationLagSeconds: number;
}

export interface DatabaseProps {
  readonly chart: ChartSource;
  /** Id of the catalog; name of the CNPG Cluster. */
  readonly name: string;
  /** Data sub-zone that holds it. */
  readonly namespace: NamespaceHandle;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
  /** Major version of PostgreSQL that the image holds. */
  readonly postgresVersion: number;
  /** Image by digest from the internal registry. */
  readonly image: string;
  /** 1 to 7; each in a failure domain of its own. */
  readonly instances: number;
  /** Standbys that must confirm a commit. */
  readonly synchronous: { readonly mode: 'none' } | { readonly mode: 'quorum'; readonly standbys: number };
  /** Of one instance. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly storage: { readonly data: string; readonly wal: string; readonly storageClass: string };
  /** Node label of the failure domain. */
  readonly topologyKey: string;
  readonly placement: NodePlacement;
  /** Class of the pods: what yields when machines run short. */
  readonly priorityClass: string;
  /** Settings of PostgreSQL from the chart's allow-list. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Extensions that the database is made with; the image must carry them. */
  readonly extensions: readonly string[];
  /** Roles of data-sharing agreements. */
  readonly shares: readonly DatabaseShare[];
  /** `supervised`: a new image waits for a person to switch the primary. */
  readonly primaryUpdateStrategy: 'supervised' | 'unsupervised';
  /** When people may switch the primary, as it is written on the object. */
  readonly maintenanceWindow: string;
  readonly monitoring: DatabaseMonitoring;
  /** Statement classes that pgaudit records; empty: off. */
  readonly auditedStatements: readonly string[];
  readonly pooler: Omit<DatabasePoolerProps, 'database'>;
  readonly backup: BackupScheduleProps;
  /**
   * Copies at two sites.
   * @default - one copy, nothing at another site
   */
  readonly distributed?: DistributedCopy;
}

/** One of two copies of a database. */
export interface DistributedCopy {
  /** How this copy came to be; stays as it is when the roles change. */
  readonly origin: 'initdb' | 'recovery';
  /** Name of this copy: its site. */
  readonly self: string;
  /** Name of the copy that accepts writes, as this copy is told. */
  readonly primary: string;
  /**
   * Demotion token of the former primary: positions in the WAL up to which this copy replays before it accepts writes.
   * @default - no planned switch-over is under way
   */
  readonly promotionToken?: string;
  /** The other copy: where its backups lie. */
  readonly source: { readonly name: string } & BackupScheduleProps['store'];
}

/** A PostgreSQL database by CloudNativePG: instances over failure domains, pooler, WAL archive, base backups. Deleting the release keeps the data. */
export class Database extends Construct {
  /** Name of the CNPG Cluster and value of the label `cnpg.io/cluster` of its pods. */
  readonly name: string;
  readonly pooler: DatabasePooler;
  readonly backup: BackupSchedule;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = props.name;
    this.pooler = new DatabasePooler(this, 'pooler', { database: props.name, ...props.pooler });
    this.backup = new BackupSchedule(this, 'backup', props.backup);
    new ChartRelease(this, 'database', {
      name: joinName(['db', props.name], 53),
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      timeout: 1800,
      dependsOn: [...props.namespace.ready],
      values: {
        name: props.name,
        namespace: props.namespace.name,
        labels: props.labels,
        postgresVersion: props.postgresVersion,
        image: props.image,
        instances: props.instances,
        synchronous: props.synchronous.mode === 'none' ? { mode: 'none', standbys: 0 } : { mode: 'quorum', standbys: props.synchronous.standbys },
        resources: props.resources,
        storage: props.storage,
        topologyKey: props.topologyKey,
        placement: props.placement,
        priorityClass: props.priorityClass,
        // Both copies of a distributed database know one password, so it comes from the secret store; the operator makes the one of a single copy.
        database: { name: identifier(props.name), owner: identifier(props.name), extensions: props.extensions, ...(props.distributed ? { credentialsSecret: joinName([props.name, 'owner']) } : {}) },
        shares: props.shares.map((share) => ({ ...share, credentialsSecret: joinName([props.name, share.name]) })),
        parameters: props.parameters,
        primaryUpdateStrategy: props.primaryUpdateStrategy,
        maintenanceWindow: props.maintenanceWindow,
        monitoring: props.monitoring,
        pgaudit: props.auditedStatements,
        pooler: this.pooler.values,
        objectStore: this.backup.objectStore,
        backupSchedule: this.backup.schedule,
        replica: props.distributed ? distributedValues(props.name, props.distributed) : { enabled: false },
      },
    });
  }
}

/** Both copies archive under the name of the database, each in a bucket of its own. */
function distributedValues(database: string, { origin, self, primary, promotionToken, source }: DistributedCopy) {
  const { name, ...store } = source;
  return { enabled: true, origin, self, primary, ...(promotionToken === undefined ? {} : { promotionToken }), source: { name, serverName: database, ...store } };
}

/** Name of a catalog id inside PostgreSQL: hyphens would need quotes everywhere. */
export function identifier(id: string): string {
  return id.replaceAll('-', '_');
}
