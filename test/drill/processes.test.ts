import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../../drill/processes.ts';
import { alive, eventually, project, removeTemporaryFolders, startNode, temporaryFolder } from '../lab/support.ts';

afterAll(removeTemporaryFolders);

describe('a server of a drill', () => {
  it('runs under its own process id with nothing of the caller\'s environment, and is known to be gone when it is', async () => {
    const log = join(temporaryFolder(), 'log');
    const server = startServer('/bin/sh', ['-c', 'echo $$ "$HOME" "${NDC_SECRET-none}"'], log, { env: { TZ: 'UTC' } });
    await eventually(() => !server.running());
    expect(readFileSync(log, 'utf8')).toBe(`${server.pid} /nonexistent none\n`);
    await server.stop();
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('ends with its own children when the drill ends by %s', async (signal) => {
    const log = join(temporaryFolder(), 'log');
    const { child, ended } = startNode(['--input-type=module', '--eval', `
      import { startServer } from ${JSON.stringify(join(project, 'drill', 'processes.ts'))};
      startServer('/bin/sh', ['-c', 'sleep 60 & echo $$ $!; wait'], ${JSON.stringify(log)});
      setInterval(() => {}, 1000);`]);
    const said = (): string => {
      try {
        return readFileSync(log, 'utf8');
      } catch {
        return '';
      }
    };
    await eventually(() => said().endsWith('\n'));
    const pids = said().trim().split(' ').map(Number);
    // Between fork and exec a process has no command line.
    await eventually(() => alive(pids).length === pids.length);
    child.kill(signal);
    await ended;
    await eventually(() => alive(pids).length === 0);
  });
});
