import { inflateRawSync } from 'node:zlib';

/** A zip archive in memory; entries are inflated when they are asked for. */
export interface Archive {
  /** Names of all files, in the order of the archive. */
  readonly names: readonly string[];
  /** @throws Error for a name that the archive does not have, or whose data are damaged */
  read(name: string): Buffer;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Opens a zip archive as the Go module format has it: no encryption, no zip64 (a module is at most 500 MB), stored or
 * deflated entries. Reading the archive itself, instead of the folder that Go unpacked, lets every byte be held
 * against go.sum, and works for a module that asks for a newer Go than the one installed.
 * @throws Error when the bytes are not such an archive
 */
export function openZip(bytes: Buffer): Archive {
  const entries = new Map<string, Entry>();
  let end = bytes.length - END_LENGTH;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('not a zip archive: it has no end record');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  // Go writes more than 65,535 entries with zip64; the count is then this mark.
  if (count === 0xffff || at === 0xffffffff) throw new Error('zip64 archives are not supported');
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw new Error('damaged zip archive: bad entry in its directory');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return { names: [...entries.keys()], read: (name) => readEntry(bytes, name, entries.get(name)) };
}

function readEntry(bytes: Buffer, name: string, entry: Entry | undefined): Buffer {
  if (entry === undefined) throw new Error(`the archive has no file ${name}`);
  if (bytes.readUInt32LE(entry.offset) !== LOCAL) throw new Error(`damaged zip archive: no data for ${name}`);
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  const packed = bytes.subarray(start, start + entry.packed);
  if (entry.method === 0) return Buffer.from(packed);
  if (entry.method !== 8) throw new Error(`${name} is packed by method ${entry.method}; only stored and deflated are supported`);
  const content = inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) });
  if (content.length !== entry.size) throw new Error(`damaged zip archive: ${name} has a wrong length`);
  return content;
}
