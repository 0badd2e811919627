import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../export/convert.ts';
import { fileNames } from '../../export/file-names.ts';

const object = (kind: string, name: string, namespace?: string, apiVersion = 'v1'): KubernetesObject => ({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });

const text = fc.oneof(fc.stringMatching(/^[a-z0-9.-]{1,12}$/), fc.string({ minLength: 1, maxLength: 300 }));
const objects = fc.uniqueArray(
  fc.record({ kind: fc.constantFrom('Role', 'role', 'Cluster', 'Service'), apiVersion: fc.constantFrom('v1', 'a/v1', 'b/v1'), name: text, namespace: fc.option(text, { nil: undefined }) }),
  { selector: ({ kind, apiVersion, name, namespace }) => JSON.stringify([kind, apiVersion, name, namespace ?? '']), maxLength: 20 },
).map((found) => found.map(({ kind, apiVersion, name, namespace }) => object(kind, name, namespace, apiVersion)));

describe('fileNames', () => {
  it('say kind, namespace and name', () => {
    expect(fileNames([object('NetworkPolicy', 'ndc-default-deny', 'mae--land--dmz'), object('Namespace', 'mae--land--dmz')])).toEqual(['networkpolicy--mae--land--dmz--ndc-default-deny.yaml', 'namespace--mae--land--dmz.yaml']);
  });

  it('hold a hash where a name is no safe file name, or differs by upper case alone', () => {
    const [colon, upper, lower] = fileNames([object('ClusterRole', 'system:x'), object('ClusterRole', 'Admin'), object('ClusterRole', 'admin')]);
    expect(colon).toMatch(/^clusterrole--system_x-[0-9a-f]{8}\.yaml$/);
    expect(upper).toMatch(/^clusterrole--admin-[0-9a-f]{8}\.yaml$/);
    expect(lower).toMatch(/^clusterrole--admin-[0-9a-f]{8}\.yaml$/);
    expect(upper).not.toBe(lower);
  });

  it('tell apart objects of one kind name from two APIs', () => {
    const [one, other] = fileNames([object('Cluster', 'x', 'n', 'cluster.x-k8s.io/v1beta2'), object('Cluster', 'x', 'n', 'postgresql.cnpg.io/v1')]);
    expect(one).not.toBe(other);
  });

  it('are unique on file systems that ignore case, safe, and of a length that every file system takes', () => {
    fc.assert(fc.property(objects, (found) => {
      const names = fileNames(found);
      expect(names).toHaveLength(found.length);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(found.length);
      for (const name of names) {
        expect(name).toMatch(/^[a-z0-9._-]+\.yaml$/);
        expect(name.length).toBeLessThanOrEqual(190);
      }
    }));
  });

  it('do not depend on the order of the objects', () => {
    fc.assert(fc.property(objects, (found) => {
      expect(fileNames([...found].reverse()).reverse()).toEqual(fileNames(found));
    }));
  });
});
