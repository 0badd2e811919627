import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { only, prepare, refusal, render, set, titles } from './harness.ts';

const minimal = {
  name: 'data-4',
  cluster: 'hoa-lac-shared-1',
  namespace: 'ndc-clusters',
  labels: { 'ndc.example/platform': 'machines' },
  kubernetesVersion: 'v1.36.3',
  machinesPerDomain: { 'hall-a': 2, 'hall-b': 2, 'hall-c': 1 },
  hostSelector: { 'ndc.example/pool': 'data-4' },
  image: { url: 'https://images.hoa-lac.ndc.example/node/1.36.3.qcow2', checksum: 'a'.repeat(64), format: 'qcow2' },
};

const everything = {
  ...minimal,
  nodeLabels: { 'node-restriction.kubernetes.io/pool': 'data-4', 'node-restriction.kubernetes.io/level': '4' },
  taints: [{ key: 'ndc.example/level', value: '4', effect: 'NoSchedule' }],
  keepDisks: true,
};

const withoutHash = (title: string) => title.replace(/-[0-9a-f]{8}$/, '-<hash>');

prepare('crds-cluster-api', 'crds-kubeadm-bootstrap', 'crds-metal3');

describe('chart node-pool', () => {
  it('makes a deployment and a machine template for each failure domain, and one bootstrap template', async () => {
    const objects = await render('node-pool', minimal);
    expect(titles(objects).map(withoutHash)).toEqual([
      'KubeadmConfigTemplate hoa-lac-shared-1-data-4-<hash>',
      'MachineDeployment hoa-lac-shared-1-data-4-hall-a', 'MachineDeployment hoa-lac-shared-1-data-4-hall-b', 'MachineDeployment hoa-lac-shared-1-data-4-hall-c',
      'Metal3MachineTemplate hoa-lac-shared-1-data-4-hall-a-<hash>', 'Metal3MachineTemplate hoa-lac-shared-1-data-4-hall-b-<hash>', 'Metal3MachineTemplate hoa-lac-shared-1-data-4-hall-c-<hash>',
    ]);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    for (const object of objects) expect(object.metadata).toMatchObject({ namespace: 'ndc-clusters', labels: minimal.labels, annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  it('takes every value', async () => {
    const objects = await render('node-pool', everything);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(only(objects, 'KubeadmConfigTemplate').spec.template.spec.joinConfiguration.nodeRegistration.taints).toEqual(everything.taints);
    expect(only(objects, 'MachineDeployment', 'hoa-lac-shared-1-data-4-hall-a').spec.template.metadata.labels).toEqual({
      ...everything.nodeLabels,
      'node-restriction.kubernetes.io/failure-domain': 'hall-a',
      'cluster.x-k8s.io/cluster-name': 'hoa-lac-shared-1',
      'cluster.x-k8s.io/deployment-name': 'hoa-lac-shared-1-data-4-hall-a',
    });
  });

  it('joins each deployment to the templates of its domain and selects hosts there', async () => {
    const objects = await render('node-pool', minimal);
    for (const [domain, machines] of Object.entries(minimal.machinesPerDomain)) {
      const deployment = only(objects, 'MachineDeployment', `hoa-lac-shared-1-data-4-${domain}`);
      expect(deployment.spec.replicas).toBe(machines);
      const { infrastructureRef, bootstrap, failureDomain, version } = deployment.spec.template.spec;
      expect([failureDomain, version]).toEqual([domain, 'v1.36.3']);
      expect(bootstrap.configRef.name).toBe(only(objects, 'KubeadmConfigTemplate').metadata.name);
      expect(only(objects, 'Metal3MachineTemplate', infrastructureRef.name).spec.template.spec.hostSelector.matchLabels).toEqual({
        'ndc.example/pool': 'data-4', 'infrastructure.cluster.x-k8s.io/failure-domain': domain,
      });
    }
  });

  it('wipes hosts that go back, unless the pool keeps its disks', async () => {
    const specs = async (values: object) => (await render('node-pool', values as Record<string, unknown>))
      .filter((object) => object.kind === 'Metal3MachineTemplate')
      .map((object) => [object.spec.nodeReuse, object.spec.template.spec.automatedCleaningMode]);
    expect(await specs(minimal)).toEqual([[false, 'metadata'], [false, 'metadata'], [false, 'metadata']]);
    expect(await specs(everything)).toEqual([[true, 'disabled'], [true, 'disabled'], [true, 'disabled']]);
  });

  it('gives a changed template a new name, so that machines roll and the old template stays', async () => {
    const before = titles(await render('node-pool', minimal));
    expect(titles(await render('node-pool', set(minimal, 'kubernetesVersion', 'v1.36.4')))).toEqual(before);
    const after = titles(await render('node-pool', set(minimal, 'image.checksum', 'b'.repeat(64))));
    expect(after.filter((title) => before.includes(title)).map((title) => title.split(' ')[0])).toEqual(['KubeadmConfigTemplate', 'MachineDeployment', 'MachineDeployment', 'MachineDeployment']);
  });

  it('adds a failure domain without touching the others', async () => {
    const before = await render('node-pool', minimal);
    const after = await render('node-pool', set(minimal, 'machinesPerDomain.hall-d', 1));
    for (const object of before) expect(after).toContainEqual(object);
    expect(after.length).toBe(before.length + 2);
  });

  it('cuts long names and keeps them apart', async () => {
    const names = async (pool: string) => (await render('node-pool', set(set(minimal, 'cluster', 'a-cluster-with-a-rather-long-identifier'), 'name', pool))).map((object) => object.metadata.name);
    const [one, two] = [await names('storage-of-level-4-one'), await names('storage-of-level-4-two')];
    for (const name of [...one, ...two]) expect(name.length).toBeLessThanOrEqual(63);
    expect(one.filter((name) => two.includes(name))).toEqual([]);
  });

  it.each([
    ['a node label that a kubelet can write', set(minimal, 'nodeLabels', { 'ndc.example/level': '4' }), "- at '/nodeLabels': additional properties 'ndc.example/level' not allowed"],
    ['a failure domain set by hand', set(minimal, 'nodeLabels', { 'node-restriction.kubernetes.io/failure-domain': 'x' }), "- at '/nodeLabels/node-restriction.kubernetes.io~1failure-domain': false schema"],
    ['a pool without domains', set(minimal, 'machinesPerDomain', {}), "- at '/machinesPerDomain': minProperties: got 0, want 1"],
    ['half a machine', set(minimal, 'machinesPerDomain.hall-a', 1.5), "- at '/machinesPerDomain/hall-a': got number, want integer"],
    ['a checksum by address', set(minimal, 'image.checksum', 'https://images/sum'), "- at '/image/checksum': 'https://images/sum' does not match pattern '^[0-9a-f]{64}$'"],
    ['an unknown key', set(minimal, 'replicas', 3), "- at '': additional properties 'replicas' not allowed"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('node-pool', values)).toBe(message);
  });
});
