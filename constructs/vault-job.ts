import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1/index.js';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { Construct } from 'constructs';
import { escapeTemplate } from './chart-release.ts';
import type { NodePlacement } from './database.ts';
import { joinName } from './names.ts';
import { setSource, type Source } from './provenance.ts';
import type { DrillStore } from './restore-drill.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/**
 * What is done with a bucket of the vault.
 * `pull`: new versions of another site's store are written into it once, each with a lock. `seal`: what others wrote into it without a lock is locked.
 */
export type VaultTask =
  | {
    readonly kind: 'pull';
    /** Store that is pulled from; its Secret holds a key that reads and nothing else. */
    readonly from: DrillStore;
    /** Secret whose `recipient` is the public half of the tenant's age key; without the Secret nothing is copied. Null: copies are not encrypted. */
    readonly recipientSecret: string | null;
  }
  | { readonly kind: 'seal' };

export interface VaultJobProps {
  /** Shortened with a hash to the 52 characters that the name of a job leaves. */
  readonly name: string;
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  /** Image of the drill program by digest. */
  readonly image: string;
  /** Five cron fields, UTC. */
  readonly schedule: string;
  readonly task: VaultTask;
  /** Bucket of the vault, and the Secret of whoever owns it. */
  readonly store: DrillStore;
  /** Lock of each object, in days from its write; also the bucket's default. */
  readonly lock: { readonly mode: 'compliance' | 'governance'; readonly days: number };
  /** Days an older version stays after it was replaced or deleted. */
  readonly retentionDays: number;
  /** Secret with the `ca.crt` of both stores. */
  readonly caSecret: string;
  /** Of each container; the first has ended before the second begins. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/**
 * Keeps one bucket of a vault by schedule. Before each run the bucket is made what it must be (versions, lock, lifecycle) and read back: while that fails nothing
 * is written, since a copy without a lock does not count. The program is drill/.
 */
export class VaultJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: VaultJobProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = joinName([props.name], 52);
    const { task, labels } = props;
    const metadata = { namespace: props.namespace.name, name: this.name, labels: { ...labels } };
    const recipientSecret = task.kind === 'pull' ? task.recipientSecret : null;
    const account = new ServiceAccountV1(this, 'account', { metadata, automountServiceAccountToken: false, dependsOn: [...props.namespace.ready] });
    const definition = new ConfigMapV1(this, 'definition', {
      metadata,
      data: { 'bootstrap.json': escapeTemplate(bootstrapOf(props)), [`${task.kind}.json`]: escapeTemplate(taskOf(props)) },
      dependsOn: [...props.namespace.ready],
    });
    const container = {
      image: props.image,
      env: ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].map((name) => ({ name, value: '/etc/vault-ca/ca.crt' })),
      resources: { requests: { ...props.resources }, limits: { ...props.resources } },
      // The provider writes `runAsNonRoot: false` where a container says nothing, which outdoes the pod's.
      securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    };
    const mounts = [
      { name: 'definition', mountPath: '/etc/vault', readOnly: true },
      { name: 'authority', mountPath: '/etc/vault-ca', readOnly: true },
    ];
    const owner = { secretRef: { name: props.store.credentialsSecret } };
    new CronJobV1(this, 'schedule', {
      metadata,
      spec: {
        schedule: props.schedule,
        timezone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: { ...labels } },
          spec: {
            backoffLimit: 1,
            template: {
              metadata: { labels: { ...labels } },
              spec: {
                serviceAccountName: this.name,
                automountServiceAccountToken: false,
                restartPolicy: 'Never',
                nodeSelector: { ...props.placement.nodeSelector },
                toleration: props.placement.tolerations.map((toleration) => ({ ...toleration })),
                securityContext: { runAsNonRoot: true, runAsUser: '26', runAsGroup: '26', fsGroup: '26', seccompProfile: { type: 'RuntimeDefault' } },
                initContainer: [{ ...container, name: 'bootstrap', args: ['bootstrap', '--definition', '/etc/vault/bootstrap.json'], envFrom: [owner], volumeMount: mounts }],
                container: [{
                  ...container,
                  name: task.kind,
                  args: [task.kind, '--definition', `/etc/vault/${task.kind}.json`, ...(recipientSecret === null ? [] : ['--recipient', '/etc/vault-key/recipient'])],
                  envFrom: [owner, ...(task.kind === 'pull' ? [{ prefix: 'FROM_', secretRef: { name: task.from.credentialsSecret } }] : [])],
                  volumeMount: [...mounts, ...(recipientSecret === null ? [] : [{ name: 'recipient', mountPath: '/etc/vault-key', readOnly: true }])],
                }],
                volume: [
                  { name: 'definition', configMap: { name: this.name } },
                  { name: 'authority', secret: { secretName: props.caSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                  ...(recipientSecret === null ? [] : [{ name: 'recipient', secret: { secretName: recipientSecret, items: [{ key: 'recipient', path: 'recipient' }] } }]),
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

const placeOf = ({ endpointURL, region, bucket, path }: DrillStore) => ({ endpoint: endpointURL, region, bucket, prefix: path });
const lockOf = ({ lock }: VaultJobProps) => ({ mode: lock.mode.toUpperCase(), days: lock.days });
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

/** What the program is told of the bucket; its schema is drill/definition.ts. Both tasks lock explicitly, so the store need not stamp its default. */
function bootstrapOf(props: VaultJobProps): string {
  const { endpointURL, region, bucket } = props.store;
  return json({ store: { endpoint: endpointURL, region }, buckets: [{ bucket, versioning: true, lock: lockOf(props), expireOlderAfterDays: props.retentionDays, sealed: true }] });
}

function taskOf(props: VaultJobProps): string {
  const { task, store } = props;
  return json(task.kind === 'pull' ? { from: placeOf(task.from), to: placeOf(store), ...lockOf(props) } : { store: placeOf(store), ...lockOf(props) });
}
