/** A change on top of its base through the engine: the base's output first, then an output in which resources are changed, replaced and gone. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngine } from '../../delivery/engine.ts';
import { exportObjects } from '../../export/export.ts';
import type { ControlPlane } from '../../lab/control-plane.ts';
import { ApiClient } from '../../rehearsal/api-client.ts';
import { readKubeconfig } from '../../rehearsal/kubeconfig.ts';
import { runner } from '../../rehearsal/probes/people.ts';
import { controlPlaneOf } from '../../rehearsal/rehearse.ts';
import { rejections } from '../../rehearsal/rejections.ts';
import type { TerraformRun } from '../../rehearsal/terraform.ts';
import { upgradeByTerraform } from '../../rehearsal/terraform-upgrade.ts';
import { readExport, type Exported, type ExportedStack } from '../../review/read.ts';
import { providersHere } from '../delivery/support.ts';
import { removeTemporaryFolders, temporaryFolder } from '../lab/support.ts';
import { load } from '../stacks/support.ts';
import { needGo } from '../tools/support.ts';
import { cluster, isDefinition, smallEstate, type SmallEstate } from './support.ts';

needGo('a change on its base through Terraform');
afterAll(removeTemporaryFolders);

const work = temporaryFolder();
const providers = await providersHere(load().estate, work);

interface Resource {
  depends_on?: string[];
  metadata: { name: string; namespace: string };
}
type Resources = Record<string, Record<string, Resource>>;

describe.skipIf(!providers.available)('a change on top of its base, through the engine', () => {
  const [tenant, system] = [`${cluster}--moh`, `${cluster}--moh--health`];
  let estate: SmallEstate;
  let current: Exported;
  let plane: ControlPlane;
  let client: ApiClient;
  let run: Awaited<ReturnType<typeof upgradeByTerraform>>;
  let stacks: readonly ExportedStack[];
  const subject = { quota: '', binding: '', policy: '' };

  /** Takes a stack out of the output and changes another one, as a later revision would. */
  async function alter(synthesized: string): Promise<Exported> {
    const out = join(work, 'synthesized');
    cpSync(synthesized, out, { recursive: true });
    const index = join(out, 'stacks.json');
    const rows = JSON.parse(readFileSync(index, 'utf8')) as { id: string; dependsOn: string[] }[];
    writeFileSync(index, JSON.stringify(rows.filter(({ id }) => id !== system).map((row) => ({ ...row, dependsOn: row.dependsOn.filter((id) => id !== system) }))));
    rmSync(join(out, 'stacks', system), { recursive: true });

    const file = join(out, 'stacks', tenant, 'cdk.tf.json');
    const document = JSON.parse(readFileSync(file, 'utf8')) as { resource: Resources };
    const first = (type: string): [string, Resource] => Object.entries(document.resource[type]!)[0]!;
    const [, quota] = first('kubernetes_resource_quota_v1') as [string, Resource & { spec: { hard: Record<string, string> } }];
    const [, binding] = first('kubernetes_role_binding_v1') as [string, Resource & { role_ref: { name: string } }];
    const [address, policy] = first('kubernetes_network_policy_v1');
    quota.spec.hard['pods'] = '1';
    binding.role_ref.name = 'ndc:tenant-auditor';
    delete document.resource['kubernetes_network_policy_v1']![address];
    if (Object.keys(document.resource['kubernetes_network_policy_v1']!).length === 0) delete document.resource['kubernetes_network_policy_v1'];
    for (const { depends_on: needs } of Object.values(document.resource).flatMap((all) => Object.values(all))) if (needs) needs.splice(0, needs.length, ...needs.filter((each) => !each.endsWith(`.${address}`)));
    writeFileSync(file, JSON.stringify(document));
    Object.assign(subject, { quota: `ResourceQuota ${quota.metadata.namespace}/${quota.metadata.name}`, binding: `RoleBinding ${binding.metadata.namespace}/${binding.metadata.name}`, policy: `NetworkPolicy ${policy.metadata.namespace}/${policy.metadata.name}` });
    await exportObjects({ synthesized: out, out: join(work, 'objects') });
    return readExport(join(work, 'objects'));
  }

  beforeAll(async () => {
    if (!providers.available) throw new Error(`no provider: ${providers.reason}`);
    estate = await smallEstate(`${cluster}--{crds,guardrails,moh,moh--health}`);
    const all = estate.exported.stacks.filter(({ targetCluster }) => targetCluster === cluster);
    // Definitions take minutes and are not the matter here: the control plane starts with them.
    plane = await controlPlaneOf(estate, cluster, all, {});
    client = new ApiClient(readKubeconfig(plane.kubeconfig));
    current = await alter(estate.synthesized);
    const [before, after] = [estate.exported, current].map(({ stacks: each }) => each.filter(({ id, objects }) => id.startsWith(cluster) && !objects.some(isDefinition))) as [ExportedStack[], ExportedStack[]];
    stacks = after;
    run = await upgradeByTerraform({
      setup: { program: await findEngine(), providers: providers.folder, synthesized: join(work, 'synthesized'), registry: estate.registry },
      client, stacks, content: current.content, current, retireLabel: `${estate.domain}/retire`,
      kubeconfig: await plane.identity('runner', runner.user, runner.groups), folder: join(plane.folder, 'terraform'),
      base: { commit: 'a'.repeat(40), exported: estate.exported, synthesized: estate.synthesized, stacks: before },
    });
  });
  afterAll(async () => {
    await run?.stop();
    client?.close();
    await plane?.stop();
    estate?.remove();
  });

  const summary = (result: TerraformRun): NonNullable<TerraformRun['upgrade']> => result.upgrade!;

  it('goes on with the states of the base: what is the same is left alone, and a second plan is empty', () => {
    expect(run.result).toMatchObject({ applied: stacks.length, again: [] });
    expect(summary(run)).toMatchObject({ created: 0, changed: 1, moved: 0, refusedInBase: 0 });
    expect(summary(run).unchanged).toBeGreaterThan(100);
  });

  it('replaces what never changes, and deletes what is no longer wanted', () => {
    expect(summary(run).replaced).toEqual([{ stack: tenant, object: subject.binding }]);
    expect(summary(run).deleted.map(({ object }) => object)).toContain(subject.policy);
    expect(run.outcomes.filter(({ object }) => `${object.kind} ${object.namespace}/${object.name}` === subject.quota)).toMatchObject([{ verdict: 'accepted' }]);
  });

  it('tells that a guard rail refuses the end of a system that was not let go first', () => {
    const told = rejections(run.outcomes, estate.catalog);
    expect([...new Set(told.map(({ kind }) => kind))]).toEqual(['Namespace']);
    expect(told.every(({ stack, message, file }) => stack === system && /^not deleted: .*admission\/retire: /.test(message) && file !== '')).toBe(true);
    expect(run.result.failed).toMatchObject([{ stack: system, step: 'destroy' }]);
  });

  it('counts kinds whose definition stands in as not checked, also in the second run', () => {
    expect(run.outcomes.filter(({ object }) => object.kind === 'SecretStore').map(({ verdict }) => verdict)).toContain('schema-not-checked');
    expect(run.outcomes.filter(({ object, verdict }) => object.kind === 'SecretStore' && verdict !== 'schema-not-checked')).toEqual([]);
  });
});
