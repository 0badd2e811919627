import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { YamlWriter } from '../../export/yaml-writer.ts';

describe('YamlWriter', () => {
  it('writes texts so that a reader of YAML 1.1, as Kubernetes is, takes them for texts', () => {
    const texts = { a: 'on', b: 'yes', c: '12:30', d: '010', e: '1_000', f: '~', g: 'null', h: '2026-11-01', i: '0x1', j: '', k: '1e3', l: 'No' };
    const written = new YamlWriter().write({ data: texts });
    expect(parse(written, { version: '1.1' })).toEqual({ data: texts });
    expect(parse(written, { version: '1.2' })).toEqual({ data: texts });
  });

  it('comes back as it was to a reader of YAML 1.1, whatever the object holds', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }), (value) => {
      const object = JSON.parse(JSON.stringify(value)) as unknown;
      fc.pre(!JSON.stringify(value).includes('__proto__') && !JSON.stringify(value).includes('<<'));
      const written = new YamlWriter().write(object);
      expect(parse(written, { version: '1.1' })).toEqual(object);
    }), { numRuns: 200 });
  });

  it('writes long lines whole, and shared parts out: no anchor, no alias', () => {
    const shared = { deep: 'x'.repeat(300) };
    const written = new YamlWriter().write({ one: shared, other: shared });
    expect(written).toBe(`one:\n  deep: ${shared.deep}\nother:\n  deep: ${shared.deep}\n`);
  });

  it('writes a large object the second time as the first', () => {
    const writer = new YamlWriter();
    const large = { data: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key-${index}`, 'value'])) };
    const first = writer.write(large);
    expect(writer.write(structuredClone(large))).toBe(first);
    expect(writer.write({ data: { ...large.data, 'key-0': 'other' } })).not.toBe(first);
  });
});
