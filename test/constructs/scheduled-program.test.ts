import { describe, expect, it } from 'vitest';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { placeOf, ScheduledProgram, type ProgramStep, type ScheduledProgramProps } from '../../constructs/scheduled-program.ts';
import { built, image, labels, namespace, platform, source, type Built } from './support.ts';

const step: Required<ProgramStep> = {
  name: 'look', word: 'collect', args: ['--key', '/etc/key/key'], definition: { note: '${x} %{y}' }, secrets: [{ name: 'owner' }, { name: 'reader', prefix: 'FROM_' }], files: [{ volume: 'key', folder: '/etc/key', secret: 'signing', key: 'key' }],
};
const before: ProgramStep = { name: 'bootstrap', word: 'bootstrap', args: [], definition: {}, secrets: [{ name: 'owner' }], files: [] };
const props: Required<ScheduledProgramProps> = {
  name: 'land--look', namespace, image, schedule: '7 * * * *', folder: '/etc/program', steps: [before, step], scratch: { folder: '/var/lib/drill', size: '4Gi' }, keepSucceeded: 2, caSecret: 'authority',
  resources: { cpu: '1', memory: '2Gi' }, placement: placementOnPool(platform, 'data'), labels, source,
};

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly envFrom: readonly object[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: object;
}

interface Pod {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string }[];
}

const scheduled = (more: Partial<ScheduledProgramProps> = {}) => built((stack) => {
  new ScheduledProgram(stack, 'program', { ...props, ...more });
});
const podOf = ({ object }: Built) => (object('CronJob')['spec'] as { jobTemplate: { spec: { template: { spec: Pod } } } }).jobTemplate.spec.template.spec;

describe('ScheduledProgram', () => {
  it('takes the least: one step without disk, labels or a node it must find', () => {
    const pod = podOf(scheduled({ steps: [before], scratch: null, labels: {}, placement: { nodeSelector: {}, tolerations: [] } }));
    expect(pod.initContainers).toBeUndefined();
    expect(pod.containers).toMatchObject([{ name: 'bootstrap', args: ['bootstrap', '--definition', '/etc/program/bootstrap.json'] }]);
    expect(pod.volumes.map(({ name }) => name)).toEqual(['definition', 'authority']);
  });

  it('takes every prop: a schedule, an identity without a token, a definition for each step', () => {
    const result = built((stack) => {
      expect(new ScheduledProgram(stack, 'program', props).name).toBe('land--look');
    });
    const metadata = { namespace: namespace.name, name: 'land--look', labels };
    expect(result.object('ServiceAccount')).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    expect(result.object('ConfigMap')).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'bootstrap.json': '{}\n', 'look.json': '{\n  "note": "${x} %{y}"\n}\n' } });
    expect(result.object('CronJob')).toMatchObject({
      metadata,
      spec: {
        schedule: '7 * * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 2, failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels }, spec: { backoffLimit: 1, template: { metadata: { labels }, spec: {
          serviceAccountName: 'land--look', automountServiceAccountToken: false, restartPolicy: 'Never',
          nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'data' },
          tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'data', effect: 'NoSchedule' }],
          securityContext: { runAsNonRoot: true, runAsUser: 26, runAsGroup: 26, fsGroup: 26, seccompProfile: { type: 'RuntimeDefault' } },
        } } } },
      },
    });
    expect(podOf(result).containers[0]).toEqual({
      name: 'look', image, args: ['collect', '--definition', '/etc/program/look.json', '--key', '/etc/key/key'],
      env: [{ name: 'AWS_CA_BUNDLE', value: '/etc/program-ca/ca.crt' }, { name: 'NODE_EXTRA_CA_CERTS', value: '/etc/program-ca/ca.crt' }],
      envFrom: [{ secretRef: { name: 'owner' } }, { prefix: 'FROM_', secretRef: { name: 'reader' } }],
      resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } },
      securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      volumeMounts: [
        { name: 'scratch', mountPath: '/var/lib/drill' }, { name: 'definition', mountPath: '/etc/program', readOnly: true }, { name: 'authority', mountPath: '/etc/program-ca', readOnly: true },
        { name: 'key', mountPath: '/etc/key', readOnly: true },
      ],
    });
    expect(podOf(result).volumes).toEqual([
      { name: 'scratch', emptyDir: { sizeLimit: '4Gi' } }, { name: 'definition', configMap: { name: 'land--look' } },
      { name: 'authority', secret: { secretName: 'authority', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }, { name: 'key', secret: { secretName: 'signing', items: [{ key: 'key', path: 'key' }] } },
    ]);
    expect(result.resource('kubernetes_cron_job_v1')['depends_on']).toEqual([expect.stringMatching(/^kubernetes_service_account_v1\./), expect.stringMatching(/^kubernetes_config_map_v1\./)]);
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('gives the disk to the last step, and the file of a Secret to the step that names it', () => {
    const [first] = podOf(scheduled()).initContainers!;
    expect(first!.volumeMounts.map(({ name }) => name)).toEqual(['definition', 'authority']);
    expect(JSON.stringify(first)).not.toMatch(/reader|signing/);
  });

  it('holds every container to what the restricted standard asks', () => {
    const pod = podOf(scheduled());
    for (const { securityContext } of [...pod.initContainers!, ...pod.containers]) expect(securityContext).toEqual({ runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  });

  it('has a name that leaves Kubernetes room for the job\'s own: at most 52 characters', () => {
    const { object } = scheduled({ name: 'd'.repeat(60) });
    expect(object('CronJob').metadata.name).toMatch(/^d{43}-[0-9a-f]{8}$/);
    expect(object('ConfigMap').metadata.name).toBe(object('CronJob').metadata.name);
  });
});

describe('a store', () => {
  it('is named without the Secret that opens it', () => {
    expect(placeOf({ endpointURL: 'https://objects.north.ndc.example', region: 'north', bucket: 'copy', path: 'land', credentialsSecret: 'owner' })).toEqual({ endpoint: 'https://objects.north.ndc.example', region: 'north', bucket: 'copy', prefix: 'land' });
  });
});
