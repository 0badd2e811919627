import { describe, expect, it } from 'vitest';
import { standInDefinition } from '../../lab/stand-in.ts';

describe('a definition that stands in', () => {
  it.each([
    { kind: 'SecretStore', plural: 'secretstores' },
    { kind: 'ClientTrafficPolicy', plural: 'clienttrafficpolicies' },
    { kind: 'Gateway', plural: 'gateways' },
    { kind: 'StorageClass', plural: 'storageclasses' },
  ])('of $kind is named $plural and accepts every field', ({ kind, plural }) => {
    const { metadata, spec } = standInDefinition({ apiVersion: 'sample.io/v1', kind, namespaced: true });
    expect(metadata).toMatchObject({ name: `${plural}.sample.io` });
    expect((spec as { versions: unknown[] }).versions).toEqual([{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }]);
  });

  it('keeps the scope, and refuses what Kubernetes has itself', () => {
    expect(standInDefinition({ apiVersion: 'sample.io/v1', kind: 'A', namespaced: false }).spec).toMatchObject({ scope: 'Cluster' });
    expect(() => standInDefinition({ apiVersion: 'v1', kind: 'Pod', namespaced: true })).toThrow('v1 Pod belongs to Kubernetes itself');
  });
});
