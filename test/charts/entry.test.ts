import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { image, labels, only, prepare, refusal, render, set, titles } from './harness.ts';

prepare('crds-gateway-api', 'crds-envoy-gateway');

const system = { 'ndc.example/tenant': 'mps', 'ndc.example/system': 'portal' };

const minimal = {
  name: 'portal',
  namespace: 'mps--portal--dmz',
  labels,
  hosts: [{ host: 'dichvucong.gov.vn', tlsSecret: 'dichvucong-tls' }, { host: 'api.dichvucong.gov.vn', tlsSecret: 'api-tls' }],
  routeNamespaces: system,
  image: image('envoy'),
};

const everything = {
  ...minimal,
  gatewayClass: 'internal',
  hosts: [...minimal.hosts, { host: 'agency.portal.ndc.example', tlsSecret: 'agency-tls', clientCA: 'agencies-ca', sourceRanges: ['10.140.0.0/16'] }],
  replicas: 4,
  resources: { cpu: '2', memory: '1Gi' },
  topologyKey: 'topology.kubernetes.io/zone',
  placement: { nodeSelector: { 'node-restriction.kubernetes.io/ndc-pool': 'edge' }, tolerations: [{ key: 'ndc.example/pool', operator: 'Equal', value: 'edge', effect: 'NoSchedule' }] },
  sourceRanges: ['10.128.0.0/10', 'fd20::/16'],
  connections: 5000,
  requestsPerSecond: 300,
  tlsMinVersion: '1.3',
  filter: { image: 'registry.ndc.example/images/coraza-proxy-wasm:0.6.0', sha256: '0'.repeat(64) },
};

interface Listener { readonly name: string; readonly hostname: string; readonly port: number; readonly protocol: string; readonly tls: unknown; readonly allowedRoutes: unknown }

describe('chart entry', () => {
  it('makes a Gateway, its proxies and how callers are treated from the least values, and no route', async () => {
    const objects = await render('entry', minimal);
    expect(titles(objects)).toEqual(['BackendTrafficPolicy portal', 'ClientTrafficPolicy portal', 'EnvoyProxy portal', 'Gateway portal']);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    for (const object of objects) expect(object.metadata).toMatchObject({ namespace: minimal.namespace, labels });
  });

  it('takes every value', async () => {
    const objects = await render('entry', everything);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    const { envoyDeployment, envoyService } = only(objects, 'EnvoyProxy').spec.provider.kubernetes;
    expect(envoyDeployment).toMatchObject({ replicas: 4, container: { image: image('envoy') }, pod: { labels, ...everything.placement } });
    expect(envoyService).toEqual({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: everything.sourceRanges });
    expect(only(objects, 'Gateway').spec.gatewayClassName).toBe('internal');
  });

  it('serves declared hosts by HTTPS alone and takes routes of the system alone', async () => {
    const gateway = only(await render('entry', minimal), 'Gateway');
    expect((gateway.spec.listeners as Listener[]).map(({ name, hostname, port, protocol }) => [name, hostname, port, protocol])).toEqual([
      ['dichvucong-gov-vn', 'dichvucong.gov.vn', 443, 'HTTPS'],
      ['api-dichvucong-gov-vn', 'api.dichvucong.gov.vn', 443, 'HTTPS'],
    ]);
    for (const { allowedRoutes } of gateway.spec.listeners as Listener[]) {
      expect(allowedRoutes).toEqual({
        kinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
        namespaces: { from: 'Selector', selector: { matchLabels: system } },
      });
    }
    expect(gateway.spec.infrastructure.parametersRef).toEqual({ group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'portal' });
  });

  it('asks for TLS 1.2 at least, and for a certificate where a host names an authority', async () => {
    const objects = await render('entry', everything);
    const general = only(objects, 'ClientTrafficPolicy', 'portal');
    const agency = only(objects, 'ClientTrafficPolicy', 'portal-agency-portal-ndc-example');
    expect(general.spec.tls.minVersion).toBe('1.3');
    expect(only(await render('entry', minimal), 'ClientTrafficPolicy').spec.tls.minVersion).toBe('1.2');
    expect(general.spec.tls.clientValidation).toBeUndefined();
    expect(agency.spec.targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'portal', sectionName: 'agency-portal-ndc-example' }]);
    expect(agency.spec.tls.clientValidation).toEqual({ mode: 'RequireAndVerify', caCertificateRefs: [{ group: '', kind: 'Secret', name: 'agencies-ca' }] });
    const { clientValidation: _, ...rest } = agency.spec.tls;
    expect({ ...agency.spec, tls: rest, targetRefs: [] }).toEqual({ ...general.spec, targetRefs: [] });
  });

  it('limits requests at each proxy, without a store that systems would share', async () => {
    expect(only(await render('entry', everything), 'BackendTrafficPolicy').spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'portal' }], rateLimit: { type: 'Local', local: { rules: [{ limit: { requests: 300, unit: 'Second' } }] } },
    });
  });

  it('filters requests where a filter is asked for, from the internal registry by digest, and refuses what it cannot judge', async () => {
    expect(titles(await render('entry', minimal)).filter((title) => title.startsWith('EnvoyExtensionPolicy'))).toEqual([]);
    const { wasm: [coraza] } = only(await render('entry', everything), 'EnvoyExtensionPolicy').spec;
    expect(coraza).toMatchObject({ failOpen: false, code: { type: 'Image', image: { url: 'oci://registry.ndc.example/images/coraza-proxy-wasm:0.6.0', sha256: '0'.repeat(64) } } });
    expect(coraza.config.directives_map[coraza.config.default_directives]).toContain('SecRuleEngine On');
  });

  it('lets callers of a host with ranges of its own in from there alone', async () => {
    const objects = await render('entry', everything);
    expect(titles(objects).filter((title) => title.startsWith('SecurityPolicy'))).toEqual(['SecurityPolicy portal-agency-portal-ndc-example']);
    expect(only(objects, 'SecurityPolicy').spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'portal', sectionName: 'agency-portal-ndc-example' }],
      authorization: { defaultAction: 'Deny', rules: [{ name: 'declared-sources', action: 'Allow', principal: { clientCIDRs: ['10.140.0.0/16'] } }] },
    });
  });

  it('cuts names of listeners of long hosts and keeps them apart', async () => {
    const host = (first: string) => `${first}.${'a-rather-long-label.'.repeat(4)}ndc.example`;
    const gateway = only(await render('entry', set(minimal, 'hosts', [{ host: host('one'), tlsSecret: 'a' }, { host: host('one'.padEnd(30, 'x')), tlsSecret: 'b' }])), 'Gateway');
    const names = (gateway.spec.listeners as Listener[]).map(({ name }) => name);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
    expect(new Set(names).size).toBe(2);
  });

  it('opens no port of a node behind an edge of the site', async () => {
    expect(only(await render('entry', set(minimal, 'serviceType', 'ClusterIP')), 'EnvoyProxy').spec.provider.kubernetes.envoyService).toEqual({ type: 'ClusterIP', externalTrafficPolicy: 'Local' });
  });

  it.each([
    ['a host without certificate', set(minimal, 'hosts', [{ host: 'a.gov.vn' }]), "- at '/hosts/0': missing property 'tlsSecret'"],
    ['every host', set(minimal, 'hosts', [{ host: '*.gov.vn', tlsSecret: 'a' }]), "- at '/hosts/0/host': '*.gov.vn' does not match pattern '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$'"],
    ['one proxy', set(minimal, 'replicas', 1), "- at '/replicas': minimum: got 1, want 2"],
    ['routes of everybody', set(minimal, 'routeNamespaces', {}), "- at '/routeNamespaces': minProperties: got 0, want 1"],
    ['a tag instead of a digest', set(minimal, 'image', 'registry.ndc.example/images/envoy:1.38'), "- at '/image': 'registry.ndc.example/images/envoy:1.38' does not match pattern '^[a-z0-9.-]+(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$'"],
    ['a filter without digest', set(everything, 'filter', { image: 'registry.ndc.example/images/coraza-proxy-wasm:0.6.0' }), "- at '/filter': missing property 'sha256'"],
    ['TLS 1.1', set(minimal, 'tlsMinVersion', '1.1'), "- at '/tlsMinVersion': value must be one of '1.2', '1.3'"],
    ['a host with no range', set(minimal, 'hosts', [{ ...minimal.hosts[0], sourceRanges: [] }]), "- at '/hosts/0/sourceRanges': minItems: got 0, want 1"],
    ['a node port', set(minimal, 'serviceType', 'NodePort'), "- at '/serviceType': value must be one of 'LoadBalancer', 'ClusterIP'"],
    ['an unknown key', set(minimal, 'routes', []), "- at '': additional properties 'routes' not allowed"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('entry', values)).toBe(message);
  });
});
