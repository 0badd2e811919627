import { describe, expect, it } from 'vitest';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { RestoreDrill, type RestoreDrillProps } from '../../constructs/restore-drill.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { drillDefinition } from '../../drill/definition.ts';
import { built, identity, image, labels, namespace, platform, source, type Built } from './support.ts';

const store = { endpointURL: 'https://objects.north.ndc.example', region: 'north', bucket: 'backup--land--north', path: 'land', credentialsSecret: 'backup--land--north' };
const results = { ...store, bucket: 'drills--land--north', path: '', credentialsSecret: 'drills--land--north' };
const checks = [{ id: 'parcels', names: { vi: 'Có thửa đất', en: 'There are parcels' }, sql: "SELECT count(*) FROM parcel WHERE note <> '${x} %{y}'", atLeast: 1 }];
const props: Required<RestoreDrillProps> = {
  database: 'land', postgresVersion: 18, namespace, image, schedule: '30 2 2 * *', store, results, resultLockDays: 211, caSecret: 'authority', targetAgeSeconds: 1200, idle: { seconds: 86_400, freshWithinSeconds: 180_000 }, checks, scratch: '200Gi', resources: { cpu: '1', memory: '2Gi' }, placement: placementOnPool(platform, 'data'), labels, source,
};

const drill = (more: Partial<RestoreDrillProps> = {}) => built((stack) => {
  new RestoreDrill(stack, 'drill', { ...props, ...more });
});

interface Pod {
  readonly securityContext: object;
  readonly containers: readonly [{ readonly args: readonly string[]; readonly securityContext: object }];
}

const podOf = ({ object }: Built) => (object('CronJob')['spec'] as { jobTemplate: { spec: { template: { spec: Pod } } } }).jobTemplate.spec.template.spec;

describe('RestoreDrill', () => {
  it('takes the least: no labels, no node it must find', () => {
    const { object } = drill({ labels: {}, placement: { nodeSelector: {}, tolerations: [] } });
    expect(object('CronJob')['spec']).toMatchObject({ jobTemplate: { spec: { template: { spec: { nodeSelector: {} } } } } });
    expect(JSON.stringify(object('CronJob'))).not.toContain('tolerations');
  });

  it('takes every prop: a job by schedule, as an identity of its own that gets no token', () => {
    const result = built((stack) => {
      expect(new RestoreDrill(stack, 'drill', props).name).toBe('land--restore-drill');
    });
    const metadata = { namespace: namespace.name, name: 'land--restore-drill', labels };
    expect(result.object('ServiceAccount')).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    expect(result.object('CronJob')).toEqual({
      apiVersion: 'batch/v1', kind: 'CronJob', metadata,
      spec: {
        schedule: '30 2 2 * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels },
          spec: {
            backoffLimit: 1,
            template: {
              metadata: { labels },
              spec: {
                serviceAccountName: 'land--restore-drill',
                automountServiceAccountToken: false,
                restartPolicy: 'Never',
                nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'data' },
                tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'data', effect: 'NoSchedule' }],
                securityContext: { runAsNonRoot: true, runAsUser: 26, runAsGroup: 26, fsGroup: 26, seccompProfile: { type: 'RuntimeDefault' } },
                containers: [{
                  name: 'drill', image,
                  args: ['run', '--definition', '/etc/drill/drill.json', '--scratch', '/var/lib/drill'],
                  env: [{ name: 'AWS_CA_BUNDLE', value: '/etc/drill-ca/ca.crt' }, { name: 'NODE_EXTRA_CA_CERTS', value: '/etc/drill-ca/ca.crt' }],
                  envFrom: [{ secretRef: { name: store.credentialsSecret } }, { prefix: 'RESULTS_', secretRef: { name: results.credentialsSecret } }],
                  resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } },
                  securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
                  volumeMounts: [{ name: 'scratch', mountPath: '/var/lib/drill' }, { name: 'definition', mountPath: '/etc/drill', readOnly: true }, { name: 'authority', mountPath: '/etc/drill-ca', readOnly: true }],
                }],
                volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '200Gi' } }, { name: 'definition', configMap: { name: 'land--restore-drill' } }, { name: 'authority', secret: { secretName: 'authority', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }],
              },
            },
          },
        },
      },
    });
    expect(result.resource('kubernetes_cron_job_v1')).toMatchObject({ metadata, spec: { timezone: 'Etc/UTC' }, depends_on: [expect.stringMatching(/^kubernetes_service_account_v1\./), expect.stringMatching(/^kubernetes_config_map_v1\./)] });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('asks for what the restricted standard asks of pods', () => {
    const pod = podOf(drill());
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toMatchObject({ runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    expect(Object.keys(pod).filter((key) => key.startsWith('host'))).toEqual([]);
  });

  it('takes its credentials from a Secret by name, never as an argument', () => {
    expect(podOf(drill()).containers[0].args.join(' ')).not.toMatch(/key|secret|password|credential/i);
  });

  it('tells the program what its own schema takes', () => {
    const { data } = drill().object('ConfigMap') as unknown as { data: Record<string, string> };
    expect(drillDefinition.parse(JSON.parse(data['drill.json']!))).toEqual({
      database: 'land', server: 'land', databaseName: 'land', postgresVersion: 18, resultLockDays: 211, targetAgeSeconds: 1200, idle: { seconds: 86_400, freshWithinSeconds: 180_000 }, checks,
      store: { endpoint: store.endpointURL, region: 'north', bucket: 'backup--land--north', prefix: 'land' }, results: { endpoint: store.endpointURL, region: 'north', bucket: 'drills--land--north', prefix: '' },
    });
  });

  it('says nothing of idle times where the owner says nothing', () => {
    const { idle: _, ...rest } = props;
    const { data } = built((stack) => {
      new RestoreDrill(stack, 'drill', rest);
    }).object('ConfigMap') as unknown as { data: Record<string, string> };
    expect(drillDefinition.parse(JSON.parse(data['drill.json']!)).idle).toBeUndefined();
  });

  it('has a name that leaves Kubernetes room for the job\'s own: at most 52 characters', () => {
    const { object } = drill({ database: 'd'.repeat(60) });
    expect(object('CronJob').metadata.name).toMatch(/^d{43}-[0-9a-f]{8}$/);
    expect(object('ServiceAccount').metadata.name).toBe(object('CronJob').metadata.name);
  });

  it('waits for a namespace of its own stack', () => {
    const { resource } = drill();
    expect(resource('kubernetes_service_account_v1')['depends_on']).toEqual([]);
    const { resource: withNamespace } = built((stack) => {
      new RestoreDrill(stack, 'drill', { ...props, namespace: new ZoneNamespace(stack, 'namespace', { platform, identity, source }) });
    });
    expect(withNamespace('kubernetes_cron_job_v1')['depends_on']).toEqual([expect.stringMatching(/^kubernetes_service_account_v1\./), expect.stringMatching(/^kubernetes_config_map_v1\./), expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });
});
