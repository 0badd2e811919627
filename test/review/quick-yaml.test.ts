import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { quickParse } from '../../review/quick-yaml.ts';

const write = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** Texts that look like something else in YAML. */
const tricky = ['', 'null', 'Null', '~', 'true', 'True', 'yes', 'no', '0', '-0', '007', '1.0', '1e3', '0x1f', '0o7', '.5', '.inf', '-.inf', '.nan', '12345678901234567890', '2026-11-21', '12:30:45', '1_000', '- a', '-', '--- a', '...', 'a: b',
  'a:', ':a', 'a #b', '#a', '"a"', '\'a\'', 'it\'s', '{}', '[]', '{a', '[a', '!tag', '&a', '*a', '|', '>', '%a', '@a', '`a`', '?', '? a', ' a', 'a ', 'a\tb', '\ta', 'a\\b', 'a\nb', 'a\n', '\na', 'a\n\nb\n', 'a\n  b\n', '  a\nb', 'a\n\n', 'đất đai', '🙂', '\u2028', '<script>', '<<', '=', 'on', 'off', 'a: |', 'key: {}'];

describe('the quick reader of exported objects', () => {
  it('reads a Kubernetes object without help', () => {
    const object = {
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'x', labels: { 'ndc.internal/level': '4', empty: '' } },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: 'fd00::/8' } }], ports: [{ port: 80, protocol: 'TCP' }] }, {}], text: 'one\n  two\n\nthree\n', flag: false, nothing: null },
    };
    expect(quickParse(write(object))).toEqual(object);
  });

  it.each(tricky)('reads %j as the real parser does, or leaves it to it', (text) => {
    for (const value of [{ a: text }, { a: [text, text] }, { a: { b: text, c: 1 } }, { a: [{ b: text }] }, { [text]: 1 }]) {
      const found = quickParse(write(value));
      if (found !== undefined) expect(found).toEqual(parse(write(value)));
    }
  });

  it.each(['a: 1\na: 2\n', 'a:\n  b: 1\n c: 2\n', 'a: "x\n  y"\n', 'a: x\n  y\n', '- - 1\n', 'a: &b 1\n', 'a: {b: 1}\n', 'a: [1]\n', '? a\n: b\n', 'a: >\n  b\n', '# note\na: 1\n', 'a: 1 # note\n', '---\na: 1\n', 'a: |2\n   b\n', 'a: "\\u00e9"\n', '1: a\n', 'true: a\n', 'a:\n', ''])('leaves %j to the real parser', (text) => {
    expect(quickParse(text)).toBeUndefined();
  });

  it('never reads anything otherwise than the real parser', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom(...tricky), fc.string({ unit: fc.constantFrom('a', ' ', '\n', ':', '-', '#', '\'', '"', '|', '0', '.'), maxLength: 8 }));
    const value = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true })),
    })).value;
    fc.assert(fc.property(value, (tree) => {
      const written = write({ root: tree });
      const found = quickParse(written);
      if (found !== undefined) expect(found).toEqual(parse(written));
    }), { numRuns: 3000 });
  });

  it('never reads any text otherwise than the real parser', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '  ', '\n', ': ', ':', '- ', '\'', '"', '|', '{}', '1'), maxLength: 14 }), (text) => {
      const found = quickParse(text);
      if (found !== undefined) expect(found).toEqual(parse(text));
    }), { numRuns: 20_000 });
  });
});
