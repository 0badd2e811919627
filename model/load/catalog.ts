/** Loads a catalog from one or several roots: every file read, parsed and held against its schema; all defects at once. */
import { join } from 'node:path';
import { z } from 'zod';
import { compareFindings, compareText, type Finding, type Source, type Text } from '../finding.ts';
import { kindOfPath, kinds, type Data, type Kind, type KindInfo } from '../schema/kinds.ts';
import type { Position } from './decode.ts';
import { Locator } from './document.ts';
import { listFiles } from './files.ts';
import type { Memo } from './memo.ts';
import { didYouMean, schemaIssues } from './issues.ts';
import { readCatalogFile } from './read.ts';

/** One thing of the catalog. */
export interface Entry<K extends Kind = Kind> {
  readonly kind: K;
  /** What others call it: `id`, or `tenant/id` for things of a tenant, or the file for things without an id. */
  readonly key: string;
  readonly id: string;
  /** Tenant folder that holds it, or '' for files of the platform. */
  readonly folderTenant: string;
  readonly file: string;
  readonly data: Data<K>;
}

export interface Catalog {
  readonly roots: readonly string[];
  entries<K extends Kind>(kind: K): readonly Entry<K>[];
  /** All entries, by file. */
  readonly all: readonly Entry[];
  /** Findings of reading and of the schemas, sorted. */
  readonly findings: readonly Finding[];
  /** Position of a place; the file's start when the file is unknown. */
  locate(source: Source, target?: 'value' | 'key'): Position;
  /** Does the file hold a value at this place? */
  has(source: Source): boolean;
  /** Text of a file as read; undefined when there is no such file, '' when it cannot be read as text. */
  text(file: string): string | undefined;
  /** Paths of all files that were found, sound or not, sorted. */
  readonly files: readonly string[];
}

/**
 * Loads the catalog. Never throws for what files hold.
 * @param memo remembers sound files between runs; without it every file is parsed
 */
export function loadCatalog(roots: readonly string[], memo?: Memo): Catalog {
  const findings: Finding[] = [];
  const texts = new Map<string, string>();
  const entries: Entry[] = [];
  for (const root of roots) {
    const listed = listFiles(root);
    findings.push(...listed.findings);
    for (const file of listed.files) {
      if (texts.has(file)) {
        findings.push({ code: 'duplicate-id', severity: 'error', status: 'fail', file, line: 1, column: 1, path: '',
          message: { en: 'two catalog roots hold this file', vi: 'hai thư mục danh mục cùng có tệp này' }, hint: { en: 'keep one of them', vi: 'chỉ giữ lại một' } });
        continue;
      }
      const loaded = loadFile(join(root, file), file, texts, memo);
      findings.push(...loaded.findings);
      if (loaded.entry) entries.push(loaded.entry);
    }
  }
  findings.push(...missingFiles(texts, findings));
  entries.sort((a, b) => compareText(a.file, b.file));
  const byKind = new Map<Kind, Entry[]>(kinds.map(({ kind }) => [kind, []]));
  for (const entry of entries) byKind.get(entry.kind)!.push(entry);
  const locators = new Map<string, Locator>();
  const locatorOf = (file: string): Locator => {
    let locator = locators.get(file);
    if (!locator) {
      // A parsed text takes fifty times its size: the oldest goes.
      if (locators.size >= maxLocators) locators.delete(locators.keys().next().value!);
      locators.set(file, (locator = new Locator(texts.get(file) ?? '')));
    }
    return locator;
  };
  return {
    roots,
    all: entries,
    files: [...texts.keys()].sort(compareText),
    entries: <K extends Kind>(kind: K) => byKind.get(kind)! as unknown as readonly Entry<K>[],
    findings: findings.sort(compareFindings),
    text: (file) => texts.get(file),
    has: ({ file, pointer }) => texts.has(file) && locatorOf(file).has(pointer),
    locate: ({ file, pointer }, target = 'value') => {
      const text = texts.get(file);
      if (text === undefined) return { line: 1, column: 1 };
      const find = () => locatorOf(file).locate(pointer, target);
      const kind = kindOfPath(file)?.info.kind;
      return memo && kind ? memo.place(kind, text, `${target} ${pointer}`, find) : find();
    },
  };
}

/** Texts that are kept parsed, to find positions in. */
const maxLocators = 256;

/** Enough to mend a file; a file with more defects is not one that a person wrote. */
const maxFindings = 100;

function bounded<T>(defects: readonly T[], toFinding: (defect: T) => Finding): readonly Finding[] {
  const findings = defects.slice(0, maxFindings).map(toFinding);
  const more = defects.length - findings.length;
  return more === 0 ? findings : [...findings, { ...findings.at(-1)!, code: 'more-defects', path: '', value: undefined,
    message: { en: `the file has ${more} more defects`, vi: `tệp còn ${more} lỗi khác` }, hint: { en: 'mend the ones above and check again', vi: 'sửa các lỗi nêu trên rồi kiểm tra lại' } }];
}

interface Loaded {
  readonly entry?: Entry;
  readonly findings: readonly Finding[];
}

function loadFile(path: string, file: string, texts: Map<string, string>, memo?: Memo): Loaded {
  const kind = kindOfPath(file);
  if (!kind) {
    return { findings: [{ code: 'unexpected-file', severity: 'error', status: 'fail', file, line: 1, column: 1, path: '',
      message: { en: 'no kind of catalog file lives at this path', vi: 'không có loại tệp danh mục nào ở đường dẫn này' }, hint: pathHint(file) }] };
  }
  const entry = (value: unknown) => toEntry(kind.info, kind.names, file, value as Data<Kind>);
  const read = readCatalogFile(path, file, (text) => memo?.recall(kind.info.kind, text));
  texts.set(file, read.text);
  if (read.recalled) return { entry: entry(read.value), findings: [] };
  if (read.value === undefined) return { findings: bounded(read.findings, (finding) => finding) };
  const parsed = kind.info.schema.safeParse(read.value);
  if (parsed.success) {
    memo?.remember(kind.info.kind, read.text, parsed.data);
    return { entry: entry(parsed.data), findings: [] };
  }
  const locator = new Locator(read.text);
  const issues = schemaIssues(parsed.error, read.value, (at) => keysAt(kind.info.schema, read.value, at));
  return { findings: bounded(issues, ({ pointer, target, ...rest }) => ({ severity: 'error', status: 'fail', file, ...locator.locate(pointer, target), path: pointer, ...rest })) };
}

/** What the author of a stray file probably meant. */
function pathHint(file: string): Text {
  const renamed = file.replace(/\.[A-Za-z]+$/, '.yaml');
  if (renamed !== file && kindOfPath(renamed)) return { en: `name it ${renamed}`, vi: `đổi tên thành ${renamed}` };
  const [folder] = file.split('/') as [string];
  const here = kinds.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path }) => path).join(', ');
  if (here !== '') return { en: `allowed below ${folder}/: ${here}`, vi: `được phép trong ${folder}/: ${here}` };
  return didYouMean(folder, new Set(kinds.map(({ path }) => path.split('/')[0]!))) ?? { en: 'see the folder map in docs/catalog', vi: 'xem sơ đồ thư mục trong docs/catalog' };
}

function toEntry(info: KindInfo, names: Readonly<Record<string, string>>, file: string, data: Data<Kind>): Entry {
  const declared = (data as { id?: string; tenant?: string }).id;
  const id = declared ?? (info.kind === 'grant' ? (data as Data<'grant'>).tenant : names['id'] ?? info.kind);
  const folderTenant = info.kind === 'tenant' ? names['id']! : names['tenant'] ?? '';
  const qualified = info.kind === 'system' || info.kind === 'offer' || info.kind === 'use';
  const key = qualified ? `${folderTenant}/${id}` : info.kind === 'evidence' ? file : id;
  return { kind: info.kind, key, id, folderTenant, file, data };
}

/** Keys a mapping of the schema allows at a path, for hints. */
function keysAt(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): readonly string[] {
  let current: z.ZodType | undefined = schema;
  let found = value;
  const unwrap = (type: z.ZodType | undefined): z.ZodType | undefined => {
    let inner = type;
    while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap() as z.ZodType;
    if (inner instanceof z.ZodDiscriminatedUnion) {
      const { discriminator } = inner.def;
      const wanted = (found as Record<string, unknown> | undefined)?.[discriminator];
      inner = (inner.options as z.ZodObject[]).find((option) => (option.shape[discriminator] as z.ZodType | undefined)?.safeParse(wanted).success);
    }
    return inner;
  };
  for (const key of path) {
    const inner = unwrap(current);
    found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
    if (inner instanceof z.ZodObject) current = (inner.shape as Record<string, z.ZodType>)[String(key)];
    else if (inner instanceof z.ZodArray) current = inner.element as z.ZodType;
    else if (inner instanceof z.ZodRecord) current = inner.valueType as z.ZodType;
    else return [];
  }
  const last = unwrap(current);
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

function missingFiles(texts: ReadonlyMap<string, string>, findings: readonly Finding[]): Finding[] {
  const reported = new Set(findings.map(({ file }) => file));
  return kinds.filter(({ single, path }) => single && !texts.has(path) && !reported.has(path)).map(({ path }) => ({
    code: 'missing-file', severity: 'error', status: 'fail', file: path, line: 1, column: 1, path: '',
    message: { en: 'the catalog needs this file', vi: 'danh mục cần có tệp này' },
    hint: { en: 'check the path given with --catalog, or take the file from the last release', vi: 'kiểm tra đường dẫn của --catalog, hoặc lấy tệp từ bản phát hành gần nhất' },
  }) satisfies Finding);
}
