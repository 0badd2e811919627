/** Flows of exported clusters, for the commands that show them. */
import { clusterFlows, type ClusterFlows, type Focus } from '../flows/cluster-flows.ts';
import { isOfUse } from '../flows/inventory.ts';
import type { Estate } from '../model/estate.ts';
import type { Exported } from '../review/read.ts';

/**
 * @param wanted which clusters; one of which the export holds nothing is left out
 * @throws PolicyError for a policy that cannot be read
 */
export function readFlows(estate: Estate, exported: Exported, wanted: (cluster: string) => boolean = () => true, focus: Focus = {}): ClusterFlows[] {
  return [...estate.clusters.values()].filter(({ id }) => wanted(id)).flatMap((cluster) => {
    const stacks = exported.stacks.filter(({ targetCluster }) => targetCluster === cluster.id);
    if (stacks.length === 0) return [];
    return [clusterFlows(estate, cluster, stacks.flatMap(({ objects }) => objects.filter(isOfUse).map((object) => ({ ...object, content: exported.content(object) }))), focus)];
  });
}
