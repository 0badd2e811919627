import { describe, expect, it } from 'vitest';
import { ClusterMachines, NodePool, type ClusterMachinesProps, type MachineImage, type NodePoolProps } from '../../constructs/cluster-machines.ts';
import { placementOnPool, poolTaint } from '../../constructs/node-labels.ts';
import { objections } from './chart-values.ts';
import { built, chart, labels, platform, source } from './support.ts';

const image: Required<MachineImage> = { url: 'https://registry.example/files/machine-os-1.0.0.raw', checksum: '0'.repeat(64), format: 'raw' };

const cluster: Required<ClusterMachinesProps> = {
  platform, chart, name: 'north', namespace: 'ndc-machines--north', kubernetesVersion: 'v1.36.3', imageRepository: 'registry.example/images/kubernetes',
  endpoint: { v4: '10.0.0.10', v6: 'fd00::10' }, pods: ['10.1.0.0/16', 'fd00:1::/48'], services: ['10.2.0.0/20', 'fd00:2::/108'],
  controlPlaneMachines: 3, failureDomains: ['a', 'b', 'c'], identityProvider: { issuerURL: 'https://identity.north.ndc.example', audience: 'north' }, image, labels, source,
};
const pool: Required<NodePoolProps> = {
  platform, chart, releaseName: 'pool--north--data', cluster: 'north', namespace: 'ndc-machines--north', pool: 'data', kubernetesVersion: 'v1.36.3',
  machines: { a: 2, b: 1 }, image, labels, hosts: 'data', keepDisks: true, source,
};

const builtCluster = (props: ClusterMachinesProps) => built((stack) => {
  expect(new ClusterMachines(stack, 'cluster', props).name).toBe(props.name);
});
const builtPool = (props: NodePoolProps) => built((stack) => {
  new NodePool(stack, 'pool', props);
});

describe('ClusterMachines', () => {
  it('takes the least: one machine, which needs one more host while it changes', () => {
    const { release } = builtCluster({ ...cluster, controlPlaneMachines: 1, failureDomains: ['a'], labels: {} });
    expect(release.values).toMatchObject({ failureDomains: ['a'], labels: {}, controlPlane: { replicas: 1, maxSurge: 1 } });
  });

  it('takes every prop: one release whose record tenants cannot reach', () => {
    const { release, addresses, sources } = builtCluster(cluster);
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'cluster-north', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({
      name: 'north', namespace: 'ndc-machines--north', labels, kubernetesVersion: 'v1.36.3', imageRepository: 'registry.example/images/kubernetes',
      endpoint: { host: '10.0.0.10', port: 6443, certSANs: ['fd00::10'] },
      network: { pods: ['10.1.0.0/16', 'fd00:1::/48'], services: ['10.2.0.0/20', 'fd00:2::/108'] },
      controlPlane: { replicas: 3, maxSurge: 0, image, hostSelector: { 'ndc.example/cluster': 'north', 'ndc.example/purpose': 'control-plane' } },
      failureDomains: ['a', 'b', 'c'],
      encryptionConfigSecret: 'encryption-at-rest',
      podSecurityVersion: 'v1.36',
      identityProvider: { issuerURL: 'https://identity.north.ndc.example', audience: 'north' },
    });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('makes values that the chart takes', () => {
    expect(objections('cluster', builtCluster(cluster).release.values)).toEqual([]);
  });
});

describe('NodePool', () => {
  it('takes the least: one failure domain and disks that are wiped', () => {
    expect(builtPool({ ...pool, machines: { a: 1 }, keepDisks: false, labels: {} }).release.values).toMatchObject({ machinesPerDomain: { a: 1 }, keepDisks: false, labels: {} });
  });

  it('takes every prop: nodes carry the pool\'s label and its taint, and come from hosts of their cluster', () => {
    const { release, addresses, sources } = builtPool(pool);
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'pool--north--data', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({
      name: 'data', namespace: 'ndc-machines--north', cluster: 'north', labels, kubernetesVersion: 'v1.36.3', machinesPerDomain: { a: 2, b: 1 },
      nodeLabels: { 'node-restriction.kubernetes.io/ndc-pool': 'data' },
      taints: [{ key: 'ndc.example/pool', value: 'data', effect: 'NoSchedule' }],
      hostSelector: { 'ndc.example/cluster': 'north', 'ndc.example/purpose': 'data' },
      image, keepDisks: true,
    });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('has the label and the taint that pods of the pool look for', () => {
    const { nodeLabels, taints } = builtPool(pool).release.values as { nodeLabels: object; taints: unknown[] };
    const { nodeSelector, tolerations } = placementOnPool(platform, 'data');
    expect(nodeLabels).toEqual(nodeSelector);
    expect(taints).toEqual(tolerations.map(({ key, value, effect }) => ({ key, value, effect })));
    expect(poolTaint(platform)).toBe('ndc.example/pool');
  });

  it('makes values that the chart takes', () => {
    expect(objections('node-pool', builtPool(pool).release.values)).toEqual([]);
  });
});
