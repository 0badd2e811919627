/** Writes the review pack: the page, the Markdown, the JSON and the SARIF of one review. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Language } from '../model/finding.ts';
import { formatHtml } from './html.ts';
import { formatMarkdown } from './markdown.ts';
import { packFiles, type Review } from './review.ts';

export interface PackOptions {
  /** Folder of the pack, e.g. `out/review`; other files in it stay. */
  readonly out: string;
  /** Language shown first. */
  readonly language: Language;
  /** Folders of the catalog: lines are linked relative to the pack. */
  readonly roots: readonly string[];
  /** Findings as SARIF. */
  readonly sarif: string;
}

/** The whole contract of review.json, readable by people. */
export function formatReviewJson(review: Review): string {
  return `${JSON.stringify(review, null, 2)}\n`;
}

/** Writes every file whole or not at all; review.json last, so that it never speaks of older neighbours. */
export function writePack(review: Review, { out, language, roots, sarif }: PackOptions): void {
  const href = catalogHref(roots, out);
  const contents: Record<(typeof packFiles)[number], string> = {
    'index.html': formatHtml(review, { language, href }),
    'review.md': formatMarkdown(review, { language, href }),
    'review.sarif': sarif,
    'review.json': formatReviewJson(review),
  };
  mkdirSync(out, { recursive: true });
  const written = Object.entries(contents).map(([name, content]) => {
    const path = join(out, name);
    const temporary = `${path}.tmp-${process.pid}`;
    writeFileSync(temporary, content);
    return { path, temporary };
  });
  for (const { path, temporary } of written) renameSync(temporary, path);
}

/** Address of a line of the catalog from a folder, relative, so that a pack beside its catalog can be moved with it. */
export function catalogHref(roots: readonly string[], from: string): (file: string, line: number) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (file, line) => {
    if (!known.has(file)) {
      const root = roots.find((candidate) => existsSync(join(candidate, file)));
      known.set(file, root === undefined ? undefined : encodePath(relative(resolve(from), join(resolve(root), file))));
    }
    const path = known.get(file);
    return path === undefined ? undefined : `${path}#L${line}`;
  };
}

function encodePath(path: string): string {
  return path.split(sep).map((part) => encodeURIComponent(part).replace(/[()'*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)).join('/');
}
