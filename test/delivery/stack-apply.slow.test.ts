import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { applyChain, destroyChain, type ChainOptions } from '../../delivery/chain.ts';
import { findEngine } from '../../delivery/engine.ts';
import { inOrder, readStackRows } from '../../delivery/stack-graph.ts';
import { ask } from '../../lab/api.ts';
import { startChartRegistry, type ChartRegistry } from '../../lab/chart-registry.ts';
import { startControlPlane, type ControlPlane } from '../../lab/control-plane.ts';
import { etcdWithDefinitions } from '../../lab/definitions.ts';
import { standInDefinition } from '../../lab/stand-in.ts';
import { loadChecked, soundEstate } from '../../scripts/load-estate.ts';
import { defaultCatalog } from '../../scripts/paths.ts';
import { readIndex, synthesize } from '../../synth/synthesize.ts';
import { stageChart } from '../../tools/charts.ts';
import { accessOf, removeTemporaryFolders, temporaryFolder } from '../lab/support.ts';
import { needGo } from '../tools/support.ts';
import { providersHere } from './support.ts';

afterAll(removeTemporaryFolders);
needGo('the Terraform engine on a real control plane');

const work = temporaryFolder();
const estate = soundEstate(loadChecked([defaultCatalog]));
const { platform } = estate;

const providers = await providersHere(estate, work);

describe.skipIf(!providers.available)('stacks of a shared cluster through the engine, on a real control plane', () => {
  let plane: ControlPlane;
  let registry: ChartRegistry;
  let chain: ChainOptions;
  let retire = '';
  const ids = { crds: '', guardrails: '', tenant: '', system: '', data: '' };
  /** What the platform does when the catalog says that something retires. */
  const letRetire = async (path: string): Promise<void> => {
    const { status, text } = await ask(accessOf(String(chain.settings.variables['kubeconfig'])), 'PATCH', path, { metadata: { labels: { [retire]: 'true' } } }, 'application/merge-patch+json');
    if (status >= 300) throw new Error(text);
  };
  const names = async (path: string): Promise<{ name: string; namespace: string }[]> =>
    (JSON.parse((await ask(plane.admin, 'GET', path)).text) as { items: { metadata: { name: string; namespace: string } }[] }).items.map(({ metadata }) => metadata);

  beforeAll(async () => {
    const synthesized = join(work, 'cdktf.out');
    await synthesize({ loadEstate: () => estate, out: synthesized });
    const index = readIndex(synthesized);
    const shared = [...estate.clusters.values()].find(({ data }) => data.role === 'shared')!.id;
    const smallest = [...index.values()].filter(({ kind, targetCluster }) => kind === 'data' && targetCluster === shared).sort((a, b) => a.resources - b.resources)[0]!.id;
    const [, tenant, system] = smallest.split('--');
    Object.assign(ids, { crds: `${shared}--crds`, guardrails: `${shared}--guardrails`, tenant: `${shared}--${tenant}`, system: `${shared}--${tenant}--${system}`, data: smallest });
    retire = `${platform.domains.label}/retire`;
    // Definitions of External Secrets cannot be had; its objects are not checked here.
    const etcdData = await etcdWithDefinitions(['SecretStore', 'ExternalSecret'].map((kind) => stringify(standInDefinition({ apiVersion: 'external-secrets.io/v1', kind, namespaced: true }))));
    plane = await startControlPlane({ folder: join(work, 'plane'), contexts: [shared], etcdData });
    mkdirSync(join(work, 'stacks'));
    registry = await startChartRegistry({ host: platform.registry.host, path: platform.registry.charts, folder: work, find: stageChart });
    const kubeconfig = await plane.identity('runner', 'ndc:runner', ['system:masters', 'ndc:platform:runner']);
    chain = {
      all: readStackRows(synthesized),
      wanted: new Set(Object.values(ids)),
      settings: {
        engine: await findEngine(), synthesized, work, parallelism: 4, state: 'local', env: registry.env, ...(providers.available && { providers: providers.folder }),
        variables: { kubeconfig, release_wait: false, release_hooks: false },
      },
    };
  });
  afterAll(async () => {
    await registry?.stop();
    await plane?.stop();
  });

  it('each is applied after those it depends on, and its second plan is empty', async () => {
    const outcomes = await applyChain(chain);
    expect(outcomes.filter(({ result }) => result !== 'applied')).toEqual([]);
    expect(outcomes.map(({ stack }) => stack)).toEqual([ids.crds, ids.guardrails, ids.tenant, ids.system, ids.data]);
    expect(outcomes.flatMap((outcome) => (outcome.result === 'applied' ? outcome.again : []))).toEqual([]);
    expect(inOrder(chain.all, chain.wanted).length).toBe(5);
  });

  it('a namespace is not destroyed before the platform says that it retires', async () => {
    const [outcome] = await destroyChain({ ...chain, wanted: new Set([ids.system]) });
    expect(outcome).toMatchObject({ stack: ids.system, result: 'failed' });
    expect((outcome as { error: Error }).error.message).toContain('admission/retire');
  });

  it('destroying leaves nothing but what is guarded', async () => {
    const databases = '/apis/postgresql.cnpg.io/v1';
    const before = await names(`${databases}/clusters`);
    expect(before.length).toBeGreaterThan(0);
    expect(await destroyChain({ ...chain, wanted: new Set([ids.data]) })).toMatchObject([{ result: 'destroyed' }]);
    expect(await names(`${databases}/clusters`)).toEqual(expect.arrayContaining(before.map(({ name, namespace }) => expect.objectContaining({ name, namespace }))));

    for (const { name } of await names('/api/v1/namespaces')) await letRetire(`/api/v1/namespaces/${name}`);
    for (const { name, namespace } of before) await letRetire(`${databases}/namespaces/${namespace}/clusters/${name}`);
    const stores = '/apis/barmancloud.cnpg.io/v1';
    for (const { name, namespace } of await names(`${stores}/objectstores`)) await letRetire(`${stores}/namespaces/${namespace}/objectstores/${name}`);
    const outcomes = await destroyChain({ ...chain, wanted: new Set([ids.crds, ids.guardrails, ids.tenant, ids.system]) });
    expect(outcomes.map(({ stack, result }) => `${stack} ${result}`)).toEqual([ids.system, ids.tenant, ids.guardrails, ids.crds].map((id) => `${id} destroyed`));
    expect((await names('/api/v1/namespaces')).map(({ name }) => name)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect((await names('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).length).toBeGreaterThan(50);
  });
});
