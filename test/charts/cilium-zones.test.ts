import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { labels, only, prepare, refusal, render, set, titles } from './harness.ts';

prepare('crds-cilium');

const webhook = {
  name: 'database-webhook', direction: 'ingress', ports: [{ port: 9443, protocol: 'TCP' }],
  subject: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cnpg-system' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } } },
};
const databases = {
  name: 'instance-to-api-server', direction: 'egress', ports: [{ port: 6443, protocol: 'TCP' }],
  subject: {
    namespaceSelector: { matchLabels: { 'ndc.example/zone': 'data' }, matchExpressions: [{ key: 'ndc.example/tenant', operator: 'Exists' }] },
    podSelector: { matchLabels: { 'cnpg.io/podRole': 'instance' }, matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'Exists' }] },
  },
};
const minimal = { labels, labelDomain: 'ndc.example', apiServer: [] };
const everything = { ...minimal, apiServer: [webhook, databases] };

const tenant = { key: 'k8s:io.cilium.k8s.namespace.labels.ndc.example/tenant', operator: 'Exists' };

describe('chart cilium-zones', () => {
  it('keeps machines and tenants apart and lets callers from outside reach proxies and databases alone', async () => {
    const objects = await render('cilium-zones', minimal);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(titles(objects)).toEqual(['deny-from-machines', 'deny-from-outside', 'deny-machines'].map((name) => `CiliumClusterwideNetworkPolicy ndc-${name}`));
    const spec = (name: string) => only(objects, 'CiliumClusterwideNetworkPolicy', name).spec;
    expect(spec('ndc-deny-machines').endpointSelector.matchExpressions).toEqual([tenant, { key: 'k8s:cnpg.io/cluster', operator: 'DoesNotExist' }]);
    expect(spec('ndc-deny-machines').egressDeny).toEqual([{ toEntities: ['host', 'remote-node', 'kube-apiserver'] }]);
    expect(spec('ndc-deny-from-machines').endpointSelector.matchExpressions).toEqual([tenant]);
    expect(spec('ndc-deny-from-machines').ingressDeny).toEqual([{ fromEntities: ['remote-node', 'kube-apiserver'] }]);
    expect(spec('ndc-deny-from-outside').endpointSelector.matchExpressions).toEqual([
      tenant, { key: 'k8s:gateway.envoyproxy.io/owning-gateway-name', operator: 'DoesNotExist' }, { key: 'k8s:cnpg.io/podRole', operator: 'NotIn', values: ['instance'] },
    ]);
    expect(spec('ndc-deny-from-outside').ingressDeny).toEqual([{ fromEntities: ['world'] }]);
  });

  it('never closes a pod and never denies a pod its own machine, which asks for its health', async () => {
    for (const { spec, metadata } of await render('cilium-zones', everything)) {
      expect(spec.enableDefaultDeny).toEqual({ ingress: false, egress: false });
      expect(metadata.labels).toEqual(labels);
      expect(JSON.stringify(spec.ingressDeny ?? [])).not.toMatch(/"(host|cluster|all)"/);
    }
  });

  it('takes every value: the API server by entity, at named ports, in the direction that is asked for', async () => {
    const objects = await render('cilium-zones', everything);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(only(objects, 'CiliumClusterwideNetworkPolicy', 'ndc-database-webhook').spec).toMatchObject({
      endpointSelector: { matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name': 'cnpg-system', 'k8s:app.kubernetes.io/name': 'cloudnative-pg' } },
      ingress: [{ fromEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '9443', protocol: 'TCP' }] }] }],
    });
    expect(only(objects, 'CiliumClusterwideNetworkPolicy', 'ndc-instance-to-api-server').spec).toMatchObject({
      endpointSelector: {
        matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.ndc.example/zone': 'data', 'k8s:cnpg.io/podRole': 'instance' },
        matchExpressions: expect.arrayContaining([tenant, { key: 'k8s:cnpg.io/cluster', operator: 'Exists' }]) as unknown,
      },
      egress: [{ toEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '6443', protocol: 'TCP' }] }] }],
    });
  });

  it.each([
    ['pods of every namespace', set(everything, 'apiServer', [{ ...webhook, subject: { ...webhook.subject, namespaceSelector: {} } }]), "- at '/apiServer/0/subject/namespaceSelector': minProperties: got 0, want 1"],
    ['every port', set(everything, 'apiServer', [{ ...webhook, ports: [] }]), "- at '/apiServer/0/ports': minItems: got 0, want 1"],
    ['an unknown key', set(minimal, 'entities', ['all']), "- at '': additional properties 'entities' not allowed"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('cilium-zones', values)).toBe(message);
  });
});
