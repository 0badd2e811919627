/** Values that are kept between runs in one file, a line for each: its key before its JSON. */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Versions of the program whose values are kept: a checkout, its base and another checkout must not put each other out. */
const keptVersions = 4;

export interface LineStore<T> {
  /** The value of a key from an earlier run or this one; it is kept. */
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  /** A value that was handed out has changed. */
  touch(): void;
  /** Writes what this run used, and nothing older, when there is news; a failure to write is no failure of the run. */
  save(): void;
}

/**
 * @param folder folder of the cache
 * @param name what is kept, e.g. `catalog`; letters, digits and hyphens
 * @param digest hexadecimal digest of the program that made the values; those of another version are never read
 */
export function openLines<T>(folder: string, name: string, digest: string): LineStore<T> {
  const file = `${name}-${digest}.jsonl`;
  const known = readLines(join(folder, file));
  const used = new Map<string, T>();
  let news = false;
  return {
    get: (key) => {
      let value = used.get(key);
      if (value === undefined) {
        value = known(key) as T | undefined;
        if (value !== undefined) used.set(key, value);
      }
      return value;
    },
    set: (key, value) => {
      used.set(key, value);
      news = true;
    },
    touch: () => {
      news = true;
    },
    save: () => {
      if (!news) return;
      news = false;
      try {
        mkdirSync(folder, { recursive: true });
        const draft = join(folder, `${file}.${process.pid}`);
        writeLines(draft, used);
        renameSync(draft, join(folder, file));
        const versions = readdirSync(folder).filter((other) => isOf(name, other)).map((other) => ({ path: join(folder, other), time: statSync(join(folder, other)).mtimeMs }));
        for (const { path } of versions.sort((a, b) => b.time - a.time).slice(keptVersions)) rmSync(path, { force: true });
      } catch {
        // The next run works it out again.
      }
    },
  };
}

function isOf(name: string, file: string): boolean {
  return file.startsWith(`${name}-`) && /^[0-9a-f]+\.jsonl?$/.test(file.slice(name.length + 1));
}

/** Never the whole as one text, which much data would pay for in memory. */
function writeLines(path: string, entries: ReadonlyMap<string, unknown>): void {
  const handle = openSync(path, 'w');
  try {
    for (const [key, value] of entries) writeSync(handle, `${key} ${JSON.stringify(value)}\n`);
  } finally {
    closeSync(handle);
  }
}

/** A line is parsed when it is asked for. */
function readLines(path: string): (key: string) => unknown {
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
  return (key) => {
    const line = lines.get(key);
    if (!line) return undefined;
    try {
      return JSON.parse(line.toString('utf8'));
    } catch {
      return undefined;
    }
  };
}
