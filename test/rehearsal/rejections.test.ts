import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../rehearsal/apply.ts';
import { hintFor, rejections } from '../../rehearsal/rejections.ts';

const outcome = (name: string, verdict: Outcome['verdict'], source?: { file: string; pointer: string }): Outcome => ({
  object: { stack: 's', targetCluster: 'c', file: `${name}.yaml`, apiVersion: 'v1', kind: 'Service', namespace: 'n', name, address: 'a', release: '', source }, verdict, status: 422, message: 'm',
});

describe('refusals', () => {
  it('name the catalog line that the object follows from, all at once and in order', () => {
    const catalog = { locate: ({ pointer }: { pointer: string }) => ({ line: pointer.length, column: 3 }) };
    const told = rejections([outcome('b', 'rejected', { file: 'tenants/moh/tenant.yaml', pointer: '/ab' }), outcome('ok', 'accepted'), outcome('a', 'rejected')], catalog);
    expect(told.map(({ name, file, line, column }) => `${name} ${file}:${line}:${column}`)).toEqual(['a :1:1', 'b tenants/moh/tenant.yaml:3:3']);
  });

  it.each([
    [422, "x is forbidden: ValidatingAdmissionPolicy 'ndc-images' with binding", 'guard rail'],
    [400, 'strict decoding error: unknown field "spec.a"', 'does not know this field'],
    [500, 'failed to create typed patch object: .spec.a: expected numeric', 'does not know this field'],
    [422, 'roleRef: Invalid value: field is immutable', 'never changes'],
    [403, 'violates PodSecurity "restricted:v1.36"', 'Pod Security'],
    [403, 'exceeded quota: ndc-quota', 'too small'],
    [404, 'namespaces "a" not found', 'does not exist yet'],
    [422, 'spec.ports: Required value', 'not valid for Kubernetes'],
    [418, 'something else', 'the message of the API server'],
  ])('%i %s: the hint says the next step', (status, message, words) => {
    expect(hintFor(status, message).en).toContain(words);
    expect(hintFor(status, message).vi.length).toBeGreaterThan(10);
  });
});
