/** A change on top of its base, on a real API server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runner } from '../../rehearsal/probes/people.ts';
import { rejections } from '../../rehearsal/rejections.ts';
import { applyUpgrade, type UpgradeResult } from '../../rehearsal/upgrade.ts';
import type { Outcome } from '../../rehearsal/apply.ts';
import type { Exported, ExportedObject } from '../../review/read.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { cluster, isDefinition, smallEstate, startCluster, type Running, type SmallEstate } from './support.ts';

needGo('what a change does to what is there');

type Manifest = Record<string, unknown> & { metadata: { name: string; annotations?: Record<string, string> } };

/** An export with some objects changed or taken out; what stands in files stays as it is. */
function altered(exported: Exported, change: (object: ExportedObject, content: Manifest) => Manifest | undefined): Exported {
  const texts = new Map<string, string>();
  const stacks = exported.stacks.map((stack) => ({
    ...stack,
    objects: stack.objects.filter((object) => {
      if (stack.targetCluster !== cluster || isDefinition(object)) return true;
      const content = exported.content(object) as Manifest;
      const now = change(object, structuredClone(content));
      if (now !== undefined && JSON.stringify(now) !== JSON.stringify(content)) texts.set(object.file, JSON.stringify(now));
      return now !== undefined;
    }),
  }));
  return { ...exported, stacks, text: (object) => texts.get(object.file) ?? exported.text(object), content: (object) => (texts.has(object.file) ? (JSON.parse(texts.get(object.file)!) as Manifest) : exported.content(object)) };
}

let estate: SmallEstate;
let running: Running;
let outcomes: readonly Outcome[];
let upgrade: UpgradeResult;

/** Names of the objects that the change speaks of. */
const subject = { quota: '', role: '', database: '', deleted: '', kept: '' };

describe.skipIf(!hasGo)('a change on top of its base', () => {
  beforeAll(async () => {
    estate = await smallEstate(`${cluster}--*`);
    running = await startCluster(estate);
    const all = running.stacks.flatMap(({ objects }) => objects);
    const first = (kind: string, matches: (object: ExportedObject) => boolean = () => true) => all.find((object) => object.kind === kind && matches(object))!;
    const quota = first('ResourceQuota');
    const role = first('RoleBinding', ({ release }) => release === '');
    const database = first('Cluster', ({ apiVersion }) => apiVersion.startsWith('postgresql'));
    const deleted = first('NetworkPolicy', ({ namespace, release }) => namespace === quota.namespace && release === '');
    const kept = first('ScheduledBackup');
    const namespace = first('Namespace', ({ name }) => name === quota.namespace);
    Object.assign(subject, { quota: quota.file, role: role.file, database: database.file, deleted: deleted.file, kept: kept.file });
    const current = altered(estate.exported, (object, content) => {
      if (object.file === quota.file) return { ...content, spec: { hard: { ...(content['spec'] as { hard: object }).hard, pods: '3' } } };
      if (object.file === role.file) return { ...content, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'ndc:tenant-auditor-2' } };
      if (object.file === database.file) return { ...content, spec: { ...(content['spec'] as object), instances: 'three' } };
      if (object.file === deleted.file || object.file === kept.file || object.file === namespace.file) return undefined;
      return content;
    });
    const stacks = current.stacks.filter(({ targetCluster }) => targetCluster === cluster);
    ({ outcomes, upgrade } = await applyUpgrade({ client: running.client, stacks, content: current.content, as: runner, held: isDefinition, current, base: { exported: estate.exported, stacks: running.stacks, commit: 'a'.repeat(40) } }));
  });
  afterAll(async () => {
    await running?.stop();
    estate?.remove();
  });

  const at = (file: string) => outcomes.filter(({ object }) => object.file === file);

  it('changes what can change, and leaves the rest alone', () => {
    expect(at(subject.quota)).toMatchObject([{ verdict: 'accepted', status: 200 }]);
    expect(upgrade).toMatchObject({ created: 0, changed: 2, moved: 0, refusedInBase: 0 });
    expect(upgrade.unchanged).toBeGreaterThan(400);
  });

  it('deletes and makes anew what never changes', () => {
    expect(upgrade.replaced.map(({ object }) => object.split(' ')[0])).toEqual(['RoleBinding']);
    expect(at(subject.role)).toMatchObject([{ verdict: 'accepted', status: 201 }]);
  });

  it('deletes what is no longer wanted, and keeps what Helm keeps', () => {
    expect(upgrade.deleted.map(({ object }) => object.split(' ')[0])).toEqual(['NetworkPolicy']);
    expect(upgrade.kept.map(({ object }) => object.split(' ')[0])).toEqual(['ScheduledBackup']);
  });

  it('tells what the API server forbids, with the place in the catalog and the next step', () => {
    const told = rejections(outcomes, estate.catalog);
    expect(told.map(({ kind }) => kind).sort()).toEqual(['Cluster', 'Namespace']);
    const [database, namespace] = [told.find(({ kind }) => kind === 'Cluster')!, told.find(({ kind }) => kind === 'Namespace')!];
    expect(database).toMatchObject({ file: expect.stringMatching(/^tenants\/.+\/databases\/.+\.yaml$/) as unknown, message: expect.stringContaining('.spec.instances: expected numeric') as unknown });
    expect(database.hint.en).toContain('the definition does not know');
    expect(namespace.message).toMatch(/^not deleted: .*admission\/retire: /);
    expect(namespace.hint.en).toContain('guard rail');
    for (const { file, line } of told) expect({ file, sound: file !== '' && line >= 1 }).toEqual({ file, sound: true });
  });
});
