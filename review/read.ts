/** Reads what `ndc export` wrote: an index of every object, and the objects themselves only when they are asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Source, Text } from '../model/finding.ts';
import { quickParse } from './quick-yaml.ts';

/** One Kubernetes object that a stack would create. */
export interface ExportedObject {
  readonly stack: string;
  readonly targetCluster: string;
  /** Path of the YAML file below the export's folder. */
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  /** Terraform address of the resource, or of the release, that makes the object. */
  readonly address: string;
  /** Helm release that carries it; empty for resources of Terraform's own. */
  readonly release: string;
  readonly source: Source | undefined;
}

/** A release whose objects are not known: never to be read as "no objects". */
export interface Unrendered {
  readonly release: string;
  readonly chart: string;
  readonly version: string;
  readonly reason: Text;
}

export interface ExportedStack {
  readonly id: string;
  readonly targetCluster: string;
  readonly dependsOn: readonly string[];
  readonly objects: readonly ExportedObject[];
  readonly unrendered: readonly Unrendered[];
}

export interface Exported {
  readonly folder: string;
  readonly stacks: readonly ExportedStack[];
  /** Bytes of the object's file. */
  text(object: ExportedObject): string;
  /** The object itself, parsed. */
  content(object: ExportedObject): Record<string, unknown>;
}

/** The export is missing or is not one: `hint` says the next step. */
export class ExportError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'ExportError';
    this.hint = hint;
  }
}

const optionalText = z.string().nullish().transform((value) => value ?? '');
const reason = z.union([z.string(), z.object({ vi: z.string(), en: z.string() })]).transform((value): Text => (typeof value === 'string' ? { vi: value, en: value } : value));

const index = z.array(z.object({
  stack: z.string().min(1),
  targetCluster: z.string().min(1),
  dependsOn: z.array(z.string()),
  objects: z.array(z.object({
    file: z.string().min(1),
    apiVersion: z.string().min(1),
    kind: z.string().min(1),
    namespace: optionalText,
    name: optionalText,
    address: optionalText,
    release: optionalText,
    source: z.object({ file: z.string(), pointer: z.string() }).nullish().transform((value) => value ?? undefined),
  })),
  unrendered: z.array(z.object({ release: z.string(), chart: optionalText, version: optionalText, reason })).nullish().transform((value) => value ?? []),
}));

/**
 * Reads the index of an export.
 * @param wanted clusters of interest; stacks of others are left out unread
 * @throws ExportError when there is none, or when it has another shape
 */
export function readExport(folder: string, wanted?: (cluster: string) => boolean): Exported {
  const path = join(folder, 'index.json');
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ExportError(code === 'ENOENT' ? `there is no export in ${folder}` : `the export cannot be read: ${path} (${code ?? 'unknown'})`, 'write it with: npx ndc export');
  }
  let value: unknown;
  try {
    value = wanted ? rowsOf(bytes, wanted) : JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ExportError(`${path} is not JSON`, 'write the export again: npx ndc export');
  }
  const parsed = index.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ExportError(`${path} is not the index of an export: ${issue.path.join('/')}: ${issue.message}`, 'write the export again with this version: npx ndc export');
  }
  const stacks = parsed.data.map(({ stack, targetCluster, dependsOn, objects, unrendered }): ExportedStack =>
    ({ id: stack, targetCluster, dependsOn, unrendered, objects: objects.map((object) => ({ stack, targetCluster, ...object, file: underStack(stack, object.file) })) }));
  return openExport(folder, stacks);
}

/**
 * Rows of the clusters that are wanted. `ndc export` writes a stack a line, so others need not be parsed; an index of another form is parsed as a whole.
 * @throws SyntaxError for what is not JSON
 */
function rowsOf(bytes: Buffer, wanted: (cluster: string) => boolean): unknown {
  const named = /"targetCluster":"([^"\\]*)"/;
  const rows: unknown[] = [];
  for (let start = bytes.indexOf(10) + 1, end; (end = bytes.indexOf(10, start)) !== -1; start = end + 1) {
    const line = bytes.subarray(start, bytes[end - 1] === 0x2c ? end - 1 : end);
    const head = line.toString('latin1', 0, 512);
    if (head === ']') return rows;
    const cluster = named.exec(head)?.[1];
    if (cluster === undefined || !head.startsWith('{') || line.at(-1) !== 0x7d) break;
    if (wanted(cluster)) rows.push(JSON.parse(line.toString('utf8')));
  }
  const whole: unknown = JSON.parse(bytes.toString('utf8'));
  return Array.isArray(whole) ? whole.filter((row: { targetCluster?: unknown } | null) => typeof row?.targetCluster !== 'string' || wanted(row.targetCluster)) : whole;
}

/** Texts from this length on are parsed once, wherever they stand. */
const longText = 20_000;

function openExport(folder: string, stacks: readonly ExportedStack[]): Exported {
  const text = (object: ExportedObject): string => {
    try {
      return readFileSync(join(folder, object.file), 'utf8');
    } catch (error) {
      throw new ExportError(`the index names ${object.file}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, 'write the export again: npx ndc export');
    }
  };
  // The same definitions stand on every cluster, and they are long.
  const long = new Map<string, unknown>();
  const parsed = (content: string): unknown => {
    if (content.length < longText) return parseObject(content);
    if (!long.has(content)) long.set(content, parseObject(content));
    return long.get(content);
  };
  return {
    folder,
    stacks,
    text,
    content: (object) => {
      const value = parsed(text(object));
      if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new ExportError(`${object.file} holds no object`, 'write the export again: npx ndc export');
      return value as Record<string, unknown>;
    },
  };
}

function parseObject(content: string): unknown {
  return quickParse(content) ?? parse(content, { maxAliasCount: 0, merge: false });
}

/** The index names files relative to the export or to the stack's folder; both are accepted. */
function underStack(stack: string, file: string): string {
  return file.startsWith(`${stack}/`) ? file : `${stack}/${file}`;
}
