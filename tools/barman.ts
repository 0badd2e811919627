import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, sha256 } from './cache.ts';
import { ToolError } from './errors.ts';
import { withLock } from './lock.ts';
import { startProgress } from './progress.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'barman', 'requirements.txt');
const usualSeconds = 10;

/** The system's own Python first: programs that run as another user must be able to read it, and a user's own folder often keeps them out. */
const pythons = ['/usr/bin/python3', 'python3'];

/**
 * The folder that holds `barman-cloud-backup` and its sisters, installed at first use from pinned files. Safe when
 * several processes ask at once.
 * @throws ToolError when Python is missing or the packages cannot be had
 */
export async function ensureBarman(): Promise<string> {
  const python = await findPython();
  if (python === undefined) throw pythonMissing();
  const folder = placeOf(python.version);
  if (isReady(folder)) return join(folder, 'bin');
  const progress = startProgress('installing barman', usualSeconds);
  try {
    await withLock(`${folder}.lock`, async () => {
      if (!isReady(folder)) await install(python.path, folder);
    }, (pid) => progress.note(`process ${pid} is installing it; waiting`));
  } catch (error) {
    progress.done('failed');
    throw installFailed(error);
  }
  progress.done('ready');
  return join(folder, 'bin');
}

/** Whether Barman stands ready, without installing anything. `python`: whether it could be. */
export async function barmanStatus(): Promise<{ readonly installed: boolean; readonly python: boolean; readonly version: string }> {
  const python = await findPython();
  return { installed: python !== undefined && isReady(placeOf(python.version)), python: python !== undefined, version: barmanVersion() };
}

/** The pinned version, e.g. `3.19.1`. */
export function barmanVersion(): string {
  return /^barman==(\S+)/m.exec(readFileSync(requirements, 'utf8'))?.[1] ?? 'unknown';
}

/**
 * Root's own cache is closed to the user that PostgreSQL runs as, and PostgreSQL calls Barman to archive: a
 * root user without `NDC_CACHE` has it in the system's cache.
 */
function placeOf(pythonVersion: string): string {
  const root = process.getuid?.() === 0 && !process.env['NDC_CACHE'] ? '/var/cache/ndc' : cacheRoot();
  return join(root, 'python', `barman-${sha256(readFileSync(requirements), pythonVersion, process.platform, process.arch).slice(0, 24)}`);
}

function isReady(folder: string): boolean {
  return existsSync(join(folder, 'ready'));
}

async function findPython(): Promise<{ readonly path: string; readonly version: string } | undefined> {
  for (const path of pythons) {
    try {
      const { stdout } = await run(path, ['-c', 'import ensurepip, platform, venv; print(platform.python_version())'], { timeout: 20_000 });
      return { path, version: stdout.trim() };
    } catch {
      // Not there, or without the modules that make an environment: the next one.
    }
  }
  return undefined;
}

/** An environment holds its own path, so it is made in place and called ready by a file written last. */
async function install(python: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run(python, ['-m', 'venv', folder], { timeout: 120_000 });
  await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--no-deps', '--require-hashes', '--only-binary', ':all:', '--requirement', requirements], { timeout: 600_000 });
  await run(join(folder, 'bin', 'barman-cloud-backup'), ['--version'], { timeout: 60_000 });
  writeFileSync(join(folder, 'ready'), '');
}

function pythonMissing(): ToolError {
  return new ToolError({
    en: 'Python 3 with its venv module is not installed. Install python3 and python3-venv from your system\'s packages and run the command again.',
    vi: 'Chưa cài Python 3 kèm mô-đun venv. Hãy cài python3 và python3-venv từ kho gói của hệ điều hành rồi chạy lại lệnh.',
  });
}

function installFailed(cause: unknown): ToolError {
  const said = String((cause as { stderr?: unknown }).stderr ?? (cause instanceof Error ? cause.message : cause)).trim().split('\n').slice(-8).join('\n  ');
  return new ToolError({
    en: `Barman could not be installed; pip said:\n  ${said}\nIf the package index cannot be reached, run again with the network (or your mirror in PIP_INDEX_URL). If a hash differs, stop and report it.`,
    vi: `Không cài được Barman; pip báo:\n  ${said}\nNếu không kết nối được kho gói, hãy chạy lại khi có mạng (hoặc đặt kho nội bộ vào PIP_INDEX_URL). Nếu sai mã băm, hãy dừng lại và báo cáo.`,
  }, { cause });
}
