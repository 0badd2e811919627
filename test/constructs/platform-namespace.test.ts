import { describe, expect, it } from 'vitest';
import { PlatformNamespace, releaseNamespace, type PlatformNamespaceProps } from '../../constructs/platform-namespace.ts';
import { podSecurityLabels } from '../../constructs/zone-namespace.ts';
import { built, platform, source } from './support.ts';

const least: PlatformNamespaceProps = { platform, name: 'ndc-exchange', part: 'exchange', podSecurity: 'restricted', source };

describe('PlatformNamespace', () => {
  it('takes the least: a namespace of a part of the platform that denies all traffic', () => {
    const result = built((stack) => {
      expect(new PlatformNamespace(stack, 'namespace', least).name).toBe('ndc-exchange');
    });
    const metadata = { name: 'ndc-exchange', labels: { 'ndc.example/platform': 'exchange', ...podSecurityLabels(platform, 'restricted') } };
    expect(result.resource('kubernetes_namespace_v1')).toEqual({ metadata, wait_for_default_service_account: false });
    expect(result.object('Namespace')).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata });
    expect(result.resource('kubernetes_network_policy_v1')['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
    expect(result.object('NetworkPolicy')).toEqual({
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy',
      metadata: { namespace: 'ndc-exchange', name: 'ndc-default-deny' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('takes every prop: node agents need the host, operators bring policies of their own', () => {
    const props: Required<PlatformNamespaceProps> = { ...least, podSecurity: 'privileged', network: { closed: false, reason: 'not tried on hardware' } };
    const { objects } = built((stack) => {
      new PlatformNamespace(stack, 'namespace', props);
    });
    expect(objects.map(({ kind }) => kind)).toEqual(['Namespace']);
    expect(objects[0]!.metadata.labels).toMatchObject(podSecurityLabels(platform, 'privileged'));
    expect(objects[0]!.metadata.annotations).toEqual({ 'ndc.example/open-network-reason': 'not tried on hardware' });
  });

  it('denies all traffic when the prop is undefined', () => {
    const { object } = built((stack) => {
      new PlatformNamespace(stack, 'namespace', { ...least, network: undefined });
    });
    expect(object('NetworkPolicy').metadata.name).toBe('ndc-default-deny');
  });

  it('lets every pod of a closed namespace reach what it is told', () => {
    const egress = [{ peer: { kind: 'addresses', cidrs: ['10.0.0.0/24'] }, ports: [{ port: 53, protocol: 'UDP' }] }] as const;
    const { object } = built((stack) => {
      new PlatformNamespace(stack, 'namespace', { ...least, network: { closed: true, everyPodReaches: egress } });
    });
    expect(object('NetworkPolicy')['spec']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{ ports: [{ port: 53, protocol: 'UDP' }], to: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }] });
  });

  it('carries no label that tenants\' namespaces carry', () => {
    const { object } = built((stack) => {
      new PlatformNamespace(stack, 'namespace', least);
    });
    expect(Object.keys(object('Namespace').metadata.labels!).filter((key) => /\/(tenant|system|zone|subzone|level|pool|mark-\d)$/.test(key))).toEqual([]);
  });

  it('keeps release records in a namespace that no tenant can have: a tenant\'s name holds a double hyphen', () => {
    expect(releaseNamespace).toBe('ndc-releases');
  });
});
