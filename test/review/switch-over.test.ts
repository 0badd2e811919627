import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../review/consequences.ts';
import { dangerOf } from '../../review/danger.ts';
import { switchChange, switchWords } from '../../review/switch-over.ts';

const copy = (primary: string, promotionToken?: string) => ({ spec: { replica: { self: 'south', primary, source: 'north', ...(promotionToken === undefined ? {} : { promotionToken }) } } });
const change = { action: 'changed', stack: 's', targetCluster: 'c', apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', namespace: 'n', name: 'land', address: 'a', release: 'r', tenant: 'mae', attributes: [] } as const;

describe('who is let into a database', () => {
  const cluster = (...lines: string[]) => ({ spec: { postgresql: { pg_hba: lines } } });
  it('is told line by line', () => {
    const contents = { before: () => cluster('hostnossl all all all reject', 'hostssl land share__ca_mau__land ${podselector:pooler} scram-sha-256'), after: () => cluster('hostnossl all all all reject', 'hostssl land share__hue__land ${podselector:pooler} scram-sha-256') };
    expect(consequencesOf(change, contents).slice(1).map(({ en }) => en)).toEqual(['new access rule: hostssl land share__hue__land ${podselector:pooler} scram-sha-256', 'access rule is removed: hostssl land share__ca_mau__land ${podselector:pooler} scram-sha-256']);
  });
});

describe('a change of a copy’s role', () => {
  it.each<[string, object, object, ReturnType<typeof switchChange>]>([
    ['stops taking writes', copy('south'), copy('north'), 'demote'],
    ['takes writes with a token', copy('north'), copy('south', 'token'), 'promote'],
    ['takes writes without one', copy('north'), copy('south'), 'forced'],
    ['drops the used token', copy('south', 'token'), copy('south'), 'finish'],
    ['stays what it was', copy('north'), copy('north'), undefined],
    ['is no copy of a distributed database', { spec: {} }, copy('south'), undefined],
  ])('%s', (_what, before, after, expected) => {
    const contents = { before: () => before as Record<string, unknown>, after: () => after as Record<string, unknown> };
    expect(switchChange(contents.before(), contents.after())).toBe(expected);
    if (expected) expect(consequencesOf(change, contents)).toContainEqual(switchWords[expected]);
    expect(dangerOf(change, contents) !== undefined).toBe(expected === 'forced');
  });
});
