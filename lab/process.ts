/** Child processes that never outlive their parent, however it ends. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { guarded, held } from '../tools/guard.ts';
import { LabError } from './errors.ts';

export interface Program {
  /** As people know it, e.g. `kube-apiserver`. */
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  /** Working folder. */
  readonly folder: string;
  /** File that takes what the program prints; made with mode 0600, appended to. */
  readonly log: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Running {
  readonly name: string;
  readonly pid: number;
  /** Settles when the program has ended, for whatever reason. */
  readonly exited: Promise<Exit>;
  /** Asks the program to end, and ends it after the grace period (milliseconds). */
  stop(graceMs?: number): Promise<void>;
}

/** Starts a program in a process group of its own (Ctrl-C on the terminal does not reach it), bound to the life of this process. */
export function startProgram(program: Program): Running {
  if (process.platform === 'win32') throw new LabError('the lab runs on Linux and macOS', 'use the Windows Subsystem for Linux');
  const log = openSync(program.log, 'a', 0o600);
  const { command, args } = guarded(program.path, program.args, 'KILL');
  const child = spawn(command, args, {
    cwd: program.folder,
    detached: true,
    env: { PATH: process.env['PATH'], HOME: program.folder, TMPDIR: program.folder },
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  const release = held(child.stdio[3]);
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => {
      release();
      resolve({ code, signal });
    });
  });
  const pid = child.pid ?? 0;
  return {
    name: program.name,
    pid,
    exited,
    stop: async (graceMs = 5_000) => {
      child.kill('SIGTERM');
      const ended = await Promise.race([exited.then(() => true), sleep(graceMs, false, { ref: false })]);
      if (!ended) child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The last lines a program printed, without the prefix of klog and without flags' usage. */
export function lastWords(log: string, lines = 3): string {
  const all = readFileSync(log, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const telling = all.filter((line) => /^[EF]\d{4} |"level":"(error|fatal|panic)"|^Error|^panic|no space left|address already in use/.test(line));
  return (telling.length > 0 ? telling : all).slice(-lines).map((line) => line.replace(/^[EFWI]\d{4} \S+\s+\d+ /, '').slice(0, 400)).join('\n  ');
}
