/** `<cluster>--vault`: the object store of a cluster, and the copies of its objects in the vault of the partner. */
import type { Construct } from 'constructs';
import { ClusterBackup, ObjectStore, type ClusterBackupProps, type ObjectStoreProps } from '../constructs/cluster-vault.ts';
import { joinName } from '../constructs/names.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { at, type Planner } from './planner.ts';

export interface VaultProps {
  readonly source: Source;
  readonly store: ObjectStoreProps | null;
  readonly backup: ClusterBackupProps | null;
}

export class VaultStack extends EstateStack {
  constructor(scope: Construct, plan: StackPlan<'vault'>) {
    super(scope, plan);
    const { source, store, backup } = plan.props;
    setSource(this, source);
    if (store) new ObjectStore(this, 'store', store);
    if (backup) new ClusterBackup(this, 'backup', backup);
  }
}

/** Copies of cluster objects are kept this long. Our choice. */
const retentionHours = 30 * 24;

/** @returns undefined for a cluster with neither a store nor copies */
export function planVault(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): StackPlan<'vault'> | undefined {
  const { internal } = planner.estate.platform.domains;
  const labels = { [`${planner.platform.labelDomain}/cluster`]: cluster.id };
  const { operators, vault } = cluster.data;
  const partner = vault === null ? undefined : planner.estate.clusters.get(vault);
  const store = operators.includes('rook-ceph')
    ? { chart: planner.chart('vault'), name: 'objects', host: `objects.${cluster.id}.${internal}`, gateways: 3, labels, source: at(cluster, '/operators') }
    : null;
  const backup = operators.includes('velero') && partner
    ? {
      chart: planner.chart('cluster-backup'),
      store: { endpointURL: `https://objects.${partner.id}.${internal}`, region: partner.data.site, bucket: joinName(['cluster-objects', cluster.id]), credentialsSecret: 'vault-writer' },
      schedule: '15 3 * * *',
      retentionHours,
      labels,
      source: at(cluster, '/vault'),
    }
    : null;
  if (!store && !backup) return undefined;
  return { id: stackId.vault(cluster.id), kind: 'vault', targetCluster: cluster.id, dependsOn, settings: planner.settings(cluster), props: { source: at(cluster), store, backup } };
}
