import { describe, expect, it } from 'vitest';
import { authoritySecret, SecretStoreReference, type SecretStoreReferenceProps } from '../../constructs/secret-store-reference.ts';
import { namespaceOfOtherStack, ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, identity, labels, namespace, platform, source } from './support.ts';

const props: Required<SecretStoreReferenceProps> = {
  chart, name: 'secrets--mae--land', namespaces: [namespace, namespaceOfOtherStack({ ...identity, subzone: 'dmz', zone: 'edge' })],
  server: 'https://secrets.north.ndc.example', path: 'tenants/mae/land', mountPath: 'kubernetes-north', role: 'mae--land', labels, source,
};

describe('SecretStoreReference', () => {
  it('takes the least: one namespace', () => {
    const { release } = built((stack) => {
      new SecretStoreReference(stack, 'secrets', { ...props, namespaces: [namespace], labels: {} });
    });
    expect(release.values).toMatchObject({ namespaces: [namespace.name], labels: {} });
  });

  it('takes every prop: a store in each namespace, bound to one path and one role, opened by an identity that no pod runs as', () => {
    const { release, objects, sources } = built((stack) => {
      expect(new SecretStoreReference(stack, 'secrets', props).storeName).toBe('tenant-secrets');
    });
    expect(release.attributes).toMatchObject({ name: 'secrets--mae--land', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({
      name: 'tenant-secrets', namespaces: ['mae--land--database-servers', 'mae--land--dmz'],
      server: 'https://secrets.north.ndc.example', path: 'tenants/mae/land', role: 'mae--land', mountPath: 'kubernetes-north',
      serviceAccount: 'secret-reader', caSecret: authoritySecret, labels,
    });
    expect(objects).toEqual(['mae--land--database-servers', 'mae--land--dmz'].map((name) => (
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: name, name: 'secret-reader', labels }, automountServiceAccountToken: false })));
    expect(new Set(Object.values(sources))).toEqual(new Set([source]));
  });

  it('waits for its identities, and they for the namespaces of their own stack', () => {
    const { release, resources } = built((stack) => {
      const own = ['one', 'two'].map((subzone) => new ZoneNamespace(stack, subzone, { platform, identity: { ...identity, subzone }, source }));
      new SecretStoreReference(stack, 'secrets', { ...props, namespaces: own });
    });
    const readers = Object.keys(resources).filter((address) => address.startsWith('kubernetes_service_account_v1.'));
    expect(readers).toHaveLength(2);
    expect(release.attributes['depends_on']).toEqual(readers);
    for (const reader of readers) expect(resources[reader]!['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\.(one|two)_namespace_/)]);
  });

  it('holds names and paths, and no field for a value', () => {
    const { release } = built((stack) => {
      new SecretStoreReference(stack, 'secrets', props);
    });
    expect(Object.keys(release.values).filter((key) => /token|password|value|data$/i.test(key))).toEqual([]);
  });

  it('makes values that the chart takes', () => {
    const { release } = built((stack) => {
      new SecretStoreReference(stack, 'secrets', props);
    });
    expect(objections('secret-store', release.values)).toEqual([]);
  });
});
