import { describe, expect, it } from 'vitest';
import { ClusterBackup, ObjectStore, type ClusterBackupProps, type ObjectStoreProps } from '../../constructs/cluster-vault.ts';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { objections } from './chart-values.ts';
import { built, chart, labels, platform, source } from './support.ts';

const store: Required<ObjectStoreProps> = { chart, name: 'objects', host: 'objects.north.ndc.example', gateways: 3, placement: placementOnPool(platform, 'data'), labels, source };
const backup: Required<ClusterBackupProps> = {
  chart, schedule: '15 3 * * *', retentionHours: 720, labels, source,
  store: { endpointURL: 'https://objects.south-vault.ndc.example', region: 'south', bucket: 'cluster-objects--north', credentialsSecret: 'vault-writer', caSecret: 'ndc-authority' },
};

const builtStore = (props: ObjectStoreProps) => built((stack) => {
  expect(new ObjectStore(stack, 'store', props).endpoint).toBe(`https://${props.host}`);
});
const builtBackup = (props: ClusterBackupProps) => built((stack) => {
  new ClusterBackup(stack, 'backup', props);
});

describe('ObjectStore', () => {
  it('takes the least: one gateway and no labels', () => {
    expect(builtStore({ ...store, gateways: 1, labels: {} }).release.values).toMatchObject({ gateways: 1, labels: {} });
  });

  it('takes every prop: one release, its objects beside their operator, reached over TLS', () => {
    const { release, addresses, sources } = builtStore(store);
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'object-store', namespace: 'ndc-releases', chart: chart.path, timeout: 1800 });
    expect(release.values).toEqual({ name: 'objects', namespace: 'rook-ceph', labels, host: 'objects.north.ndc.example', gateways: 3, placement: placementOnPool(platform, 'data') });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('makes values that the chart takes', () => {
    expect(objections('vault', builtStore(store).release.values)).toEqual([]);
  });
});

describe('ClusterBackup', () => {
  it('takes the least: no labels', () => {
    expect(builtBackup({ ...backup, labels: {} }).release.values).toMatchObject({ labels: {} });
  });

  it('takes every prop: a schedule that copies into a store elsewhere', () => {
    const { release, addresses, sources } = builtBackup(backup);
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'cluster-backup', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({ name: 'cluster-objects', namespace: 'velero', labels, store: backup.store, schedule: '15 3 * * *', retentionHours: 720 });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('names the Secret that opens the store and holds no key', () => {
    const { store: held } = builtBackup(backup).release.values as { store: object };
    expect(Object.keys(held).sort()).toEqual(['bucket', 'caSecret', 'credentialsSecret', 'endpointURL', 'region']);
  });

  it('makes values that the chart takes', () => {
    expect(objections('cluster-backup', builtBackup(backup).release.values)).toEqual([]);
  });
});
