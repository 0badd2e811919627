/** The whole estate of this repository on real API servers, cluster by cluster, with every probe. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportObjects } from '../../export/export.ts';
import type { Estate } from '../../rehearsal/cluster.ts';
import { controlPlaneOf, choose, rehearse, type RehearsalResult } from '../../rehearsal/rehearse.ts';
import { readExport } from '../../review/read.ts';
import { synthesize } from '../../synth/synthesize.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { load } from '../stacks/support.ts';
import { hasGo, needGo } from '../tools/support.ts';

needGo('the whole estate on real API servers');

const folder = mkdtempSync(join(tmpdir(), 'ndc-rehearse-estate-'));
let estate: Estate;
let result: RehearsalResult;

describe.skipIf(!hasGo)('the whole estate', () => {
  beforeAll(async () => {
    await ensureProgram('helm-renderer');
    const { catalog, estate: loaded } = load();
    await synthesize({ loadEstate: () => loaded, out: join(folder, 'synthesized') });
    await exportObjects({ synthesized: join(folder, 'synthesized'), out: join(folder, 'objects') });
    const { domains, registry } = loaded.platform;
    estate = { exported: readExport(join(folder, 'objects')), catalog, domain: domains.label, imagePrefix: `${registry.host}/${registry.images}` };
    result = await rehearse(estate, { onCluster: ({ id, objects, objectsPerSecond, seconds, probes }) => console.log(`${id}: ${objects} objects, ${objectsPerSecond} a second, probes ${probes.passed} passed in ${seconds.probes} s`) });
  }, 3_600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is rehearsed on every cluster', () => {
    expect(result.clusters.map(({ id }) => id)).toEqual([...new Set(estate.exported.stacks.map(({ targetCluster }) => targetCluster))].sort());
    for (const { stacks, objects, id } of result.clusters) {
      const all = estate.exported.stacks.filter(({ targetCluster }) => targetCluster === id);
      expect({ id, stacks, objects }).toEqual({ id, stacks: all.length, objects: all.reduce((sum, stack) => sum + stack.objects.length, 0) });
    }
  });

  it('is accepted: nothing is refused, and what is not known is counted', () => {
    expect(result.clusters.flatMap(({ rejections }) => rejections.map(({ stack, kind, name, message }) => `${stack} ${kind} ${name}: ${message}`))).toEqual([]);
    for (const { id, objects, accepted, rejected, notActive, schemaNotChecked, unknownKinds } of result.clusters) {
      expect({ id, sum: accepted + rejected + notActive + schemaNotChecked }).toEqual({ id, sum: objects });
      expect(Object.keys(unknownKinds)).toEqual(['external-secrets.io/v1/SecretStore']);
    }
  });

  it('passes every probe: none fails, each has a subject somewhere, and more than eighty differ', () => {
    const results = result.clusters.flatMap(({ probes }) => probes.results);
    expect(results.filter(({ status }) => status === 'failed' || status === 'unknown').map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
    expect([...new Set(results.map(({ id }) => id))].filter((id) => !results.some((each) => each.id === id && each.status === 'passed'))).toEqual([]);
    expect(result.probes.distinct).toBeGreaterThan(80);
    expect(result).toMatchObject({ ok: true, engine: 'apply', probes: { failed: 0 } });
  });

  it('of one tenant is rehearsed on a lab that runs already', async () => {
    const cluster = 'ndc-1-shared-1';
    const tenant = 'moh';
    const plane = await controlPlaneOf(estate, cluster, choose(estate.exported.stacks, { clusters: [cluster] }).get(cluster)!, {});
    try {
      const options = { clusters: [cluster], tenant, kubeconfig: plane.kubeconfig, auditLog: plane.auditLog };
      await rehearse(estate, options);
      const again = await rehearse(estate, options);
      console.log(`one tenant on a running lab: ${again.clusters[0]!.objects} objects and all probes in ${again.seconds} s`);
      expect(again).toMatchObject({ ok: true, clusters: [{ id: cluster, rejected: 0 }] });
      expect(again.clusters[0]!.stacks).toBeLessThan(40);
    } finally {
      await plane.stop();
    }
  });
});
