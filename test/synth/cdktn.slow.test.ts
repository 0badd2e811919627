/** The door to CDKTF's fork stays open: the same program on `cdktn` writes the same JSON. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { load } from '../stacks/support.ts';
import { filesOf, oneOfEachKind, parsed, remove, temporaryFolder } from './support.ts';

let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'plans.json'), JSON.stringify(oneOfEachKind(load().plans)));
});
afterAll(() => remove(folder));

/** Writes the stacks in a process of its own. */
function write(name: string, ...flags: readonly string[]): { cdktf: number; cdktn: number } {
  const out = execFileSync(process.execPath, [...flags, join(import.meta.dirname, 'write-plans.ts'), join(folder, 'plans.json'), join(folder, name)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(out) as { cdktf: number; cdktn: number };
}

describe('under cdktn', () => {
  it('every kind of stack has the same parsed JSON and the same provenance', { timeout: 120_000 }, () => {
    const ours = write('cdktf');
    expect(ours.cdktf).toBeGreaterThan(10);
    expect(ours.cdktn).toBe(0);
    const fork = write('cdktn', '--import', pathToFileURL(join(import.meta.dirname, 'under-cdktn.ts')).href);
    expect(fork.cdktn).toBeGreaterThan(10);
    expect(fork.cdktf).toBe(0);
    expect(parsed(filesOf(join(folder, 'cdktn')))).toEqual(parsed(filesOf(join(folder, 'cdktf'))));
    expect(filesOf(join(folder, 'cdktf')).size).toBe(2 * oneOfEachKind(load().plans).length);
  });
});
