import { describe, expect, it } from 'vitest';
import { refusals } from '../../rehearsal/terraform-verdicts.ts';
import type { ExportedObject } from '../../review/read.ts';

const object = (name: string, address: string): ExportedObject => ({ stack: 's', targetCluster: 'c', file: name, apiVersion: 'v1', kind: 'ConfigMap', namespace: 'n', name, address, release: '', source: undefined });
const objects = [object('a', 'kubernetes_config_map_v1.a'), object('b', 'helm_release.r'), object('c', 'helm_release.r'), object('twice', 'kubernetes_config_map_v1.t'), object('twice', 'kubernetes_config_map_v1.u')];
const names = (found: ReadonlyMap<ExportedObject, string>) => [...found].map(([{ name }, message]) => `${name}: ${message}`);

describe('errors of an engine', () => {
  it.each([
    ['of a resource are those of its object', { severity: 'error', summary: 'refused', detail: 'by a policy', address: 'kubernetes_config_map_v1.a' }, ['a: refused: by a policy']],
    ['of a release are those of the object that the message names', { severity: 'error', summary: 'failed to create "c"', detail: '', address: 'helm_release.r' }, ['c: failed to create "c"']],
    ['of a release that name none are those of its first object', { severity: 'error', summary: 'timed out', detail: '', address: 'helm_release.r' }, ['b: timed out']],
    ['of a deletion, which has no address, are those of the object that it names', { severity: 'error', summary: 'configmaps "b" is forbidden: by a policy', detail: '' }, ['b: configmaps "b" is forbidden: by a policy']],
    ['of a deletion of another kind are of no object', { severity: 'error', summary: 'namespaces "b" is forbidden', detail: '' }, []],
    ['of a deletion that may be that of two objects are of none', { severity: 'error', summary: 'configmaps "twice" is forbidden', detail: '' }, []],
    ['of no resource are of no object', { severity: 'error', summary: 'no provider', detail: '' }, []],
  ] as const)('%s', (_, diagnostic, expected) => {
    expect(names(refusals([diagnostic], objects))).toEqual(expected);
  });
});
