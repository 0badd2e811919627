import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1/index.js';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { Construct } from 'constructs';
import { escapeTemplate } from './chart-release.ts';
import { identifier, type NodePlacement } from './database.ts';
import { joinName } from './names.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/** An S3 store as the drill program takes it. */
export interface DrillStore {
  readonly endpointURL: string;
  readonly region: string;
  readonly bucket: string;
  /** Folder inside the bucket; empty: the bucket itself. */
  readonly path: string;
  /** Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. */
  readonly credentialsSecret: string;
}

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
    this.name = joinName([props.database, 'restore-drill'], 52);
    const metadata = { namespace: props.namespace.name, name: this.name, labels: { ...props.labels } };
    const account = new ServiceAccountV1(this, 'account', { metadata, automountServiceAccountToken: false, dependsOn: [...props.namespace.ready] });
    const definition = new ConfigMapV1(this, 'definition', { metadata, data: { 'drill.json': escapeTemplate(definitionOf(props)) }, dependsOn: [...props.namespace.ready] });
    new CronJobV1(this, 'schedule', {
      metadata,
      spec: {
        schedule: props.schedule,
        timezone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: { ...props.labels } },
          spec: {
            backoffLimit: 1,
            template: {
              metadata: { labels: { ...props.labels } },
              spec: {
                serviceAccountName: this.name,
                automountServiceAccountToken: false,
                restartPolicy: 'Never',
                nodeSelector: { ...props.placement.nodeSelector },
                toleration: props.placement.tolerations.map((toleration) => ({ ...toleration })),
                securityContext: { runAsNonRoot: true, runAsUser: '26', runAsGroup: '26', fsGroup: '26', seccompProfile: { type: 'RuntimeDefault' } },
                container: [{
                  name: 'drill',
                  image: props.image,
                  args: ['run', '--definition', '/etc/drill/drill.json', '--scratch', '/var/lib/drill'],
                  envFrom: [{ secretRef: { name: props.store.credentialsSecret } }, { prefix: 'RESULTS_', secretRef: { name: props.results.credentialsSecret } }],
                  env: ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].map((name) => ({ name, value: '/etc/drill-ca/ca.crt' })),
                  resources: { requests: { ...props.resources }, limits: { ...props.resources } },
                  // The provider writes `runAsNonRoot: false` where a container says nothing, which outdoes the pod's.
                  securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
                  volumeMount: [
                    { name: 'scratch', mountPath: '/var/lib/drill' },
                    { name: 'definition', mountPath: '/etc/drill', readOnly: true },
                    { name: 'authority', mountPath: '/etc/drill-ca', readOnly: true },
                  ],
                }],
                volume: [
                  { name: 'scratch', emptyDir: { sizeLimit: props.scratch } },
                  { name: 'definition', configMap: { name: this.name } },
                  { name: 'authority', secret: { secretName: props.caSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                ],
              },
            },
          },
        },
      },
      dependsOn: [account, definition, ...props.namespace.ready],
    });
  }
}

/** What the program is told; its schema is drill/definition.ts. */
function definitionOf({ database, postgresVersion, store, results, resultLockDays, targetAgeSeconds, checks }: RestoreDrillProps): string {
  const place = ({ endpointURL, region, bucket, path }: DrillStore) => ({ endpoint: endpointURL, region, bucket, prefix: path });
  return `${JSON.stringify({ database, server: database, databaseName: identifier(database), postgresVersion, store: place(store), results: place(results), resultLockDays, targetAgeSeconds, checks }, null, 2)}\n`;
}
