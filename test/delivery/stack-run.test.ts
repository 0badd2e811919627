import { describe, expect, it } from 'vitest';
import { lockedBy, StackError } from '../../delivery/stack-run.ts';

const info = 'operation error S3: PutObject, https response error StatusCode: 412\nLock Info:\n  ID:        0f3d6a1e-1111-2222-3333-444455556666\n  Path:      state/one.tfstate\n  Operation: OperationTypeApply\n  Who:       runner@ndc-1\n  Version:   1.12.6\n  Created:   2026-11-22 01:00:00.5 +0000 UTC\n  Info:      \n';

describe('an engine that does not get the lock', () => {
  it('tells who holds it', () => {
    expect(lockedBy({ summary: 'Error acquiring the state lock', detail: info })).toEqual({ id: '0f3d6a1e-1111-2222-3333-444455556666', who: 'runner@ndc-1', operation: 'apply', created: '2026-11-22 01:00:00.5 +0000 UTC' });
    expect(lockedBy({ summary: 'Invalid value', detail: info })).toBeUndefined();
  });

  it('is explained with the way to let go of it', () => {
    const error = new StackError('c--agency', 'plan', [{ severity: 'error', summary: 'Error acquiring the state lock', detail: info }]);
    expect(error.message).toBe('the state of c--agency is locked by runner@ndc-1, who started apply at 2026-11-22 01:00:00.5 +0000 UTC');
    expect(error.hint).toBe('wait until it ends. If it is certain that it runs no more: in the folder of the stack, `init` and then `force-unlock 0f3d6a1e-1111-2222-3333-444455556666`');
  });
});

it('a failed stack names every error with its address', () => {
  const error = new StackError('c--agency', 'apply', [
    { severity: 'error', summary: 'namespaces "a" is forbidden', detail: '', address: 'kubernetes_namespace_v1.a' },
    { severity: 'error', summary: 'timeout', detail: 'while waiting\n  for b' },
  ]);
  expect(error.message).toBe('apply of c--agency failed:\n  kubernetes_namespace_v1.a: namespaces "a" is forbidden\n  timeout: while waiting for b');
});
