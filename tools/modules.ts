import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from './errors.ts';
import { goMissing, goVersion, runGo } from './go.ts';
import { openZip, type Archive } from './zip.ts';

/** The files of one verified Go module. */
export interface ModuleFiles {
  /** Paths relative to the module's root, sorted. */
  readonly paths: readonly string[];
  /** @throws Error for a path the module does not have */
  read(path: string): Buffer;
}

interface Download {
  readonly Zip?: string;
  readonly Error?: string;
}

/**
 * The pinned sum of a module, e.g. `h1:dqiE…`, from `tools/charts/<folder>/go.sum`.
 * @throws Error when that file does not pin this version: the catalogue and the pin must change together
 */
export function pinnedSum(folder: string, module: string, version: string): string {
  const file = join(import.meta.dirname, 'charts', folder, 'go.sum');
  const line = existsSync(file) ? readFileSync(file, 'utf8').split('\n').find((text) => text.startsWith(`${module} ${version} h1:`)) : undefined;
  if (line === undefined) throw new Error(`tools/charts/${folder}/go.sum does not pin ${module} ${version}, which tools/charts/catalog.yaml asks for`);
  return line.split(' ')[2] ?? '';
}

/**
 * Downloads one module (its zip alone, not what it depends on) and holds every byte against the pinned sum. What is
 * in Go's module cache already is not downloaded again.
 * @throws ToolError when Go is missing, the module cannot be reached, or its content is not the pinned one
 */
export async function fetchModule(folder: string, module: string, version: string): Promise<ModuleFiles> {
  const sum = pinnedSum(folder, module, version);
  if ((await goVersion()) === undefined) throw goMissing();
  // In the folder of its go.sum, so that Go itself compares the sum before the zip enters its cache.
  const result = await runGo(['mod', 'download', '-json', `${module}@${version}`], join(import.meta.dirname, 'charts', folder));
  const download = parseDownload(result.stdout);
  // Go reports an error beside the zip when the module asks for a newer Go. The files are wanted here, not a build.
  if (download.Zip === undefined || !existsSync(download.Zip)) throw cannotDownload(module, version, download.Error ?? result.stderr.trim());
  const opened = openSummed(download.Zip);
  if (opened?.sum !== sum) {
    const found = opened?.sum ?? 'a damaged archive';
    throw new ToolError({
      en: `The downloaded ${module} ${version} is not the pinned one (pinned ${sum}, found ${found}). Do not use it. Remove it with "go clean -modcache", try again, and report it if it stays so.`,
      vi: `${module} ${version} tải về không đúng bản đã ghim (ghim ${sum}, nhận ${found}). Không được dùng. Hãy xoá bằng "go clean -modcache", thử lại, và báo cáo nếu vẫn vậy.`,
    });
  }
  const { archive } = opened;
  const prefix = `${module}@${version}/`;
  return {
    paths: archive.names.map((name) => name.slice(prefix.length)).sort(),
    read: (path) => archive.read(`${prefix}${path}`),
  };
}

/** Sums of archives that this process has read whole; several entries of the catalogue share a module. */
const known = new Map<string, string>();

/** Opens an archive and sums up all of it; undefined when it is damaged. */
function openSummed(path: string): { readonly archive: Archive; readonly sum: string } | undefined {
  try {
    const archive = openZip(readFileSync(path));
    const sum = known.get(path) ?? moduleSum(archive.names, archive.read);
    known.set(path, sum);
    return { archive, sum };
  } catch {
    return undefined;
  }
}

/** Go's `h1:` hash of a module: SHA-256 over the sorted lines `<sha256 of the file>  <name>`. */
export function moduleSum(names: readonly string[], read: (name: string) => Buffer): string {
  const hash = createHash('sha256');
  const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  for (const name of [...names].sort(byBytes)) hash.update(`${createHash('sha256').update(read(name)).digest('hex')}  ${name}\n`);
  return `h1:${hash.digest('base64')}`;
}

function parseDownload(stdout: string): Download {
  try {
    return JSON.parse(stdout) as Download;
  } catch {
    return {};
  }
}

function cannotDownload(module: string, version: string, said: string): ToolError {
  return new ToolError({
    en: `The Go module ${module} ${version} could not be had; Go said: ${said}\nRun again with the network, or with your module mirror in GOPROXY. A checksum mismatch must be reported, not worked around.`,
    vi: `Không tải được mô-đun Go ${module} ${version}; Go báo: ${said}\nHãy chạy lại khi có mạng, hoặc đặt kho mô-đun nội bộ vào GOPROXY. Nếu sai mã kiểm tra thì phải báo cáo, không được bỏ qua.`,
  });
}
