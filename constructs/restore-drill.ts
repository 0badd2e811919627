import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1/index.js';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { Construct } from 'constructs';
import type { NodePlacement } from './database.ts';
import { joinName } from './names.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface RestoreDrillProps {
  readonly database: string;
  /** Namespace in which the copy is restored. */
  readonly namespace: NamespaceHandle;
  /** Image of the drill program by digest. */
  readonly image: string;
  /** Five cron fields, UTC. */
  readonly schedule: string;
  /** Where the backups lie; credentials are mounted from the Secret of that name. */
  readonly store: { readonly endpointURL: string; readonly bucket: string; readonly path: string; readonly credentialsSecret: string };
  /** Memory-backed and disk room for the restored copy, e.g. `64Gi`. */
  readonly scratch: string;
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Restores the latest backup of a database by schedule and leaves evidence; it can read backups and nothing else. */
export class RestoreDrill extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: RestoreDrillProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = joinName([props.database, 'restore-drill'], 52);
    const metadata = { namespace: props.namespace.name, name: this.name, labels: { ...props.labels } };
    const account = new ServiceAccountV1(this, 'account', { metadata, automountServiceAccountToken: false, dependsOn: [...props.namespace.ready] });
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
                  args: ['run', '--database', props.database, '--endpoint', props.store.endpointURL, '--bucket', props.store.bucket, '--path', props.store.path],
                  envFrom: [{ secretRef: { name: props.store.credentialsSecret } }],
                  resources: { requests: { ...props.resources }, limits: { ...props.resources } },
                  // The provider writes `runAsNonRoot: false` where a container says nothing, which outdoes the pod's.
                  securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
                  volumeMount: [{ name: 'scratch', mountPath: '/var/lib/drill' }],
                }],
                volume: [{ name: 'scratch', emptyDir: { sizeLimit: props.scratch } }],
              },
            },
          },
        },
      },
      dependsOn: [account, ...props.namespace.ready],
    });
  }
}
