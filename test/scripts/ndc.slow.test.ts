import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

function ndc(args: readonly string[], node: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, join(root, 'scripts/ndc.js'), ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the start of ndc', () => {
  it('runs the command', () => {
    expect(ndc(['--version'])).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('says which Node it needs, and how to get it, on an older one', () => {
    const older = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';
    expect(ndc(['--version'], ['--import', older])).toEqual({
      status: 2, stdout: '', stderr: 'ndc: this is Node 20.20.2; Node 24 is needed\n     run it as `npx ndc`, which takes the Node that `npm ci` brought\n',
    });
  });
});
