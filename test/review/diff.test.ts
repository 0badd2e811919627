import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Difference, ObjectChange } from '../../review/change.ts';
import { compareExports, everythingIsNew } from '../../review/diff.ts';
import { readExport } from '../../review/read.ts';
import { after, before } from './example.ts';
import { configMap, database, inTemporaryFolder, namespace, writeExport, type FixtureObject, type FixtureStack } from './fixture.ts';

function compare(base: readonly FixtureStack[], current: readonly FixtureStack[]): Difference {
  return inTemporaryFolder((folder) => compareExports(readExport(writeExport(join(folder, 'base'), base)), readExport(writeExport(join(folder, 'current'), current))));
}

const changesOf = ({ stacks }: Difference): ObjectChange[] => stacks.flatMap(({ objects }) => objects);
const short = (change: ObjectChange) => `${change.action} ${change.kind} ${change.name}`;
const stack = (...objects: FixtureObject[]): FixtureStack[] => [{ stack: 'c--mae--land', objects: objects.map((object) => ({ object })) }];

describe('comparing two exports', () => {
  const difference = compare(before, after);

  it('tells created, moved, changed, replaced and destroyed objects apart, stack by stack, the dangerous first', () => {
    expect(Object.fromEntries(difference.stacks.map(({ id, action, objects }) => [`${id} ${action}`, objects.map(short)]))).toEqual({
      'shared-north--ca-mau--procedure destroyed': ['destroyed Namespace ca-mau--procedure--internal-servers'],
      'shared-north--guardrails changed': ['replaced PriorityClass ndc-level-4'],
      'shared-north--mae created': ['moved ConfigMap moves'],
      'shared-north--mae--land changed': ['replaced RoleBinding ndc-developer', 'changed ConfigMap settings', 'changed Namespace mae--land--internal-servers', 'changed NetworkPolicy flows-server', 'created NetworkPolicy default-deny'],
      'shared-north--mae--land--data changed': ['replaced Cluster land', 'changed Pooler land-rw'],
      'shared-north--operator-cnpg changed': [],
    });
    expect(difference.totals).toEqual({ created: 1, moved: 1, changed: 4, replaced: 3, destroyed: 1, unchanged: 2, dangerous: 2, unknown: 1 });
  });

  it('shows each attribute before and after, and why it cannot change in place', () => {
    const cluster = changesOf(difference).find(({ kind }) => kind === 'Cluster')!;
    expect(cluster.attributes).toEqual([
      { path: 'spec.instances', before: 3, after: 5 },
      { path: 'spec.storage.size', before: '200Gi', after: '100Gi', blocked: { rule: 'grow-only', source: 'CloudNativePG 1.30.0 internal/webhook/v1/cluster_webhook.go' } },
    ]);
    expect(cluster.replacement).toBe('refused');
    expect(changesOf(difference).find(({ kind }) => kind === 'PriorityClass')!.replacement).toBe('terraform');
  });

  it('marks what may lose data', () => {
    expect(changesOf(difference).filter(({ danger }) => danger).map((change) => [short(change), change.danger!.en])).toEqual([
      ['destroyed Namespace ca-mau--procedure--internal-servers', 'everything inside is lost, data included'],
      ['replaced Cluster land', 'it can only be deleted and made again: its data is lost'],
    ]);
  });

  it('gives each change to the tenant of its catalog file, or of its stack', () => {
    expect(Object.fromEntries(changesOf(difference).map((change) => [short(change), change.tenant]))).toMatchObject({
      'destroyed Namespace ca-mau--procedure--internal-servers': 'ca-mau', 'replaced PriorityClass ndc-level-4': '', 'replaced Cluster land': 'mae',
    });
  });

  it('says what is unknown instead of calling the objects of an unrendered release destroyed', () => {
    const { objects, unknown } = difference.stacks.find(({ id }) => id === 'shared-north--operator-cnpg')!;
    expect(objects).toEqual([]);
    expect(unknown).toEqual([expect.objectContaining({ release: 'cnpg', before: 'rendered', after: 'unrendered', objects: 1 })]);
  });

  it('shows a change of the order of stacks', () => {
    expect(difference.stacks.find(({ id }) => id === 'shared-north--mae--land')!.dependsOn).toEqual({ added: ['shared-north--services'], removed: [] });
  });

  it('finds nothing between an export and itself, and keeps unrendered releases out of the changes', () => {
    expect(compare(after, after)).toEqual({ totals: { created: 0, moved: 0, changed: 0, replaced: 0, destroyed: 0, unchanged: 11, dangerous: 0, unknown: 0 }, stacks: [], unchangedStacks: 5 });
  });

  it('does not take another way of writing the same object for a change', () => {
    const yaml = namespace('mae', { b: '2', a: '1' });
    expect(compare(stack(yaml), stack(namespace('mae', { a: '1', b: '2' }))).totals).toMatchObject({ changed: 0, unchanged: 1 });
  });
});

describe('moves', () => {
  const one = configMap('ns', 'settings', { a: '1' });

  it('shows an object that goes to another stack as moved, with what changes on the way', () => {
    const [change] = changesOf(compare([{ stack: 'c--mae', objects: [{ object: one }] }, { stack: 'c--mae--land' }], [{ stack: 'c--mae' }, { stack: 'c--mae--land', objects: [{ object: configMap('ns', 'settings', { a: '2' }) }] }]));
    expect(change).toMatchObject({ action: 'changed', stack: 'c--mae--land', from: { stack: 'c--mae', address: 'kubernetes_configmap.settings', release: '' }, attributes: [{ path: 'data.a', before: '1', after: '2' }] });
  });

  it('shows an object that a resource hands to a release as moved inside its stack', () => {
    const [change] = changesOf(compare(stack(one), [{ stack: 'c--mae--land', objects: [{ object: one, release: 'settings' }] }]));
    expect(change).toMatchObject({ action: 'moved', from: { address: 'kubernetes_configmap.settings', release: '' }, address: 'helm_release.settings', release: 'settings' });
  });

  it('does not confuse objects of the same name in two clusters', () => {
    expect(changesOf(compare([{ stack: 'north--mae', objects: [{ object: one }] }], [{ stack: 'south--mae', objects: [{ object: one }] }])).map(short)).toEqual(['created ConfigMap settings', 'destroyed ConfigMap settings'].reverse());
  });

  it('prefers the place an object had when two stacks have one of that name', () => {
    const both = [{ stack: 'c--a', objects: [{ object: one }] }, { stack: 'c--b', objects: [{ object: one }] }];
    expect(changesOf(compare(both, both.slice(1))).map((change) => `${short(change)} ${change.stack}`)).toEqual(['destroyed ConfigMap settings c--a']);
  });
});

describe('single objects', () => {
  it('never shows what stands in a Secret', () => {
    const secret = (value: string): FixtureObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'ns' }, type: 'Opaque', stringData: { password: value } });
    const difference = compare(stack(secret('hunter2')), stack(secret('correct horse')));
    expect(changesOf(difference)[0]!.attributes).toEqual([{ path: 'stringData.password', before: '(hidden)', after: '(hidden)' }]);
    expect(JSON.stringify(difference)).not.toMatch(/hunter2|horse/);
  });

  it('takes a new API version of the same object for a change, not for a new object', () => {
    const object = (version: string): FixtureObject => ({ apiVersion: `cluster.x-k8s.io/${version}`, kind: 'Cluster', metadata: { name: 'c', namespace: 'ns' } });
    expect(changesOf(compare(stack(object('v1beta1')), stack(object('v1beta2')))).map(short)).toEqual(['changed Cluster c']);
  });

  it('says that a database whose release drops it goes on running unmanaged', () => {
    const release = [{ stack: 'c--mae--land--data', objects: [{ object: database('ns', 'land', {}), release: 'land' }] }];
    expect(changesOf(compare(release, []))[0]!.danger!.en).toBe('its release drops it while helm.sh/resource-policy keeps it: it goes on running and nothing manages it');
  });

  it('marks the removal of the guard of a stateful object', () => {
    const [change] = changesOf(compare(stack(database('ns', 'land', {})), stack(database('ns', 'land', {}, {}))));
    expect(change).toMatchObject({ action: 'changed', danger: { en: 'the guard helm.sh/resource-policy is removed: the next change can delete it; its data is lost' } });
  });
});

describe('releases whose objects are not known', () => {
  const unrendered = (version: string): FixtureStack[] => [{ stack: 'c--operator-x', unrendered: [{ release: 'x', chart: 'x', version, reason: 'not mirrored' }] }];
  const rendered: FixtureStack[] = [{ stack: 'c--operator-x', objects: [{ object: namespace('x'), release: 'x' }] }];

  it.each([
    ['added', [], unrendered('1'), 'absent', 'unrendered'],
    ['removed', unrendered('1'), [], 'unrendered', 'absent'],
    ['of another version', unrendered('1'), unrendered('2'), 'unrendered', 'unrendered'],
    ['known now', unrendered('1'), rendered, 'unrendered', 'rendered'],
    ['not known any more', rendered, unrendered('1'), 'rendered', 'unrendered'],
  ] as const)('counts one that is %s as unknown', (_what, base, current, was, is) => {
    const difference = compare(base, current);
    expect(difference.totals).toMatchObject({ unknown: 1, created: 0, destroyed: 0 });
    expect(difference.stacks[0]!.unknown[0]).toMatchObject({ before: was, after: is });
  });

  it('counts everything as new without a base, and unrendered releases as unknown', () => {
    const totals = inTemporaryFolder((folder) => everythingIsNew(readExport(writeExport(folder, [...unrendered('1'), ...stack(namespace('a'))]))));
    expect(totals).toMatchObject({ created: 1, unknown: 1 });
  });
});
