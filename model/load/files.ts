/** Lists the files of a catalog root; refuses links and strangers instead of following or ignoring them. */
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { compareText, type Finding, type Text } from '../finding.ts';

/** Notes for people may lie beside the data. */
const ignored = (name: string) => name.startsWith('.') || name.endsWith('.md') || name === 'CODEOWNERS';

export interface FileList {
  /** Paths relative to the root with `/`, sorted. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

export function listFiles(root: string): FileList {
  const files: string[] = [];
  const findings: Finding[] = [];
  const report = (file: string, code: string, message: Text, hint: Text) =>
    findings.push({ code, severity: 'error', status: 'fail', file, line: 1, column: 1, path: '', message, hint });
  const walk = (folder: string, depth: number) => {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
      report(folder || '.', 'unreadable-file', { en: `the folder cannot be read (${reason})`, vi: `không đọc được thư mục (${reason})` }, { en: 'check the path and that you may read it', vi: 'kiểm tra đường dẫn và quyền đọc' });
      return;
    }
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (ignored(entry.name)) continue;
      if (entry.isSymbolicLink()) {
        report(path, 'symbolic-link', { en: 'symbolic links are not followed', vi: 'không đi theo liên kết tượng trưng' }, { en: 'put the file itself here', vi: 'đặt chính tệp tại đây' });
      } else if (entry.isDirectory()) {
        if (/\.(ya?ml|json)$/.test(entry.name)) report(path, 'unexpected-file', { en: 'this is a folder with the name of a file', vi: 'đây là thư mục mang tên của tệp' }, { en: 'rename or remove it', vi: 'đổi tên hoặc xóa' });
        else if (depth < 6) walk(path, depth + 1);
        else report(path, 'unexpected-file', { en: 'the folder is nested too deeply', vi: 'thư mục lồng quá sâu' }, { en: 'see the folder map in docs/catalog', vi: 'xem sơ đồ thư mục trong docs/catalog' });
      } else if (entry.isFile()) {
        files.push(path);
      } else {
        report(path, 'unexpected-file', { en: 'neither a file nor a folder', vi: 'không phải tệp hay thư mục' }, { en: 'remove it', vi: 'hãy xóa' });
      }
    }
  };
  walk('', 0);
  return { files: files.sort(compareText), findings };
}
