import { Construct } from 'constructs';

/** An S3 store and what opens it: names of Secrets, never values. */
export interface BackupStore {
  readonly endpointURL: string;
  readonly region: string;
  readonly bucket: string;
  /** Folder inside the bucket. */
  readonly path: string;
  /** Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as bucket claims make them. */
  readonly credentialsSecret: string;
  /** Secret with the authority's `ca.crt`. */
  readonly caSecret: string;
}

export interface BackupScheduleProps {
  readonly store: BackupStore;
  /** Six cron fields, seconds first, UTC. */
  readonly schedule: string;
  /** Recovery window that retention deletion keeps, e.g. `35d`. */
  readonly retention: string;
  /** Seconds before a WAL segment is archived although it is not full. */
  readonly walArchiveTimeoutSeconds: number;
  /** Of the backup sidecar of each instance. */
  readonly sidecar: { readonly cpu: string; readonly memory: string };
}

/** Base backups by schedule and continuous WAL archiving into an object store. */
export class BackupSchedule extends Construct {
  readonly schedule: string;
  readonly store: BackupStore;
  /** Part of the database's release. */
  readonly objectStore: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: BackupScheduleProps) {
    super(scope, id);
    this.schedule = props.schedule;
    this.store = props.store;
    this.objectStore = { ...props.store, retention: props.retention, walArchiveTimeoutSeconds: props.walArchiveTimeoutSeconds, resources: props.sidecar };
  }
}
