import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply, ask, type Access } from '../../lab/api.ts';
import { programs } from '../../lab/control-plane.ts';
import type { LabStatus } from '../../lab/state.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { accessOf, alive, eventually, processesOf, removeLeftLabs, removeTemporaryFolders, startNdc, temporaryFolder } from './support.ts';

afterAll(removeTemporaryFolders);
needGo('the lab');

type Up = LabStatus & { started: boolean };
if (hasGo) await removeLeftLabs();
const state = temporaryFolder();
const ndc = (...args: string[]) => startNdc(args, state).ended;
const up = async (...args: string[]): Promise<Up> => {
  const { code, stdout, stderr } = await ndc('lab', 'up', '--format', 'json', ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Up;
};
const folder = (name = 'lab'): string => join(state, 'labs', name);

/** Every path below a folder. */
function paths(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
}

describe.skipIf(!hasGo)('ndc lab', () => {
  beforeAll(async () => {
    for (const program of programs) await ensureProgram(program);
  });
  afterAll(async () => {
    for (const name of existsSync(join(state, 'labs')) ? readdirSync(join(state, 'labs')) : []) await ndc('lab', 'down', '--name', name);
  });

  it('says that there is no lab', async () => {
    expect(await ndc('lab', 'status')).toMatchObject({ code: 0, stdout: 'no lab; start one with `npx ndc lab up`\n' });
    expect(await ndc('lab', 'down')).toMatchObject({ code: 0, stdout: 'there is no lab lab\n' });
    expect(JSON.parse((await ndc('lab', 'status', '--format', 'json')).stdout)).toEqual({ labs: [] });
  });

  describe('that is up', () => {
    let lab: Up;
    let admin: Access;
    beforeAll(async () => {
      lab = await up();
      admin = accessOf(lab.kubeconfig!);
    });

    it('tells where it is, and that it was started now', () => {
      expect(lab).toMatchObject({ name: 'lab', state: 'running', started: true, folder: folder() });
      expect(Object.keys(lab).sort()).toEqual(['auditLog', 'folder', 'kubeconfig', 'name', 'pid', 'programs', 'server', 'started', 'startedAt', 'state']);
      expect(Object.keys(lab.programs!)).toEqual(['etcd', 'kube-apiserver', 'kube-controller-manager']);
    });

    it('is found and left alone by a second start', async () => {
      expect(await up()).toEqual({ ...lab, started: false });
    });

    it('runs beside another one, which can be stopped without it', async () => {
      const other = await up('--name', 'other');
      expect(other.server).not.toBe(lab.server);
      const labs = (JSON.parse((await ndc('lab', 'status', '--format', 'json')).stdout) as { labs: LabStatus[] }).labs;
      expect(labs.map(({ name, state: now }) => `${name} ${now}`)).toEqual(['lab running', 'other running']);
      expect(await ask({ ...accessOf(other.kubeconfig!), server: lab.server!, authority: admin.authority }, 'GET', '/api').then(({ status }) => status)).toBe(401);
      expect((await ndc('lab', 'down', '--name', 'other')).stdout).toBe('the lab other is gone\n');
      expect([existsSync(folder('other')), alive(Object.values(other.programs!)), (await ask(admin, 'GET', '/readyz')).status]).toEqual([false, [], 200]);
    });

    it('keeps its files from everybody else', () => {
      const loose = paths(folder()).filter((path) => (statSync(path).mode & 0o077) !== 0);
      expect(loose).toEqual([]);
      expect(statSync(folder()).mode & 0o777).toBe(0o700);
      expect(paths(folder()).filter((path) => path.endsWith('.key')).length).toBe(5);
    });

    it('answers nobody without credentials but probes and those who look for the cluster', async () => {
      const anonymous = { server: admin.server, authority: admin.authority };
      const status = async (path: string) => (await ask(anonymous, 'GET', path)).status;
      expect(await Promise.all(['/livez', '/readyz', '/healthz', '/api/v1/namespaces/kube-public/configmaps/cluster-info'].map(status))).toEqual([200, 200, 200, 200]);
      expect(await Promise.all(['/api', '/version', '/openapi/v2', '/metrics', '/api/v1/namespaces', '/api/v1/namespaces/kube-public/configmaps', '/readyz/etcd'].map(status))).toEqual(Array(7).fill(401));
    });

    it('stores Secrets encrypted, and everything else as it is', async () => {
      const metadata = { name: 'sample', namespace: 'default' };
      await apply(admin, '/api/v1/namespaces/default/secrets/sample', { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { value: 'gia-tri-bi-mat' } });
      await apply(admin, '/api/v1/namespaces/default/configmaps/sample', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value: 'gia-tri-thuong' } });
      const stored = (text: string) => paths(join(folder(), 'plane', 'etcd')).some((path) => statSync(path).isFile() && readFileSync(path).includes(text));
      expect([stored('gia-tri-thuong'), stored('k8s:enc:secretbox:v1:lab:'), stored('gia-tri-bi-mat'), stored(Buffer.from('gia-tri-bi-mat').toString('base64'))]).toEqual([true, true, false, false]);
      expect(JSON.parse((await ask(admin, 'GET', '/api/v1/namespaces/default/secrets/sample')).text)).toMatchObject({ data: { value: Buffer.from('gia-tri-bi-mat').toString('base64') } });
    });

    it('writes down who did what, and never what is in a Secret', () => {
      const log = readFileSync(lab.auditLog!, 'utf8');
      const events = log.trimEnd().split('\n').map((line) => JSON.parse(line) as { level: string; verb: string; user: { username: string }; objectRef?: { resource: string; name: string } });
      expect(events.find(({ verb, objectRef }) => verb === 'patch' && objectRef?.resource === 'secrets' && objectRef.name === 'sample')).toMatchObject({ level: 'Metadata', user: { username: 'lab-admin' } });
      expect([log.includes('gia-tri-bi-mat'), log.includes(Buffer.from('gia-tri-bi-mat').toString('base64'))]).toEqual([false, false]);
    });

    it('refuses pods that are not restricted where a namespace says nothing', async () => {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'sample' }, spec: { containers: [{ name: 'a', image: 'a' }] } };
      const { status, text } = await ask(admin, 'POST', '/api/v1/namespaces/default/pods', pod);
      expect(status).toBe(403);
      expect(text).toContain('violates PodSecurity \\"restricted:v1.36\\"');
    });

    it('has one API server, started again when it is killed', async () => {
      process.kill(lab.programs!['kube-apiserver']!, 'SIGKILL');
      await eventually(async () => (await ask(admin, 'GET', '/readyz').catch(() => ({ status: 0 }))).status === 200, 60_000);
      const again = await up();
      expect(again).toMatchObject({ started: false, server: lab.server, programs: { etcd: lab.programs!['etcd'] } });
      expect(again.programs!['kube-apiserver']).not.toBe(lab.programs!['kube-apiserver']);
      expect((await ask(admin, 'GET', '/api/v1/namespaces/default/configmaps/sample')).status).toBe(200);
      lab = again;
    });

    it('does not start as another cluster under the same name', async () => {
      const { code, stdout, stderr } = await ndc('lab', 'up', '--cluster', 'nowhere', '--objects', objects);
      expect([code, stdout, stderr]).toEqual([2, '', 'ndc: the lab lab runs as a plain control plane\n     stop it with `npx ndc lab down --name lab`, or start another beside it with --name\n']);
    });

    it('leaves no process when its supervisor is killed, says so, and starts anew', async () => {
      const before = processesOf(state);
      expect(before.length).toBeGreaterThan(3);
      process.kill(lab.pid!, 'SIGKILL');
      await eventually(() => alive(before).length === 0);
      const { code, stdout } = await ndc('lab', 'status');
      expect(code).toBe(1);
      expect(stdout).toContain(`lab: its supervisor was killed; all its programs ended with it\n  logs: ${folder()}\n  \`npx ndc lab up --name lab\` starts it anew, \`npx ndc lab down --name lab\` removes what is left\n`);
      expect(await up()).toMatchObject({ state: 'running', started: true });
      await ndc('lab', 'down');
      expect(existsSync(folder())).toBe(false);
      await eventually(() => processesOf(state).length === 0);
    });
  });

  it('is gone at once with `down` after its supervisor was killed, and nothing stays in the folder of labs', async () => {
    const own = temporaryFolder();
    const lab = JSON.parse((await startNdc(['lab', 'up', '--format', 'json'], own).ended).stdout) as Up;
    process.kill(lab.pid!, 'SIGKILL');
    const { code, stdout } = await startNdc(['lab', 'down'], own).ended;
    expect([code, stdout, readdirSync(join(own, 'labs'))]).toEqual([0, 'the lab lab is gone\n', []]);
    await eventually(() => processesOf(own).length === 0 && alive(Object.values(lab.programs!)).length === 0);
  });

  it('of a test run that was killed is ended by the next', async () => {
    const own = join(tmpdir(), `ndc-lab-${spawnSync('true').pid}-x`);
    mkdirSync(own, { mode: 0o700 });
    expect((await startNdc(['lab', 'up'], own).ended).code).toBe(0);
    await removeLeftLabs();
    expect([processesOf(own), existsSync(own)]).toEqual([[], false]);
  });

  describe.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('whose start is ended by %s', (signal) => {
    it('leaves no process and no folder', async () => {
      const early = temporaryFolder();
      const { child, ended, said } = startNdc(['lab', 'up'], early);
      await said('starting etcd');
      child.kill(signal);
      const { code, stderr } = await ended;
      if (signal !== 'SIGKILL') expect([code, stderr.includes(`ndc: interrupted (${signal})\n`)]).toEqual([signal === 'SIGINT' ? 130 : 143, true]);
      await eventually(() => processesOf(early).length === 0 && !existsSync(join(early, 'labs', 'lab')));
    });
  });

  it('refuses a port that is taken, before anything is started', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { code, stderr } = await ndc('lab', 'up', '--name', 'taken', '--port', String(port));
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`ndc: port ${port} of 127.0.0.1 is taken\n     give another one with --port, or none: a free one is taken then\n`);
    expect(existsSync(folder('taken'))).toBe(false);
  });

  it.each([
    { args: ['--port', '0'], said: "error: option '--port <number>' argument '0' is invalid. must be a port, 1 to 65535." },
    { args: ['--name', '../x'], said: 'ndc: "../x" is no name for a lab\n     use at most 32 lower-case letters, digits and hyphens, e.g. second\n' },
    { args: ['--cluster', 'nowher', '--objects', 'OBJECTS'], said: 'ndc: the export has no cluster nowher\n     did you mean nowhere?\n' },
  ])('refuses $args', async ({ args, said }) => {
    const { code, stdout, stderr } = await ndc('lab', 'up', ...args.map((arg) => (arg === 'OBJECTS' ? objects : arg)));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  const objects = temporaryFolder();
  writeFileSync(join(objects, 'index.json'), JSON.stringify([{ stack: 'nowhere--crds', targetCluster: 'nowhere', dependsOn: [], objects: [], unrendered: [] }]));
});

const isRoot = process.getuid?.() === 0 || process.env['NDC_REQUIRE_ALL'] === '1';
if (hasGo && !isRoot) process.stderr.write('\nSKIPPED: a full disk needs root for a small file system, so it is not tested here\n\n');

describe.skipIf(!hasGo || !isRoot)('a lab on a small disk', () => {
  const disk = temporaryFolder();
  let mounted = false;
  const mount = (MiB: number): void => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MiB}m,mode=0700`, 'ndc-test', disk]);
    mounted = true;
  };
  const unmount = (): void => {
    if (mounted) execFileSync('umount', [disk]);
    mounted = false;
  };
  afterAll(unmount);

  it('is not started when there is too little room', async () => {
    mount(200);
    const { code, stderr } = await startNdc(['lab', 'up'], disk).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/ndc: only \d+ MiB are free on the disk of .*; a control plane needs 512 MiB\n {5}free some space, or go elsewhere: NDC_STATE=<folder> for labs, TMPDIR=<folder> for rehearsals and tests\n/);
    expect(readdirSync(join(disk, 'labs'))).toEqual([]);
    unmount();
  });

  it('ends when the disk fills up, says why, leaves no process, and starts anew when there is room', async () => {
    mount(600);
    const lab = JSON.parse((await startNdc(['lab', 'up', '--format', 'json'], disk).ended).stdout) as Up;
    const admin = accessOf(lab.kubeconfig!);
    mkdirSync(join(disk, 'ballast'));
    execFileSync('sh', ['-c', `cat /dev/zero > '${join(disk, 'ballast', 'a')}' 2>/dev/null || true`]);
    const filler = 'x'.repeat(900_000);
    await eventually(async () => {
      for (let index = 0; index < 5; index += 1) {
        await ask(admin, 'POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-' }, data: { filler } }).catch(() => undefined);
      }
      return alive([lab.pid!]).length === 0;
    }, 120_000);
    const { code, stdout } = await startNdc(['lab', 'status'], disk).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/lab +failed/);
    expect(stdout).toContain('lab: no space left on the disk of ');
    expect(processesOf(disk)).toEqual([]);
    execFileSync('rm', ['-rf', join(disk, 'ballast')]);
    expect((await startNdc(['lab', 'up'], disk).ended).code).toBe(0);
    expect((await startNdc(['lab', 'down'], disk).ended).code).toBe(0);
    expect(processesOf(disk)).toEqual([]);
  });
});
