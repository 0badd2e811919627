/** `ndc simulate` as a caller sees it: exit code, standard output, standard error. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { changed, inFolder, type Changes } from '../model/fixture.ts';
import { inTemporaryFolder } from '../review/fixture.ts';

const program = fileURLToPath(new URL('../../scripts/ndc.ts', import.meta.url));

/** In an empty folder, on the project's catalog or on the small one with changes. */
function run(args: readonly string[], changes?: Changes): { code: number | null; stdout: string; stderr: string; files: readonly string[]; page: string } {
  const start = (folder: string, catalog: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'simulate', ...args, ...catalog], { cwd: folder, encoding: 'utf8', env: { ...process.env, NDC_LANG: '' } });
    const page = join(folder, 'out/page.html');
    return { code: status, stdout, stderr, files: readdirSync(folder), page: existsSync(page) ? readFileSync(page, 'utf8') : '' };
  };
  return inTemporaryFolder((folder) => (changes ? inFolder(changed(changes), (catalog) => start(folder, ['--catalog', catalog])) : start(folder, [])));
}

describe('ndc simulate', () => {
  it('names the national database that does not survive, and exits 1', () => {
    const { code, stdout } = run(['site-loss', '--site', 'ndc-1']);
    expect(code).toBe(1);
    expect(stdout).toContain('National databases that do not survive: synthetic\n');
  });

  it('prints one JSON document, in either language the same', () => {
    const [en, vi] = [run(['site-loss', '--site', 'region-south', '--format', 'json']), run(['site-loss', '--site', 'region-south', '--format', 'json', '--lang', 'vi'])];
    expect(en.code).toBe(0);
    expect(JSON.parse(en.stdout)).toMatchObject({ kind: 'site-loss', ok: true, site: { id: 'region-south' }, notSurviving: [] });
    expect(vi.stdout).toBe(en.stdout);
  });

  it('takes links by the name of the issue, under either word', () => {
    const [link, siteLoss] = [run(['link', '--link', 'international', '--format', 'json']), run(['site-loss', '--link', 'international', '--format', 'json'])];
    expect([link.code, siteLoss.code]).toEqual([0, 0]);
    expect(link.stdout).toBe(siteLoss.stdout);
  });

  it('writes a page that needs nothing else, and nothing beside it', () => {
    const { code, stdout, page, files } = run(['site-loss', '--site', 'ndc-2', '--html', 'out/page.html', '--lang', 'vi']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Trang: out\/page\.html$/m);
    expect(files).toEqual(['out']);
    expect(page).toContain('<html lang="vi">');
    expect(page).not.toMatch(/<script|src=|href="http/);
  });

  it('prints the steps of a switch-over', () => {
    const { code, stdout } = run(['switch-over', '--system', 'mae/land', '--to', 'region-south']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1\. Demote the former primary \(next\)[^]*2\. Promote the other copy \(later\)[^]*3\. Finish \(later\)/);
  });

  it.each<[string, string[], string]>([
    ['a site that does not exist', ['site-loss', '--site', 'ncd-1'], 'ndc: there is no site ncd-1 in the catalog\n     did you mean ndc-1?\n'],
    ['a link that does not exist', ['link', '--link', 'internatonal'], 'ndc: there is no link internatonal in the catalog\n     did you mean international?\n'],
    ['neither', ['site-loss'], 'ndc: name what is lost: --site <id> or --link <name>, one of the two\n     e.g. npx ndc simulate site-loss --site ndc-1, or npx ndc simulate link --link international\n'],
    ['both', ['site-loss', '--site', 'ndc-1', '--link', 'tslcd'], 'ndc: name what is lost: --site <id> or --link <name>, one of the two\n     e.g. npx ndc simulate site-loss --site ndc-1, or npx ndc simulate link --link international\n'],
    ['a system that does not exist', ['switch-over', '--system', 'mae/lnad', '--to', 'ndc-1'], 'ndc: there is no system mae/lnad in the catalog\n     did you mean mae/land?\n'],
    ['a switch-over to where the primary is', ['switch-over', '--system', 'mae/land', '--to', 'ndc-1'], 'ndc: mae/land cannot be switched over to ndc-1: the primary is there already; its copies stand at ndc-1, region-south\n     ndc simulate site-loss shows which systems have a second site\n'],
  ])('refuses %s with exit code 2 and nothing on standard output', (_what, args, stderr) => {
    expect(run(args)).toMatchObject({ code: 2, stdout: '', stderr, files: [] });
  });

  it('computes nothing from a catalog with errors', () => {
    const { code, stdout, stderr } = run(['site-loss', '--site', 'north'], { 'sites/north.yaml': (site) => { site.drPartner = 'nowhere'; } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ndc: the catalog has \d+ errors?; the first: /);
  });
});
