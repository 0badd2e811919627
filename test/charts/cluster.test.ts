import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkDefinitions } from './definitions.ts';
import { only, prepare, refusal, render, root, set, titles } from './harness.ts';

const labels = { 'ndc.example/platform': 'machines' };
const machineImage = { url: 'https://images.hoa-lac.ndc.example/node/1.36.3.qcow2', checksum: 'a'.repeat(64), format: 'qcow2' };

const minimal = {
  name: 'hoa-lac-shared-1',
  namespace: 'ndc-clusters',
  labels,
  kubernetesVersion: 'v1.36.3',
  imageRepository: 'registry.ndc.example/images/kubernetes',
  endpoint: { host: '10.20.0.10' },
  network: { pods: ['10.64.0.0/14', 'fd00:20:64::/56'], services: ['10.68.0.0/16', 'fd00:20:68::/108'] },
  controlPlane: { replicas: 3, hostSelector: { 'ndc.example/pool': 'control-plane' }, image: machineImage },
  failureDomains: ['hall-a', 'hall-b', 'hall-c'],
  encryptionConfigSecret: 'hoa-lac-shared-1-encryption',
  podSecurityVersion: 'v1.36',
};

const everything = {
  ...minimal,
  endpoint: { host: '10.20.0.10', port: 8443, certSANs: ['fd00:20::10', 'api.hoa-lac-shared-1.ndc.example'] },
  controlPlane: { ...minimal.controlPlane, maxSurge: 1 },
  identityProvider: { issuerURL: 'https://id.ndc.example/realms/platform', audience: 'kubernetes' },
  skipPhases: ['addon/kube-proxy'],
};

interface File { readonly path: string; readonly content?: string }

/** The parsed content of a file that kubeadm's machines get. */
async function file(values: typeof minimal, path: string): Promise<Record<string, unknown>> {
  const files = only(await render('cluster', values), 'KubeadmControlPlane').spec.kubeadmConfigSpec.files as File[];
  return parse(files.find((one) => one.path === path)?.content ?? '') as Record<string, unknown>;
}

const argumentsOf = (spec: { extraArgs: { name: string; value: string }[] }) => Object.fromEntries(spec.extraArgs.map(({ name, value }) => [name, value]));

prepare('crds-cluster-api', 'crds-kubeadm-control-plane', 'crds-metal3');

describe('chart cluster', () => {
  it('makes a cluster, its control plane and the template of its machines from the least values', async () => {
    const objects = await render('cluster', minimal);
    expect(titles(objects).map((title) => title.replace(/-[0-9a-f]{8}$/, '-<hash>'))).toEqual([
      'Cluster hoa-lac-shared-1', 'KubeadmControlPlane hoa-lac-shared-1', 'Metal3Cluster hoa-lac-shared-1', 'Metal3MachineTemplate hoa-lac-shared-1-control-plane-<hash>',
    ]);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(only(objects, 'Cluster').spec.clusterNetwork).toEqual({ pods: { cidrBlocks: minimal.network.pods }, services: { cidrBlocks: minimal.network.services }, serviceDomain: 'cluster.local' });
    for (const object of objects) expect(object.metadata).toMatchObject({ namespace: 'ndc-clusters', labels, annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  it('takes every value', async () => {
    const objects = await render('cluster', everything);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    const config = only(objects, 'KubeadmControlPlane').spec.kubeadmConfigSpec;
    expect(config.clusterConfiguration.apiServer.certSANs).toEqual(['10.20.0.10', 'fd00:20::10', 'api.hoa-lac-shared-1.ndc.example']);
    expect(config.initConfiguration.skipPhases).toEqual(['addon/kube-proxy']);
    expect(only(objects, 'Cluster').spec.controlPlaneEndpoint).toEqual({ host: '10.20.0.10', port: 8443 });
    expect((await file(everything, '/etc/kubernetes/ndc/authentication.yaml'))['jwt']).toEqual([{
      issuer: { url: 'https://id.ndc.example/realms/platform', audiences: ['kubernetes'] },
      claimMappings: { username: { claim: 'sub', prefix: 'oidc:' }, groups: { claim: 'groups', prefix: 'ndc:' } },
    }]);
  });

  it('speaks v1beta2 of Cluster API and of Metal3 alone', async () => {
    expect(new Set((await render('cluster', minimal)).map((object) => object.apiVersion.split('/')[1]))).toEqual(new Set(['v1beta2']));
  });

  it('gives the API server its audit policy, encryption, admission and authentication by file', async () => {
    const config = only(await render('cluster', minimal), 'KubeadmControlPlane').spec.kubeadmConfigSpec;
    const files = (config.files as File[]).map((one) => one.path);
    const args = argumentsOf(config.clusterConfiguration.apiServer);
    for (const name of ['admission-control-config-file', 'audit-policy-file', 'authentication-config', 'encryption-provider-config']) expect(files).toContain(args[name]);
    expect(args).toMatchObject({ 'enable-admission-plugins': 'NodeRestriction,DenyServiceExternalIPs', profiling: 'false', 'tls-min-version': 'VersionTLS12' });
    expect(args).not.toHaveProperty('anonymous-auth'); // refused by the API server beside authentication-config
    expect((config.files as { path: string; contentFrom?: unknown }[]).find((one) => one.path.endsWith('encryption.yaml'))?.contentFrom).toEqual({
      secret: { name: 'hoa-lac-shared-1-encryption', key: 'encryption.yaml' },
    });
  });

  it('lets anonymous requests reach probes and the ConfigMap of joining nodes, and nothing else', async () => {
    expect(await file(minimal, '/etc/kubernetes/ndc/authentication.yaml')).toEqual({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthenticationConfiguration',
      anonymous: { enabled: true, conditions: [{ path: '/livez' }, { path: '/readyz' }, { path: '/healthz' }, { path: '/api/v1/namespaces/kube-public/configmaps/cluster-info' }] },
    });
  });

  it('enforces the restricted standard where a namespace says nothing', async () => {
    const [plugin] = (await file(minimal, '/etc/kubernetes/ndc/admission.yaml'))['plugins'] as { name: string; configuration: { defaults: unknown; exemptions: unknown } }[];
    expect(plugin?.name).toBe('PodSecurity');
    expect(plugin?.configuration.defaults).toMatchObject({ enforce: 'restricted', 'enforce-version': 'v1.36' });
    expect(plugin?.configuration.exemptions).toEqual({ namespaces: ['kube-system'] });
  });

  it('never writes bodies of secrets into the audit log', async () => {
    const { rules } = (await file(minimal, '/etc/kubernetes/ndc/audit-policy.yaml')) as unknown as { rules: { level: string; resources?: { group: string; resources?: string[] }[] }[] };
    const first = rules.find((rule) => rule.resources?.some((one) => one.group === '' && one.resources?.includes('secrets')));
    expect(first?.level).toBe('Metadata');
    expect(rules.at(-1)).toEqual({ level: 'Metadata' });
  });

  it('names the machine template by its content, and nothing else changes that name', async () => {
    const name = async (values: typeof minimal) => only(await render('cluster', values), 'Metal3MachineTemplate').metadata.name;
    const before = await name(minimal);
    expect(await name(set(minimal, 'controlPlane.image.checksum', 'b'.repeat(64)))).not.toBe(before);
    expect(await name(set(minimal, 'kubernetesVersion', 'v1.36.4'))).toBe(before);
    const plane = only(await render('cluster', minimal), 'KubeadmControlPlane');
    expect(plane.spec.machineTemplate.spec.infrastructureRef.name).toBe(before);
  });

  it('configures kubelets as the node pools do', () => {
    for (const path of ['files/kubelet.yaml', 'files/sysctl.conf']) {
      expect(readFileSync(join(root, 'node-pool', path), 'utf8')).toBe(readFileSync(join(root, 'cluster', path), 'utf8'));
    }
  });

  it.each([
    ['an even number of replicas', set(minimal, 'controlPlane.replicas', 2), "- at '/controlPlane/replicas': value must be one of 1, 3, 5"],
    ['one replica without a host to surge to', set(minimal, 'controlPlane.replicas', 1), "- at '/controlPlane/maxSurge': value must be 1"],
    ['an image without TLS', set(minimal, 'controlPlane.image.url', 'http://images/node.qcow2'), "- at '/controlPlane/image/url': 'http://images/node.qcow2' does not match pattern '^https://[a-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9._/-]+$'"],
    ['one family of addresses', set(minimal, 'network.pods', ['10.64.0.0/14']), "- at '/network/pods': minItems: got 1, want 2"],
    ['IPv6 before IPv4', set(minimal, 'network.pods', ['fd00:20:64::/56', '10.64.0.0/14']), "- at '/network/pods': validation failed\n  - at '/network/pods/0': 'fd00:20:64::/56' does not match pattern '^([0-9]{1,3}\\\\.){3}[0-9]{1,3}/[0-9]{1,2}$'\n  - at '/network/pods/1': '10.64.0.0/14' does not match pattern '^[0-9a-f:]+:[0-9a-f:]*/[0-9]{1,3}$'"],
    ['an unknown key', set(minimal, 'controlPlane.sshKey', 'x'), "- at '/controlPlane': additional properties 'sshKey' not allowed"],
    ['a version without v', set(minimal, 'kubernetesVersion', '1.36.3'), "- at '/kubernetesVersion': '1.36.3' does not match pattern '^v1\\\\.[0-9]+\\\\.[0-9]+$'"],
    ['no encryption', set(minimal, 'encryptionConfigSecret', undefined), "- at '': missing property 'encryptionConfigSecret'"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('cluster', values)).toBe(message);
  });
});
