/** A chart with hooks through the engine: they do not run in a lab, and their objects are asked all the same. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngine } from '../../delivery/engine.ts';
import { rejections } from '../../rehearsal/rejections.ts';
import { runner } from '../../rehearsal/probes/people.ts';
import { applyByTerraform, type TerraformRun } from '../../rehearsal/terraform.ts';
import { providersHere } from '../delivery/support.ts';
import { removeTemporaryFolders, temporaryFolder } from '../lab/support.ts';
import { load } from '../stacks/support.ts';
import { needGo } from '../tools/support.ts';
import { cluster, isDefinition, smallEstate, startCluster, type Running, type SmallEstate } from './support.ts';

needGo('hooks of charts through Terraform');
afterAll(removeTemporaryFolders);

const work = temporaryFolder();
const providers = await providersHere(load().estate, work);

describe.skipIf(!providers.available)('hooks of a chart, through the engine', () => {
  let estate: SmallEstate;
  let running: Running;
  let run: TerraformRun;
  const stack = `${cluster}--operator-envoy-gateway`;

  beforeAll(async () => {
    if (!providers.available) throw new Error(`no provider: ${providers.reason}`);
    estate = await smallEstate(`${cluster}--{crds,guardrails,operator-envoy-gateway}`);
    running = await startCluster(estate);
    run = await applyByTerraform({
      setup: { program: await findEngine(), providers: providers.folder, synthesized: estate.synthesized, registry: estate.registry },
      client: running.client, stacks: running.stacks.filter(({ objects }) => !objects.some(isDefinition)), retireLabel: `${estate.domain}/retire`,
      // What the dry run is asked of the hooks' job is wrong; the engine never sees it.
      content: (object) => (object.kind === 'Job' ? { ...estate.exported.content(object), specification: {} } : estate.exported.content(object)),
      kubeconfig: await running.plane.identity('runner', runner.user, runner.groups), folder: join(running.plane.folder, 'terraform'),
    });
  });
  afterAll(async () => {
    await run?.stop();
    await running?.stop();
    estate?.remove();
  });

  it('are listed, accepted as a dry run, and not stored; nothing counts as not tried', () => {
    expect(run.result).toMatchObject({ applied: 2, again: [], failed: [], skipped: [] });
    expect(run.result.hooks.map(({ object }) => object.split(' ')[0]).sort()).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Job', 'MutatingWebhookConfiguration', 'Role', 'RoleBinding', 'ServiceAccount']);
    const hooks = run.outcomes.filter(({ object }) => run.result.hooks.some((hook) => hook.stack === object.stack && hook.object.endsWith(`/${object.name}`) || hook.object === `${object.kind} ${object.name}`));
    expect(hooks.filter(({ object }) => object.kind !== 'Job').map(({ verdict }) => verdict)).toEqual(Array(hooks.length - 1).fill('not-active'));
    expect(run.outcomes.filter(({ verdict }) => verdict === 'not-tried')).toEqual([]);
  });

  it('that the API server would refuse are told like any other object', () => {
    expect(rejections(run.outcomes, estate.catalog)).toMatchObject([{ stack, kind: 'Job', message: expect.stringMatching(/specification/) as unknown }]);
  });
});
