import { describe, expect, it } from 'vitest';
import type { Flow } from '../../constructs/network-policies.ts';
import { TenantSystem, type ComponentProps, type SubzoneProps, type TenantSystemProps } from '../../constructs/tenant-system.ts';
import { built, platform, source } from './support.ts';

const quota = { cpu: '4', memory: '8Gi', pods: 6, storage: '0', loadBalancers: 0 };
const dmz: Required<SubzoneProps> = { subzone: 'dmz', zone: 'edge', pool: 'general', quota, source: { ...source, pointer: '/subzones/0' } };
const servers: Required<SubzoneProps> = { subzone: 'internal-servers', zone: 'app', pool: 'general', quota, source: { ...source, pointer: '/subzones/1' } };
const toServer: Flow = {
  peer: { kind: 'pods', namespaceLabels: { 'ndc.example/tenant': 'mae', 'ndc.example/subzone': 'internal-servers' }, podLabels: { 'ndc.example/component': 'server' } },
  ports: [{ port: 8080, protocol: 'TCP' }],
};
const names: Flow[] = [{ peer: { kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' }, podLabels: { 'k8s-app': 'kube-dns' } }, ports: [{ port: 53, protocol: 'UDP' }] }];
const web: Required<ComponentProps> = { id: 'web', subzone: 'dmz', ingress: [], egress: [toServer], source: { ...source, pointer: '/components/0' } };
const server: Required<ComponentProps> = { id: 'server', subzone: 'internal-servers', ingress: [toServer], egress: [], source: { ...source, pointer: '/components/1' } };
const props: Required<TenantSystemProps> = { platform, tenant: 'mae', system: 'land', level: 3, subzones: [dmz, servers], components: [web, server], everyPodReaches: names, hosts: ['land.mae.example.vn'], source: { ...source, pointer: '' } };

const system = (more: Partial<TenantSystemProps> = {}) => built((stack) => {
  new TenantSystem(stack, 'system', { ...props, ...more });
});

describe('TenantSystem', () => {
  it('takes the least: one sub-zone without components is closed, counted and readable', () => {
    const { objects } = system({ subzones: [dmz], components: [] });
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'LimitRange ndc-limits', 'Namespace mae--land--dmz', 'NetworkPolicy ndc-default-deny', 'ResourceQuota ndc-quota', 'RoleBinding ndc-admin', 'RoleBinding ndc-auditor', 'RoleBinding ndc-developer',
    ]);
  });

  it('takes every prop: a namespace for each sub-zone, and an identity and the declared flows of each component', () => {
    const result = built((stack) => {
      const { namespaces } = new TenantSystem(stack, 'system', props);
      expect([...namespaces].map(([subzone, { name }]) => [subzone, name])).toEqual([['dmz', 'mae--land--dmz'], ['internal-servers', 'mae--land--internal-servers']]);
    });
    expect(result.object('Namespace', 'mae--land--dmz').metadata.labels).toMatchObject({
      'ndc.example/tenant': 'mae', 'ndc.example/system': 'land', 'ndc.example/zone': 'edge', 'ndc.example/subzone': 'dmz', 'ndc.example/level': '3', 'ndc.example/pool': 'general',
    });
    for (const subzone of ['dmz', 'internal-servers']) expect(result.object('Namespace', `mae--land--${subzone}`).metadata.annotations).toEqual({ 'ndc.example/hosts': 'land.mae.example.vn' });
    expect(result.object('ServiceAccount', 'web').metadata.namespace).toBe('mae--land--dmz');
    expect(result.object('NetworkPolicy', 'flows-web')).toMatchObject({
      metadata: { namespace: 'mae--land--dmz' },
      spec: { podSelector: { matchLabels: { 'ndc.example/component': 'web' } }, policyTypes: ['Ingress', 'Egress'], egress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }] },
    });
    expect(result.object('NetworkPolicy', 'flows-server')).toMatchObject({ metadata: { namespace: 'mae--land--internal-servers' }, spec: { ingress: [{}] } });
    expect(result.objects.filter(({ kind }) => kind === 'ResourceQuota').map((object) => (object['spec'] as { hard: object }).hard)).toEqual(
      Array.from({ length: 2 }, () => expect.objectContaining({ 'requests.cpu': '4', 'requests.memory': '8Gi', pods: '6', 'requests.storage': '0' }) as unknown));
  });

  it('says for each resource which entry of the catalog it comes from', () => {
    const { sources } = system();
    const pointers = (part: string) => [...new Set(Object.entries(sources).filter(([address]) => address.includes(part)).map(([, { pointer }]) => pointer))];
    expect(pointers('system_dmz_quota')).toEqual(['/subzones/0']);
    expect(pointers('system_dmz_identity-web')).toEqual(['/components/0']);
    expect(pointers('system_dmz_flows-web')).toEqual(['/components/0']);
    expect(pointers('system_internal-servers_flows-server')).toEqual(['/components/1']);
    expect(Object.values(sources)).not.toContainEqual({ file: 'nobody.yaml', pointer: '' });
  });

  it('denies by default in every sub-zone, both ways', () => {
    const denied = system().objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'ndc-default-deny');
    expect(denied.map(({ metadata }) => metadata.namespace).sort()).toEqual(['mae--land--dmz', 'mae--land--internal-servers']);
    for (const policy of denied) expect(policy['spec']).toMatchObject({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] });
  });

  it('gives people the roles of each zone', () => {
    const bindings = system({ subzones: [dmz, { ...servers, subzone: 'database-servers', zone: 'data' }, { ...servers, subzone: 'management', zone: 'mgmt' }], components: [] })
      .objects.filter(({ kind }) => kind === 'RoleBinding').map(({ metadata }) => `${metadata.namespace} ${metadata.name}`).sort();
    expect(bindings).toEqual([
      'mae--land--database-servers ndc-auditor', 'mae--land--database-servers ndc-data-officer',
      'mae--land--dmz ndc-admin', 'mae--land--dmz ndc-auditor', 'mae--land--dmz ndc-developer',
      'mae--land--management ndc-admin', 'mae--land--management ndc-auditor',
    ]);
  });

  it('changes nothing else when a component is added: addresses and contents of the others stay', () => {
    const before = system({ components: [server] });
    const after = system({ components: [web, server] });
    for (const [address, attributes] of Object.entries(before.resources)) expect(after.resources[address]).toEqual(attributes);
    expect(after.addresses.filter((address) => !before.addresses.includes(address)).map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
      'kubernetes_network_policy_v1.system_dmz_flows-web_policy', 'kubernetes_service_account_v1.system_dmz_identity-web_account',
    ]);
  });

  it('changes nothing else when a sub-zone is added or the order differs', () => {
    const before = system({ subzones: [servers], components: [server] });
    const after = system({ subzones: [dmz, servers], components: [server] });
    for (const [address, attributes] of Object.entries(before.resources)) expect(after.resources[address]).toEqual(attributes);
    expect(system({ subzones: [servers, dmz], components: [server, web] }).resources).toEqual(system().resources);
  });

  it('makes no flow policy for a component that declares none', () => {
    expect(system({ components: [{ ...web, egress: [] }] }).objects.filter(({ metadata }) => metadata.name.startsWith('flows-'))).toEqual([]);
  });

  it('refuses a component in a sub-zone that the system does not have', () => {
    expect(() => system({ subzones: [servers], components: [web] })).toThrow(new Error('component web lies in dmz, which the system mae/land does not have'));
  });
});
