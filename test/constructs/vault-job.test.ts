import { describe, expect, it } from 'vitest';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { PlatformNamespace } from '../../constructs/platform-namespace.ts';
import { VaultJob, type VaultJobProps } from '../../constructs/vault-job.ts';
import { bootstrapDefinition, collectDefinition, pullDefinition, pullWish, sealDefinition } from '../../drill/definition.ts';
import { built, image, labels, platform, source, type Built } from './support.ts';

const from = { endpointURL: 'https://objects.north.ndc.example', region: 'north', bucket: 'backup--land--north', path: 'land', credentialsSecret: 'backup--land--north--reader' };
const store = { endpointURL: 'https://objects.south-vault.ndc.example', region: 'south', bucket: 'copy--land--north', path: '', credentialsSecret: 'copy--land--north' };
const props: Required<VaultJobProps> = {
  name: 'pull--land--north', namespace: { name: 'ndc-copies', ready: [] }, image, schedule: '7 * * * *', task: { kind: 'pull', from, recipientSecret: 'vault-recipient--mae', freshWithinSeconds: 180_000 }, store,
  lock: { mode: 'compliance', days: 45 }, retentionDays: 1, expiryDays: 50, caSecret: 'authority', resources: { cpu: '250m', memory: '512Mi' }, placement: placementOnPool(platform, 'platform'), labels, source,
};

const job = (more: Partial<VaultJobProps> = {}) => built((stack) => {
  new VaultJob(stack, 'job', { ...props, ...more });
});

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly envFrom: readonly object[];
  readonly volumeMounts: readonly { readonly name: string }[];
  readonly securityContext: object;
}

interface Pod {
  readonly securityContext: object;
  readonly initContainers: readonly [Container];
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string }[];
}

const podOf = ({ object }: Built) => (object('CronJob')['spec'] as { jobTemplate: { spec: { template: { spec: Pod } } } }).jobTemplate.spec.template.spec;
const definitionsOf = ({ object }: Built) => object('ConfigMap')['data'] as Record<string, string>;

describe('VaultJob', () => {
  it('takes the least: sealing, with no labels and no node it must find', () => {
    const result = job({ task: { kind: 'seal' }, expiryDays: null, labels: {}, placement: { nodeSelector: {}, tolerations: [] } });
    const pod = podOf(result);
    expect(pod.containers[0]).toMatchObject({ name: 'seal', args: ['seal', '--definition', '/etc/vault/seal.json'], envFrom: [{ secretRef: { name: store.credentialsSecret } }] });
    expect(pod.volumes.map(({ name }) => name)).toEqual(['definition', 'authority']);
    expect(sealDefinition.parse(JSON.parse(definitionsOf(result)['seal.json']!))).toEqual({ store: { endpoint: store.endpointURL, region: 'south', bucket: store.bucket, prefix: '' }, mode: 'COMPLIANCE', days: 45 });
  });

  it('takes every prop: a job by schedule that sets up its bucket first, as an identity of its own that gets no token', () => {
    const result = built((stack) => {
      expect(new VaultJob(stack, 'job', props).name).toBe('pull--land--north');
    });
    const metadata = { namespace: 'ndc-copies', name: 'pull--land--north', labels };
    const securityContext = { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
    const common = {
      image, securityContext,
      env: [{ name: 'AWS_CA_BUNDLE', value: '/etc/vault-ca/ca.crt' }, { name: 'NODE_EXTRA_CA_CERTS', value: '/etc/vault-ca/ca.crt' }],
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '250m', memory: '512Mi' } },
    };
    const mounts = [{ name: 'definition', mountPath: '/etc/vault', readOnly: true }, { name: 'authority', mountPath: '/etc/vault-ca', readOnly: true }];
    expect(result.object('ServiceAccount')).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    expect(result.object('CronJob')).toEqual({
      apiVersion: 'batch/v1', kind: 'CronJob', metadata,
      spec: {
        schedule: '7 * * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels },
          spec: {
            backoffLimit: 1,
            template: {
              metadata: { labels },
              spec: {
                serviceAccountName: 'pull--land--north', automountServiceAccountToken: false, restartPolicy: 'Never',
                nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'platform' },
                tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'platform', effect: 'NoSchedule' }],
                securityContext: { runAsNonRoot: true, runAsUser: 26, runAsGroup: 26, fsGroup: 26, seccompProfile: { type: 'RuntimeDefault' } },
                initContainers: [{ ...common, name: 'bootstrap', args: ['bootstrap', '--definition', '/etc/vault/bootstrap.json'], envFrom: [{ secretRef: { name: 'copy--land--north' } }], volumeMounts: mounts }],
                containers: [{
                  ...common, name: 'pull',
                  args: ['pull', '--definition', '/etc/vault/pull.json', '--recipient', '/etc/vault-key/recipient'],
                  envFrom: [{ secretRef: { name: 'copy--land--north' } }, { prefix: 'FROM_', secretRef: { name: 'backup--land--north--reader' } }],
                  volumeMounts: [...mounts, { name: 'recipient', mountPath: '/etc/vault-key', readOnly: true }],
                }],
                volumes: [
                  { name: 'definition', configMap: { name: 'pull--land--north' } },
                  { name: 'authority', secret: { secretName: 'authority', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                  { name: 'recipient', secret: { secretName: 'vault-recipient--mae', items: [{ key: 'recipient', path: 'recipient' }] } },
                ],
              },
            },
          },
        },
      },
    });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('tells the program what its own schemas take', () => {
    const data = definitionsOf(job());
    const lock = { mode: 'COMPLIANCE', days: 45 };
    expect(Object.keys(data)).toEqual(['bootstrap.json', 'pull.json']);
    expect(bootstrapDefinition.parse(JSON.parse(data['bootstrap.json']!))).toEqual({
      store: { endpoint: store.endpointURL, region: 'south' }, buckets: [{ bucket: store.bucket, versioning: true, lock, expireOlderAfterDays: 1, expireCurrentAfterDays: 50, sealed: true }],
    });
    expect(pullWish(JSON.parse(data['pull.json']!), undefined)).toEqual({
      from: { endpoint: from.endpointURL, region: 'north', bucket: from.bucket, prefix: 'land' }, to: { endpoint: store.endpointURL, region: 'south', bucket: store.bucket, prefix: '' }, ...lock, expireAfterDays: 50, freshWithinSeconds: 180_000,
    });
  });

  it('that collects mounts the key that signs into the collector alone, and gives it keys to the other site that read', () => {
    const results = { ...from, bucket: 'drills--land--north', path: '', credentialsSecret: 'drills--land--north--reader' };
    const result = job({ task: { kind: 'collect', database: 'land', from, results, byRole: 'evidence', signingSecret: 'evidence-signer', validDays: 180, lockDays: 211 }, expiryDays: null });
    const pod = podOf(result);
    expect(pod.containers[0]).toMatchObject({
      name: 'collect', args: ['collect', '--definition', '/etc/vault/collect.json', '--key', '/etc/vault-key/key'],
      envFrom: [{ secretRef: { name: store.credentialsSecret } }, { prefix: 'FROM_', secretRef: { name: from.credentialsSecret } }, { prefix: 'RESULTS_', secretRef: { name: 'drills--land--north--reader' } }],
    });
    expect(pod.volumes.at(-1)).toEqual({ name: 'signing-key', secret: { secretName: 'evidence-signer', items: [{ key: 'key', path: 'key' }] } });
    expect(JSON.stringify(pod.initContainers)).not.toMatch(/reader|signing/);
    const place = (of: typeof store) => ({ endpoint: of.endpointURL, region: of.region, bucket: of.bucket, prefix: of.path });
    expect(collectDefinition.parse(JSON.parse(definitionsOf(result)['collect.json']!))).toEqual({ database: 'land', results: place(results), source: place(from), evidence: place(store), byRole: 'evidence', validDays: 180, lockDays: 211 });
    expect(collectDefinition.safeParse({ ...JSON.parse(definitionsOf(result)['collect.json']!) as object, lockDays: 179 }).success).toBe(false);
  });

  it('without an end lets copies stay until somebody else ends them', () => {
    const data = definitionsOf(job({ expiryDays: null }));
    expect(bootstrapDefinition.parse(JSON.parse(data['bootstrap.json']!)).buckets[0]!.expireCurrentAfterDays).toBeNull();
    expect(pullWish(JSON.parse(data['pull.json']!), undefined).expireAfterDays).toBeUndefined();
  });

  it.each([[44, false], [45, true]])('with a lock of 45 days and an end after %d is taken by the program: %s', (expiryDays, taken) => {
    const data = definitionsOf(job({ expiryDays }));
    expect(bootstrapDefinition.safeParse(JSON.parse(data['bootstrap.json']!)).success).toBe(taken);
    expect(pullDefinition.safeParse(JSON.parse(data['pull.json']!)).success).toBe(taken);
  });

  it('gives the key that reads the other site to the pull alone, and the public half of the tenant\'s key to nobody who does not encrypt', () => {
    const plain = podOf(job({ task: { kind: 'pull', from, recipientSecret: null, freshWithinSeconds: 180_000 } }));
    expect(plain.containers[0].args).toEqual(['pull', '--definition', '/etc/vault/pull.json']);
    expect(plain.volumes.map(({ name }) => name)).toEqual(['definition', 'authority']);
    expect(JSON.stringify(podOf(job()).initContainers)).not.toMatch(/reader|recipient/);
  });

  it('has a name that leaves Kubernetes room for the job\'s own: at most 52 characters', () => {
    const { object } = job({ name: 'd'.repeat(60) });
    expect(object('CronJob').metadata.name).toMatch(/^d{43}-[0-9a-f]{8}$/);
    expect(object('ServiceAccount').metadata.name).toBe(object('CronJob').metadata.name);
  });

  it('waits for a namespace of its own stack', () => {
    expect(job().resource('kubernetes_service_account_v1')['depends_on']).toEqual([]);
    const { resource } = built((stack) => {
      new VaultJob(stack, 'job', { ...props, namespace: new PlatformNamespace(stack, 'namespace', { platform, name: 'ndc-copies', part: 'copies', podSecurity: 'restricted', source }) });
    });
    expect(resource('kubernetes_cron_job_v1')['depends_on']).toEqual([expect.stringMatching(/^kubernetes_service_account_v1\./), expect.stringMatching(/^kubernetes_config_map_v1\./), expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });
});

describe('a pull with a recipient from a file', () => {
  const definition = { from: { endpoint: from.endpointURL, region: 'north', bucket: 'backup', prefix: '' }, to: { endpoint: store.endpointURL, region: 'south', bucket: 'copy', prefix: '' }, mode: 'COMPLIANCE', days: 45 };

  it.each(['', '\n', 'AGE-SECRET-KEY-1ABC'])('refuses %j: never a copy without encryption, never a secret half', (content) => {
    expect(() => pullWish(definition, content)).toThrow(/recipient/);
  });

  it('takes it without the end of its line, in place of the definition\'s own', () => {
    expect(pullWish({ ...definition, recipient: 'age1old' }, 'age1new\n').recipient).toBe('age1new');
  });
});
