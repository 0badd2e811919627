/** Flows of exported clusters, for the commands that show them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFlows, type ClusterFlows, type Focus } from '../flows/cluster-flows.ts';
import { isOfUse, partsOf, type FlowParts } from '../flows/parts.ts';
import type { Estate } from '../model/estate.ts';
import { openLines } from '../model/load/line-store.ts';
import type { Exported, ExportedStack } from '../review/read.ts';
import { cacheRoot } from '../tools/cache.ts';
import { projectRoot } from './paths.ts';

/** What the stacks of each exported cluster hold, in their order. */
export type ClusterParts = ReadonlyMap<string, readonly FlowParts[]>;

/**
 * Flows of the clusters of an export.
 * @throws PolicyError for a policy that cannot be read
 */
export function readFlows(estate: Estate, exported: Exported, focus: Focus = {}): ClusterFlows[] {
  return flowsOf(estate, readParts(exported), () => focus);
}

export function flowsOf(estate: Estate, parts: ClusterParts, focus: (cluster: string) => Focus): ClusterFlows[] {
  return [...estate.clusters.values()].flatMap((cluster) => {
    const stacks = parts.get(cluster.id);
    return stacks ? [clusterFlows(estate, cluster, stacks, focus(cluster.id))] : [];
  });
}

/**
 * What a stack holds is decoded once and remembered by the bytes of its objects.
 * @throws PolicyError for a policy that cannot be read
 */
export function readParts(exported: Exported): ClusterParts {
  const program = programDigest();
  const byCluster = Map.groupBy(exported.stacks, ({ targetCluster }) => targetCluster);
  return new Map([...byCluster].map(([cluster, stacks]) => [cluster, rememberedParts(exported, cluster, stacks, program)]));
}

function rememberedParts(exported: Exported, cluster: string, stacks: readonly ExportedStack[], program: string): FlowParts[] {
  const lines = openLines<FlowParts>(join(cacheRoot(), 'flows'), cluster, program);
  const parts = stacks.map((stack) => {
    const objects = stack.objects.filter(isOfUse);
    const hash = createHash('sha256');
    for (const object of objects) hash.update(JSON.stringify(object)).update('\0').update(exported.text(object)).update('\0');
    const key = hash.digest('base64url');
    let found = lines.get(key);
    if (!found) lines.set(key, (found = partsOf(objects.map((object) => ({ ...object, content: exported.content(object) })))));
    return found;
  });
  lines.save();
  return parts;
}

/** Digest of everything that decides what an object means for flows. */
function programDigest(): string {
  const hash = createHash('sha256');
  const files = [...readdirSync(join(projectRoot, 'flows')).filter((name) => name.endsWith('.ts')).sort().map((name) => `flows/${name}`), 'review/quick-yaml.ts', 'package-lock.json'];
  for (const name of files) hash.update(name).update(readFileSync(join(projectRoot, name)));
  return hash.digest('hex').slice(0, 16);
}
