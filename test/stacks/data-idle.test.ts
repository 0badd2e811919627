import { describe, expect, it } from 'vitest';
import { freshWithin, idleOf } from '../../stacks/data.ts';
import { load, ofKind } from './support.ts';

const { estate, plans } = load();
const { backup } = estate.databases.get('land')!.data;
const base = { ...backup.base, interval: '24h', missedTolerated: 1, duration: '2h' };

describe('the silence of a database', () => {
  it('is normal for as long as its owner says, while base backups come as often as they must', () => {
    expect(idleOf({ ...backup, base, slack: '15m', idle: '7 days' })).toEqual({ idle: { seconds: 604_800, freshWithinSeconds: 2 * 86_400 + 7200 + 900 } });
  });

  it('is not normal where the owner says nothing', () => {
    const { idle: _, ...rest } = backup;
    expect(idleOf(rest)).toEqual({});
  });

  it('is told to each drill as the catalog has it', () => {
    for (const { props } of ofKind(plans, 'data')) for (const { drill } of props.databases) expect({ idle: drill.idle }).toEqual({ idle: idleOf(estate.databases.get(drill.database)!.data.backup).idle });
  });
});

it.each([[0, 86_400 + 7200 + 900], [1, 2 * 86_400 + 7200 + 900], [2, 3 * 86_400 + 7200 + 900]])('with %d base backups that may fail, an archive is fresh within %d s', (missedTolerated, seconds) => {
  expect(freshWithin({ ...backup, base: { ...base, missedTolerated }, slack: '15m' })).toBe(seconds);
});
