/** The whole command: what is typed, what is printed where, how it exits. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { changed, inFolder, type Changes } from './fixture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function ndc(folder: string, ...words: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}scripts/ndc.ts`, 'check', ...words], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { code: status, stdout, stderr };
}

function onFixture(changes: Changes, ...words: string[]) {
  return inFolder(changed(changes), (folder) => ndc(folder, '--catalog', '.', '--as-of', '2026-11-01', ...words));
}

const slip: Changes = { 'grants/mae.yaml': (grant) => { grant.placement.cluster = 'shared-nroth'; } };

describe('ndc check', () => {
  it('prints each finding at its line, sums up, and exits 1 when one is an error', () => {
    const { code, stdout, stderr } = onFixture(slip);
    expect(stdout).toContain('grants/mae.yaml:5:12  error  unknown-reference  /placement/cluster: there is no cluster called shared-nroth (did you mean shared-north?)\n');
    expect(stdout).toMatch(/\n\n\d+ errors?, \d+ warnings? \(\d+ unknown\), \d+ for information\n2 sites, 6 clusters, 3 tenants, 4 systems, 1 database, 1 agreement, 0 exceptions\n$/);
    expect([code, stderr]).toEqual([1, '']);
  });

  it('speaks Vietnamese on request', () => {
    expect(onFixture(slip, '--lang', 'vi').stdout).toContain('grants/mae.yaml:5:12  lỗi  unknown-reference  /placement/cluster: không có cụm nào tên shared-nroth (có phải ý bạn là shared-north?)\n');
  });

  it('prints one JSON document and nothing else', () => {
    const { code, stdout, stderr } = onFixture(slip, '--format', 'json');
    const result = JSON.parse(stdout) as { ok: boolean; counts: object; findings: { code: string; line: number }[] };
    expect([code, stderr, result.ok]).toEqual([1, '', false]);
    expect(Object.keys(result)).toEqual(['ok', 'counts', 'findings']);
    expect(result.findings.find((finding) => finding.code === 'unknown-reference')).toMatchObject({ file: 'grants/mae.yaml', line: 5, column: 12, path: '/placement/cluster', value: 'shared-nroth' });
  });

  it('prints SARIF with paths from where it was called', () => {
    const { stdout } = inFolder(changed(slip), (folder) => ndc(`${folder}/sites`, '--catalog', '..', '--as-of', '2026-11-01', '--format', 'sarif'));
    const { version, runs } = JSON.parse(stdout) as { version: string; runs: { results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] };
    expect(version).toBe('2.1.0');
    expect(runs[0]!.results.find(({ ruleId }) => ruleId === 'unknown-reference')!.locations[0]!.physicalLocation.artifactLocation.uri).toMatch(/\/grants\/mae\.yaml$/);
  });

  it('exits 0 with warnings alone, and 1 when it is strict', () => {
    const sound = `${root}catalog`;
    const plain = ndc(root, '--catalog', sound, '--as-of', '2026-11-21', '--format', 'json');
    expect(JSON.parse(plain.stdout)).toMatchObject({ ok: true });
    expect([plain.code, plain.stderr]).toEqual([0, '']);
    expect(ndc(root, '--catalog', sound, '--as-of', '2026-11-21', '--format', 'json', '--strict').code).toBe(1);
  });

  it('gives the same bytes on any day once the day is named', () => {
    expect(onFixture({}, '--format', 'json').stdout).toBe(onFixture({}, '--format', 'json').stdout);
    expect(onFixture({}).stdout).not.toContain('effective-date-lag');
  });

  it.each([
    [['--catalog', 'nowhere'], 'ndc: there is no catalog folder nowhere\n     check the path given with --catalog\n'],
    [['--catalog', 'platform.yaml'], 'ndc: platform.yaml is not a folder\n     give the folder that holds platform.yaml\n'],
  ])('exits 2 for %j, with one clear message', (words, message) => {
    expect(inFolder(changed({}), (folder) => ndc(folder, ...words))).toEqual({ code: 2, stdout: '', stderr: message });
  });

  it.each([[['--as-of', '2026-02-30']], [['--format', 'xml']], [['--surplus']]])('exits 2 for %j and says what is allowed', (words) => {
    const { code, stdout, stderr } = inFolder(changed({}), (folder) => ndc(folder, ...words));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: /);
  });

  it('answers an empty folder with findings, not with a failure', () => {
    const { code, stdout } = inFolder({}, (folder) => ndc(folder, '--catalog', '.'));
    expect(code).toBe(1);
    expect(stdout).toContain('platform.yaml:1:1  error  missing-file  the catalog needs this file (check the path given with --catalog, or take the file from the last release)\n');
  });
});
