import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lastWords, startProgram } from '../../lab/process.ts';
import { alive, eventually, project, removeTemporaryFolders, startNode, temporaryFolder } from './support.ts';

afterAll(removeTemporaryFolders);
const shell = (script: string, folder = temporaryFolder()) => startProgram({ name: 'sample', path: '/bin/sh', args: ['-c', script], folder, log: join(folder, 'log') });

/** A parent that starts a program with a child of its own and prints the ids of both. */
const parent = (folder: string): string => `
  import { startProgram } from ${JSON.stringify(join(project, 'lab', 'process.ts'))};
  const folder = ${JSON.stringify(folder)};
  startProgram({ name: 'sample', path: '/bin/sh', args: ['-c', 'sleep 60 & echo $$ $!; wait'], folder, log: folder + '/log' });
  setInterval(() => {}, 1000);`;

describe('a program of the lab', () => {
  it('runs under its own process id, in its folder, and prints into its log', async () => {
    const folder = temporaryFolder();
    const program = shell('echo $$ "$PWD"', folder);
    expect(await program.exited).toEqual({ code: 0, signal: null });
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe(`${program.pid} ${folder}\n`);
  });

  it('is asked to end, and ended when it does not', async () => {
    const folder = temporaryFolder();
    const polite = shell('echo up; exec sleep 60', folder);
    await eventually(() => readFileSync(join(folder, 'log'), 'utf8') !== '');
    await polite.stop();
    expect(await polite.exited).toEqual({ code: null, signal: 'SIGTERM' });
    const second = temporaryFolder();
    const deaf = shell('trap "" TERM; echo up; while true; do sleep 0.05; done', second);
    await eventually(() => readFileSync(join(second, 'log'), 'utf8') !== '');
    await deaf.stop(50);
    expect(await deaf.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('ends with its own children when its parent ends by %s', async (signal) => {
    const folder = temporaryFolder();
    const { child, ended } = startNode(['--input-type=module', '--eval', parent(folder)]);
    const log = (): string => {
      try {
        return readFileSync(join(folder, 'log'), 'utf8');
      } catch {
        return '';
      }
    };
    await eventually(() => log().endsWith('\n'));
    const pids = log().trim().split(' ').map(Number);
    expect(alive(pids)).toEqual(pids);
    child.kill(signal);
    await ended;
    await eventually(() => alive(pids).length === 0);
  });
});

it('the last words of a program are those that tell why it ended', () => {
  const log = join(temporaryFolder(), 'log');
  writeFileSync(log, 'I1122 01:00:00.000000 1 server.go:1] fine\nE1122 01:00:00.000000       1 run.go:74] "command failed" err="no"\nUsage:\n  --help\n');
  expect(lastWords(log)).toBe('run.go:74] "command failed" err="no"');
});
