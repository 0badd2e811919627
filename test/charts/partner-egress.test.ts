import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { labels, only, prepare, refusal, render, set, titles } from './harness.ts';

prepare('crds-cilium');

const caller = { name: 'caller', namespace: 'mae--land--dmz', podLabels: { 'ndc.example/component': 'caller' }, hosts: [{ host: 'api.kho-bac.gov.vn', port: 443, protocol: 'TCP' }] };
const minimal = { labels, components: [caller] };

describe('chart partner-egress', () => {
  it('lets one component reach one name at one port, and lets the network see the answers of the name servers', async () => {
    const objects = await render('partner-egress', minimal);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(titles(objects)).toEqual(['CiliumNetworkPolicy partners-caller']);
    const { spec, metadata } = only(objects, 'CiliumNetworkPolicy');
    expect(metadata).toMatchObject({ namespace: 'mae--land--dmz', labels });
    expect(spec.endpointSelector).toEqual({ matchLabels: { 'ndc.example/component': 'caller' } });
    expect(spec.egress[0]).toMatchObject({ toEndpoints: [{ matchLabels: { 'k8s:k8s-app': 'kube-dns' } }], toPorts: [{ rules: { dns: [{ matchPattern: '*' }] } }] });
    expect(spec.egress.slice(1)).toEqual([{ toFQDNs: [{ matchName: 'api.kho-bac.gov.vn' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] }]);
    expect(spec.enableDefaultDeny).toEqual({ ingress: false, egress: false });
  });

  it('takes every value: several components with several names', async () => {
    const objects = await render('partner-egress', { labels, components: [{ ...caller, hosts: [...caller.hosts, { host: 'time.example.vn', port: 123, protocol: 'UDP' }] }, { ...caller, name: 'other' }] });
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(titles(objects)).toEqual(['CiliumNetworkPolicy partners-caller', 'CiliumNetworkPolicy partners-other']);
    expect(only(objects, 'CiliumNetworkPolicy', 'partners-caller').spec.egress).toHaveLength(3);
  });

  it.each([
    ['every name', set(minimal, 'components', [{ ...caller, hosts: [{ ...caller.hosts[0], host: '*' }] }]), "- at '/components/0/hosts/0/host': '*' does not match pattern '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$'"],
    ['every pod', set(minimal, 'components', [{ ...caller, podLabels: {} }]), "- at '/components/0/podLabels': minProperties: got 0, want 1"],
    ['no name at all', set(minimal, 'components', [{ ...caller, hosts: [] }]), "- at '/components/0/hosts': minItems: got 0, want 1"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('partner-egress', values)).toBe(message);
  });
});
