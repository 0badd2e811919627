import { describe, expect, it } from 'vitest';
import type { ObjectVersion } from '../../drill/store.ts';
import { lastBefore, writtenAt } from '../../drill/versions.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A ULID of a moment. */
const ulid = (time: number) => `${Array.from({ length: 10 }, (_, index) => alphabet[Math.floor(time / 32 ** (9 - index)) % 32]).join('')}0123456789ABCDEF`;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 1, minute));
const version = (key: string, minute: number, more: Partial<ObjectVersion> = {}): ObjectVersion => ({ key, versionId: ulid(at(minute).getTime()), size: 1, etag: 'e', written: at(minute), latest: false, marker: false, ...more });

describe('the time of a version', () => {
  it('is that of its id where the id is a ULID: the store may tell the time of replacement instead', () => {
    expect(writtenAt(version('a', 10, { written: at(50) }))).toEqual(at(10));
  });

  it.each(['null', 'L4kqtJlcpXroDTDmpUMLUo', 'ZZZZZZZZZZ0123456789ABCDEF', 'abcdefghijklmnopqrstuvwxyz'])('is what the store tells where the id is %s', (versionId) => {
    expect(writtenAt(version('a', 10, { versionId, written: at(50) }))).toEqual(at(50));
  });
});

describe('the last good version', () => {
  it('is the newest before the moment; markers are passed over, later versions too', () => {
    const attack = at(30);
    // Replaced by the attacker, the store tells the time of the attack for the good one.
    const good = version('a', 10, { written: at(31) });
    const versions = [version('a', 5), good, version('a', 31, { latest: true }), version('a', 20, { marker: true }), version('b', 29), version('c', 40)];
    expect(lastBefore(versions, attack).map(({ key, versionId }) => [key, versionId])).toEqual([['a', good.versionId], ['b', versions[4]!.versionId]]);
  });

  it('is none where all were written after', () => {
    expect(lastBefore([version('a', 30)], at(30))).toEqual([]);
  });
});
