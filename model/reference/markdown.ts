/** Reference of the catalog for people, in both languages, made from the schemas. */
import { z } from 'zod';
import { kinds, type KindInfo } from '../schema/kinds.ts';

interface Row {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly en: string;
  readonly vi: string;
}

/** File name to content: one page for each kind and an index. */
export function referencePages(): ReadonlyMap<string, string> {
  const pages = new Map(kinds.map((info) => [`${info.kind}.md`, page(info)]));
  return new Map([['kinds.md', index()], ...pages]);
}

function index(): string {
  const rows = kinds.map(({ kind, path, owner }) => `| [${kind}](${kind}.md) | \`catalog/${path}\` | ${owner === 'tenant' ? 'tenant · bên thuê' : 'platform · nền tảng'} |`);
  return `${[
    '# Kinds of catalog files · Các loại tệp danh mục',
    '',
    'Made from the schemas by `npm run generate`; do not edit. · Sinh từ lược đồ bằng `npm run generate`; không sửa tay.',
    '',
    'Every file starts with a modeline, so an editor with YAML support completes and checks it. · Mỗi tệp bắt đầu bằng modeline để trình soạn thảo gợi ý và kiểm tra.',
    '',
    '| Kind · Loại | Path · Đường dẫn | Owner · Chủ sở hữu |',
    '|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

function page(info: KindInfo): string {
  const rows = rowsOf(info.schema, '').map(({ path, type, required, en, vi }) => `| \`${path}\` | ${type} | ${required ? '✓' : ''} | ${cell(en)} | ${cell(vi)} |`);
  return `${[
    `# ${info.kind}`,
    '',
    `\`catalog/${info.path}\``,
    '',
    `Modeline: \`# yaml-language-server: $schema=${'../'.repeat(info.path.split('/').length)}docs/schema/${info.kind}.schema.json\``,
    '',
    '| Key · Khóa | Type · Kiểu | Required · Bắt buộc | Meaning | Ý nghĩa |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function rowsOf(schema: z.ZodType, path: string): Row[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return rowsOf(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return rowsOf(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodRecord) return rowsOf(schema.valueType as z.ZodType, `${path}.*`);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap((option) => rowsOf(option, path)).filter(firstOfPath());
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, member]) => {
    const own = path === '' ? key : `${path}.${key}`;
    const { en = '', vi = '' } = (member.meta() ?? {}) as { en?: string; vi?: string };
    return [{ path: own, type: typeOf(member), required: !(member instanceof z.ZodOptional), en, vi }, ...rowsOf(member, own)];
  });
}

function firstOfPath(): (row: Row) => boolean {
  const seen = new Set<string>();
  return ({ path }) => !seen.has(path) && Boolean(seen.add(path));
}

function typeOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodOptional) return typeOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodNullable) return `${typeOf(schema.unwrap() as z.ZodType)} · null`;
  const reference = schema.meta()?.['ref'];
  if (typeof reference === 'string') return `→ ${reference}`;
  if (schema instanceof z.ZodArray) return `list of ${typeOf(schema.element as z.ZodType)}`;
  if (schema instanceof z.ZodRecord) return 'mapping';
  if (schema instanceof z.ZodEnum) return (schema.options as string[]).map((option) => `\`${option}\``).join(' ');
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => `\`${String(value)}\``).join(' ');
  if (schema instanceof z.ZodUnion) return schema instanceof z.ZodDiscriminatedUnion ? 'mapping' : (schema.options as z.ZodType[]).map(typeOf).join(' or ');
  if (schema instanceof z.ZodObject) return 'mapping';
  if (schema instanceof z.ZodBoolean) return 'true · false';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodNull) return 'null';
  const format = (schema as { format?: string | null }).format;
  return format ?? 'text';
}
