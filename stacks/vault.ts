/** `<cluster>--vault`: the object store of a cluster, and the copies of its objects in the vault of the partner. */
import type { Construct } from 'constructs';
import { ClusterBackup, ObjectStore, type ClusterBackupProps, type ObjectStoreProps } from '../constructs/cluster-vault.ts';
import { joinName } from '../constructs/names.ts';
import { placementOnPool } from '../constructs/node-labels.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import { authoritySecret } from '../constructs/secret-store-reference.ts';
import { StorageBuckets, type StorageBucketsProps } from '../constructs/storage-buckets.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { at, type Planner } from './planner.ts';

export interface VaultProps {
  readonly source: Source;
  readonly store: ObjectStoreProps | null;
  readonly backup: ClusterBackupProps | null;
  /** Buckets that take the copies of other clusters' objects. */
  readonly buckets: Omit<StorageBucketsProps, 'namespace'> | null;
}

export type VaultPlan = StackPlan<'vault', VaultProps>;

export class VaultStack extends EstateStack {
  constructor(scope: Construct, plan: VaultPlan) {
    super(scope, plan);
    const { source, store, backup, buckets } = plan.props;
    setSource(this, source);
    if (store) new ObjectStore(this, 'store', store);
    if (backup) new ClusterBackup(this, 'backup', backup);
    if (buckets) new StorageBuckets(this, 'buckets', { ...buckets, namespace: { name: 'rook-ceph', ready: [] } });
  }
}

/** Most that the copies of one cluster's objects take. Our choice. */
const clusterBucketSize = '1Ti';
/** Copies of cluster objects are kept, and locked, this long. Our choice. */
const retentionHours = 30 * 24;

/** @returns undefined for a cluster with neither a store nor copies */
export function planVault(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): VaultPlan | undefined {
  const { internal } = planner.estate.platform.domains;
  const labels = { [`${planner.platform.labelDomain}/cluster`]: cluster.id };
  const { operators, vault } = cluster.data;
  const partner = vault === null ? undefined : planner.estate.clusters.get(vault);
  const store = operators.includes('rook-ceph')
    ? { chart: planner.chart('vault'), name: 'objects', host: `objects.${cluster.id}.${internal}`, gateways: 3, placement: placementOnPool(planner.platform, dataPool(cluster)), labels, source: at(cluster, '/operators') }
    : null;
  const backup = operators.includes('velero') && partner
    ? {
      chart: planner.chart('cluster-backup'),
      store: { endpointURL: `https://objects.${partner.id}.${internal}`, region: partner.data.site, bucket: clusterBucket(cluster.id), credentialsSecret: 'vault-writer', caSecret: authoritySecret },
      schedule: '15 3 * * *',
      retentionHours,
      labels,
      source: at(cluster, '/vault'),
    }
    : null;
  const sources = [...planner.estate.clusters.values()].filter((other) => other.data.vault === cluster.id && other.data.operators.includes('velero'));
  const buckets = store === null || sources.length === 0 ? null : {
    chart: planner.chart('bucket'),
    releaseName: 'cluster-objects',
    labels,
    source: at(cluster),
    buckets: sources.map(({ id }) => ({ name: clusterBucket(id), size: clusterBucketSize, versioning: true, lock: { mode: 'compliance' as const, days: retentionHours / 24 }, retentionDays: retentionHours / 24 })),
  };
  if (!store && !backup) return undefined;
  return { id: stackId.vault(cluster.id), kind: 'vault', targetCluster: cluster.id, dependsOn, settings: planner.settings(cluster), props: { source: at(cluster), store, backup, buckets } };
}

/** Bucket at the vault that takes the copies of a cluster's objects. */
const clusterBucket = (cluster: string) => joinName(['cluster-objects', cluster]);

/** Pool whose machines hold the storage. */
function dataPool(cluster: Entry<'cluster'>): string {
  return cluster.data.pools.find(({ zones }) => zones.includes('data'))?.id ?? cluster.data.pools[0]?.id ?? 'data';
}
