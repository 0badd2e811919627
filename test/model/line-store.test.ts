import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLines } from '../../model/load/line-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('values kept between runs', () => {
  it('are those of the same program, though another one ran in between', () => {
    const [ours, theirs] = ['aa', 'bb'].map((digest) => openLines<number>(folder, 'things', digest)) as [ReturnType<typeof openLines<number>>, ReturnType<typeof openLines<number>>];
    ours.set('one', 1);
    ours.save();
    theirs.set('one', 2);
    theirs.save();
    expect(openLines<number>(folder, 'things', 'aa').get('one')).toBe(1);
    expect(openLines<number>(folder, 'things', 'bb').get('one')).toBe(2);
  });

  it('are kept for the last four programs, and only theirs go', () => {
    const other = openLines<number>(folder, 'others', 'ff');
    other.set('one', 1);
    other.save();
    for (const [index, digest] of ['a1', 'a2', 'a3', 'a4', 'a5'].entries()) {
      const lines = openLines<number>(folder, 'things', digest);
      lines.set('one', index);
      lines.save();
      utimesSync(join(folder, `things-${digest}.jsonl`), 1000 + index, 1000 + index);
    }
    const lines = openLines<number>(folder, 'things', 'a6');
    lines.set('one', 6);
    lines.save();
    expect(readdirSync(folder).sort()).toEqual(['others-ff.jsonl', 'things-a3.jsonl', 'things-a4.jsonl', 'things-a5.jsonl', 'things-a6.jsonl']);
  });
});
