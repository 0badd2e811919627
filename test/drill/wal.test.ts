import { describe, expect, it } from 'vitest';
import { holes, segmentsIn } from '../../drill/wal.ts';

const wal = (timeline: number, log: number, segment: number) => [timeline, log, segment].map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
const mib = 1024 * 1024;

describe('segments of an archive', () => {
  it('are found by their keys, whatever they are compressed with; histories, labels and partial ones are none', () => {
    const folder = 'archive/land/wals/0000000100000000';
    expect(segmentsIn([
      { key: `${folder}/${wal(1, 0, 4)}.gz` }, { key: `${folder}/${wal(1, 0, 3)}` }, { key: `${folder}/${wal(1, 0, 5)}.lz4` },
      { key: `${folder}/${wal(1, 0, 6)}.partial` }, { key: `${folder}/${wal(1, 0, 3)}.00000028.backup.gz` }, { key: 'archive/land/wals/00000002.history' }, { key: 'archive/land/base/1/data.tar.gz' },
    ])).toEqual([wal(1, 0, 3), wal(1, 0, 4), wal(1, 0, 5)]);
  });

  it.each<[string, string[], string, number, string[]]>([
    ['none are missing', [wal(1, 0, 3), wal(1, 0, 4)], wal(1, 0, 3), 16, []],
    ['one in the middle', [wal(1, 0, 3), wal(1, 0, 5)], wal(1, 0, 3), 16, [wal(1, 0, 4)]],
    ['the first', [wal(1, 0, 4)], wal(1, 0, 3), 16, [wal(1, 0, 3)]],
    ['all', [], wal(1, 0, 3), 16, [wal(1, 0, 3)]],
    ['those before the backup do not matter', [wal(1, 0, 1), wal(1, 0, 3)], wal(1, 0, 3), 16, []],
    ['a log has 256 segments of 16 MiB', [wal(1, 0, 254), wal(1, 1, 1)], wal(1, 0, 254), 16, [wal(1, 0, 255), wal(1, 1, 0)]],
    ['a log has 64 segments of 64 MiB', [wal(1, 0, 63), wal(1, 1, 0)], wal(1, 0, 63), 64, []],
    ['a later timeline begins where it begins', [wal(1, 0, 3), wal(1, 0, 4), wal(2, 0, 4), wal(2, 0, 6)], wal(1, 0, 3), 16, [wal(2, 0, 5)]],
    ['an earlier timeline does not matter', [wal(1, 0, 3), wal(1, 0, 5), wal(2, 0, 3)], wal(2, 0, 3), 16, []],
  ])('%s', (_, segments, first, size, expected) => {
    expect(holes(segments, first, size * mib)).toEqual(expected);
  });
});
