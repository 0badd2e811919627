/** What happens to a rehearsal when programs are killed and people lose patience: it ends right, and nothing is left behind. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyStacks } from '../../rehearsal/apply.ts';
import { runner } from '../../rehearsal/probes/people.ts';
import { rehearse } from '../../rehearsal/rehearse.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { cluster, isDefinition, smallEstate, startCluster, type SmallEstate } from './support.ts';

needGo('rehearsals when programs are killed');

let estate: SmallEstate;

/** Folders of rehearsals of a process. */
const foldersOf = (pid: number) => readdirSync(tmpdir()).filter((name) => name.startsWith(`ndc-rehearsal-${pid}-`));

/** Programs that work in such a folder. */
function programsOf(pid: number): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const folder = readlinkSync(join('/proc', name, 'cwd'));
      return folder.includes(`/ndc-rehearsal-${pid}-`) ? [folder] : [];
    } catch {
      return []; // ended meanwhile
    }
  });
}

function start(env: Readonly<Record<string, string>> = {}): { readonly child: ChildProcess; readonly ended: Promise<{ code: number | null; stderr: string; stdout: string }> } {
  const child = spawn(process.execPath, ['scripts/ndc.ts', 'rehearse', '--cluster', cluster, '--objects', estate.objects, '--format', 'json'], { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { child, ended: new Promise((resolve) => void child.on('close', (code) => resolve({ code, stderr, stdout }))) };
}

async function eventually(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1800 && !what(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
}

describe.skipIf(!hasGo)('a rehearsal', () => {
  beforeAll(async () => {
    estate = await smallEstate(`${cluster}--*`);
  });
  afterAll(() => estate?.remove());

  it.each(['kube-apiserver', 'etcd'])('ends with the same objects when %s is killed in the middle, and a second run changes nothing', async (program) => {
    const running = await startCluster(estate);
    try {
      const options = { client: running.client, stacks: running.stacks, content: estate.exported.content, as: runner, held: isDefinition };
      let killed = 0;
      const outcomes = await applyStacks({
        ...options,
        onProgress: (done, all) => {
          if (killed > 0 || done < all * 0.6) return;
          killed = running.plane.pids()[program]!;
          process.kill(killed, 'SIGKILL');
        },
      });
      expect(killed).toBeGreaterThan(0);
      expect(running.plane.pids()[program]).not.toBe(killed);
      const told = (all: typeof outcomes) => all.filter(({ verdict }) => verdict === 'rejected').map(({ object, message }) => `${object.file}: ${message}`);
      expect(told(outcomes)).toEqual([]);
      const again = await applyStacks(options);
      expect(told(again)).toEqual([]);
      expect(again.filter(({ verdict, status }) => verdict === 'accepted' && status === 201).map(({ object }) => object.file)).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  it('beside another one gets its own control plane', async () => {
    const results = await Promise.all([rehearse(estate, { clusters: [cluster] }), rehearse(estate, { clusters: [cluster] })]);
    expect(results.map(({ ok, clusters }) => [ok, clusters[0]!.rejected, clusters[0]!.probes.failed])).toEqual([[true, 0, 0], [true, 0, 0]]);
    expect(foldersOf(process.pid)).toEqual([]);
  });

  it('that is interrupted at any moment stops its control plane and leaves nothing', async () => {
    // The moments differ from run to run: that is the point.
    for (let round = 0; round < 4; round += 1) {
      const { child, ended } = start();
      const after = 500 + Math.random() * 12_000;
      const timer = setTimeout(() => child.kill('SIGINT'), after);
      const { code, stderr, stdout } = await ended;
      clearTimeout(timer);
      expect({ after, stack: /\n\s+at /.test(stderr), programs: programsOf(child.pid!), folders: foldersOf(child.pid!) }).toEqual({ after, stack: false, programs: [], folders: [] });
      if (code !== 0) expect({ after, stdout }).toEqual({ after, stdout: '' });
    }
  });

  it('that is killed leaves no program, and the next one clears its folder', async () => {
    const { child, ended } = start();
    await eventually(() => programsOf(child.pid!).length > 0);
    const [folder] = foldersOf(child.pid!);
    child.kill('SIGKILL');
    await ended;
    await eventually(() => programsOf(child.pid!).length === 0);
    expect(programsOf(child.pid!)).toEqual([]);
    expect(existsSync(join(tmpdir(), folder!))).toBe(true);
    expect((await rehearse(estate, { clusters: [cluster], tenant: 'moh' })).ok).toBe(true);
    expect(existsSync(join(tmpdir(), folder!))).toBe(false);
  });
});

const isRoot = process.getuid?.() === 0 || process.env['NDC_REQUIRE_ALL'] === '1';
if (hasGo && !isRoot) process.stderr.write('\nSKIPPED: a full disk needs root for a small file system, so it is not tested under a rehearsal here\n\n');

describe.skipIf(!hasGo || !isRoot)('a rehearsal on a small disk', () => {
  let disk = '';
  beforeAll(async () => {
    estate = await smallEstate(`${cluster}--*`);
    disk = mkdtempSync(join(tmpdir(), 'ndc-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=900m,mode=0700', 'ndc-test', disk]);
  });
  afterAll(() => {
    if (disk !== '') {
      execFileSync('umount', ['--lazy', disk]);
      rmSync(disk, { recursive: true });
    }
    estate?.remove();
  });
  const ballast = () => join(disk, 'ballast');
  const fill = () => execFileSync('sh', ['-c', `cat /dev/zero > '${ballast()}' 2>/dev/null || true`]);
  const rehearsals = () => readdirSync(disk).filter((name) => name.startsWith('ndc-rehearsal-'));
  /** Has the rehearsal of this process begun to apply objects? */
  const applying = () => rehearsals().some((name) => existsSync(join(disk, name, 'audit.log')) && readFileSync(join(disk, name, 'audit.log'), 'utf8').includes(String.raw`fieldManager=ndc\u0026`));

  it('that fills up in the middle says so, reports no refusal of a server that could not write, and leaves nothing', async () => {
    const { child, ended } = start({ TMPDIR: disk });
    await eventually(applying);
    expect(applying()).toBe(true);
    fill();
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout, told: /^ndc: no space left on the disk of .+\n {5}free some space, or go elsewhere: .*TMPDIR=<folder>/m.test(stderr), stack: /\n\s+at /.test(stderr) }, stderr).toEqual({ code: 2, stdout: '', told: true, stack: false });
    expect([programsOf(child.pid!), rehearsals()]).toEqual([[], []]);
  });

  it('that has no room at all is not begun on', async () => {
    fill();
    const { code, stdout, stderr } = await start({ TMPDIR: disk }).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/ndc: .*(no space left on|MiB are free on the disk of)/);
    expect(rehearsals()).toEqual([]);
  });

  it('ends right when it is run again with room', async () => {
    rmSync(ballast(), { force: true });
    const { code, stdout, stderr } = await start({ TMPDIR: disk }).ended;
    expect([code, (JSON.parse(stdout) as { ok: boolean }).ok], stderr).toEqual([0, true]);
    expect(rehearsals()).toEqual([]);
  });
});
