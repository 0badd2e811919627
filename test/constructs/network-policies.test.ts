import { describe, expect, it } from 'vitest';
import { DefaultDeny, FlowPolicy, type DefaultDenyProps, type Flow, type FlowPolicyProps, type Peer } from '../../constructs/network-policies.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { built, identity, namespace, platform, source } from './support.ts';

const dnsRule = {
  ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
};
const dnsFlow: Flow = {
  peer: { kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' }, podLabels: { 'k8s-app': 'kube-dns' } },
  ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
};
const https = [{ port: 443, protocol: 'TCP' }] as const;
const pods: Peer = { kind: 'pods', namespaceLabels: { 'ndc.example/tenant': 'mae' }, podLabels: { 'ndc.example/component': 'server' } };
const least: FlowPolicyProps = { namespace, name: 'flows-server', source, podLabels: { 'ndc.example/component': 'server' }, ingress: [], egress: [] };

const policy = (props: Partial<FlowPolicyProps>) => built((stack) => {
  new FlowPolicy(stack, 'flows', { ...least, ...props });
});
const spec = (props: Partial<FlowPolicyProps>) => policy(props).object('NetworkPolicy')['spec'];

describe('DefaultDeny', () => {
  it('takes the least: nothing passes, and no empty list stands where some readers take it for everything', () => {
    const { object } = built((stack) => {
      new DefaultDeny(stack, 'deny', { namespace, source });
    });
    expect(object('NetworkPolicy')['spec']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  it('takes every prop: all pods of the namespace, both ways, but for what every pod may reach', () => {
    const result = built((stack) => {
      const props: Required<DefaultDenyProps> = { namespace: new ZoneNamespace(stack, 'namespace', { platform, identity, source }), source, egress: [dnsFlow] };
      new DefaultDeny(stack, 'deny', props);
    });
    expect(result.resource('kubernetes_network_policy_v1')).toMatchObject({
      spec: { pod_selector: {}, policy_types: ['Ingress', 'Egress'], egress: [{ ports: [{ port: '53', protocol: 'UDP' }, { port: '53', protocol: 'TCP' }] }] },
      depends_on: [expect.stringMatching(/^kubernetes_namespace_v1\./)],
    });
    expect(result.object('NetworkPolicy')).toEqual({
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy',
      metadata: { namespace: namespace.name, name: 'ndc-default-deny' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [dnsRule] },
    });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });
});

describe('FlowPolicy', () => {
  it('takes the least: nothing is allowed, so nothing is made', () => {
    expect(policy({}).addresses).toEqual([]);
  });

  it('takes every prop: pods by their labels, and each flow with peers and ports', () => {
    const props: Required<FlowPolicyProps> = {
      ...least,
      ingress: [{ peer: { kind: 'anyone' }, ports: https }, { peer: { kind: 'labelled-namespaces', label: 'ndc.example/system' }, ports: https }],
      egress: [{ peer: pods, ports: [{ port: 8080, endPort: 8090, protocol: 'TCP' }] }, { peer: { kind: 'addresses', cidrs: ['10.0.0.0/8', 'fd00::/8'] }, ports: [{ port: 123, protocol: 'UDP' }] }],
    };
    const result = policy(props);
    expect(result.object('NetworkPolicy')).toEqual({
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy',
      metadata: { namespace: namespace.name, name: 'flows-server' },
      spec: {
        podSelector: { matchLabels: { 'ndc.example/component': 'server' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { ports: [{ port: 443, protocol: 'TCP' }] },
          { ports: [{ port: 443, protocol: 'TCP' }], from: [{ namespaceSelector: { matchExpressions: [{ key: 'ndc.example/system', operator: 'Exists' }] } }] },
        ],
        egress: [
          { ports: [{ port: 8080, endPort: 8090, protocol: 'TCP' }], to: [{ namespaceSelector: { matchLabels: { 'ndc.example/tenant': 'mae' } }, podSelector: { matchLabels: { 'ndc.example/component': 'server' } } }] },
          { ports: [{ port: 123, protocol: 'UDP' }], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: 'fd00::/8' } }] },
        ],
      },
    });
    expect(result.resource('kubernetes_network_policy_v1')).toMatchObject({ spec: { egress: [{ ports: [{ port: '8080', end_port: 8090 }] }, {}] } });
    expect(Object.values(result.sources)).toEqual([source]);
  });

  it('speaks of both directions when only one is allowed, so that the other stays denied', () => {
    expect(spec({ ingress: [{ peer: pods, ports: https }] })).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect(spec({ ingress: [{ peer: pods, ports: https }] })).not.toHaveProperty('egress');
    expect(spec({ egress: [dnsFlow] })).toEqual({ podSelector: { matchLabels: least.podLabels }, policyTypes: ['Ingress', 'Egress'], egress: [dnsRule] });
  });

  it('keeps namespace and pod selectors in one peer: as two they would mean either', () => {
    expect(spec({ egress: [{ peer: pods, ports: https }] })).toMatchObject({ egress: [{ to: [{ namespaceSelector: {}, podSelector: {} }] }] });
  });

  it('has one address, whatever flows it holds', () => {
    expect(policy({ egress: [dnsFlow] }).addresses).toEqual(policy({ ingress: [{ peer: pods, ports: https }], egress: [dnsFlow, dnsFlow] }).addresses);
  });

  it.each<[string, Flow, string]>([
    ['to anyone', { peer: { kind: 'anyone' }, ports: https }, 'egress to every address is never allowed: name the addresses or pods'],
    ['to no address at all', { peer: { kind: 'addresses', cidrs: [] }, ports: https }, 'a flow with no address range, or with all of them, allows everyone: name the ranges'],
    ['to every IPv4 address', { peer: { kind: 'addresses', cidrs: ['10.0.0.0/8', '0.0.0.0/0'] }, ports: https }, 'a flow with no address range, or with all of them, allows everyone: name the ranges'],
    ['to every IPv6 address', { peer: { kind: 'addresses', cidrs: ['::/0'] }, ports: https }, 'a flow with no address range, or with all of them, allows everyone: name the ranges'],
    ['to pods of every namespace', { peer: { kind: 'pods', namespaceLabels: {}, podLabels: { app: 'x' } }, ports: https }, 'a flow with pods of every namespace allows every tenant: name the namespaces by their labels'],
    ['without ports', { peer: pods, ports: [] }, 'a flow without ports allows every port: name them'],
  ])('refuses egress %s', (_, flow, message) => {
    expect(() => policy({ egress: [flow] })).toThrow(new Error(message));
  });

  it.each<[string, Flow, string]>([
    ['from no address at all', { peer: { kind: 'addresses', cidrs: [] }, ports: https }, 'a flow with no address range, or with all of them, allows everyone: name the ranges'],
    ['from every address, unless it says anyone', { peer: { kind: 'addresses', cidrs: ['0.0.0.0/0'] }, ports: https }, 'a flow with no address range, or with all of them, allows everyone: name the ranges'],
    ['without ports', { peer: { kind: 'anyone' }, ports: [] }, 'a flow without ports allows every port: name them'],
  ])('refuses ingress %s', (_, flow, message) => {
    expect(() => policy({ ingress: [flow] })).toThrow(new Error(message));
  });
});
