import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { only, prepare, refusal, render, set, titles, type Rendered } from './harness.ts';

const minimal = {
  name: 'objects',
  namespace: 'rook-ceph',
  labels: { 'ndc.example/cluster': 'ndc-1-vault' },
  host: 'objects.ndc-1-vault.ndc.example',
  gateways: 3,
};

const everything = {
  ...minimal,
  certificateSecret: 'objects-certificate',
  failureDomain: 'rack',
  copies: 4,
  erasure: { dataChunks: 4, codingChunks: 2 },
  placement: {
    nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'storage' },
    tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'storage', effect: 'NoSchedule' }],
    topologyKey: 'topology.kubernetes.io/zone',
  },
  resources: { cpu: '4', memory: '8Gi' },
};

/** The storage class is a built-in kind: the API server decides. */
const custom = (objects: readonly Rendered[]) => objects.filter((object) => object.kind !== 'StorageClass');

prepare('crds-rook-ceph');

describe('chart vault', () => {
  it('makes a store and the storage class of its buckets', async () => {
    const objects = await render('vault', minimal);
    expect(titles(objects)).toEqual(['CephObjectStore objects', 'StorageClass ndc-buckets']);
    expect((await checkDefinitions(custom(objects))).problems).toEqual([]);
    for (const object of objects) expect(object.metadata).toMatchObject({ labels: minimal.labels, annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  it('takes every value', async () => {
    const objects = await render('vault', everything);
    expect((await checkDefinitions(custom(objects))).problems).toEqual([]);
    const { metadataPool, dataPool, gateway } = only(objects, 'CephObjectStore').spec;
    expect(metadataPool).toEqual({ failureDomain: 'rack', replicated: { size: 4, requireSafeReplicaSize: true } });
    expect(dataPool).toEqual({ failureDomain: 'rack', erasureCoded: { dataChunks: 4, codingChunks: 2 }, parameters: { bulk: 'true' } });
    expect(gateway.sslCertificateRef).toBe('objects-certificate');
    expect(gateway.resources).toEqual({ requests: everything.resources, limits: everything.resources });
    expect(gateway.placement).toEqual({
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'node-restriction.kubernetes.io/ndc-pool', operator: 'In', values: ['storage'] }] }] } },
      tolerations: everything.placement.tolerations,
      topologySpreadConstraints: [{
        maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'rook-ceph-rgw', rook_object_store: 'objects' } },
      }],
    });
  });

  it('keeps three copies in three failure domains', async () => {
    const { metadataPool, dataPool } = only(await render('vault', minimal), 'CephObjectStore').spec;
    const copied = { failureDomain: 'zone', replicated: { size: 3, requireSafeReplicaSize: true } };
    expect(metadataPool).toEqual(copied);
    expect(dataPool).toEqual({ ...copied, parameters: { bulk: 'true' } });
  });

  it('deletes neither pools nor buckets', async () => {
    const objects = await render('vault', minimal);
    expect(only(objects, 'CephObjectStore').spec.preservePoolsOnDelete).toBe(true);
    expect(only(objects, 'StorageClass')).toMatchObject({
      provisioner: 'rook-ceph.ceph.rook.io/bucket', reclaimPolicy: 'Retain', parameters: { objectStoreName: 'objects', objectStoreNamespace: 'rook-ceph' },
    });
  });

  it('is reached with TLS only, by its host, and speaks S3 only', async () => {
    const { gateway, hosting, protocols, security } = only(await render('vault', minimal), 'CephObjectStore').spec;
    expect(gateway.port).toBeUndefined();
    expect(gateway).toMatchObject({ securePort: 443, sslCertificateRef: 'objects-tls', instances: 3 });
    expect(security.sslOptions).toEqual({ sslv3: false, tlsv1_0: false, tlsv1_1: false });
    expect(hosting).toEqual({ dnsNames: ['objects.ndc-1-vault.ndc.example'] });
    expect(protocols).toEqual({ enableAPIs: ['s3', 'admin'] });
  });

  it('labels the pods of the gateways', async () => {
    expect(only(await render('vault', minimal), 'CephObjectStore').spec.gateway.labels).toEqual(minimal.labels);
  });

  it.each([
    ['no gateway', set(minimal, 'gateways', 0), "- at '/gateways': minimum: got 0, want 1"],
    ['a wildcard', set(minimal, 'host', '*.objects.ndc.example'), "- at '/host': '*.objects.ndc.example' does not match pattern '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$'"],
    ['a host with a scheme', set(minimal, 'host', 'https://objects.ndc.example'), "- at '/host': 'https://objects.ndc.example' does not match pattern '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$'"],
    ['two copies', set({ ...minimal, copies: 3 }, 'copies', 2), "- at '/copies': minimum: got 2, want 3"],
    ['copies on the disks of one machine', { ...minimal, failureDomain: 'osd' }, "- at '/failureDomain': value must be one of 'host', 'rack', 'row', 'room', 'datacenter', 'zone', 'region'"],
    ['one coding chunk', set(everything, 'erasure.codingChunks', 1), "- at '/erasure/codingChunks': minimum: got 1, want 2"],
    ['half an erasure code', set(everything, 'erasure.dataChunks', undefined), "- at '/erasure': missing property 'dataChunks'"],
    ['a blanket toleration', set(everything, 'placement.tolerations', [{ operator: 'Exists', effect: 'NoSchedule' }]), "- at '/placement/tolerations/0': missing property 'key'"],
    ['a certificate by value', { ...minimal, certificate: 'x' }, "- at '': additional properties 'certificate' not allowed"],
    ['a name that makes the Service too long', set(minimal, 'name', 'a'.repeat(41)), "- at '/name': maxLength: got 41, want 40"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('vault', values)).toBe(message);
  });
});
