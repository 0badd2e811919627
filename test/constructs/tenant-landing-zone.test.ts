import { describe, expect, it } from 'vitest';
import { landingZoneSystem, TenantLandingZone, type TenantLandingZoneProps } from '../../constructs/tenant-landing-zone.ts';
import { built, chart, platform, source } from './support.ts';

const props: Required<TenantLandingZoneProps> = { platform, tenant: 'mae', secretStore: { chart, server: 'https://secrets.north.ndc.example', path: 'tenants/mae/shared', mountPath: 'kubernetes-north' }, source };

const landing = (more: Partial<TenantLandingZoneProps> = {}) => built((stack) => {
  new TenantLandingZone(stack, 'tenant', { ...props, ...more });
});

describe('TenantLandingZone', () => {
  it('takes every prop: a closed namespace of administration, the tenant\'s groups and its secret store', () => {
    const result = built((stack) => {
      const zone = new TenantLandingZone(stack, 'tenant', props);
      expect(zone.namespace.name).toBe('mae--landing-zone--administration');
      expect(zone.secrets.storeName).toBe('tenant-secrets');
    });
    expect(result.objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`).sort()).toEqual([
      'LimitRange mae--landing-zone--administration ndc-limits',
      'Namespace  mae--landing-zone--administration',
      'NetworkPolicy mae--landing-zone--administration ndc-default-deny',
      'ResourceQuota mae--landing-zone--administration ndc-quota',
      'Role mae--landing-zone--administration ndc-data-requests',
      'RoleBinding mae--landing-zone--administration ndc-admin',
      'RoleBinding mae--landing-zone--administration ndc-auditor',
      'RoleBinding mae--landing-zone--administration ndc-data-officer',
      'RoleBinding mae--landing-zone--administration ndc-data-requests',
      'ServiceAccount mae--landing-zone--administration secret-reader',
    ]);
    expect(result.release.attributes).toMatchObject({ name: 'secrets--mae', namespace: 'ndc-releases', depends_on: [expect.stringMatching(/^kubernetes_service_account_v1\./)] });
    expect(result.release.values).toEqual({
      name: 'tenant-secrets', namespaces: ['mae--landing-zone--administration'], server: 'https://secrets.north.ndc.example', path: 'tenants/mae/shared', role: 'mae',
      mountPath: 'kubernetes-north', serviceAccount: 'secret-reader', caSecret: 'ndc-authority', labels: { 'ndc.example/tenant': 'mae' },
    });
    expect(new Set(Object.values(result.sources))).toEqual(new Set([source]));
  });

  it('lets no pod run: all amounts are zero', () => {
    expect(landing().object('ResourceQuota')['spec']).toMatchObject({ hard: { pods: '0', 'requests.cpu': '0', 'limits.memory': '0', 'requests.storage': '0', 'services.loadbalancers': '0' } });
  });

  it('has the lowest level and lies in the management zone, whatever systems the tenant has', () => {
    expect(landing().object('Namespace').metadata.labels).toMatchObject({ 'ndc.example/tenant': 'mae', 'ndc.example/system': 'landing-zone', 'ndc.example/zone': 'mgmt', 'ndc.example/level': '1' });
    expect(landingZoneSystem).toBe('landing-zone');
  });

  it('lets the data officer alone write requests for data, and nothing but those', () => {
    const { object } = landing();
    expect(object('Role', 'ndc-data-requests')['rules']).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'create', 'update'] }]);
    expect(object('RoleBinding', 'ndc-data-requests')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'ndc-data-requests' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'ndc:tenant:mae:data-officer' }],
    });
  });

  it('gives another tenant other names and the same addresses', () => {
    const other = landing({ tenant: 'moh' });
    expect(other.addresses).toEqual(landing().addresses);
    expect(JSON.stringify(other.objects)).not.toContain('mae');
  });

  it('takes the longest tenant id: names stay within their limits', () => {
    const tenant = 't'.repeat(40);
    const { release, object } = landing({ tenant });
    expect((release.attributes['name'] as string).length).toBeLessThanOrEqual(53);
    expect(object('Namespace').metadata.name.length).toBeLessThanOrEqual(63);
  });
});
