import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { guardrails } from './guardrails-values.ts';
import { prepare, refusal, render, root, set } from './harness.ts';

prepare('crds-gateway-api');

const everything = {
  ...guardrails,
  systemNamespaces: ['kube-system', 'kube-node-lease'],
  exposedParts: ['exchange'],
  gatewayClass: 'ndc',
  poolLabel: 'node.example/pool',
  identityLabels: ['app', 'k8s-app'],
  sessionsClosedAt: ['2', '5'],
  tokenSeconds: 3600,
  isolation: { positions: 3, values: ['a', 'b'] },
  addresses: { ...guardrails.addresses, metadata: { v4: ['169.254.169.254/32', '100.100.100.200/32'], v6: ['fd00:ec2::254/128'] }, bmc: { v4: ['10.30.0.0/24'], v6: ['fd00:30::/64'] } },
};

const policies = async (values: typeof guardrails) => (await render('guardrails', values)).filter((object) => object.kind === 'ValidatingAdmissionPolicy');

describe('admission policies of the chart guardrails', () => {
  it('are these, each bound and failing closed', async () => {
    const objects = await render('guardrails', guardrails);
    const names = objects.filter((object) => object.kind === 'ValidatingAdmissionPolicy').map((object) => object.metadata.name).sort();
    expect(names).toEqual([
      'ndc-bindings', 'ndc-cnpg-annotations', 'ndc-data-zone', 'ndc-endpoints', 'ndc-external-secrets', 'ndc-gateway-extensions', 'ndc-images', 'ndc-namespace-labels',
      'ndc-namespace-shape', 'ndc-network-guardrails', 'ndc-network-selectors', 'ndc-placement', 'ndc-platform-parts', 'ndc-pod-labels', 'ndc-retire', 'ndc-retire-label',
      'ndc-retire-parts', 'ndc-routes', 'ndc-services', 'ndc-sessions', 'ndc-storage', 'ndc-tokens',
    ]);
    const bindings = objects.filter((object) => object.kind === 'ValidatingAdmissionPolicyBinding');
    expect(bindings.map((binding) => binding.spec.policyName).sort()).toEqual(names);
    for (const binding of bindings) expect(binding.spec).toEqual({ policyName: binding.metadata.name, validationActions: ['Deny', 'Audit'] });
    for (const object of objects) expect(object.metadata.labels).toEqual(guardrails.labels);
    expect((await checkDefinitions(objects.filter((object) => object.apiVersion.startsWith('admissionregistration')))).unchecked).toEqual([
      'ValidatingAdmissionPolicyBinding: a built-in kind: the API server decides', 'ValidatingAdmissionPolicy: a built-in kind: the API server decides',
    ].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('need no parameters, let only break-glass pass and say whose message it is', async () => {
    for (const policy of await policies(guardrails)) {
      expect(policy.spec.failurePolicy).toBe('Fail');
      expect(policy.spec.paramKind).toBeUndefined();
      expect(policy.spec.matchConditions[0]).toEqual({
        name: 'not-break-glass',
        expression: "!(request.userInfo.username in [] || request.userInfo.groups.exists(g, g in ['ndc:break-glass']))",
      });
      for (const validation of policy.spec.validations) expect(validation.message.startsWith(`admission/${policy.metadata.name.replace('ndc-', '')}: `)).toBe(true);
    }
  });

  it('know the labels that make identities in Cilium, and no other', () => {
    const { charts } = parse(readFileSync(join(root, '../catalog/lock.yaml'), 'utf8')) as { charts: { name: string; values?: { labels?: string } }[] };
    const cilium = charts.find(({ name, values }) => name === 'cilium' && values?.labels !== undefined)!.values!.labels!;
    const { identityLabels } = parse(readFileSync(join(root, 'guardrails/values.yaml'), 'utf8')) as { identityLabels: string[] };
    const ofPods = cilium.split(' ').map((pattern) => pattern.replace('k8s:', '').replaceAll('\\.', '.').replace('$', '')).filter((label) => !label.startsWith('io.') && label !== 'ndc.internal');
    expect(identityLabels.filter((label) => label !== 'kubernetes.io/metadata.name').sort()).toEqual(ofPods.sort());
    expect(cilium).toContain('namespace\\.labels\\.kubernetes\\.io/metadata\\.name');
  });

  it('come with the class of entries where there is one', async () => {
    expect((await render('guardrails', guardrails)).filter((object) => object.kind === 'GatewayClass')).toEqual([]);
    const classes = (await render('guardrails', everything)).filter((object) => object.kind === 'GatewayClass');
    expect((await checkDefinitions(classes)).problems).toEqual([]);
    expect(classes.map((object) => [object.metadata.name, object.spec])).toEqual([['ndc', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }]]);
  });

  it('take every value', async () => {
    const texts = JSON.stringify(await policies(everything));
    expect(texts).toContain("variables.part in ['exchange']");
    expect(texts).toContain("nodeSelector.orValue({})[?'node.example/pool']");
    expect(texts).toContain("k in ['app', 'k8s-app']");
    expect(texts).toContain("[?'ndc.example/level'].orValue('') in ['2', '5']");
    expect(texts).toContain('expirationSeconds.orValue(3600) <= 3600');
    expect(texts).toContain("['ndc.example/mark-0', 'ndc.example/mark-1', 'ndc.example/mark-2'].all(k, variables.labels[?k].orValue('') in ['a', 'b'])");
    expect(texts).toContain('["kube-system","kube-node-lease"]');
    expect(texts).toContain("{'1': ['standard'], '2': ['standard'], '3': ['standard'], '4': ['encrypted'], '5': ['encrypted'], '': []}");
  });

  it.each([
    ['one family of addresses', set(guardrails, 'addresses.controlPlane', { v4: ['10.20.0.0/24'] }), "- at '/addresses/controlPlane': missing property 'v6'"],
    ['every address', set(guardrails, 'addresses.controlPlane.v4', ['0.0.0.0/0']), "- at '/addresses/controlPlane/v4/0': '0.0.0.0/0' does not match pattern '^([0-9]{1,3}\\\\.){3}[0-9]{1,3}/([1-9]|[12][0-9]|3[0-2])$'"],
    ['a level without storage classes', set(guardrails, 'storageClasses.5', undefined), "- at '/storageClasses': missing property '5'"],
    ['a registry with a slash at its end', set(guardrails, 'registryPrefix', 'registry.ndc.example/images/'), "- at '/registryPrefix': 'registry.ndc.example/images/' does not match pattern '^[a-z0-9.-]+(/[a-z0-9._-]+)*$'"],
    ['text that would end a string in CEL', set(guardrails, 'identities.platform.groups', ["x'] || true || y in ['"]), "- at '/identities/platform/groups/0': 'x\\'] || true || y in [\\'' does not match pattern '^[A-Za-z0-9:@._-]+$'"],
    ['a tenant', set(guardrails, 'tenants', ['mps']), "- at '': additional properties 'tenants' not allowed"],
    ['marks of two letters', set(guardrails, 'isolation.values', ['aa', 'b']), "- at '/isolation/values/0': 'aa' does not match pattern '^[a-z0-9]$'"],
  ])('are refused with %s', async (_what, values, message) => {
    expect(await refusal('guardrails', values)).toBe(message);
  });
});
