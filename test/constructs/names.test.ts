import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinName, maxLabelLength } from '../../constructs/names.ts';

/** Ids as the catalog takes them: kebab-case, at most 40 characters. */
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const id = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('-').slice(0, 40).replace(/-+$/, ''));
const parts = fc.array(id, { minLength: 1, maxLength: 5 });

describe('joinName', () => {
  it('joins parts with two hyphens and leaves a short name alone', () => {
    expect(joinName(['mae', 'land', 'dmz'])).toBe('mae--land--dmz');
  });

  it('keeps a name of exactly the limit and shortens one that is a character longer', () => {
    const fits = 'a'.repeat(maxLabelLength);
    expect(joinName([fits])).toBe(fits);
    expect(joinName([`${fits}a`])).toBe(`${'a'.repeat(54)}-ffe054fe`);
  });

  it('does not end the kept beginning in hyphens', () => {
    expect(joinName(['abcdefghij', 'klmnopqrstuvwxyz'], 20)).toMatch(/^abcdefghij-[0-9a-f]{8}$/);
  });

  it('gives DNS labels within the limit, the same for the same parts', () => {
    fc.assert(fc.property(parts, fc.integer({ min: 20, max: 63 }), (words, limit) => {
      const name = joinName(words, limit);
      expect(name.length).toBeLessThanOrEqual(limit);
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      expect(joinName([...words], limit)).toBe(name);
    }));
  });

  it('gives different names to different parts, however long', () => {
    fc.assert(fc.property(parts, parts, fc.integer({ min: 30, max: 63 }), (one, other, limit) => {
      fc.pre(one.join('--') !== other.join('--'));
      expect(joinName(one, limit)).not.toBe(joinName(other, limit));
    }));
  });

  it('cannot be made to collide by moving a boundary: ids hold no double hyphen', () => {
    expect(joinName(['a-b', 'c'])).not.toBe(joinName(['a', 'b-c']));
    expect(joinName(['a', 'b'])).not.toBe(joinName(['a-b']));
  });
});
