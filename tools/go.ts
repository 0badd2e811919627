import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { ToolError } from './errors.ts';

/** What a finished `go` command said. */
export interface GoResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Settings under which Go is reproducible here: it changes no go.mod, fetches no other toolchain, looks at no
 * workspace outside the module, and links no C library of this machine.
 */
const SETTINGS = { GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GOWORK: 'off', CGO_ENABLED: '0' };

/**
 * Runs `go` with low priority and waits for it.
 * @throws ToolError when Go is not installed; a failed command is a `status` other than 0
 */
export async function runGo(args: readonly string[], cwd: string): Promise<GoResult> {
  const child = spawn('go', args, { cwd, env: { ...process.env, ...SETTINGS }, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? goMissing(error) : error));
    child.once('spawn', () => beNice(child.pid));
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

function beNice(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // A short command has ended already.
  }
}

let version: Promise<string | undefined> | undefined;

/** The installed Go, e.g. `go1.26.8`, or undefined when there is none. Asked once in a process. */
export function goVersion(): Promise<string | undefined> {
  version ??= runGo(['env', 'GOVERSION'], '.').then(
    (result) => (result.status === 0 ? result.stdout.trim() : undefined),
    (error: unknown) => {
      if (error instanceof ToolError) return undefined;
      throw error;
    },
  );
  return version;
}

/** The error for work that needs Go where there is none. */
export function goMissing(cause?: unknown): ToolError {
  return new ToolError(
    {
      en: 'Go is not installed (no "go" on PATH). Install Go 1.26.6 or newer from your system\'s packages, or put it on PATH, and run the command again.',
      vi: 'Chưa cài Go (không thấy lệnh "go" trong PATH). Hãy cài Go 1.26.6 trở lên từ kho gói của hệ điều hành, hoặc thêm vào PATH, rồi chạy lại lệnh.',
    },
    { cause },
  );
}
