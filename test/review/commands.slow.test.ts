/** The commands as a caller sees them: input, exit code, standard output, standard error. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { changed, inFolder, type Changes } from '../model/fixture.ts';
import { after } from './example.ts';
import { inTemporaryFolder, writeExport } from './fixture.ts';

const program = fileURLToPath(new URL('../../scripts/ndc.ts', import.meta.url));

/** Runs ndc in an empty folder beside a catalog and an export. */
function inWorkplace<T>(changes: Changes, work: (ndc: (...args: string[]) => { code: number | null; stdout: string; stderr: string }, folder: string, catalog: string) => T): T {
  return inFolder(changed(changes), (catalog) => inTemporaryFolder((folder) => {
    writeExport(join(folder, 'out/objects'), after);
    return work((...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--catalog', catalog], { cwd: folder, encoding: 'utf8', env: { ...process.env, NDC_LANG: '' } });
      return { code: status, stdout, stderr };
    }, folder, catalog);
  }));
}

describe('ndc review', () => {
  it('exits 0 on the catalog of the project, which has no errors', () => inTemporaryFolder((folder) => {
    writeExport(join(folder, 'out/objects'), after);
    const { status, stderr } = spawnSync(process.execPath, [program, 'review'], { cwd: folder, encoding: 'utf8' });
    expect({ status, errors: stderr.match(/^ndc: (?!.*newer).*$/gm) }).toEqual({ status: 0, errors: null });
  }));

  it('writes the pack and prints where it lies', () => inWorkplace({}, (ndc, folder) => {
    const { stdout } = ndc('review');
    expect(stdout).toMatch(/^Review pack: out\/review\/index\.html$/m);
    expect(stdout).toMatch(/^ {2}objects {17}11 \(5 stacks\)$/m);
    expect(readdirSync(join(folder, 'out/review')).sort()).toEqual(['index.html', 'review.json', 'review.md', 'review.sarif']);
    expect((JSON.parse(readFileSync(join(folder, 'out/review/review.sarif'), 'utf8')) as { version: string }).version).toBe('2.1.0');
  }));

  it('prints one JSON document of the contract, the same that it writes, with the folder of the pack', () => inWorkplace({}, (ndc, folder) => {
    const { stdout } = ndc('review', '--format', 'json', '--out', 'pack');
    const printed = JSON.parse(stdout) as Record<string, unknown> & { pack: { out?: string } };
    expect(Object.keys(printed)).toEqual(['ok', 'rules', 'findings', 'flows', 'changes', 'siteLoss', 'switchOvers', 'pack']);
    expect(printed.pack.out).toBe(join(folder, 'pack'));
    delete printed.pack.out;
    expect(printed).toEqual(JSON.parse(readFileSync(join(folder, 'pack/review.json'), 'utf8')));
  }));

  it('speaks Vietnamese when asked', () => inWorkplace({}, (ndc) => {
    expect(ndc('review', '--lang', 'vi').stdout).toMatch(/^Hồ sơ: out\/review\/index\.html$/m);
  }));

  it('exits 1 on errors and still writes the pack', () => inWorkplace({ 'tenants/mae/systems/land.yaml': (system) => { system.tenant = 'mps'; } }, (ndc, folder) => {
    expect(ndc('review').code).toBe(1);
    expect(existsSync(join(folder, 'out/review/index.html'))).toBe(true);
  }));

  it('exits 1 with --strict when there is nothing but warnings', () => inWorkplace({}, (ndc) => {
    expect(ndc('review', '--strict').code).toBe(1);
  }));

  it('exits 2 without an export and says how to make one', () => inWorkplace({}, (ndc) => {
    expect(ndc('review', '--objects', 'nowhere')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('ndc: there is no export in nowhere\n     write it with: npx ndc export\n') as string });
  }));

  it('exits 2 for a base that does not exist', () => inWorkplace({}, (ndc) => {
    const { code, stderr } = ndc('review', '--base', 'no-such-branch');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ndc: there is no revision no-such-branch$/m);
  }));

  it('exits 2 for a day that is none, and for a catalog that is not there', () => inWorkplace({}, (ndc) => {
    expect(ndc('review', '--as-of', '2026-02-30')).toMatchObject({ code: 2, stderr: expect.stringContaining('must be a calendar day') as string });
    expect(ndc('review', '--catalog', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no catalog folder nowhere') as string });
  }));

  it('shows no half of a pack when an object of the export cannot be read', () => inWorkplace({}, (ndc, folder) => {
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken/index.json'), '[{"stack": 1}]');
    expect(ndc('review', '--objects', 'broken')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not the index of an export: 0/stack') as string });
    expect(existsSync(join(folder, 'out/review'))).toBe(false);
  }));

  it('hints on stderr that the export is older than the catalog', () => inWorkplace({}, (ndc, _folder, catalog) => {
    expect(ndc('review').stderr).not.toContain('is newer than the export');
    const file = join(catalog, 'platform.yaml');
    writeFileSync(file, readFileSync(file));
    expect(ndc('review').stderr).toContain('platform.yaml is newer than the export');
  }));
});

describe('ndc tenant preview', () => {
  it('needs the catalog only', () => inWorkplace({}, (ndc) => {
    const { stdout } = ndc('tenant', 'preview', 'ca-mau');
    expect(stdout).toContain('procedure – procedure');
    expect(stdout).toMatch(/^RECEIVES DATA FROM \(1\)\n {2}mae {2}land {2}query/m);
  }));

  it('prints the view as JSON', () => inWorkplace({}, (ndc) => {
    const view = JSON.parse(ndc('tenant', 'preview', 'mae', '--format', 'json').stdout) as Record<string, unknown>;
    expect(Object.keys(view)).toEqual(['ok', 'asOf', 'tenant', 'state', 'handling', 'systems', 'quota', 'agreements', 'findings']);
  }));

  it('writes a page of its own', () => inWorkplace({}, (ndc, folder) => {
    expect(ndc('tenant', 'preview', 'mae', '--html', 'deep/mae.html', '--lang', 'vi').stdout).toMatch(/^Trang: deep\/mae\.html$/m);
    expect(readFileSync(join(folder, 'deep/mae.html'), 'utf8')).toMatch(/^<!doctype html>\n<html lang="vi">/);
  }));

  it('exits 2 for a tenant that is not there and names the nearest', () => inWorkplace({}, (ndc) => {
    expect(ndc('tenant', 'preview', 'ca-mua')).toMatchObject({ code: 2, stdout: '', stderr: 'ndc: there is no tenant ca-mua in the catalog\n     did you mean ca-mau?\n' });
    expect(ndc('tenant', 'preview', 'zzzzzzzz').stderr).toContain('its id is the name of its folder below tenants/');
  }));

  it('names the defect of a tenant whose own file is broken', () => inWorkplace({ 'tenants/mae/tenant.yaml': 'id: mae\n' }, (ndc) => {
    const { code, stderr } = ndc('tenant', 'preview', 'mae');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ndc: tenants\/mae\/tenant\.yaml:1:1 missing-key: /);
  }));

  it('exits 2 while the catalog as a whole cannot be used', () => inWorkplace({ 'platform.yaml': null }, (ndc) => {
    expect(ndc('tenant', 'preview', 'mae')).toMatchObject({ code: 2, stderr: expect.stringContaining('run `npx ndc check`') as string });
  }));
});
