/** The export of a small estate with the real renderer, and a control plane of one of its clusters. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from '../../lab/control-plane.ts';
import { exportObjects } from '../../export/export.ts';
import { ApiClient } from '../../rehearsal/api-client.ts';
import type { Estate } from '../../rehearsal/cluster.ts';
import { readKubeconfig } from '../../rehearsal/kubeconfig.ts';
import { choose, controlPlaneOf } from '../../rehearsal/rehearse.ts';
import { readExport, type ExportedStack } from '../../review/read.ts';
import { ensureProgram } from '../../tools/programs.ts';
import type { CatalogCopy } from '../stacks/support.ts';
import { synthesize } from '../../synth/synthesize.ts';
import { smallCatalog } from '../synth/support.ts';

/** A cluster of the small estate with several tenants and a database. */
export const cluster = 'ndc-1-shared-2';

export interface SmallEstate extends Estate {
  readonly copy: CatalogCopy;
  readonly objects: string;
  readonly synthesized: string;
  /** Internal registry. */
  readonly registry: { readonly host: string; readonly charts: string };
  remove(): void;
}

/** Synthesizes and exports. @param only stacks, as a glob */
export async function smallEstate(only: string, change: (copy: CatalogCopy) => void = () => {}): Promise<SmallEstate> {
  await ensureProgram('helm-renderer');
  const copy = smallCatalog();
  change(copy);
  const folder = mkdtempSync(join(tmpdir(), 'ndc-rehearse-test-'));
  const synthesized = join(folder, 'synthesized');
  const objects = join(folder, 'objects');
  const { estate, catalog } = copy.load();
  await synthesize({ loadEstate: () => estate, out: synthesized, only });
  await exportObjects({ synthesized, out: objects });
  const { domains, registry } = estate.platform;
  return {
    exported: readExport(objects), catalog, domain: domains.label, imagePrefix: `${registry.host}/${registry.images}`, copy, objects, synthesized, registry,
    remove: () => {
      copy.delete();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Running {
  readonly plane: ControlPlane;
  readonly client: ApiClient;
  readonly stacks: readonly ExportedStack[];
  stop(): Promise<void>;
}

/** A control plane with the definitions of the cluster, and nothing else. */
export async function startCluster(estate: Estate): Promise<Running> {
  const stacks = choose(estate.exported.stacks, { clusters: [cluster] }).get(cluster)!;
  const plane = await controlPlaneOf(estate, cluster, stacks, {});
  const client = new ApiClient(readKubeconfig(plane.kubeconfig));
  return {
    plane, client, stacks,
    stop: async () => {
      client.close();
      await plane.stop();
    },
  };
}

export const isDefinition = ({ kind }: { readonly kind: string }): boolean => kind === 'CustomResourceDefinition';
