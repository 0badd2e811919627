import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftovers, processFolder } from '../../lab/leftovers.ts';

describe('a temporary folder', () => {
  it('is its owner’s alone, and left over only when its process is gone', () => {
    const prefix = `ndc-leftovers-${process.hrtime.bigint()}-`;
    const mine = processFolder(prefix);
    const dead = join(tmpdir(), `${prefix}${spawnSync('true').pid}-x`);
    const other = join(tmpdir(), `${prefix}any`);
    try {
      for (const folder of [dead, other]) mkdirSync(folder);
      expect(basename(mine)).toContain(`${prefix}${process.pid}-`);
      expect(statSync(mine).mode & 0o777).toBe(0o700);
      expect(leftovers(prefix)).toEqual([dead]);
    } finally {
      for (const folder of [mine, dead, other]) rmSync(folder, { recursive: true, force: true });
    }
    expect([mine, dead, other].filter((folder) => existsSync(folder))).toEqual([]);
  });
});
