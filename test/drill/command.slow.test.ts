/** `ndc drill` as a caller sees it. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evidence } from '../../model/schema/governance.ts';
import { drillTools } from './support.ts';

const tools = await drillTools();
const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'ndc-t-'));
// Passed through by the user that PostgreSQL runs as.
chmodSync(scratch, 0o711);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ndc drill`; `when` is called with each step that is told, and may end it. */
function ndc(args: readonly string[], when?: (step: string, end: (signal: NodeJS.Signals) => void, deafen: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'ndc.ts'), 'drill', ...args], { cwd: root, env: { ...process.env, TMPDIR: scratch }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    when?.(chunk.toString(), (signal) => child.kill(signal), () => child.stderr.destroy());
  });
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** Nothing of a run is left: no folder, no process. */
function expectNothingLeft(): void {
  expect(readdirSync(scratch)).toEqual([]);
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(scratch))).toEqual([]);
}

describe.skipIf(!tools)('ndc drill run --local', () => {
  it('restores twice, and prints one JSON document with signed evidence of kind lab', async () => {
    const { status, stdout, stderr } = await ndc(['run', '--local', 'population', '--rows', '1000', '--format', 'json']);
    expect(stderr).toContain('the first site is lost');
    expect(status).toBe(0);
    const { ok, database, drills } = JSON.parse(stdout) as { ok: boolean; database: string; drills: { name: string; result: { measures: { rpoSeconds: number } }; evidence: unknown }[] };
    expect([ok, database, drills.map(({ name }) => name)]).toEqual([true, 'population', ['point-in-time', 'site-loss']]);
    for (const drill of drills) expect(evidence.parse(drill.evidence)).toMatchObject({ kind: 'lab', target: 'population', result: 'passed', signature: expect.stringContaining('BEGIN SSH SIGNATURE') });
    expectNothingLeft();
  });

  it('leaves nothing behind when nobody reads its progress any more', async () => {
    const { status, stdout } = await ndc(['run', '--local', 'population', '--rows', '1000', '--format', 'json'], (step, _end, deafen) => {
      if (step.includes('base backup')) deafen();
    });
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expectNothingLeft();
  });

  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('leaves nothing behind after %s in the middle', async (signal) => {
    const { status, stdout, stderr } = await ndc(['run', '--local', 'population', '--rows', '1000', '--format', 'json'], (step, end) => {
      if (step.includes('base backup')) setTimeout(() => end(signal), 300);
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`ended by ${signal}`);
    expectNothingLeft();
  });
});

describe('ndc drill', () => {
  it.each<[string, string[], RegExp]>([
    ['a database that is not there', ['run', '--local', 'populaton'], /^ndc: there is no database populaton in the catalog\n {5}did you mean population\?\n$/],
    ['rows that are no count', ['run', '--local', 'population', '--rows', '-3'], /must be a whole number from 1 to 10000000/],
    ['a key that is not there', ['run', '--local', 'population', '--key', 'no-key'], /^ndc: there is no key no-key\n {5}name a private SSH key, or leave --key out\n$/],
    ['a tenant that is not there', ['status', '--tenant', 'mpz'], /^ndc: there is no tenant mpz in the catalog\n {5}did you mean /],
  ])('refuses %s', async (_, args, said) => {
    const { status, stdout, stderr } = await ndc(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
  });

  it('shows the age of each proof; without any it is no failure unless --strict', async () => {
    const { status, stdout } = await ndc(['status', '--tenant', 'mps', '--format', 'json']);
    const shown = JSON.parse(stdout) as { ok: boolean; counts: object; databases: { database: string; state: string }[] };
    expect([status, shown.ok, new Set(shown.databases.map(({ state }) => state))]).toEqual([0, true, new Set(['none'])]);
    expect(shown.databases.map(({ database }) => database)).toContain('population');
    expect((await ndc(['status', '--tenant', 'mps', '--strict'])).status).toBe(1);
  });
});
