import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1/index.js';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { Construct } from 'constructs';
import { escapeTemplate } from './chart-release.ts';
import type { NodePlacement } from './database.ts';
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

/** A store as definitions of the program name it: drill/definition.ts. */
export const placeOf = ({ endpointURL, region, bucket, path }: DrillStore) => ({ endpoint: endpointURL, region, bucket, prefix: path });

/** One call of the program. */
export interface ProgramStep {
  /** Of its container; `<name>.json` is its definition. */
  readonly name: string;
  /** What the program does: a word of drill/main.ts. */
  readonly word: string;
  /** What follows the word and its definition, e.g. `['--key', '/etc/vault-key/key']`. */
  readonly args: readonly string[];
  /** What the program is told; its schema is drill/definition.ts. */
  readonly definition: object;
  /** Secrets whose keys become variables of the environment, after their prefix. */
  readonly secrets: readonly { readonly name: string; readonly prefix?: string }[];
  /** Single keys of Secrets as files, each volume in a folder of its own. */
  readonly files: readonly { readonly volume: string; readonly folder: string; readonly secret: string; readonly key: string }[];
}

export interface ScheduledProgramProps {
  /** Shortened with a hash to the 52 characters that the name of a job leaves. */
  readonly name: string;
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  /** Image of the drill program by digest. */
  readonly image: string;
  /** Five cron fields, UTC. */
  readonly schedule: string;
  /** Folder in the containers that holds the definitions, e.g. `/etc/vault`; `<folder>-ca` holds the authority. */
  readonly folder: string;
  /** One after the other, each in a container; the next begins when the one before ended well. At least one. */
  readonly steps: readonly [ProgramStep, ...ProgramStep[]];
  /** Disk for the last step, gone with the pod; null: none. */
  readonly scratch: { readonly folder: string; readonly size: string } | null;
  /** How many jobs that succeeded stay to be looked at. */
  readonly keepSucceeded: number;
  /** Secret with the `ca.crt` of the stores. */
  readonly caSecret: string;
  /** Of each container. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/**
 * The drill program by schedule, as an identity of its own that gets no token. Keys reach it from Secrets by name: in the environment, or as a file that is
 * mounted into the one step that names it.
 */
export class ScheduledProgram extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ScheduledProgramProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = joinName([props.name], 52);
    const { steps, labels, scratch } = props;
    const metadata = { namespace: props.namespace.name, name: this.name, labels: { ...labels } };
    const ready = [...props.namespace.ready];
    const account = new ServiceAccountV1(this, 'account', { metadata, automountServiceAccountToken: false, dependsOn: ready });
    const definition = new ConfigMapV1(this, 'definition', { metadata, data: Object.fromEntries(steps.map(({ name, definition: told }) => [`${name}.json`, escapeTemplate(`${JSON.stringify(told, null, 2)}\n`)])), dependsOn: ready });
    const containers = steps.map((step, at) => containerOf(props, step, at === steps.length - 1 && scratch ? [{ name: 'scratch', mountPath: scratch.folder }] : []));
    const first = containers.slice(0, -1);
    new CronJobV1(this, 'schedule', {
      metadata,
      spec: {
        schedule: props.schedule,
        timezone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: props.keepSucceeded,
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
                ...(first.length > 0 && { initContainer: first }),
                container: containers.slice(-1),
                volume: [
                  ...(scratch ? [{ name: 'scratch', emptyDir: { sizeLimit: scratch.size } }] : []),
                  { name: 'definition', configMap: { name: this.name } },
                  { name: 'authority', secret: { secretName: props.caSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                  ...steps.flatMap(({ files }) => files.map(({ volume, secret, key }) => ({ name: volume, secret: { secretName: secret, items: [{ key, path: key }] } }))),
                ],
              },
            },
          },
        },
      },
      dependsOn: [account, definition, ...ready],
    });
  }
}

function containerOf({ image, resources, folder }: ScheduledProgramProps, step: ProgramStep, scratch: readonly { name: string; mountPath: string }[]) {
  return {
    name: step.name,
    image,
    args: [step.word, '--definition', `${folder}/${step.name}.json`, ...step.args],
    envFrom: step.secrets.map(({ name, prefix }) => ({ ...(prefix !== undefined && { prefix }), secretRef: { name } })),
    env: ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].map((name) => ({ name, value: `${folder}-ca/ca.crt` })),
    resources: { requests: { ...resources }, limits: { ...resources } },
    // The provider writes `runAsNonRoot: false` where a container says nothing, which outdoes the pod's.
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMount: [
      ...scratch,
      { name: 'definition', mountPath: folder, readOnly: true },
      { name: 'authority', mountPath: `${folder}-ca`, readOnly: true },
      ...step.files.map(({ volume, folder }) => ({ name: volume, mountPath: folder, readOnly: true })),
    ],
  };
}
