/** The lock file of the Terraform providers: made once by an engine from the registry, committed, copied into every stack. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { writeAtomically } from '../tools/cache.ts';
import { checkLock, readLock, type LockedProvider, type PinnedProvider } from './lock-file.ts';

export const engineNames = ['terraform', 'tofu'] as const;
export type EngineName = (typeof engineNames)[number];

/** Machines that plan and apply: servers, and the laptops of engineers. */
export const lockPlatforms = ['linux_amd64', 'linux_arm64', 'darwin_arm64'] as const;

export interface LockOptions {
  readonly providers: readonly PinnedProvider[];
  /** @default - `lockPlatforms` */
  readonly platforms?: readonly string[];
  /** @default - the first of Terraform and OpenTofu that stands on PATH */
  readonly engine?: EngineName;
  /** File to write, e.g. `providers/.terraform.lock.hcl`; left as it is on failure. */
  readonly target: string;
  readonly onStep?: (text: string) => void;
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
}

export interface LockResult {
  readonly engine: EngineName;
  readonly platforms: readonly string[];
  readonly providers: readonly LockedProvider[];
  readonly file: string;
  /** Whether the file has other bytes than before. */
  readonly changed: boolean;
}

/** No lock could be made; `hint` says the next step. Nothing was written. */
export class ProviderLockError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'ProviderLockError';
    this.hint = hint;
  }
}

/**
 * Makes the lock file anew from the registry that each provider names.
 * `providers lock` asks that registry alone: mirrors and local folders of providers are not read, since what lies there carries no signature.
 * @throws ProviderLockError when no engine is there, the registry cannot be reached, or the answer is not a full lock of signed packages
 */
export async function lockProviders(options: LockOptions): Promise<LockResult> {
  const { providers, target, platforms = lockPlatforms, onStep = () => {}, env = process.env } = options;
  const engine = findEngine(options.engine, env);
  const folder = mkdtempSync(join(tmpdir(), 'ndc-lock-'));
  try {
    writeFileSync(join(folder, 'versions.tf.json'), JSON.stringify({
      terraform: { required_providers: Object.fromEntries(providers.map(({ name, source, version }) => [name, { source, version }])) },
    }));
    writeFileSync(join(folder, 'cli.tfrc'), '');
    onStep(`${engine.name} providers lock: ${providers.map(({ name, version }) => `${name} ${version}`).join(', ')} for ${platforms.join(', ')}`);
    const said = await runEngine(engine.path, ['providers', 'lock', '-no-color', ...platforms.map((platform) => `-platform=${platform}`)], folder, env);
    if (said !== undefined) throw refused(engine.name, said, providers, env);
    const file = join(folder, '.terraform.lock.hcl');
    if (!existsSync(file)) throw new ProviderLockError(`${engine.name} providers lock ended well but wrote no lock file`, `run ${engine.name} version: Terraform 1.11 or OpenTofu 1.10 and newer are supported`);
    const text = readFileSync(file, 'utf8');
    const locked = readLock(text);
    const defect = checkLock(locked, providers, platforms);
    if (defect !== undefined) throw new ProviderLockError(`the lock that ${engine.name} made is not used: ${defect}`, 'make it where the registry can be reached without a mirror in between');
    const changed = !existsSync(target) || readFileSync(target, 'utf8') !== text;
    if (changed) writeAtomically(target, text);
    return { engine: engine.name, platforms, providers: locked, file: target, changed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Engine {
  readonly name: EngineName;
  readonly path: string;
}

function findEngine(wanted: EngineName | undefined, env: NodeJS.ProcessEnv): Engine {
  const names = wanted === undefined ? engineNames : [wanted];
  for (const name of names) {
    for (const folder of (env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (folder !== '' && isProgram(path)) return { name, path };
    }
  }
  throw new ProviderLockError(`${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not on PATH, and only an engine can ask the registry for providers`, 'install OpenTofu 1.12 or Terraform 1.11, or make the lock on a machine that has one');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What could change where an engine looks for providers, or what it is told to do. */
const steering = /^(TF_CLI_ARGS.*|TF_CLI_CONFIG_FILE|TERRAFORM_CONFIG|TF_PLUGIN_CACHE_.*|TF_DATA_DIR|TF_WORKSPACE|TF_REATTACH_PROVIDERS|TF_LOG.*)$/;

/** @returns what the engine said when it failed; undefined when all went well */
function runEngine(program: string, args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !steering.test(name)));
  mkdirSync(join(folder, 'data'));
  const quiet = { ...own, TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc'), TF_DATA_DIR: join(folder, 'data'), TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, env: quiet, maxBuffer: 16 * 2 ** 20 }, (error, stdout, stderr) => {
      resolve(error === null ? undefined : stderr.trim() || stdout.trim() || error.message);
    });
  });
}

function refused(engine: EngineName, said: string, providers: readonly PinnedProvider[], env: NodeJS.ProcessEnv): ProviderLockError {
  const text = said.replaceAll(/^[╷╵│|\s]+/gm, '').replaceAll(/\s+/g, ' ').trim();
  const registries = [...new Set(providers.map(({ source }) => source.split('/')[0]!))].sort().join(', ');
  const local = providersInLocalFolders(providers, env);
  const note = local.length === 0 ? '' : `. ${local.join(' and ')} ${local.length === 1 ? 'lies' : 'lie'} in a local folder of providers, but without the signature of the registry: such files are never locked`;
  if (/could not connect|failed to request discovery document|no such host|connection refused|timeout|timed out|unreachable/i.test(text)) {
    return new ProviderLockError(`the registry ${registries} cannot be reached, so there is no lock to make${note}`, `run \`npx ndc providers lock\` where ${registries} can be reached, and commit the file; check, synth, export and review work without it. ${engine} says: ${brief(text)}`);
  }
  return new ProviderLockError(`${engine} providers lock failed: ${brief(text)}`, 'see that catalog/lock.yaml names versions that the registry has for every platform');
}

/** Pinned providers in the folders that engines read without being told (the implied local mirror). */
function providersInLocalFolders(providers: readonly PinnedProvider[], env: NodeJS.ProcessEnv): string[] {
  const home = env['HOME'] ?? homedir();
  const folders = [join(home, '.terraform.d', 'plugins'), join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'terraform', 'plugins')];
  return providers.filter(({ source, version }) => folders.some((folder) => existsSync(join(folder, source, version)))).map(({ name, version }) => `${name} ${version}`);
}

function brief(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
