import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemo } from '../../model/load/memo.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-memo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const never = () => {
  throw new Error('asked again');
};

describe('the memo of sound files', () => {
  it('knows a value and its places again after it was saved, by kind and text', () => {
    const first = openMemo(folder);
    expect(first.recall('site', 'id: a')).toBeUndefined();
    first.remember('site', 'id: a', { id: 'a' });
    expect(first.place('site', 'id: a', 'value /id', () => ({ line: 1, column: 5 }))).toEqual({ line: 1, column: 5 });
    first.save();

    const second = openMemo(folder);
    expect(second.recall('cluster', 'id: a')).toBeUndefined();
    expect(second.recall('site', 'id: b')).toBeUndefined();
    expect(second.recall('site', 'id: a')).toEqual({ id: 'a' });
    expect(second.place('site', 'id: a', 'value /id', never)).toEqual({ line: 1, column: 5 });
    expect(second.place('site', 'id: a', 'key /id', () => ({ line: 1, column: 1 }))).toEqual({ line: 1, column: 1 });
  });

  it('keeps places found after the first save', () => {
    const first = openMemo(folder);
    first.remember('site', 'id: a', { id: 'a' });
    first.save();
    first.place('site', 'id: a', 'value /id', () => ({ line: 1, column: 5 }));
    first.save();
    const second = openMemo(folder);
    second.recall('site', 'id: a');
    expect(second.place('site', 'id: a', 'value /id', never)).toEqual({ line: 1, column: 5 });
  });

  it('does not keep places of a file that was not sound', () => {
    const memo = openMemo(folder);
    memo.place('site', 'id: [', 'value /id', () => ({ line: 1, column: 1 }));
    expect(() => memo.place('site', 'id: [', 'value /id', never)).toThrow('asked again');
  });

  it('starts anew from a file that cannot be read, and forgets what a run did not use', () => {
    const first = openMemo(folder);
    first.remember('site', 'id: a', { id: 'a' });
    first.save();
    const second = openMemo(folder);
    second.remember('site', 'id: b', { id: 'b' });
    second.save();
    expect(openMemo(folder).recall('site', 'id: a')).toBeUndefined();
    writeFileSync(join(folder, readdirSync(folder)[0]!), '{');
    expect(openMemo(folder).recall('site', 'id: b')).toBeUndefined();
  });
});
