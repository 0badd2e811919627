import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../lab/errors.ts';
import { diskFull } from '../../lab/requirements.ts';
import { whileUp } from '../../rehearsal/rehearse.ts';

const never = new Promise<never>(() => {});
const up = { folder: tmpdir(), failed: never };
const untilAborted = (signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('the request was aborted'))));

describe('work on a control plane', () => {
  it('gives its result, or its own error', async () => {
    expect(await whileUp(up, 'c', undefined, () => Promise.resolve(1))).toBe(1);
    await expect(whileUp(up, 'c', undefined, () => Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
  });

  it('ends with the reason when the control plane ends by itself', async () => {
    const plane = { folder: tmpdir(), failed: Promise.resolve(new LabError('etcd ended 4 times within a minute', 'its log is gone')) };
    await expect(whileUp(plane, 'c', undefined, untilAborted)).rejects.toMatchObject({ name: 'RehearsalError', message: 'the control plane of c ended by itself: etcd ended 4 times within a minute' });
  });

  it('ends when the caller wants it', async () => {
    const stop = new AbortController();
    const work = whileUp(up, 'c', stop.signal, untilAborted);
    stop.abort();
    await expect(work).rejects.toThrow('the request was aborted');
  });
});

describe('a full disk', () => {
  it('is told with the next step, and only when it is full', () => {
    expect(diskFull(tmpdir())).toBeUndefined();
    expect(diskFull('/there/is/none')).toBeUndefined();
    expect(diskFull('/there/is/none', Object.assign(new Error('no'), { code: 'ENOSPC' }))).toMatchObject({ message: 'no space left on the disk of /there/is/none', hint: 'free some space, or go elsewhere: NDC_STATE=<folder> for labs, TMPDIR=<folder> for rehearsals and tests' });
  });
});
