import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryBeside } from './cache.ts';

/** A holder that has shown no sign of life for this long is taken for dead, also on another host. */
const SILENT_MS = 60_000;
const BEAT_MS = 5_000;
const POLL_MS = 200;

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs `work` while no other process on this cache does, and gives its result. `waiting` is called at each poll
 * with the process id of the holder. The lock of a process that died is taken over. What it guards must still be
 * written atomically: in a race for a dead process's lock two may run at once, which costs time and nothing else.
 * @param path a name in the cache that the lock's folder may take
 */
export async function withLock<T>(path: string, work: () => Promise<T>, waiting: (pid: number) => void = () => {}): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryLock(path)) {
    const holder = readHolder(path);
    if (isStale(path, holder)) remove(path);
    else {
      waiting(holder?.pid ?? 0);
      await sleep(POLL_MS);
    }
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    remove(path);
  }
}

function tryLock(path: string): boolean {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(path, 'holder.json'), JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
  return true;
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(path, 'holder.json'), 'utf8')) as Holder;
  } catch {
    return undefined; // being made or removed at this moment, or its maker died in between: its age decides
  }
}

function isStale(path: string, holder: Holder | undefined): boolean {
  let silent: number;
  try {
    silent = Date.now() - statSync(path).mtimeMs;
  } catch {
    return false; // gone: the next try takes it
  }
  if (silent > SILENT_MS) return true;
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder was removed by hand; the result is still placed atomically.
  }
}

function remove(path: string): void {
  const trash = temporaryBeside(path);
  try {
    renameSync(path, trash);
  } catch {
    return; // another process removed it first
  }
  rmSync(trash, { recursive: true, force: true });
}
