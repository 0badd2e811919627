/** Terraform and OpenTofu as programs: which one there is, and one run of it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import semver from 'semver';
import { guarded, held } from '../tools/guard.ts';
import { findOnPath, versionOf } from '../tools/on-path.ts';
import { ensureProgram, programStatus } from '../tools/programs.ts';
import type { EngineName } from './providers.ts';

export interface Engine {
  readonly name: EngineName;
  readonly path: string;
  /** E.g. `1.12.6`. */
  readonly version: string;
}

/** An engine is missing, too old, or failed; `hint` says the next step. */
export class EngineError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'EngineError';
    this.hint = hint;
  }
}

/** The first versions that lock state in S3 without a database (`use_lockfile`). */
const least: Readonly<Record<EngineName, string>> = { tofu: '1.10.0', terraform: '1.11.0' };

/**
 * The engine to use: OpenTofu on PATH or built before, else Terraform on PATH, else OpenTofu is built (minutes, once on a machine).
 * @param wanted only this one
 * @throws EngineError when it is not to be had or too old; ToolError when the build fails
 */
export async function findEngine(wanted?: EngineName): Promise<Engine> {
  if (wanted !== 'terraform') {
    const onPath = findOnPath('tofu');
    if (onPath !== undefined) return checked('tofu', onPath);
    const { path } = await programStatus('opentofu');
    if (path !== undefined && existsSync(path)) return checked('tofu', path);
  }
  if (wanted !== 'tofu') {
    const onPath = findOnPath('terraform');
    if (onPath !== undefined) return checked('terraform', onPath);
    if (wanted === 'terraform') throw new EngineError('terraform is not on PATH', `install Terraform ${least.terraform} or newer, or use OpenTofu, which is built where it is missing`);
  }
  return checked('tofu', await ensureProgram('opentofu'));
}

async function checked(name: EngineName, path: string): Promise<Engine> {
  const version = await versionOf(path, ['version']);
  if (version === undefined) throw new EngineError(`${path} does not tell its version`, `see what \`${path} version\` says`);
  if (semver.lt(version, least[name])) throw new EngineError(`${path} is version ${version}; at least ${least[name]} is needed, which locks state without a database`, `install a newer one, or take it off PATH`);
  return { name, path, version };
}

export interface EngineRun {
  readonly engine: Engine;
  readonly args: readonly string[];
  readonly folder: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after which the engine is asked to stop. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** Told each line of stdout as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface EngineResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An engine that was asked to stop finishes what it began and lets go of the lock; after this it is ended. */
const graceMs = 60_000;

/** What could change the meaning of a run from outside the stack. */
const steering = /^TF_(CLI_ARGS.*|VAR_.*|DATA_DIR|WORKSPACE|REATTACH_PROVIDERS|LOG.*|INPUT)$/;

/**
 * Runs an engine. It has a process group of its own: Ctrl-C on the terminal reaches this process alone, which passes it on once (a second one would
 * make the engine leave its lock behind). When this process dies, the engine stops in order.
 * @returns what it said, also when it failed
 * @throws EngineError when it took too long or could not start; the signal's reason when it was stopped
 */
export async function runEngine(run: EngineRun): Promise<EngineResult> {
  run.signal?.throwIfAborted();
  const { command, args } = guarded(run.engine.path, run.args, 'INT');
  const child = spawn(command, args, { cwd: run.folder, detached: true, env: { ...quiet(process.env), ...run.env }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const release = held(child.stdio[3]);
  let stdout = '';
  let stderr = '';
  let pending = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const lines = `${pending}${text}`.split('\n');
    pending = lines.pop()!;
    for (const line of lines) run.onLine?.(line);
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let late = false;
  let kill: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGINT');
    kill ??= setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), graceMs);
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, run.timeout * 1000);
  run.signal?.addEventListener('abort', stop, { once: true });
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', release);
    child.once('close', (status) => resolve(status ?? 128));
  });
  clearTimeout(timer);
  clearTimeout(kill);
  run.signal?.removeEventListener('abort', stop);
  if (late) throw new EngineError(`${run.engine.name} ${run.args[0]} took more than ${run.timeout} s and was stopped`, 'see whether what it waits for can become ready');
  run.signal?.throwIfAborted();
  return { code, stdout, stderr };
}

/** The caller's environment without what steers an engine, and without a CLI configuration that is not there: it would only be warned of. */
function quiet(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !steering.test(name)));
  const config = own['TF_CLI_CONFIG_FILE'];
  if (config !== undefined && !existsSync(config)) delete own['TF_CLI_CONFIG_FILE'];
  return { ...own, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}

/** What an engine said in its human form, without frames. */
export function plainly(text: string): string {
  return text.replaceAll(/^[╷╵│|\s]+/gm, '').replaceAll(/\s+/g, ' ').trim().slice(0, 2000);
}
