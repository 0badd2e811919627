import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { only, prepare, refusal, render, set, titles } from './harness.ts';

const minimal = {
  name: 'cluster-objects',
  namespace: 'velero',
  labels: { 'ndc.example/cluster': 'ndc-1-shared-1' },
  store: {
    endpointURL: 'https://objects.region-south-vault.ndc.example', region: 'region-south', bucket: 'cluster-objects--ndc-1-shared-1', credentialsSecret: 'vault-writer',
  },
  schedule: '15 3 * * *',
  retentionHours: 720,
};

const everything = { ...minimal, store: { ...minimal.store, caSecret: 'ndc-authority' } };

prepare('crds-velero');

describe('chart cluster-backup', () => {
  it('makes a location and a schedule that stay when the release goes', async () => {
    const objects = await render('cluster-backup', minimal);
    expect(titles(objects)).toEqual(['BackupStorageLocation cluster-objects', 'Schedule cluster-objects']);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    for (const object of objects) expect(object.metadata).toMatchObject({ namespace: 'velero', labels: minimal.labels, annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  it('takes every value', async () => {
    const objects = await render('cluster-backup', everything);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(only(objects, 'BackupStorageLocation').spec).toEqual({
      provider: 'aws',
      default: true,
      accessMode: 'ReadWrite',
      credential: { name: 'vault-writer', key: 'cloud' },
      objectStorage: { bucket: 'cluster-objects--ndc-1-shared-1', caCertRef: { name: 'ndc-authority', key: 'ca.crt' } },
      config: { region: 'region-south', s3Url: 'https://objects.region-south-vault.ndc.example', s3ForcePathStyle: 'true', checksumAlgorithm: '' },
    });
  });

  it('trusts public authorities when no other is named', async () => {
    expect(only(await render('cluster-backup', minimal), 'BackupStorageLocation').spec.objectStorage).toEqual({ bucket: 'cluster-objects--ndc-1-shared-1' });
  });

  it('copies everything but Secrets, volumes and what is made anew by itself', async () => {
    const { template } = only(await render('cluster-backup', minimal), 'Schedule').spec;
    expect(template).toMatchObject({ includedNamespaces: ['*'], includedClusterScopedResources: ['*'], snapshotVolumes: false, snapshotMoveData: false, defaultVolumesToFsBackup: false });
    expect(template.excludedNamespaceScopedResources).toEqual(['secrets', 'events', 'events.events.k8s.io', 'leases.coordination.k8s.io']);
  });

  it('never mixes the two kinds of filters, which Velero refuses', async () => {
    const { template } = only(await render('cluster-backup', minimal), 'Schedule').spec;
    for (const old of ['includedResources', 'excludedResources', 'includeClusterResources']) expect(template).not.toHaveProperty(old);
  });

  it('keeps copies for the hours asked for, in the location of the release', async () => {
    const { schedule, template, useOwnerReferencesInBackup, skipImmediately } = only(await render('cluster-backup', set(minimal, 'retentionHours', 87_600)), 'Schedule').spec;
    expect(schedule).toBe('15 3 * * *');
    expect(template).toMatchObject({ ttl: '87600h0m0s', storageLocation: 'cluster-objects', metadata: { labels: minimal.labels } });
    expect([useOwnerReferencesInBackup, skipImmediately]).toEqual([false, false]);
  });

  it.each([
    ['six cron fields', set(minimal, 'schedule', '0 15 3 * * *'), "- at '/schedule': '0 15 3 * * *' does not match pattern '^([0-9*/,A-Za-z?-]+ ){4}[0-9*/,A-Za-z?-]+$'"],
    ['a retention of nothing', set(minimal, 'retentionHours', 0), "- at '/retentionHours': minimum: got 0, want 24"],
    ['a duration instead of hours', set<object>(minimal, 'retentionHours', '720h'), "- at '/retentionHours': got string, want integer"],
    ['a store without TLS', set(minimal, 'store.endpointURL', 'http://objects.ndc.example'), "- at '/store/endpointURL': 'http://objects.ndc.example' does not match pattern '^https://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$'"],
    ['no region', set(minimal, 'store.region', undefined), "- at '/store': missing property 'region'"],
    ['a key by value', set(minimal, 'store.secretKey', 'x'), "- at '/store': additional properties 'secretKey' not allowed"],
    ['a lock', set(minimal, 'store.lock', { mode: 'compliance', days: 30 }), "- at '/store': additional properties 'lock' not allowed"],
    ['a choice of what is copied', { ...minimal, includedNamespaces: ['default'] }, "- at '': additional properties 'includedNamespaces' not allowed"],
    ['a name over 40 characters', set(minimal, 'name', 'a'.repeat(41)), "- at '/name': maxLength: got 41, want 40"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('cluster-backup', values as Record<string, unknown>)).toBe(message);
  });
});
