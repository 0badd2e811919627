/** Both engines on a control plane each: guard rails, definitions and one tenant of a shared cluster end in the same objects. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngine } from '../../delivery/engine.ts';
import { applyStacks } from '../../rehearsal/apply.ts';
import { ApiClient } from '../../rehearsal/api-client.ts';
import { readKubeconfig } from '../../rehearsal/kubeconfig.ts';
import { runner } from '../../rehearsal/probes/people.ts';
import { controlPlaneOf } from '../../rehearsal/rehearse.ts';
import { applyByTerraform, type TerraformRun } from '../../rehearsal/terraform.ts';
import type { ControlPlane } from '../../lab/control-plane.ts';
import { providersHere } from '../delivery/support.ts';
import { removeTemporaryFolders, temporaryFolder } from '../lab/support.ts';
import { load } from '../stacks/support.ts';
import { needGo } from '../tools/support.ts';
import { cluster, isDefinition, smallEstate, type Running, type SmallEstate, startCluster } from './support.ts';
import { difference, everything } from './everything.ts';

needGo('the comparison of both engines');
afterAll(removeTemporaryFolders);

const work = temporaryFolder();
const providers = await providersHere(load().estate, work);

describe.skipIf(!providers.available)('both engines', () => {
  let estate: SmallEstate;
  let plane: ControlPlane;
  let client: ApiClient;
  let applied: Running;
  let run: TerraformRun;

  beforeAll(async () => {
    if (!providers.available) throw new Error(`no provider: ${providers.reason}`);
    estate = await smallEstate(`${cluster}--{crds,guardrails,moh,moh--*,moh--*--*}`);
    applied = await startCluster(estate);
    await applyStacks({ client: applied.client, stacks: applied.stacks, content: estate.exported.content, as: runner, held: isDefinition });
    plane = await controlPlaneOf(estate, cluster, [], {});
    client = new ApiClient(readKubeconfig(plane.kubeconfig));
    run = await applyByTerraform({
      setup: { program: await findEngine(), providers: providers.folder, synthesized: estate.synthesized, registry: estate.registry },
      client, stacks: applied.stacks, content: estate.exported.content, retireLabel: `${estate.domain}/retire`,
      kubeconfig: await plane.identity('runner', runner.user, runner.groups), folder: join(plane.folder, 'terraform'),
    });
  });
  afterAll(async () => {
    await run?.stop();
    client?.close();
    await plane?.stop();
    await applied?.stop();
    estate?.remove();
  });

  it('take every stack, and a second plan of Terraform is empty', () => {
    expect(run.result).toMatchObject({ applied: applied.stacks.length, again: [], failed: [], skipped: [], withoutChart: [] });
    expect(applied.stacks.length).toBeGreaterThan(4);
    expect(run.outcomes.filter(({ verdict }) => verdict === 'rejected' || verdict === 'not-tried')).toEqual([]);
  });

  it('end in the same objects, but for the exceptions that docs/rehearsal.md lists', async () => {
    const [terraform, apply] = await Promise.all([everything(client), everything(applied.client)]);
    expect(apply.size).toBeGreaterThan(applied.stacks.reduce((sum, { objects }) => sum + objects.length, 0) - 50);
    const exported = new Set(applied.stacks.flatMap(({ objects }) => objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)));
    expect(difference(terraform, apply, exported)).toEqual([]);
  });

  it('show a difference where one field of one object is another', async () => {
    const apply = await everything(applied.client);
    const [key, object] = [...apply].find(([key]) => key.startsWith('ResourceQuota '))!;
    const changed = new Map(apply).set(key, { ...object, spec: {} });
    expect(difference(changed, apply, new Set([key]))).toHaveLength(1);
    changed.delete(key);
    expect(difference(changed, apply, new Set())).toEqual([`${key}: by server-side apply alone`]);
  });

  it('Terraform takes away all but what Helm keeps', async () => {
    const ended = await run.destroy();
    expect(ended).toMatchObject({ destroyed: applied.stacks.length, failed: [], leftBehind: [] });
    expect(ended.guarded).toBeGreaterThan(50);
  });
});
