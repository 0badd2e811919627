/** Names of WAL segments: 8 hexadecimal digits each of timeline, log and segment. */
import type { ObjectVersion } from './store.ts';

/** Segments of an archive by the keys of its objects, sorted; other files (histories, backup labels, partial ones) are left out. */
export function segmentsIn(objects: readonly Pick<ObjectVersion, 'key'>[]): string[] {
  return objects.flatMap(({ key }) => /\/wals\/[0-9A-F]{16}\/([0-9A-F]{24})(?:\.(?:gz|bz2|xz|zst|lz4|snappy))?$/.exec(key)?.[1] ?? []).sort();
}

/** Segments that must be there between `first` and the last one of each timeline, and are not. */
export function holes(segments: readonly string[], first: string, segmentSize: number): string[] {
  const perLog = 0x1_0000_0000 / segmentSize;
  const position = (name: string): number => Number.parseInt(name.slice(8, 16), 16) * perLog + Number.parseInt(name.slice(16), 16);
  const nameOf = (timeline: string, at: number): string => `${timeline}${hex(Math.floor(at / perLog))}${hex(at % perLog)}`;
  const timelines = Map.groupBy(segments.filter((name) => position(name) >= position(first)), (name) => name.slice(0, 8));
  // The timeline of the backup must begin with its first segment, even when nothing of it is left.
  if (!timelines.has(first.slice(0, 8))) return [first];
  return [...timelines].flatMap(([timeline, names]) => {
    if (timeline < first.slice(0, 8)) return [];
    const there = new Set(names.map(position));
    const from = timeline === first.slice(0, 8) ? position(first) : Math.min(...there);
    const missing: string[] = [];
    for (let at = from; at <= Math.max(...there); at += 1) if (!there.has(at)) missing.push(nameOf(timeline, at));
    return missing;
  });
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
