import { describe, expect, it } from 'vitest';
import { baseStacks, choose } from '../../rehearsal/rehearse.ts';
import type { ExportedStack } from '../../review/read.ts';

const stack = (id: string, ...dependsOn: string[]): ExportedStack => ({ id, targetCluster: id.split('--')[0]!, dependsOn, objects: [], unrendered: [] });
const stacks = [stack('a--crds'), stack('a--guardrails', 'a--crds'), stack('a--moh', 'a--guardrails'), stack('a--moh--health', 'a--moh'), stack('a--mohw', 'a--guardrails'), stack('b--crds')];
const ids = (some: readonly ExportedStack[] | undefined) => some?.map(({ id }) => id);

describe('the stacks of a rehearsal', () => {
  it('are those of the clusters that are named, or of a tenant with what they stand on', () => {
    expect([...choose(stacks, {}).keys()]).toEqual(['a', 'b']);
    expect(ids(choose(stacks, { clusters: ['a'], tenant: 'moh' }).get('a'))).toEqual(['a--crds', 'a--guardrails', 'a--moh', 'a--moh--health']);
    expect(() => choose(stacks, { clusters: ['c'] })).toThrow('the export holds no cluster c');
    expect(() => choose(stacks, { tenant: 'none' })).toThrow('the export holds no stack of a tenant none');
  });

  it('of a base are the same ones and those that are gone, of other tenants none', () => {
    const base = [...stacks, stack('a--moh--old', 'a--moh')];
    const of = (tenant: string) => choose(stacks, { clusters: ['a'], tenant }).get('a')!;
    expect(ids(baseStacks(base, 'a', of('moh'), 'moh'))).toEqual(['a--crds', 'a--guardrails', 'a--moh', 'a--moh--health', 'a--moh--old']);
    expect(ids(baseStacks(base, 'a', of('mohw'), 'mohw'))).toEqual(['a--crds', 'a--guardrails', 'a--mohw']);
    expect(ids(baseStacks(base, 'a', stacks))).toEqual(['a--crds', 'a--guardrails', 'a--moh', 'a--moh--health', 'a--mohw', 'a--moh--old']);
    expect(baseStacks([], 'a', of('moh'), 'moh')).toEqual([]);
  });
});
