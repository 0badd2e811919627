/** Remembers files that were read and found sound, so that an unchanged file is neither parsed nor validated again. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Position } from './decode.ts';

export interface Memo {
  /** Value of a file of a kind with this text; undefined when it was not seen or not sound. */
  recall(kind: string, text: string): unknown;
  remember(kind: string, text: string, value: unknown): void;
  /** A position in a text by its name; found once for a sound text. */
  place(kind: string, text: string, name: string, find: () => Position): Position;
}

/** A memo on disk. */
export interface FileMemo extends Memo {
  /** Writes what this run used, and nothing older; a failure to write is no failure of the run. */
  save(): void;
}

/** A sound file: its value, and positions that were asked for, as `[line, column]`. */
interface Remembered {
  readonly value: unknown;
  readonly places: Record<string, readonly [number, number]>;
}

/** @param folder folder of the cache; the memo of another version of the schemas is never read */
export function openMemo(folder: string): FileMemo {
  const file = join(folder, `catalog-${schemaDigest()}.jsonl`);
  const known = readMemo(file);
  const used = new Map<string, Remembered>();
  let news = false;
  const key = (kind: string, text: string) => createHash('sha256').update(`${kind}\0${text}`).digest('base64url');
  return {
    recall: (kind, text) => {
      const id = key(kind, text);
      const found = known(id);
      if (found !== undefined) used.set(id, found);
      return found?.value;
    },
    remember: (kind, text, value) => {
      used.set(key(kind, text), { value, places: {} });
      news = true;
    },
    place: (kind, text, name, find) => {
      const places = used.get(key(kind, text))?.places;
      const found = places?.[name];
      if (found) return { line: found[0], column: found[1] };
      const position = find();
      if (places) {
        places[name] = [position.line, position.column];
        news = true;
      }
      return position;
    },
    save: () => {
      if (!news) return;
      news = false;
      try {
        mkdirSync(dirname(file), { recursive: true });
        for (const old of readdirSync(folder)) if (/^catalog-[0-9a-f]+\.jsonl?$/.test(old) && join(folder, old) !== file) rmSync(join(folder, old));
        const draft = `${file}.${process.pid}`;
        writeMemo(draft, used);
        renameSync(draft, file);
      } catch {
        // The next run parses again.
      }
    },
  };
}

/** One line for each file, its key before its JSON; never the whole as one text, which a large catalog would pay for in memory. */
function writeMemo(path: string, entries: ReadonlyMap<string, Remembered>): void {
  const handle = openSync(path, 'w');
  try {
    for (const [id, entry] of entries) writeSync(handle, `${id} ${JSON.stringify(entry)}\n`);
  } finally {
    closeSync(handle);
  }
}

/** A line is parsed when it is asked for. */
function readMemo(path: string): (id: string) => Remembered | undefined {
  const lines = new Map<string, Buffer>();
  try {
    const bytes = readFileSync(path);
    for (let start = 0, end; (end = bytes.indexOf(10, start)) !== -1; start = end + 1) {
      const space = bytes.indexOf(32, start);
      lines.set(bytes.toString('latin1', start, space), bytes.subarray(space + 1, end));
    }
  } catch {
    // There is none yet.
  }
  return (id) => {
    const line = lines.get(id);
    if (!line) return undefined;
    try {
      return JSON.parse(line.toString('utf8')) as Remembered;
    } catch {
      return undefined;
    }
  };
}

/** Digest of everything that decides whether a text is sound. */
function schemaDigest(): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const hash = createHash('sha256');
  for (const folder of ['model/schema', 'model/load']) for (const name of readdirSync(join(root, folder)).sort()) hash.update(name).update(readFileSync(join(root, folder, name)));
  for (const name of ['model/units.ts', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}
