import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, compareAttributes, gaps, pathKeys } from '../../review/attributes.ts';

describe('comparing two objects attribute by attribute', () => {
  it.each([
    ['a value that changes', { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, [{ path: 'spec.replicas', before: 1, after: 2 }]],
    ['a key that is new', { a: 1 }, { a: 1, b: { c: 2 } }, [{ path: 'b', after: { c: 2 } }]],
    ['a key that is gone', { a: 1, b: 2 }, { a: 1 }, [{ path: 'b', before: 2 }]],
    ['keys with dots and slashes', { metadata: { labels: { 'ndc.gov.vn/zone': 'app' } } }, { metadata: { labels: { 'ndc.gov.vn/zone': 'data' } } }, [{ path: 'metadata.labels["ndc.gov.vn/zone"]', before: 'app', after: 'data' }]],
    ['items that have names', { c: [{ name: 'a', image: 'x' }, { name: 'b', image: 'y' }] }, { c: [{ name: 'b', image: 'z' }, { name: 'a', image: 'x' }] }, [{ path: 'c[name=b].image', before: 'y', after: 'z' }]],
    ['an item put in front of others', { rules: [{ port: 1 }, { port: 2 }] }, { rules: [{ port: 0 }, { port: 1 }, { port: 2 }] }, [{ path: 'rules[0]', after: { port: 0 } }]],
    ['an item taken out', { args: ['--a', '--b', '--c'] }, { args: ['--a', '--c'] }, [{ path: 'args[1]', before: '--b' }]],
    ['an item altered in place', { rules: [{ port: 1 }, { port: 2, to: 'x' }] }, { rules: [{ port: 1 }, { port: 3, to: 'x' }] }, [{ path: 'rules[1].port', before: 2, after: 3 }]],
    ['a change of type', { value: '1' }, { value: 1 }, [{ path: 'value', before: '1', after: 1 }]],
    ['null and nothing are not the same', { value: null }, {}, [{ path: 'value', before: null }]],
    ['zero and nothing are not the same', {}, { value: 0 }, [{ path: 'value', after: 0 }]],
  ])('shows %s', (_what, before, after, expected) => {
    expect(compareAttributes(before, after)).toEqual(expected);
  });

  it('finds nothing between a value and a copy of it with its keys in another order', () => {
    fc.assert(fc.property(fc.object({ maxDepth: 3 }), (value) => {
      const reversed = (tree: unknown): unknown => (tree !== null && typeof tree === 'object' && !Array.isArray(tree) ? Object.fromEntries(Object.entries(tree).reverse().map(([key, inner]) => [key, reversed(inner)])) : tree);
      expect(compareAttributes(value, reversed(structuredClone(value)))).toEqual([]);
    }));
  });

  it('finds something between values that are not the same', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(compareAttributes({ v: before }, { v: after }).length > 0).toBe(canonical(before) !== canonical(after));
    }));
  });

  it('keeps a longest common part of two lists', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }), fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }), (before, after) => {
      const found = gaps(before, after);
      const removed = new Set(found.flatMap((gap) => gap.removed));
      const added = new Set(found.flatMap((gap) => gap.added));
      expect(before.filter((_item, index) => !removed.has(index))).toEqual(after.filter((_item, index) => !added.has(index)));
    }));
  });

  it('compares very long lists without a table of their product', () => {
    const long = Array.from({ length: 20_000 }, (_, index) => `a${index}`);
    expect(compareAttributes({ list: long }, { list: long.map((item) => `${item}!`) }).length).toBe(20_000);
  });

  it.each([
    ['spec.rules[0].host', ['spec', 'rules', 'host']],
    ['metadata.labels["ndc.gov.vn/zone"]', ['metadata', 'labels', 'ndc.gov.vn/zone']],
    ['spec.containers[name=app].image', ['spec', 'containers', 'image']],
    ['data["a\\"]b"].c', ['data', 'a"]b', 'c']],
  ])('reads the keys of %s', (path, keys) => {
    expect(pathKeys(path)).toEqual(keys);
  });
});
