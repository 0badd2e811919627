import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apiServerArguments, configurationFiles, controllerArguments, etcdArguments } from '../../lab/configuration.ts';
import { only, prepare, render } from '../charts/harness.ts';
import { hasGo, needGo } from '../tools/support.ts';

needGo('that the lab is as hardened as production');

interface Argument {
  readonly name: string;
  readonly value: string;
}

const values = {
  name: 'hoa-lac-shared-1', namespace: 'ndc-clusters', labels: { 'ndc.example/platform': 'machines' }, kubernetesVersion: 'v1.36.3', imageRepository: 'registry.ndc.example/images/kubernetes',
  endpoint: { host: '10.20.0.10' }, network: { pods: ['10.64.0.0/14', 'fd00:20:64::/56'], services: ['10.68.0.0/16', 'fd00:20:68::/108'] },
  controlPlane: { replicas: 3, hostSelector: { 'ndc.example/pool': 'control-plane' }, image: { url: 'https://images.ndc.example/node.qcow2', checksum: 'a'.repeat(64), format: 'qcow2' } },
  failureDomains: ['hall-a', 'hall-b', 'hall-c'], encryptionConfigSecret: 'encryption', podSecurityVersion: 'v1.36',
};
const ports = { server: 1, etcd: 2, etcdPeer: 3, controllers: 4 };
/** In production these files lie elsewhere. */
const place = (value: string): string => value.replace('/etc/kubernetes/ndc/', 'config/').replace('/var/log/kubernetes/', '');

describe.skipIf(!hasGo)('the lab is hardened as the chart of production clusters says', () => {
  prepare();

  it('every flag that production gives to a program of the control plane has the same value in the lab', async () => {
    const { clusterConfiguration } = only(await render('cluster', values), 'KubeadmControlPlane').spec.kubeadmConfigSpec as { clusterConfiguration: Record<string, { extraArgs?: Argument[]; local?: { extraArgs: Argument[] } }> };
    const wanted = (component: string): string[] => {
      const part = clusterConfiguration[component]!;
      return (part.extraArgs ?? part.local!.extraArgs).map(({ name, value }) => `--${name}=${place(value)}`);
    };
    expect(apiServerArguments(ports)).toEqual(expect.arrayContaining(wanted('apiServer')));
    expect(controllerArguments(ports)).toEqual(expect.arrayContaining(wanted('controllerManager')));
    expect(etcdArguments(ports)).toEqual(expect.arrayContaining(wanted('etcd')));
    expect(wanted('apiServer').length).toBeGreaterThan(10);
  });

  it('its files of admission, authentication and audit say the same', async () => {
    const { files } = only(await render('cluster', values), 'KubeadmControlPlane').spec.kubeadmConfigSpec as { files: { path: string; content?: string }[] };
    const lab = configurationFiles('');
    for (const name of ['admission.yaml', 'authentication.yaml', 'audit-policy.yaml']) {
      expect(parse(lab[name]!), name).toEqual(parse(files.find(({ path }) => path === `/etc/kubernetes/ndc/${name}`)!.content!));
    }
  });
});
