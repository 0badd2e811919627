import { describe, expect, it } from 'vitest';
import { NamespaceQuota, type NamespaceQuotaProps } from '../../constructs/namespace-quota.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { built, identity, namespace, platform, source } from './support.ts';

const least: NamespaceQuotaProps = { namespace, source, cpu: '4', memory: '16Gi', pods: 12 };

describe('NamespaceQuota', () => {
  it('takes the least: no volumes, small containers, and nothing that exposes to the outside', () => {
    const result = built((stack) => {
      new NamespaceQuota(stack, 'quota', least);
    });
    const hard = {
      'requests.cpu': '4', 'limits.cpu': '4', 'requests.memory': '16Gi', 'limits.memory': '16Gi', 'requests.storage': '0', pods: '12',
      'services.loadbalancers': '0', 'services.nodeports': '0',
    };
    expect(result.resource('kubernetes_resource_quota_v1')).toMatchObject({ metadata: { namespace: namespace.name, name: 'ndc-quota' }, spec: { hard } });
    expect(result.object('ResourceQuota')).toEqual({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { namespace: namespace.name, name: 'ndc-quota' }, spec: { hard } });
    const amount = { cpu: '100m', memory: '128Mi' };
    expect(result.resource('kubernetes_limit_range_v1')).toMatchObject({ spec: { limit: [{ type: 'Container', default: amount, default_request: amount }] } });
    expect(result.object('LimitRange')).toEqual({
      apiVersion: 'v1', kind: 'LimitRange', metadata: { namespace: namespace.name, name: 'ndc-limits' },
      spec: { limits: [{ type: 'Container', default: amount, defaultRequest: amount }] },
    });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('takes every prop', () => {
    const containerDefault = { cpu: '50m', memory: '64Mi' };
    const { object } = built((stack) => {
      const own = new ZoneNamespace(stack, 'namespace', { platform, identity, source });
      const props: Required<NamespaceQuotaProps> = { namespace: own, source, cpu: '1500m', memory: '2Gi', pods: 3, storage: '500Gi', loadBalancers: 1, containerDefault };
      const quota = new NamespaceQuota(stack, 'quota', props);
      expect(quota.resource.terraformResourceType).toBe('kubernetes_resource_quota_v1');
    });
    expect(object('ResourceQuota')['spec']).toMatchObject({ hard: { 'requests.cpu': '1500m', 'limits.memory': '2Gi', 'requests.storage': '500Gi', pods: '3', 'services.loadbalancers': '1', 'services.nodeports': '0' } });
    expect(object('LimitRange')['spec']).toEqual({ limits: [{ type: 'Container', default: containerDefault, defaultRequest: containerDefault }] });
  });

  it('waits for its namespace', () => {
    const { resources } = built((stack) => {
      new NamespaceQuota(stack, 'quota', { ...least, namespace: new ZoneNamespace(stack, 'namespace', { platform, identity, source }) });
    });
    const waiting = Object.entries(resources).filter(([address]) => !address.startsWith('kubernetes_namespace_v1.'));
    expect(waiting).toHaveLength(2);
    for (const [, attributes] of waiting) expect(attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('closes a namespace to pods at zero, which is a value and no absence', () => {
    const { object } = built((stack) => {
      new NamespaceQuota(stack, 'quota', { ...least, cpu: '0', memory: '0', pods: 0 });
    });
    expect(object('ResourceQuota')['spec']).toMatchObject({ hard: { 'requests.cpu': '0', 'limits.memory': '0', pods: '0' } });
  });

  it('counts services that open to the outside to zero when the prop is undefined', () => {
    const { object } = built((stack) => {
      new NamespaceQuota(stack, 'quota', { ...least, loadBalancers: undefined });
    });
    expect(object('ResourceQuota')['spec']).toMatchObject({ hard: { 'services.loadbalancers': '0', 'services.nodeports': '0' } });
  });

  it('lets no prop open node ports', () => {
    const names: Record<keyof NamespaceQuotaProps, true> = { namespace: true, source: true, cpu: true, memory: true, pods: true, storage: true, loadBalancers: true, containerDefault: true };
    expect(Object.keys(names).filter((name) => /node/i.test(name))).toEqual([]);
  });
});
