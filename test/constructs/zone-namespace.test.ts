import { describe, expect, it } from 'vitest';
import { namespaceOfOtherStack, podSecurityLabels, ZoneNamespace, zoneNamespaceName, type ZoneNamespaceProps } from '../../constructs/zone-namespace.ts';
import { zoneLabels } from '../../constructs/platform-labels.ts';
import { built, identity, platform, source } from './support.ts';

const restricted = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/enforce-version': 'v1.36',
  'pod-security.kubernetes.io/audit': 'restricted',
  'pod-security.kubernetes.io/audit-version': 'v1.36',
  'pod-security.kubernetes.io/warn': 'restricted',
  'pod-security.kubernetes.io/warn-version': 'v1.36',
};

describe('ZoneNamespace', () => {
  it('takes the least: a namespace with the labels of its place, and the restricted standard', () => {
    const result = built((stack) => {
      const namespace = new ZoneNamespace(stack, 'namespace', { platform, identity, source });
      expect(namespace.name).toBe('mae--land--database-servers');
      expect(namespace.identity).toBe(identity);
      expect(namespace.ready).toHaveLength(1);
    });
    const metadata = { name: 'mae--land--database-servers', labels: { ...zoneLabels(platform, identity), ...restricted } };
    expect(result.resource('kubernetes_namespace_v1')).toEqual({ metadata, wait_for_default_service_account: false });
    expect(result.objects).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata }]);
    expect(Object.values(result.sources)).toEqual([source]);
  });

  it('takes every prop: a weaker standard costs a reason, which stands on the namespace beside its hosts', () => {
    const props: Required<ZoneNamespaceProps> = { platform, identity, source, podSecurity: { standard: 'baseline', reason: 'X-Road\'s sidecar image needs it' }, hosts: ['land.example.vn', 'staff.land.example.vn'] };
    const { object } = built((stack) => {
      new ZoneNamespace(stack, 'namespace', props);
    });
    expect(object('Namespace').metadata).toEqual({
      name: 'mae--land--database-servers',
      labels: { ...zoneLabels(platform, identity), ...podSecurityLabels(platform, 'baseline') },
      annotations: { 'ndc.example/pod-security-reason': 'X-Road\'s sidecar image needs it', 'ndc.example/hosts': 'land.example.vn,staff.land.example.vn' },
    });
  });

  it('stays restricted when the prop is undefined', () => {
    const { object } = built((stack) => {
      new ZoneNamespace(stack, 'namespace', { platform, identity, source, podSecurity: undefined });
    });
    expect(object('Namespace').metadata.labels).toMatchObject(restricted);
  });

  it('keeps its address when its level, pool or standard changes: a namespace is never replaced for that', () => {
    const addresses = (props: Partial<ZoneNamespaceProps>) => built((stack) => {
      new ZoneNamespace(stack, 'namespace', { platform, identity, source, ...props });
    }).addresses;
    expect(addresses({ identity: { ...identity, level: 1, pool: 'data' }, podSecurity: { standard: 'baseline', reason: 'test' } })).toEqual(addresses({}));
  });
});

describe('zoneNamespaceName', () => {
  it('does not depend on level, zone or pool', () => {
    expect(zoneNamespaceName({ ...identity, level: 1, pool: 'x' } as typeof identity)).toBe(zoneNamespaceName(identity));
  });

  it('is at most 63 characters, and ends in a hash when it had to be cut', () => {
    const long = zoneNamespaceName({ tenant: 'a'.repeat(40), system: 'b'.repeat(40), subzone: 'database-servers' });
    expect(long).toHaveLength(63);
    expect(long).toMatch(/^a{40}--b{12}-[0-9a-f]{8}$/);
  });
});

describe('namespaceOfOtherStack', () => {
  it('has the name that the other stack gives it, and nothing to wait for', () => {
    expect(namespaceOfOtherStack(identity)).toEqual({ name: 'mae--land--database-servers', identity, ready: [] });
  });
});
