/** The output of another revision, made by that revision's own program from its own catalog, and kept by commit. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot, placeFolder, temporaryBeside, writeAtomically } from '../tools/cache.ts';
import { withLock } from '../tools/lock.ts';
import { startProgress } from '../tools/progress.ts';
import { git, run } from './processes.ts';

export interface BaseOutput {
  readonly commit: string;
  /** Folder that holds the other two, and `catalog/` as it was. */
  readonly root: string;
  /** What `ndc export` wrote there. */
  readonly objects: string;
  /** What `ndc synth` wrote there. */
  readonly out: string;
}

export interface BaseOptions {
  /** Folder of the product inside a git repository. @default - this one */
  readonly project?: string;
  /** Told what is under way, e.g. `ndc synth`. @default - a progress display on stderr */
  readonly onStep?: (text: string) => void;
}

/** The base cannot be used; `hint` says the next step. */
export class BaseError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'BaseError';
    this.hint = hint;
  }
}

/** Bases kept in the cache; older ones go when they were not used for a day. */
const kept = 6;
const dayMs = 86_400_000;

/**
 * Synthesizes and exports a revision in a worktree of its own below the cache, once per commit.
 * Safe when several processes ask at once: one works, the others wait.
 * @throws BaseError when the revision is unknown, has no program, or does not pass its own check
 */
export async function baseOutput(ref: string, options: BaseOptions = {}): Promise<BaseOutput> {
  const project = options.project ?? fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
  const { commit, prefix } = await resolve(project, ref);
  const bases = join(cacheRoot(), 'base');
  const root = join(bases, commit);
  if (!existsSync(root)) {
    mkdirSync(bases, { recursive: true });
    const display = options.onStep ? undefined : startProgress(`base ${ref} (${commit.slice(0, 12)})`, 60);
    const onStep = options.onStep ?? ((text: string) => display?.note(text));
    try {
      await withLock(join(bases, `${commit}.lock`), async () => {
        if (!existsSync(root)) await make({ project, prefix, ref, commit, root, onStep });
      }, (pid) => onStep(`waiting for process ${pid}, which makes the same base`));
      display?.done('ready');
    } catch (error) {
      display?.done('failed');
      throw error;
    }
    evict(bases, commit);
  }
  const now = new Date();
  utimesSync(root, now, now);
  return { commit, root, objects: join(root, 'objects'), out: join(root, 'cdktf.out') };
}

/** The commit of a ref, and where in its repository the product lies. */
async function resolve(project: string, ref: string): Promise<{ commit: string; prefix: string }> {
  const [inside, found] = await Promise.all([
    git(project, ['rev-parse', '--show-prefix']),
    git(project, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]),
  ]);
  if (inside.code !== 0) throw new BaseError(`${project} is not in a git repository, so there is no base ${ref}`, 'leave --base out, or work in a clone of the repository');
  if (found.code !== 0) throw new BaseError(`there is no revision ${ref}`, 'give a branch, a tag or a commit that exists here; fetch it first if it is elsewhere: git fetch');
  return { commit: found.stdout.trim(), prefix: inside.stdout.trim() };
}

interface Making {
  readonly project: string;
  readonly prefix: string;
  readonly ref: string;
  readonly commit: string;
  readonly root: string;
  readonly onStep: (text: string) => void;
}

async function make({ project, prefix, ref, commit, root, onStep }: Making): Promise<void> {
  if ((await git(project, ['cat-file', '-e', `${commit}:${prefix}scripts/ndc.ts`])).code !== 0) {
    throw new BaseError(`the revision ${ref} (${commit.slice(0, 12)}) has no program scripts/ndc.ts, so it cannot say what it would create`, 'choose a later revision as base');
  }
  await removeLeftovers(project, root);
  const worktree = temporaryBeside(`${root}.tree`);
  const draft = temporaryBeside(`${root}.draft`);
  try {
    onStep('checking out');
    const added = await git(project, ['worktree', 'add', '--detach', '--force', worktree, commit]);
    if (added.code !== 0) throw new BaseError(`git could not check out ${ref}: ${lastLines(added.stderr)}`, 'see git worktree list; git worktree prune removes stale ones');
    const tree = join(worktree, prefix);
    await bringModules(project, tree, ref, onStep);
    for (const command of ['synth', 'export']) {
      onStep(`ndc ${command}`);
      const { code, stderr } = await run(process.execPath, [join('scripts', 'ndc.ts'), command, '--format', 'json'], tree, (line) => onStep(`ndc ${command}: ${line}`));
      if (code !== 0) throw new BaseError(`the base ${ref} (${commit.slice(0, 12)}) fails its own ndc ${command}: ${lastLines(stderr)}`, 'mend that revision, or choose another one as base');
    }
    mkdirSync(draft);
    for (const [from, to] of [['cdktf.out', 'cdktf.out'], [join('out', 'objects'), 'objects']] as const) {
      if (!existsSync(join(tree, from))) throw new BaseError(`the base ${ref} (${commit.slice(0, 12)}) wrote no ${from}`, 'choose a later revision as base');
      renameSync(join(tree, from), join(draft, to));
    }
    if (existsSync(join(tree, 'catalog'))) cpSync(join(tree, 'catalog'), join(draft, 'catalog'), { recursive: true });
    writeAtomically(join(draft, 'base.json'), `${JSON.stringify({ commit }, null, 2)}\n`);
    placeFolder(draft, root);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    await removeWorktree(project, worktree);
  }
}

/** The same lock file needs the same modules: they are linked. Otherwise they are installed, which may take a while. */
async function bringModules(project: string, tree: string, ref: string, onStep: (text: string) => void): Promise<void> {
  const lock = (folder: string) => (existsSync(join(folder, 'package-lock.json')) ? readFileSync(join(folder, 'package-lock.json'), 'utf8') : '');
  if (lock(project) === lock(tree)) {
    if (existsSync(join(project, 'node_modules')) && !existsSync(join(tree, 'node_modules'))) symlinkSync(join(project, 'node_modules'), join(tree, 'node_modules'), 'dir');
    return;
  }
  onStep('npm ci, since its packages differ');
  const { code, stderr } = await run('npm', ['ci', '--no-audit', '--no-fund'], tree, (line) => onStep(`npm ci: ${line}`));
  if (code !== 0) throw new BaseError(`the packages of the base ${ref} cannot be installed: ${lastLines(stderr)}`, 'check the network or the package mirror, or choose another base');
}

/** What an interrupted run left for this commit. The caller holds the commit's lock, so nobody works there. */
async function removeLeftovers(project: string, root: string): Promise<void> {
  const folder = dirname(root);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (path.startsWith(`${root}.tree.`)) await removeWorktree(project, path);
    else if (path.startsWith(`${root}.draft.`)) rmSync(path, { recursive: true, force: true });
  }
}

async function removeWorktree(project: string, worktree: string): Promise<void> {
  // The link goes first: nothing may ever follow it into the modules of the project.
  rmSync(join(worktree, 'node_modules'), { force: true, recursive: true });
  await git(project, ['worktree', 'remove', '--force', worktree]);
  rmSync(worktree, { recursive: true, force: true });
  await git(project, ['worktree', 'prune']);
}

function evict(bases: string, commit: string): void {
  const old = readdirSync(bases).filter((name) => /^[0-9a-f]{40,64}$/.test(name) && name !== commit)
    .map((name) => ({ path: join(bases, name), used: statSync(join(bases, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.used - a.used).slice(kept - 1);
  for (const { path, used } of old) {
    if (Date.now() - used < dayMs) continue;
    const trash = temporaryBeside(`${path}.draft`);
    try {
      renameSync(path, trash);
    } catch {
      continue; // another process was first
    }
    rmSync(trash, { recursive: true, force: true });
  }
}

function lastLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/^\d+\.\d s {2}/.test(line));
  return lines.slice(-3).join(' ') || 'it says nothing';
}
