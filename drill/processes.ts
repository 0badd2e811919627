/** Processes that a drill starts: bounded, in groups of their own, and gone when the drill is. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { guarded, held } from '../tools/guard.ts';
import { DrillFailure } from './failure.ts';

/** User that a process runs as; left out: the caller. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: User | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly input?: string;
  /** Seconds after which the process is ended and the call fails. */
  readonly patience?: number;
}

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process inherits: nothing of the caller's keys, only what finds programs and keeps their words in English. */
function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: '/nonexistent', ...(process.env['TMPDIR'] !== undefined && { TMPDIR: process.env['TMPDIR'] }), LC_ALL: 'C.UTF-8', TZ: 'UTC', ...extra };
}

/** Runs a program to its end and gives status and output; a status other than 0 is not an error here. */
export async function run(command: string, args: readonly string[], { env, user, signal, input, patience = 600 }: RunOptions = {}): Promise<Ended> {
  signal?.throwIfAborted();
  const child = spawn(command, args, { env: environment(env), cwd: '/', detached: true, stdio: ['pipe', 'pipe', 'pipe'], ...user });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {}); // a program that ends early does not read its input
  child.stdin.end(input ?? '');
  const end = (): void => killGroup(child, 'SIGKILL');
  signal?.addEventListener('abort', end, { once: true });
  const timer = setTimeout(end, patience * 1000);
  try {
    const status = await ended(child);
    signal?.throwIfAborted();
    if (status === null) throw new DrillFailure({ en: `${command} did not end within ${patience} s`, vi: `${command} không kết thúc trong ${patience} giây` });
    return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

/** Like {@link run}, and gives standard output; any other status than 0 fails with the last words of the program. */
export async function runOk(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { status, stdout, stderr } = await run(command, args, options);
  if (status === 0) return stdout;
  const name = command.split('/').at(-1)!;
  const said = lastLines(stderr.trim() === '' ? stdout : stderr);
  throw new DrillFailure({ en: `${name} ended with status ${status}: ${said}`, vi: `${name} kết thúc với mã ${status}: ${said}` });
}

/** A process that goes on in the background. */
export interface Server {
  readonly pid: number;
  running(): boolean;
  /** Ends it: `signal` first, SIGKILL after `patience` seconds. Safe to call twice. */
  stop(signal?: NodeJS.Signals, patience?: number): Promise<void>;
  /** Ends it and its children at once, without waiting. */
  kill(): void;
}

/** Starts a process in a group of its own, its words in a log file. It ends when this process does, also by SIGKILL. */
export function startServer(command: string, args: readonly string[], log: string, { env, user }: Pick<RunOptions, 'env' | 'user'> = {}): Server {
  const file = openSync(log, 'a', 0o600);
  const guard = guarded(command, args, 'KILL');
  const child = spawn(guard.command, guard.args, { env: environment(env), cwd: '/', detached: true, stdio: ['ignore', file, file, 'pipe'], ...user });
  child.once('exit', held(child.stdio[3]));
  closeSync(file);
  let alive = true;
  const finished = ended(child).finally(() => {
    alive = false;
  });
  finished.catch(() => {}); // whoever waits for it to be ready sees that it does not run
  return {
    pid: child.pid ?? 0,
    running: () => alive,
    kill: () => killGroup(child, 'SIGKILL'),
    stop: async (signal = 'SIGTERM', patience = 10) => {
      if (!alive) return;
      child.kill(signal);
      const timer = setTimeout(() => killGroup(child, 'SIGKILL'), patience * 1000);
      await finished.catch(() => null);
      clearTimeout(timer);
    },
  };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(new DrillFailure({ en: `${child.spawnfile} cannot be started: ${error.code ?? error.message}`, vi: `không khởi động được ${child.spawnfile}: ${error.code ?? error.message}` })));
    child.once('close', (code) => resolve(code));
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Asks until the answer is true; fails after `patience` seconds. */
export async function until(what: string, ready: () => Promise<boolean>, { patience = 60, signal }: { patience?: number; signal?: AbortSignal | undefined } = {}): Promise<void> {
  const end = Date.now() + patience * 1000;
  for (let pause = 20; !(await ready()); pause = Math.min(pause * 2, 250)) {
    signal?.throwIfAborted();
    if (Date.now() > end) throw new DrillFailure({ en: `${what} did not come within ${patience} s`, vi: `${what}: quá ${patience} giây chưa xong` });
    await sleep(pause);
  }
}

/** A port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** The last lines of what a program said, in one line. */
export function lastLines(text: string, count = 4): string {
  return text.trim().split('\n').map((line) => line.trim()).filter(Boolean).slice(-count).join(' | ');
}
