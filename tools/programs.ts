import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cacheRoot, sha256, temporaryBeside } from './cache.ts';
import { ToolError, type Text } from './errors.ts';
import { goMissing, goVersion, runGo } from './go.ts';
import { withLock } from './lock.ts';
import { findOnPath, versionOf } from './on-path.ts';
import { startProgress } from './progress.ts';

/** An entry of programs.yaml. */
export interface ProgramEntry {
  /** Go package to build, relative to the module in `tools/<name>/` or a full import path. */
  readonly package: string;
  /** Duration of a build with an empty Go build cache on two cores. */
  readonly usualSeconds: number;
  /** More arguments for the linker, e.g. `-X k8s.io/component-base/version.gitVersion=v1.36.3`. */
  readonly ldflags?: readonly string[];
  readonly purpose: Text;
  /** How the same program is known when it is installed, and the version that counts as the same; the one go.mod pins. */
  readonly onPath?: { readonly command: string; readonly args: readonly string[]; readonly version: string };
  /** @default 'required': the main job fails or is incomplete without it */
  readonly needed?: 'required' | 'optional';
}

/** Whether a program stands ready, without building anything. */
export interface ProgramStatus {
  readonly name: string;
  readonly built: boolean;
  /** Where it stands, when built. */
  readonly path?: string;
  /** Hash of everything that decides its behaviour except the Go version; 64 hexadecimal digits. */
  readonly sourceKey: string;
  readonly usualSeconds: number;
  readonly purpose: Text;
  readonly needed: 'required' | 'optional';
}

/** All programs that can be built, by name. */
export function listPrograms(): Readonly<Record<string, ProgramEntry>> {
  return parse(readFileSync(join(import.meta.dirname, 'programs.yaml'), 'utf8')) as Record<string, ProgramEntry>;
}

/**
 * The path of a program: built here before from the same go.mod, go.sum, Go files, flags and Go version; else one on
 * PATH when it says that it has the very version that is pinned; else built now. Safe when several processes ask at
 * once: one builds, the others wait. A build that was interrupted goes on where it was, because Go keeps the packages
 * it has compiled. Progress on stderr.
 * @param name a name of programs.yaml, e.g. `helm-renderer`
 * @throws ToolError when Go is missing or the build fails, with the next step
 */
export async function ensureProgram(name: string): Promise<string> {
  const status = await programStatus(name);
  if (status.path !== undefined) return status.path;
  const installed = await installedProgram(entryOf(name));
  if (installed !== undefined) return installed;
  const go = await goVersion();
  if (go === undefined) throw goMissing();
  const target = placeOf(name, status.sourceKey, go);
  const progress = startProgress(`building ${name}`, status.usualSeconds);
  try {
    await withLock(
      `${target}.lock`,
      async () => {
        progress.note('');
        if (!existsSync(target)) await build(name, target);
      },
      (pid) => progress.note(`process ${pid} is building it; waiting`),
    );
  } catch (error) {
    progress.done('failed');
    throw error;
  }
  progress.done('ready');
  return target;
}

/**
 * What `ndc doctor` says about a program. Without Go, one that was built before from the same source counts.
 * @throws Error for a name that programs.yaml does not have
 */
export async function programStatus(name: string): Promise<ProgramStatus> {
  const entry = entryOf(name);
  const sourceKey = programSourceKey(name);
  const go = await goVersion();
  const path = go === undefined ? anyBuilt(name, sourceKey) : placeOf(name, sourceKey, go);
  const built = path !== undefined && existsSync(path);
  return { name, built, ...(built && { path }), sourceKey, usualSeconds: entry.usualSeconds, purpose: entry.purpose, needed: entry.needed ?? 'required' };
}

/** Hash of a program's go.mod, go.sum, Go files (tests left out), package and flags. Needs no Go. */
export function programSourceKey(name: string): string {
  const entry = entryOf(name);
  const folder = folderOf(name);
  const files = readdirSync(folder)
    .filter((file) => file === 'go.mod' || file === 'go.sum' || (file.endsWith('.go') && !file.endsWith('_test.go')))
    .sort();
  return sha256(...files.flatMap((file) => [file, readFileSync(join(folder, file))]), buildArguments(entry, '').join('\n'));
}

async function installedProgram({ onPath }: ProgramEntry): Promise<string | undefined> {
  const path = onPath && findOnPath(onPath.command);
  return path !== undefined && (await versionOf(path, onPath!.args)) === onPath!.version ? path : undefined;
}

function entryOf(name: string): ProgramEntry {
  const programs = listPrograms();
  const entry = programs[name];
  if (entry === undefined) throw new Error(`no program "${name}" in tools/programs.yaml; it has ${Object.keys(programs).join(', ')}`);
  return entry;
}

function folderOf(name: string): string {
  return join(import.meta.dirname, name);
}

function placeOf(name: string, sourceKey: string, go: string): string {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return join(cacheRoot(), 'programs', name, `${sourceKey.slice(0, 24)}-${go.replaceAll(/[^\w.]+/g, '_')}-${process.platform}-${process.arch}${suffix}`);
}

function anyBuilt(name: string, sourceKey: string): string | undefined {
  const folder = join(cacheRoot(), 'programs', name);
  if (!existsSync(folder)) return undefined;
  const platform = `-${process.platform}-${process.arch}`;
  const found = readdirSync(folder).find((file) => file.startsWith(`${sourceKey.slice(0, 24)}-`) && /^(\.exe)?$/.test(file.split(platform)[1] ?? 'no'));
  return found === undefined ? undefined : join(folder, found);
}

function buildArguments(entry: ProgramEntry, output: string): string[] {
  return ['build', '-trimpath', '-buildvcs=false', '-ldflags', ['-s -w', ...(entry.ldflags ?? [])].join(' '), '-o', output, entry.package];
}

async function build(name: string, target: string): Promise<void> {
  const entry = entryOf(name);
  mkdirSync(join(target, '..'), { recursive: true });
  removeLeftovers(target);
  const temporary = temporaryBeside(target);
  const result = await runGo(buildArguments(entry, temporary), folderOf(name));
  if (result.status !== 0) {
    rmSync(temporary, { force: true });
    throw buildFailed(name, result.stderr);
  }
  renameSync(temporary, target);
}

/** Removes what killed builds left; called by the holder of the lock. */
function removeLeftovers(target: string): void {
  const folder = join(target, '..');
  for (const file of readdirSync(folder)) {
    if (file.includes('.tmp-') && !file.includes('.lock.') && target.endsWith(file.split('.tmp-')[0] ?? '')) rmSync(join(folder, file), { force: true });
  }
}

function buildFailed(name: string, stderr: string): ToolError {
  const said = stderr.trim().split('\n').filter((line) => !line.startsWith('go: downloading')).slice(-12).join('\n  ');
  return new ToolError({
    en: `The build of ${name} failed; Go said:\n  ${said}\nIf it says that a module cannot be reached, run again with the network (or your module mirror in GOPROXY). If it asks for a newer Go, install it. If a checksum differs, stop and report it. Packages that were compiled are kept.`,
    vi: `Không dựng được ${name}; Go báo:\n  ${said}\nNếu không tải được mô-đun, hãy chạy lại khi có mạng (hoặc đặt kho mô-đun nội bộ vào GOPROXY). Nếu cần Go mới hơn, hãy cài. Nếu sai mã kiểm tra, hãy dừng lại và báo cáo. Phần đã biên dịch được giữ lại.`,
  });
}
