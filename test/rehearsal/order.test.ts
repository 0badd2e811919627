import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../rehearsal/order.ts';
import type { ExportedObject, ExportedStack } from '../../review/read.ts';

function stack(id: string, dependsOn: readonly string[], ...kinds: readonly string[]): ExportedStack {
  const objects = kinds.map((kind): ExportedObject => ({ stack: id, targetCluster: 'c', file: `${id}/${kind}.yaml`, apiVersion: 'v1', kind, namespace: '', name: kind.toLowerCase(), address: '', release: '', source: undefined }));
  return { id, targetCluster: 'c', dependsOn, objects, unrendered: [] };
}

const shown = (stacks: readonly ExportedStack[]) => stepsOf(stacks).map(({ definitions, objects }) => `${definitions ? 'definitions ' : ''}${objects.map(({ file }) => file).join(' ')}`);

describe('the order of objects', () => {
  it('follows the graph of stacks, and the kinds that others need within a stack', () => {
    expect(shown([stack('b', ['a'], 'Deployment', 'RoleBinding', 'Namespace', 'Role'), stack('a', [], 'Service', 'CustomResourceDefinition')])).toEqual([
      'definitions a/CustomResourceDefinition.yaml', 'a/Service.yaml', 'b/Namespace.yaml', 'b/Role.yaml', 'b/RoleBinding.yaml', 'b/Deployment.yaml',
    ]);
  });

  it('lets stacks go together that do not wait for each other', () => {
    expect(shown([stack('a', [], 'Namespace'), stack('b', ['a'], 'Service'), stack('c', ['a'], 'Service'), stack('d', ['b', 'c'], 'Service')])).toEqual(['a/Namespace.yaml', 'b/Service.yaml c/Service.yaml', 'd/Service.yaml']);
  });

  it('does not wait for stacks of other clusters', () => {
    expect(shown([stack('a', ['elsewhere'], 'Service')])).toEqual(['a/Service.yaml']);
  });

  it('of nothing is nothing', () => {
    expect(stepsOf([])).toEqual([]);
  });
});
