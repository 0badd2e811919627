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
 * @throws ExportError when there is none, or when it has another shape
 */
export function readExport(folder: string): Exported {
  const path = join(folder, 'index.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ExportError(code === 'ENOENT' ? `there is no export in ${folder}` : `the export cannot be read: ${path} (${code ?? 'unknown'})`, 'write it with: npx ndc export');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
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
