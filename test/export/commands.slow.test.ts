/** `ndc synth` and `ndc export` as a caller sees them, on the real catalog: input, exit code, standard output, standard error. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedStack, ExportResult } from '../../export/export.ts';
import type { IndexedStack } from '../../synth/index-files.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { load } from '../stacks/support.ts';
import { filesOf, remove, temporaryFolder } from '../synth/support.ts';

const program = join(import.meta.dirname, '../../scripts/ndc.ts');

let folder: string;

function ndc(...args: readonly string[]): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NDC_LANG: '' } });
  return { code: status, stdout, stderr };
}

beforeAll(async () => {
  await ensureProgram('helm-renderer');
  folder = temporaryFolder();
});
afterAll(() => remove(folder));

describe('ndc export, before anything is synthesized', () => {
  it('exits 2, says what to run, and writes nothing', () => {
    expect(ndc('export', '--format', 'json')).toEqual({ code: 2, stdout: '', stderr: 'ndc: cdktf.out holds no synthesized stacks\n     run `npx ndc synth` first\n' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('ndc synth and ndc export', () => {
  it('agree on the stacks of the real estate, and print one JSON document each', () => {
    const synth = ndc('synth', '--format', 'json');
    expect(synth.code).toBe(0);
    const synthesized = JSON.parse(synth.stdout) as { stacks: number; resources: number; seconds: number; out: string };
    expect(synthesized).toEqual({ stacks: load().plans.length, resources: synthesized.resources, seconds: expect.any(Number) as unknown, out: join(folder, 'cdktf.out') });
    expect(synth.stderr).toMatch(/^ +\d+\.\d s {2}reading the catalog$/m);

    const exported = ndc('export', '--format', 'json');
    expect(exported.code).toBe(0);
    const result = JSON.parse(exported.stdout) as ExportResult;
    expect(result).toEqual({ stacks: synthesized.stacks, objects: result.objects, unrendered: result.unrendered, refused: [], out: join(folder, 'out/objects') });

    const index = JSON.parse(readFileSync(join(folder, 'out/objects/index.json'), 'utf8')) as ExportedStack[];
    const rows = JSON.parse(readFileSync(join(folder, 'cdktf.out/stacks.json'), 'utf8')) as IndexedStack[];
    expect(index.map(({ stack }) => stack)).toEqual(rows.map(({ id }) => id));
    expect(rows.reduce((sum, { resources }) => sum + resources, 0)).toBe(synthesized.resources);
    // Each resource is an object, or a release that was rendered or is said not to be.
    for (const { stack, objects, unrendered } of index) {
      const releases = new Set(objects.flatMap(({ release }) => release ?? [])).size + unrendered.length;
      expect(objects.filter(({ release }) => release === undefined).length + releases, stack).toBe(rows.find(({ id }) => id === stack)!.resources);
    }
  });

  it('print for people where the output lies and what is unknown', () => {
    const synth = ndc('synth', '--only', 'ndc-1-core--{crds,operator-velero}', '--out', 'some');
    expect(synth.code).toBe(0);
    expect(synth.stdout).toMatch(/^2 stacks with \d+ resources in [\d.]+ s: some\n$/);
    const exported = ndc('export', '--synthesized', 'some', '--out', 'some-objects');
    expect(exported.stdout).toMatch(/^\d+ objects of 2 stacks: some-objects\n1 releases could not be rendered, so their objects are unknown: see "unrendered" in some-objects\/index\.json\n$/);
  });

  it('fail, and name the release, when a chart refuses its values', () => {
    const stack = 'ndc-1-core--guardrails';
    expect(ndc('synth', '--only', stack, '--out', 'refused').code).toBe(0);
    const file = join(folder, 'refused/stacks', stack, 'cdk.tf.json');
    const terraform = JSON.parse(readFileSync(file, 'utf8')) as { resource: { helm_release: Record<string, { name: string; values: string[] }> } };
    const [release] = Object.values(terraform.resource.helm_release);
    release!.values = [JSON.stringify({ ...(JSON.parse(release!.values[0]!) as object), noSuchKey: true })];
    writeFileSync(file, JSON.stringify(terraform));
    const { code, stdout, stderr } = ndc('export', '--synthesized', 'refused', '--out', 'refused-objects', '--format', 'json');
    expect(code).toBe(1);
    const { refused } = JSON.parse(stdout) as ExportResult;
    expect(refused).toEqual([{ stack, release: release!.name, reason: expect.stringContaining('noSuchKey') as unknown }]);
    expect(stderr).toContain(`${stack}: ${release!.name}: its chart refuses its values: `);
  });

  it('leave what they wrote when they are asked for stacks that do not exist', () => {
    const before = filesOf(join(folder, 'some'));
    expect(ndc('synth', '--only', 'no-such-stack', '--out', 'some', '--format', 'json')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/ndc: no stack matches no-such-stack\n$/) as unknown });
    expect(filesOf(join(folder, 'some'))).toEqual(before);
  });

  it('refuse options and folders that do not exist with exit code 2', () => {
    expect(ndc('synth', '--no-such-option')).toMatchObject({ code: 2, stdout: '' });
    expect(ndc('synth', '--catalog', 'no-such-folder')).toMatchObject({ code: 2, stdout: '', stderr: 'ndc: there is no catalog folder no-such-folder\n     check the path given with --catalog\n' });
    expect(ndc('export', '--format', 'xml')).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(folder, 'no-such-folder'))).toBe(false);
  });

  it('explain themselves', () => {
    for (const command of ['synth', 'export']) {
      const { code, stdout } = ndc(command, '--help');
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: ndc ${command} \\[options\\]\n`));
      for (const option of ['--format', '--lang', '--out']) expect(stdout).toContain(option);
    }
  });
});
