/** Loads a catalog from one or several roots: every file read, parsed and held against its schema; all defects at once. */
import { join } from 'node:path';
import { z } from 'zod';
import { compareFindings, type Finding, type Source } from '../finding.ts';
import { kindOfPath, kinds, type Data, type Kind, type KindInfo } from '../schema/kinds.ts';
import { listFiles } from './files.ts';
import { didYouMean, schemaIssues } from './issues.ts';
import { Locator, readCatalogFile, type Position } from './read.ts';

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
  /** Text of a file as read; undefined when there is none. */
  text(file: string): string | undefined;
}

/** Loads the catalog. Never throws for what files hold. */
export function loadCatalog(roots: readonly string[]): Catalog {
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
      const entry = loadFile(join(root, file), file, texts, findings);
      if (entry) entries.push(entry);
    }
  }
  findings.push(...missingFiles(texts, findings));
  const byKind = new Map<Kind, Entry[]>(kinds.map(({ kind }) => [kind, []]));
  for (const entry of entries) byKind.get(entry.kind)!.push(entry);
  const locators = new Map<string, Locator>();
  return {
    roots,
    all: entries,
    entries: <K extends Kind>(kind: K) => byKind.get(kind)! as unknown as readonly Entry<K>[],
    findings: findings.sort(compareFindings),
    text: (file) => texts.get(file),
    locate: ({ file, pointer }, target) => {
      const text = texts.get(file);
      if (text === undefined || text === '') return { line: 1, column: 1 };
      let locator = locators.get(file);
      if (!locator) locators.set(file, (locator = new Locator(text)));
      return locator.locate(pointer, target);
    },
  };
}

function loadFile(path: string, file: string, texts: Map<string, string>, findings: Finding[]): Entry | undefined {
  const kind = kindOfPath(file);
  if (!kind) {
    const known = [...new Set(kinds.map(({ path: pattern }) => pattern.split('/')[0]!))];
    findings.push({ code: 'unexpected-file', severity: 'error', status: 'fail', file, line: 1, column: 1, path: '',
      message: { en: 'no kind of catalog file lives at this path', vi: 'không có loại tệp danh mục nào ở đường dẫn này' },
      hint: didYouMean(file.split('/')[0]!, known) ?? { en: 'see the folder map in docs/catalog', vi: 'xem sơ đồ thư mục trong docs/catalog' } });
    return undefined;
  }
  const read = readCatalogFile(path, file);
  texts.set(file, read.text);
  findings.push(...read.findings);
  if (read.value === undefined) return undefined;
  const parsed = kind.info.schema.safeParse(read.value);
  if (!parsed.success) {
    const locator = new Locator(read.text);
    for (const issue of schemaIssues(parsed.error, read.value, (at) => keysAt(kind.info.schema, read.value, at))) {
      const { pointer, target, ...rest } = issue;
      findings.push({ severity: 'error', status: 'fail', file, ...locator.locate(pointer, target), path: pointer, ...rest });
    }
    return undefined;
  }
  return toEntry(kind.info, kind.names, file, parsed.data as Data<Kind>);
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
