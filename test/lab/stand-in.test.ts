import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { standInDefinition } from '../../lab/stand-in.ts';

describe('a definition that stands in', () => {
  it.each([
    { kind: 'SecretStore', plural: 'secretstores' },
    { kind: 'ClientTrafficPolicy', plural: 'clienttrafficpolicies' },
    { kind: 'Gateway', plural: 'gateways' },
    { kind: 'StorageClass', plural: 'storageclasses' },
  ])('of $kind is named $plural and accepts every field', ({ kind, plural }) => {
    const definition = parse(standInDefinition({ apiVersion: 'sample.io/v1', kind, namespaced: true })) as { metadata: object; spec: { scope: string; versions: unknown[] } };
    expect(definition.metadata).toMatchObject({ name: `${plural}.sample.io` });
    expect(definition.spec.versions).toEqual([{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }]);
  });

  it('keeps the scope, and refuses what Kubernetes has itself', () => {
    expect(standInDefinition({ apiVersion: 'sample.io/v1', kind: 'A', namespaced: false })).toContain('scope: Cluster\n');
    expect(() => standInDefinition({ apiVersion: 'v1', kind: 'Pod', namespaced: true })).toThrow('v1 Pod belongs to Kubernetes itself');
  });
});
