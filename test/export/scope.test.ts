import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../export/convert.ts';
import { clusterScope, isDefinition, servedVersions } from '../../export/scope.ts';
import { shapes } from '../../export/shapes.ts';

const definition = (group: string, kind: string, scope: string, versions: readonly { name: string; served: boolean }[] = [{ name: 'v1', served: true }]): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${kind.toLowerCase()}s.${group}` }, spec: { group, names: { kind }, scope, versions },
});
const object = (apiVersion: string, kind: string): KubernetesObject => ({ apiVersion, kind, metadata: { name: 'x' } });

describe('clusterScope', () => {
  const outside = clusterScope([definition('cilium.io', 'CiliumClusterwideNetworkPolicy', 'Cluster'), definition('cilium.io', 'CiliumNetworkPolicy', 'Namespaced')]);

  it.each([
    ['v1', 'Namespace', true], ['v1', 'ConfigMap', false], ['apps/v1', 'Deployment', false], ['storage.k8s.io/v1', 'StorageClass', true],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', true], ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', true],
  ])('knows that of Kubernetes: %s %s outside namespaces is %s', (apiVersion, kind, expected) => {
    expect(outside(object(apiVersion, kind))).toBe(expected);
  });

  it('learns from definitions, whatever the version', () => {
    expect(outside(object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy'))).toBe(true);
    expect(outside(object('cilium.io/v2alpha1', 'CiliumClusterwideNetworkPolicy'))).toBe(true);
    expect(outside(object('cilium.io/v2', 'CiliumNetworkPolicy'))).toBe(false);
  });

  it('takes a kind that nobody defines as one inside a namespace, and a kind of another group as another kind', () => {
    expect(outside(object('example.com/v1', 'CiliumClusterwideNetworkPolicy'))).toBe(false);
    expect(outside(object('example.com/v1', 'Namespace'))).toBe(false);
  });

  it('agrees with the shapes of typed resources', () => {
    for (const { apiVersion, kind, namespaced } of Object.values(shapes)) expect(outside(object(apiVersion, kind)), kind).toBe(!namespaced);
  });
});

describe('servedVersions', () => {
  it('are groups with version, with and without kind, of versions that are served, each once', () => {
    expect(servedVersions([
      definition('a.example', 'Thing', 'Cluster', [{ name: 'v2', served: true }, { name: 'v1', served: true }, { name: 'v1alpha1', served: false }]),
      definition('a.example', 'Other', 'Namespaced'),
      object('v1', 'ConfigMap'),
    ])).toEqual(['a.example/v1', 'a.example/v1/Other', 'a.example/v1/Thing', 'a.example/v2', 'a.example/v2/Thing']);
  });
});

describe('isDefinition', () => {
  it('tells definitions from other objects', () => {
    expect(isDefinition(definition('a', 'B', 'Cluster'))).toBe(true);
    expect(isDefinition(object('v1', 'ConfigMap'))).toBe(false);
  });
});
