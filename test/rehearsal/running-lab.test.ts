import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runningLab, sayUnused, unusedLabs, useLab } from '../../rehearsal/running-lab.ts';
import { choose, rehearse } from '../../rehearsal/rehearse.ts';
import type { Estate } from '../../rehearsal/cluster.ts';
import type { ExportedStack } from '../../review/read.ts';

// What answers here is no lab, but speaks as its supervisor does.
const state = mkdtempSync(join(tmpdir(), 'ndc-uses-'));
const servers: Server[] = [];

async function lab(name: string, cluster?: string): Promise<void> {
  const folder = join(state, 'labs', name);
  mkdirSync(folder, { recursive: true });
  const record = { name, ...(cluster === undefined ? {} : { cluster }), server: 'https://127.0.0.1:1', kubeconfig: `/${name}/kubeconfig`, auditLog: `/${name}/audit.log`, startedAt: '', pid: 1, programs: {} };
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.on('data', () => {}).on('end', () => socket.end(JSON.stringify(record))));
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(join(folder, 'supervisor.sock'), resolve));
}

describe('a lab that runs', () => {
  beforeAll(async () => {
    vi.stubEnv('NDC_STATE', state);
    await lab('lab', 'north-1');
    await lab('plain');
    mkdirSync(join(state, 'labs', 'broken'));
    writeFileSync(join(state, 'labs', 'broken', 'lab.json'), JSON.stringify({ reason: 'no space left on device' }));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    rmSync(state, { recursive: true, force: true });
  });

  it.each([
    ['as the cluster that it stands for', 'lab', [], 'north-1'],
    ['as that cluster when it is named too', 'lab', ['north-1'], 'north-1'],
    ['as the cluster that is named, when it stands for none', 'plain', ['south-1'], 'south-1'],
  ])('is used %s', async (_, name, clusters, cluster) => {
    expect(await useLab(name, clusters)).toEqual({ cluster, kubeconfig: `/${name}/kubeconfig`, auditLog: `/${name}/audit.log` });
  });

  it.each([
    ['that there is not', 'other', [], 'there is no lab other', 'start it with `npx ndc lab up --name other --cluster <id>`, or leave --lab out: the rehearsal then starts control planes of its own'],
    ['that has failed', 'broken', [], 'the lab broken does not run (failed)', 'start it with `npx ndc lab up --name broken --cluster <id>`, or leave --lab out: the rehearsal then starts control planes of its own'],
    ['that stands for another cluster', 'lab', ['south-1'], 'the lab lab runs as north-1, not as south-1', 'start another beside it: `npx ndc lab up --name second --cluster south-1`, then --lab second'],
    ['that stands for none, when none is named', 'plain', [], 'a lab holds one cluster, and none is named', 'name one with --cluster, or leave --lab out: each cluster then gets a control plane of its own'],
    ['for several clusters', 'lab', ['north-1', 'south-1'], 'a lab holds one cluster, and 2 are: north-1, south-1', 'name one with --cluster, or leave --lab out: each cluster then gets a control plane of its own'],
  ])('%s is refused with the next step', async (_, name, clusters, message, hint) => {
    await expect(useLab(name, clusters)).rejects.toMatchObject({ name: 'RehearsalError', message, hint });
  });

  it('is asked for by name, or by --lab alone', async () => {
    const told: string[] = [];
    const tell = (note: string) => void told.push(note);
    const used = { clusters: ['north-1'], kubeconfig: '/lab/kubeconfig', auditLog: '/lab/audit.log' };
    expect([await runningLab({ lab: true }, tell), await runningLab({ lab: 'lab' }, tell)]).toEqual([used, used]);
    expect(await runningLab({ kubeconfig: '/k' }, tell)).toEqual({ kubeconfig: '/k' });
    expect(await runningLab({}, tell)).toEqual({});
    const note = 'the rehearsal uses the lab lab as north-1; what it applies stays there';
    expect(told).toEqual([note, note, await unusedLabs()]);
  });

  it('is named when it is left alone', async () => {
    expect(await unusedLabs()).toBe('the labs lab (north-1), plain run and are left alone, since a rehearsal writes and deletes; `--lab lab` uses it');
    expect(sayUnused([{ name: 'second' }])).toBe('the lab second runs and is left alone, since a rehearsal writes and deletes; `--lab second` uses it');
    expect(sayUnused([])).toBeUndefined();
  });
});

describe('a control plane that somebody else started', () => {
  const stacks = ['north-1', 'south-1'].map((targetCluster): ExportedStack => ({ id: `${targetCluster}--crds`, targetCluster, dependsOn: [], objects: [], unrendered: [] }));

  it('takes one cluster, never two on top of each other', async () => {
    expect(choose(stacks, {}).size).toBe(2);
    await expect(rehearse({ exported: { stacks } } as unknown as Estate, { kubeconfig: '/none' })).rejects.toMatchObject({ message: 'one control plane holds one cluster, and 2 are rehearsed', hint: 'name one with --cluster' });
  });
});
