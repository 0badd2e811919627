/** Bases of a small repository whose `ndc` is a stand-in that writes what it is told: the real one is run by the scenarios of the whole product. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BaseError, baseOutput } from '../../delivery/base.ts';

/** Writes the two folders with the text of catalog/value; fails when that says so; counts its runs outside of git. */
const standIn = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const value = readFileSync('catalog/value', 'utf8').trim();
appendFileSync(process.env.RUNS, process.argv[2] + '\\n');
if (value === 'broken') { process.stderr.write('ndc: the catalog has 1 error\\n     run npx ndc check and mend them\\n'); process.exit(2); }
if (value === 'slow') await new Promise((resolve) => setTimeout(resolve, 1500));
const folder = process.argv[2] === 'synth' ? 'cdktf.out' : 'out/objects';
mkdirSync(folder, { recursive: true });
writeFileSync(folder + '/index.json', JSON.stringify({ value, module: (await import('left-pad-stand-in')).default }));
`;

let folder: string;
let project: string;
const git = (...args: string[]) => execFileSync('git', ['-C', project, '-c', 'user.name=a', '-c', 'user.email=a@example.test', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const commit = (value: string) => {
  writeFileSync(join(project, 'catalog/value'), value);
  git('add', '-A');
  git('commit', '--quiet', '--allow-empty', '-m', value);
  return git('rev-parse', 'HEAD');
};
const runs = () => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n') : []);
const leftovers = () => readdirSync(join(folder, 'cache/base')).filter((name) => !/^[0-9a-f]{40}$/.test(name));
const quiet = { onStep: () => {} };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-base-'));
  project = join(folder, 'project');
  process.env['NDC_CACHE'] = join(folder, 'cache');
  process.env['RUNS'] = join(folder, 'runs');
  mkdirSync(join(project, 'scripts'), { recursive: true });
  mkdirSync(join(project, 'catalog'));
  mkdirSync(join(project, 'node_modules/left-pad-stand-in'), { recursive: true });
  writeFileSync(join(project, 'node_modules/left-pad-stand-in/index.js'), 'export default 42;');
  writeFileSync(join(project, 'node_modules/left-pad-stand-in/package.json'), '{"type":"module","main":"index.js"}');
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  writeFileSync(join(project, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
  writeFileSync(join(project, '.gitignore'), 'node_modules\ncdktf.out\nout\n');
  writeFileSync(join(project, 'scripts/ndc.ts'), standIn);
  execFileSync('git', ['init', '--quiet', '-b', 'main', project]);
});

afterEach(() => {
  delete process.env['NDC_CACHE'];
  delete process.env['RUNS'];
  rmSync(folder, { recursive: true, force: true });
});

describe('the output of a base', () => {
  it('is made by that revision itself, with linked modules, and leaves the working tree alone', async () => {
    const first = commit('one');
    commit('two');
    writeFileSync(join(project, 'catalog/value'), 'not committed');
    const base = await baseOutput('main~1', { project, ...quiet });
    expect(base).toEqual({ commit: first, root: join(folder, 'cache/base', first), objects: join(folder, 'cache/base', first, 'objects'), out: join(folder, 'cache/base', first, 'cdktf.out') });
    expect(JSON.parse(readFileSync(join(base.objects, 'index.json'), 'utf8'))).toEqual({ value: 'one', module: 42 });
    expect(JSON.parse(readFileSync(join(base.out, 'index.json'), 'utf8'))).toEqual({ value: 'one', module: 42 });
    expect(readFileSync(join(base.root, 'catalog/value'), 'utf8')).toBe('one');
    expect(readFileSync(join(project, 'catalog/value'), 'utf8')).toBe('not committed');
    expect(existsSync(join(project, 'out'))).toBe(false);
    expect(existsSync(join(project, 'node_modules/left-pad-stand-in/index.js'))).toBe(true);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(leftovers()).toEqual([]);
  });

  it('is made once a commit, whatever the commit is called', async () => {
    const first = commit('one');
    await baseOutput('main', { project, ...quiet });
    await baseOutput(first.slice(0, 10), { project, ...quiet });
    expect(runs()).toEqual(['synth', 'export']);
  });

  it('is made once when two ask at the same time', async () => {
    commit('slow');
    const [one, two] = await Promise.all([baseOutput('main', { project, ...quiet }), baseOutput('main', { project, ...quiet })]);
    expect(one).toEqual(two);
    expect(runs()).toEqual(['synth', 'export']);
  });

  it('cleans up what an interrupted run left behind', async () => {
    const first = commit('one');
    const bases = join(folder, 'cache/base');
    mkdirSync(bases, { recursive: true });
    git('worktree', 'add', '--quiet', '--detach', join(bases, `${first}.tree.tmp-1-1`), first);
    mkdirSync(join(bases, `${first}.draft.tmp-1-2/objects`), { recursive: true });
    await baseOutput('main', { project, ...quiet });
    expect(leftovers()).toEqual([]);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('works from inside a git hook, whose variables name another index', async () => {
    commit('one');
    process.env['GIT_INDEX_FILE'] = join(folder, 'nowhere/index');
    process.env['GIT_DIR'] = join(folder, 'nowhere');
    try {
      await expect(baseOutput('main', { project, ...quiet })).resolves.toMatchObject({ commit: expect.any(String) as string });
    } finally {
      delete process.env['GIT_INDEX_FILE'];
      delete process.env['GIT_DIR'];
    }
  });

  it('works for a product that lies in a folder of its repository', async () => {
    rmSync(join(project, '.git'), { recursive: true });
    execFileSync('git', ['init', '--quiet', '-b', 'main', folder]);
    writeFileSync(join(folder, '.gitignore'), 'cache\nruns\nnode_modules\n');
    commit('one');
    const base = await baseOutput('main', { project, ...quiet });
    expect(JSON.parse(readFileSync(join(base.objects, 'index.json'), 'utf8'))).toMatchObject({ value: 'one' });
  });

  it('keeps bases that were used lately and drops old ones', async () => {
    const bases = join(folder, 'cache/base');
    for (let number = 0; number < 8; number++) {
      const old = join(bases, String(number).repeat(40));
      mkdirSync(old, { recursive: true });
      const used = new Date(Date.now() - (number < 4 ? 0 : 5) * 86_400_000 - number * 1000);
      utimesSync(old, used, used);
    }
    const first = commit('one');
    await baseOutput('main', { project, ...quiet });
    expect(readdirSync(bases).sort()).toEqual([first, ...['0', '1', '2', '3', '4'].map((digit) => digit.repeat(40))].sort());
  });
});

describe('a base that cannot be used', () => {
  const failure = async (ref: string) => {
    const error = await baseOutput(ref, { project, ...quiet }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BaseError);
    return `${(error as BaseError).message} (${(error as BaseError).hint})`;
  };

  it('is an unknown revision', async () => {
    commit('one');
    expect(await failure('nope')).toBe('there is no revision nope (give a branch, a tag or a commit that exists here; fetch it first if it is elsewhere: git fetch)');
    expect(await failure('--help')).toMatch(/^there is no revision --help/);
  });

  it('is a revision without the program', async () => {
    rmSync(join(project, 'scripts/ndc.ts'));
    expect(await failure((commit('none'), 'main'))).toMatch(/^the revision main \([0-9a-f]{12}\) has no program scripts\/ndc\.ts, so it cannot say what it would create \(choose a later revision/);
  });

  it('is one that fails its own check, and nothing of it is kept', async () => {
    commit('broken');
    expect(await failure('main')).toMatch(/^the base main \([0-9a-f]{12}\) fails its own ndc synth: ndc: the catalog has 1 error run npx ndc check and mend them \(mend that revision/);
    expect(readdirSync(join(folder, 'cache/base'))).toEqual([]);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('is one whose packages cannot be installed', async () => {
    commit('one');
    writeFileSync(join(project, 'package-lock.json'), 'not json');
    commit('two');
    writeFileSync(join(project, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
    expect(await failure('main')).toMatch(/^the packages of the base main cannot be installed: /);
  });

  it('is outside of any repository', async () => {
    rmSync(join(project, '.git'), { recursive: true });
    expect(await failure('main')).toMatch(/is not in a git repository, so there is no base main/);
  });
});
