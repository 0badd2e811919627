/** Remembers files that were read and found sound, so that an unchanged file is neither parsed nor validated again. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Position } from './decode.ts';
import { openLines } from './line-store.ts';

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
  const lines = openLines<Remembered>(folder, 'catalog', schemaDigest());
  const key = (kind: string, text: string) => createHash('sha256').update(`${kind}\0${text}`).digest('base64url');
  return {
    recall: (kind, text) => lines.get(key(kind, text))?.value,
    remember: (kind, text, value) => lines.set(key(kind, text), { value, places: {} }),
    place: (kind, text, name, find) => {
      const places = lines.get(key(kind, text))?.places;
      const found = places?.[name];
      if (found) return { line: found[0], column: found[1] };
      const position = find();
      if (places) {
        places[name] = [position.line, position.column];
        lines.touch();
      }
      return position;
    },
    save: () => lines.save(),
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
