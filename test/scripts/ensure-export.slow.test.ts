/** Commands that read the export, in a folder where nothing was written yet. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogCopy } from '../stacks/support.ts';
import { remove, temporaryFolder } from '../synth/support.ts';

const program = join(import.meta.dirname, '../../scripts/ndc.js');

let catalog: CatalogCopy;
let folder: string;

beforeAll(() => {
  catalog = new CatalogCopy();
  folder = temporaryFolder();
});
afterAll(() => {
  catalog.delete();
  remove(folder);
});

function ndc(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args, '--catalog', catalog.folder], { cwd: folder, encoding: 'utf8' });
}

describe('a command that reads the export', () => {
  it('makes it where there is none, and answers', { timeout: 300_000 }, () => {
    const { status, stdout, stderr } = ndc('flows', '--from', 'internet', '--to', 'database/*', '--expect', 'denied', '--format', 'json');
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'denied' });
    expect(stderr).toContain('out/objects holds no export yet: building the stacks first');
    expect(stderr).not.toContain('newer');
    expect(existsSync(join(folder, 'cdktf.out/stacks.json'))).toBe(true);
  });

  it('takes stacks that are there already as they are', { timeout: 300_000 }, () => {
    rmSync(join(folder, 'out'), { recursive: true });
    const { status, stderr } = ndc('flows', '--from', 'internet', '--to', 'database/*');
    expect(status, stderr).toBe(0);
    expect(stderr).not.toContain('building the stacks');
  });

  it('is told to write it where it names a folder', () => {
    const { status, stderr } = ndc('flows', '--objects', 'elsewhere');
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no export in elsewhere\n     write it with: npx ndc export\n') as unknown });
  });

  it('makes none of a catalog with errors', () => {
    rmSync(join(folder, 'out'), { recursive: true });
    rmSync(join(folder, 'cdktf.out'), { recursive: true });
    catalog.remove('limits.yaml');
    const { status, stderr } = ndc('flows');
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('run `npx ndc check` and mend them') as unknown });
    expect(readdirSync(folder)).toEqual([]);
  });
});
