/** Rehearsals beside and on a lab of `ndc lab up`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../lab/api.ts';
import type { RehearsalResult } from '../../rehearsal/rehearse.ts';
import { accessOf, processesOf, removeTemporaryFolders, startNdc, temporaryFolder, type Ended } from '../lab/support.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { cluster, smallEstate, type SmallEstate } from './support.ts';

needGo('a rehearsal on a lab that runs');

const state = temporaryFolder();
const ndc = (...args: string[]): Promise<Ended> => startNdc(args, state).ended;
let estate: SmallEstate;
let kubeconfig: string;

/** Names in the lab. */
async function names(path: string): Promise<string[]> {
  const { text } = await ask(accessOf(kubeconfig), 'GET', path);
  return ((JSON.parse(text) as { items?: { metadata: { name: string } }[] }).items ?? []).map(({ metadata }) => metadata.name);
}
const rehearse = (...args: string[]) => ndc('rehearse', '--tenant', 'moh', '--cluster', cluster, '--engine', 'apply', '--objects', estate.objects, '--format', 'json', ...args);

describe.skipIf(!hasGo)('with a lab that runs, a rehearsal', () => {
  beforeAll(async () => {
    estate = await smallEstate(`${cluster}--*`);
    const { code, stdout, stderr } = await ndc('lab', 'up', '--cluster', cluster, '--objects', estate.objects, '--format', 'json');
    if (code !== 0) throw new Error(stderr);
    ({ kubeconfig } = JSON.parse(stdout) as { kubeconfig: string });
  });
  afterAll(async () => {
    await ndc('lab', 'down');
    estate?.remove();
    removeTemporaryFolders();
  });

  it('leaves it alone, says so, and starts its own', async () => {
    const before = await Promise.all(['/api/v1/namespaces', '/apis/rbac.authorization.k8s.io/v1/clusterroles'].map(names));
    const { code, stdout, stderr } = await rehearse();
    expect([code, (JSON.parse(stdout) as RehearsalResult).ok]).toEqual([0, true]);
    expect(stderr).toContain(`the lab lab (${cluster}) runs and is left alone, since a rehearsal writes and deletes; \`--lab lab\` uses it\n`);
    expect(await Promise.all(['/api/v1/namespaces', '/apis/rbac.authorization.k8s.io/v1/clusterroles'].map(names))).toEqual(before);
  });

  it('uses it when asked, leaves what it applied, and takes away what was there for the probes alone', async () => {
    const { code, stdout, stderr } = await rehearse('--lab');
    const result = JSON.parse(stdout) as RehearsalResult;
    expect([code, result.ok, result.clusters.map(({ id }) => id), result.clusters[0]?.probes.unknown]).toEqual([0, true, [cluster], 0]);
    expect(stderr).toContain(`the rehearsal uses the lab lab as ${cluster}; what it applies stays there\n`);
    expect((await names('/api/v1/namespaces')).some((name) => name.startsWith('moh-'))).toBe(true);
    expect((await names('/apis/rbac.authorization.k8s.io/v1/clusterroles')).filter((name) => name.startsWith('ndc:stack:'))).toEqual([]);
    expect((await names('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).filter((name) => name.includes('external-secrets'))).toEqual([]);
  });

  it('refuses to use it as another cluster, or together with a kubeconfig', async () => {
    expect((await rehearse('--lab', 'none')).stderr).toContain('ndc: there is no lab none\n     start it with `npx ndc lab up --name none --cluster <id>`');
    const { code, stdout, stderr } = await rehearse('--lab', '--kubeconfig', kubeconfig);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("option '--lab [name]' cannot be used with option '--kubeconfig <file>'");
  });

  it('leaves nothing once its lab is down', async () => {
    await ndc('lab', 'down');
    expect([processesOf(state), existsSync(join(state, 'labs', 'lab'))]).toEqual([[], false]);
  });
});
