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
        database: { name: identifier(props.name), owner: identifier(props.name) },
        parameters: {},
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
