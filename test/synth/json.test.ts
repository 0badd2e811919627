import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableJson } from '../../synth/json.ts';

describe('stableJson', () => {
  it('sorts keys by their bytes at every depth, keeps the order of lists, and ends the file', () => {
    expect(stableJson({ b: [{ z: 1, a: 2 }, 'x'], a: null, B: { ế: 1, e: 2 } })).toBe(
      '{\n  "B": {\n    "e": 2,\n    "ế": 1\n  },\n  "a": null,\n  "b": [\n    {\n      "a": 2,\n      "z": 1\n    },\n    "x"\n  ]\n}\n');
  });

  it('keeps a key that names the prototype', () => {
    const text = '{\n  "a": {\n    "__proto__": {\n      "b": 1\n    }\n  }\n}\n';
    expect(stableJson(JSON.parse(text))).toBe(text);
  });

  it('says the same for the same content in any order of keys', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(stableJson(turned)).toBe(stableJson(value));
      expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }), { numRuns: 500 });
  });
});
