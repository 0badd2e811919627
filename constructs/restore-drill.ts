import { Construct } from 'constructs';
import { identifier, type NodePlacement } from './database.ts';
import { joinName } from './names.ts';
import { setSource, type Source } from './provenance.ts';
import { placeOf, ScheduledProgram, type DrillStore } from './scheduled-program.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/** A question to the restored copy: one SELECT of one value, compared as text (`equals`) or as a number (`atLeast`). */
export interface DrillCheck {
  readonly id: string;
  readonly names: { readonly vi: string; readonly en: string };
  readonly sql: string;
  readonly equals?: string | undefined;
  readonly atLeast?: number | undefined;
}

export interface RestoreDrillProps {
  readonly database: string;
  /** Major version of PostgreSQL that writes the backups. */
  readonly postgresVersion: number;
  /** Namespace in which the copy is restored. */
  readonly namespace: NamespaceHandle;
  /** Image of the drill program by digest. */
  readonly image: string;
  /** Five cron fields, UTC. */
  readonly schedule: string;
  /** Where the backups lie. */
  readonly store: DrillStore;
  /** Where results are left: a bucket with versions and lock. */
  readonly results: DrillStore;
  /** Days a result stays locked; at least as long as it is valid. */
  readonly resultLockDays: number;
  /** Secret with the `ca.crt` of both stores. */
  readonly caSecret: string;
  /** The point in time to recover to, in seconds before the drill starts: what must be in the archive by then. */
  readonly targetAgeSeconds: number;
  /**
   * Seconds without a transaction that are normal for the database, and seconds within which something must have come into its archive: then its end is as good.
   * @default - that point in time must be reached
   */
  readonly idle?: { readonly seconds: number; readonly freshWithinSeconds: number };
  readonly checks: readonly DrillCheck[];
  /** Disk room for the restored copy, e.g. `64Gi`. */
  readonly scratch: string;
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Restores a database to a point in time by schedule, asks the copy, and leaves the result where nobody can change it. The program is drill/. */
export class RestoreDrill extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: RestoreDrillProps) {
    super(scope, id);
    setSource(this, props.source);
    const { namespace, image, schedule, caSecret, resources, placement, labels, source } = props;
    this.name = new ScheduledProgram(this, 'Default', {
      namespace, image, schedule, caSecret, resources, placement, labels, source,
      name: joinName([props.database, 'restore-drill'], 52),
      folder: '/etc/drill',
      steps: [{
        name: 'drill', word: 'run', args: ['--scratch', scratchFolder], files: [], definition: definitionOf(props),
        secrets: [{ name: props.store.credentialsSecret }, { name: props.results.credentialsSecret, prefix: 'RESULTS_' }],
      }],
      scratch: { folder: scratchFolder, size: props.scratch },
      keepSucceeded: 3,
    }).name;
  }
}

const scratchFolder = '/var/lib/drill';

function definitionOf({ database, postgresVersion, store, results, resultLockDays, targetAgeSeconds, idle, checks }: RestoreDrillProps): object {
  return { database, server: database, databaseName: identifier(database), postgresVersion, store: placeOf(store), results: placeOf(results), resultLockDays, targetAgeSeconds, ...(idle && { idle }), checks };
}
