import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { withLock } from '../../tools/lock.ts';
import { listPrograms, programSourceKey } from '../../tools/programs.ts';
import { hasGo, needGo, startNode, temporaryFolder } from './support.ts';

const BUILD = 'process.stdout.write(await tool.ensureProgram("kustomize"));';
/** With an empty Go build cache on two busy cores. */
const COLD_BUILD_MS = 240_000;

needGo('the building of programs');

/** A `go` on PATH that notes its arguments and then is the real one. */
function notingGo(): { readonly path: string; readonly builds: () => number } {
  const folder = temporaryFolder();
  const real = execFileSync('sh', ['-c', 'command -v go']).toString().trim();
  const log = join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(join(folder, 'go'), `#!/bin/sh\necho "$1" >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(join(folder, 'go'), 0o755);
  return { path: `${folder}:${process.env['PATH'] ?? ''}`, builds: () => readFileSync(log, 'utf8').split('\n').filter((line) => line === 'build').length };
}

describe.skipIf(!hasGo)('a program that was not built on this machine', () => {
  test('is built once when two processes ask at the same time, and not again afterwards', { timeout: COLD_BUILD_MS }, async () => {
    const go = notingGo();
    const env = { NDC_CACHE: temporaryFolder(), PATH: go.path };
    const [first, second] = await Promise.all([startNode('programs.ts', BUILD, env).ended, startNode('programs.ts', BUILD, env).ended]);
    const third = await startNode('programs.ts', BUILD, env).ended;
    expect([first.status, second.status, third.status]).toEqual([0, 0, 0]);
    expect(new Set([first.stdout, second.stdout, third.stdout]).size).toBe(1);
    expect(execFileSync(first.stdout, ['version']).toString()).not.toBe('');
    expect(go.builds()).toBe(1);
    expect(first.stderr).toMatch(/^building kustomize: 0 s \(usually about 40 s on two cores\)\nbuilding kustomize: ready after \d+ s\n$/);
    expect(third.stderr).toBe('');
  });

  test('is built by the next process when the first one was killed, and nothing half-built is left', { timeout: COLD_BUILD_MS }, async () => {
    const env = { NDC_CACHE: temporaryFolder() };
    const folder = join(env.NDC_CACHE, 'programs', 'kustomize');
    const { child, ended } = startNode('programs.ts', BUILD, env);
    while (!existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.lock'))) await sleep(20);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    expect((await ended).status).toBeNull();
    writeFileSync(join(folder, `${(readdirSync(folder).find((name) => name.endsWith('.lock')) ?? '').replace('.lock', '')}.tmp-1-1`), 'half');
    const next = await startNode('programs.ts', BUILD, env).ended;
    expect(next.status).toBe(0);
    expect(readdirSync(folder)).toEqual([next.stdout.split('/').at(-1)]);
  });

  test('whose module cannot be built is reported with what Go said and the next step, without a stack trace', { timeout: COLD_BUILD_MS }, async () => {
    const env = { NDC_CACHE: temporaryFolder(), GOPROXY: 'off', GOMODCACHE: temporaryFolder() };
    const { stdout } = await startNode('programs.ts', 'await tool.ensureProgram("kustomize").catch((e) => process.stdout.write(`${e.name}|${e.text.en}|${e.text.vi}`));', env).ended;
    expect(stdout).toMatch(/^ToolError\|The build of kustomize failed; Go said:\n {2}.*module lookup disabled by GOPROXY=off/s);
    expect(stdout).toContain('run again with the network (or your module mirror in GOPROXY)');
    expect(stdout).toContain('|Không dựng được kustomize');
    expect(stdout).not.toContain(' at ');
  });
});

describe('a machine without Go', () => {
  test('is told to install it', async () => {
    const { stdout } = await startNode('programs.ts', 'await tool.ensureProgram("kustomize").catch((e) => process.stdout.write(e.message));', { PATH: '', NDC_CACHE: temporaryFolder() }).ended;
    expect(stdout).toBe('Go is not installed (no "go" on PATH). Install Go 1.26.6 or newer from your system\'s packages, or put it on PATH, and run the command again.');
  });

  test('uses a program that was built from the same source before Go was removed', async () => {
    const cache = temporaryFolder();
    const built = join(cache, 'programs', 'kustomize', `${programSourceKey('kustomize').slice(0, 24)}-go1.24.1-${process.platform}-${process.arch}`);
    mkdirSync(join(built, '..'), { recursive: true });
    writeFileSync(built, '');
    expect((await startNode('programs.ts', BUILD, { PATH: '', NDC_CACHE: cache }).ended).stdout).toBe(built);
  });
});

describe('a program on PATH', () => {
  const ensureEtcd = async (version: string) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'etcd'), `#!/bin/sh\necho 'etcd Version: ${version}'\n`);
    chmodSync(join(folder, 'etcd'), 0o755);
    const { stdout } = await startNode('programs.ts', 'process.stdout.write(await tool.ensureProgram("etcd").catch((e) => e.message));', { PATH: folder, NDC_CACHE: temporaryFolder() }).ended;
    return { stdout, path: join(folder, 'etcd') };
  };

  test('is used when it says that it has the pinned version', async () => {
    const { stdout, path } = await ensureEtcd('3.6.16');
    expect(stdout).toBe(path);
  });

  test.each(['3.6.15', '3.6.16-rc.1', '3.6.160', 'unknown'])('is not used when it says %s', async (version) => {
    expect((await ensureEtcd(version)).stdout).toContain('Go is not installed');
  });

  test('is looked for at the version that go.mod pins', () => {
    for (const [name, { onPath }] of Object.entries(listPrograms())) {
      if (onPath) expect(readFileSync(join(import.meta.dirname, '../../tools', name, 'go.mod'), 'utf8'), name).toMatch(new RegExp(` v${onPath.version.replaceAll('.', '\\.')}( // indirect)?\\n`));
    }
  });
});

describe('the list of programs', () => {
  test('has a module with pinned sums for each, and no program that is not in it', () => {
    for (const name of Object.keys(listPrograms())) expect(readFileSync(join(import.meta.dirname, '../../tools', name, 'go.sum'), 'utf8'), name).toMatch(/ h1:/);
    expect(() => programSourceKey('helm')).toThrow('no program "helm" in tools/programs.yaml; it has helm-renderer, kustomize');
  });

  test('pins the Helm version that is in the Terraform provider', () => {
    expect(readFileSync(join(import.meta.dirname, '../../tools/helm-renderer/go.mod'), 'utf8')).toContain('helm.sh/helm/v3 v3.18.5\n');
  });
});

describe('a lock', () => {
  const lockOf = (holder: unknown): string => {
    const path = join(temporaryFolder(), 'a.lock');
    mkdirSync(path);
    if (holder !== undefined) writeFileSync(join(path, 'holder.json'), JSON.stringify(holder));
    return path;
  };

  test('lets one run after the other', async () => {
    const path = join(temporaryFolder(), 'a.lock');
    const order: string[] = [];
    const work = async (name: string): Promise<void> => {
      order.push(`${name} in`);
      await sleep(50);
      order.push(`${name} out`);
    };
    await Promise.all([withLock(path, () => work('a')), withLock(path, () => work('b'))]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  test('is released when the work fails', async () => {
    const path = join(temporaryFolder(), 'a.lock');
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  test('of a dead process on this host is taken over at once', async () => {
    expect(await withLock(lockOf({ pid: 2 ** 22 + 1, host: hostname() }), () => Promise.resolve('mine'))).toBe('mine');
  });

  test('that shows no life for a minute is taken over, also from another host or without a name', async () => {
    for (const holder of [{ pid: process.pid, host: 'another' }, undefined]) {
      const path = lockOf(holder);
      const old = new Date(Date.now() - 61_000);
      utimesSync(path, old, old);
      expect(await withLock(path, () => Promise.resolve('mine'))).toBe('mine');
    }
  });

  test('of a living process is waited for, and the caller learns whose it is', async () => {
    const path = lockOf({ pid: process.pid, host: hostname() });
    let holder = 0;
    const waiting = withLock(path, () => Promise.resolve(), (pid) => (holder = pid));
    await sleep(300);
    expect(statSync(path).isDirectory()).toBe(true);
    expect(holder).toBe(process.pid);
    const old = new Date(Date.now() - 61_000);
    utimesSync(path, old, old);
    await waiting;
  });
});
