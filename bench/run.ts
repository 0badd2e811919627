/** Runs a program and measures it from outside: from before its start until it has ended. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Program {
  /** Node that runs it. */
  readonly node: string;
  /** Script and its arguments. */
  readonly args: readonly string[];
  /** Run TypeScript through tsx instead of Node's own type stripping. */
  readonly tsx?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** @default - the folder of this process */
  readonly folder?: string;
}

export interface Measured {
  readonly seconds: number;
  readonly stdout: string;
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const peak = new URL('peak.ts', import.meta.url).href;

/** @throws Error with the end of what the program said, when it fails */
export function run(program: Program, imports: readonly string[] = []): Measured {
  const args = [...(program.tsx ? [tsx] : []), ...imports].flatMap((module) => ['--import', module]);
  const started = performance.now();
  const { status, error, stdout, stderr } = spawnSync(program.node, [...args, ...program.args], {
    encoding: 'utf8',
    env: { ...process.env, NDC_QUIET: '1', ...program.env },
    maxBuffer: 256 * 2 ** 20,
    ...(program.folder === undefined ? {} : { cwd: program.folder }),
  });
  const seconds = (performance.now() - started) / 1000;
  if (error || status !== 0) throw new Error(`${program.args.join(' ')} failed: ${error?.message ?? stderr.slice(-2000)}`);
  return { seconds, stdout };
}

/** Runs a program with its peak memory in megabytes (10^6 bytes), all threads together. */
export function runWithPeak(program: Program): Measured & { readonly peakMB: number } {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-bench-peak-'));
  try {
    const file = join(folder, 'peak');
    const measured = run({ ...program, env: { ...program.env, NDC_BENCH_PEAK: file } }, [peak]);
    return { ...measured, peakMB: Number(readFileSync(file, 'utf8')) * 1024 / 1e6 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
