import { describe, expect, it } from 'vitest';
import { WorkloadIdentity, type WorkloadIdentityProps } from '../../constructs/workload-identity.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { built, identity, namespace, platform, source } from './support.ts';

const props: Required<WorkloadIdentityProps> = { platform, namespace, component: 'server', source };

describe('WorkloadIdentity', () => {
  it('takes every prop: a service account named after its component, whose token no pod gets unasked', () => {
    const result = built((stack) => {
      expect(new WorkloadIdentity(stack, 'identity', props).name).toBe('server');
    });
    const metadata = { namespace: namespace.name, name: 'server', labels: { 'ndc.example/component': 'server' } };
    expect(result.resource('kubernetes_service_account_v1')).toMatchObject({ metadata, automount_service_account_token: false });
    expect(result.objects).toEqual([{ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false }]);
    expect(Object.values(result.sources)).toEqual([source]);
  });

  it('waits for a namespace of its own stack', () => {
    const { resource } = built((stack) => {
      new WorkloadIdentity(stack, 'identity', { ...props, namespace: new ZoneNamespace(stack, 'namespace', { platform, identity, source }) });
    });
    expect(resource('kubernetes_service_account_v1')['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('lists no Secret: a listed one would be mounted', () => {
    const { object } = built((stack) => {
      new WorkloadIdentity(stack, 'identity', props);
    });
    expect(Object.keys(object('ServiceAccount')).sort()).toEqual(['apiVersion', 'automountServiceAccountToken', 'kind', 'metadata']);
  });
});
