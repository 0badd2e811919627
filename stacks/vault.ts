/** `<cluster>--vault`: the object store of a cluster, and the copies of its objects in the vault of the partner. */
import type { Construct } from 'constructs';
import { ClusterBackup, ObjectStore, type ClusterBackupProps, type ObjectStoreProps } from '../constructs/cluster-vault.ts';
import { joinName } from '../constructs/names.ts';
import { NamespaceQuota } from '../constructs/namespace-quota.ts';
import { FlowPolicy, type Flow } from '../constructs/network-policies.ts';
import { placementOnPool } from '../constructs/node-labels.ts';
import { PlatformNamespace } from '../constructs/platform-namespace.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import type { DrillStore } from '../constructs/scheduled-program.ts';
import { authoritySecret } from '../constructs/secret-store-reference.ts';
import { StorageBuckets, type StorageBucketsProps } from '../constructs/storage-buckets.ts';
import { VaultAlerts, type VaultAlertsProps } from '../constructs/vault-alerts.ts';
import { VaultJob, type VaultJobProps } from '../constructs/vault-job.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { everyPodReaches, partPolicy, type PartPolicy } from './platform-flows.ts';
import { at, imageOf, type Planner } from './planner.ts';
import { managementPool } from './pool-names.ts';

export interface VaultProps {
  readonly source: Source;
  readonly store: ObjectStoreProps | null;
  readonly backup: ClusterBackupProps | null;
  /** What takes the copies of other clusters; null where the cluster is nobody's vault. */
  readonly copies: {
    /** What every pod of the platform may reach, such as name servers. */
    readonly everyPodReaches: readonly Flow[];
    /** Flows of the jobs. */
    readonly flows: PartPolicy;
    /** Buckets that take the copies of other clusters' objects. */
    readonly buckets: Omit<StorageBucketsProps, 'namespace'> | null;
    /** Takes the evidence that collectors make of drills at the sites that the vault protects. */
    readonly evidence: Omit<StorageBucketsProps, 'namespace'>;
    /** Locks what those clusters wrote. */
    readonly seals: readonly Omit<VaultJobProps, 'namespace'>[];
    /** About the seals; null where there are none. */
    readonly alerts: Omit<VaultAlertsProps, 'namespace'> | null;
  } | null;
}

export type VaultPlan = StackPlan<'vault', VaultProps>;

export class VaultStack extends EstateStack {
  constructor(scope: Construct, plan: VaultPlan) {
    super(scope, plan);
    const { source, store, backup, copies } = plan.props;
    setSource(this, source);
    if (store) new ObjectStore(this, 'store', store);
    if (backup) new ClusterBackup(this, 'backup', backup);
    if (copies) this.keepCopies(copies, plan);
  }

  private keepCopies({ everyPodReaches: reach, flows, buckets, evidence, seals, alerts }: NonNullable<VaultProps['copies']>, { props: { source }, settings: { platform } }: VaultPlan): void {
    const namespace = new PlatformNamespace(this, copiesNamespace, { platform, name: copiesNamespace, part: 'copies', podSecurity: 'restricted', network: { closed: true, everyPodReaches: reach }, source });
    new NamespaceQuota(this, 'quota', { namespace, source, ...copiesQuota });
    new FlowPolicy(this, 'flows', { namespace, name: 'flows-vault-job', source, ...flows });
    if (buckets) new StorageBuckets(this, 'buckets', { ...buckets, namespace });
    new StorageBuckets(this, 'evidence', { ...evidence, namespace });
    for (const seal of seals) new VaultJob(this, `seal-${seal.store.bucket}`, { ...seal, namespace });
    if (alerts) new VaultAlerts(this, 'alerts', { ...alerts, namespace });
  }
}

/** Namespace of the jobs that keep copies and of the keys they use; nothing else runs there. */
export const copiesNamespace = 'ndc-copies';
/** Of one job that keeps copies. It holds some parts of an upload in memory at a time. Our choice. */
const jobResources = { cpu: '250m', memory: '512Mi' } as const;
/** Sixty jobs at a time; more wait for their turn. Our choice, and the same whoever is protected: a new tenant changes nothing here. */
const copiesQuota = { cpu: '15', memory: '30Gi', pods: 60 } as const;

/** Most that the copies of one cluster's objects take. Our choice. */
const clusterBucketSize = '1Ti';
/** Copies of cluster objects are kept, and locked, this long. Our choice. */
const retentionHours = 30 * 24;

/** Each piece of evidence is locked by whoever leaves it, for as long as it holds; this is for what else would come. Our choice. */
export const evidenceBucket = { name: 'drill-evidence', size: '100Gi', versioning: true, lock: { mode: 'compliance' as const, days: 31 }, retentionDays: 31 };

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
  const copies = store === null ? null : planKeeping(planner, cluster, labels);
  if (!store && !backup) return undefined;
  return { id: stackId.vault(cluster.id), kind: 'vault', targetCluster: cluster.id, dependsOn, settings: planner.settings(cluster), props: { source: at(cluster), store, backup, copies } };
}

/** Namespace, flows, buckets and jobs of a vault; null where it keeps nothing for anyone. */
function planKeeping(planner: Planner, cluster: Entry<'cluster'>, labels: Readonly<Record<string, string>>): VaultProps['copies'] {
  const { estate } = planner;
  const clusters = [...estate.clusters.values()].filter(({ data }) => data.vault === cluster.id);
  if (clusters.length === 0) return null;
  const flows = partPolicy(estate, vaultJobPart, { cluster });
  const buckets = clusters.filter(({ data }) => data.operators.includes('velero'))
    .map(({ id }) => ({ name: clusterBucket(id), size: clusterBucketSize, versioning: true, lock: { mode: 'compliance' as const, days: retentionHours / 24 }, retentionDays: retentionHours / 24 }));
  const seals = buckets.map(({ name, lock, retentionDays }) => ({
    ...jobOf(planner, cluster),
    name: joinName(['seal', name], 52),
    // Copies are written in the hour after a quarter past three.
    schedule: '15 4 * * *',
    task: { kind: 'seal' as const },
    store: vaultStore(planner, cluster, name),
    lock, retentionDays,
    // Velero deletes what it no longer keeps; the last copies of a cluster that is lost stay.
    expiryDays: null,
    labels: { ...labels, ...flows.podLabels },
    source: at(cluster),
  }));
  return {
    everyPodReaches: everyPodReaches(estate, cluster),
    flows,
    buckets: buckets.length === 0 ? null : { chart: planner.chart('bucket'), releaseName: 'cluster-objects', labels, source: at(cluster), buckets },
    evidence: { chart: planner.chart('bucket'), releaseName: evidenceBucket.name, labels, source: at(cluster), buckets: [evidenceBucket] },
    seals,
    alerts: seals.length === 0 ? null : { chart: planner.chart('vault-alerts'), name: 'cluster-objects', labels, source: at(cluster), jobs: seals.map(({ name }) => ({ name, task: 'seal', lateSeconds: 86_400 })) },
  };
}

/** Part of catalog/platform-flows.yaml that the jobs of a vault are. */
export const vaultJobPart = 'vault-job';

/** What every job of a vault has. */
export function jobOf(planner: Planner, vault: Entry<'cluster'>) {
  return { image: imageOf(planner, 'restore-drill'), caSecret: authoritySecret, resources: jobResources, placement: placementOnPool(planner.platform, managementPool(vault)) };
}

/** A bucket of the vault's own store. Rook names the Secret with its keys after it. */
export function vaultStore(planner: Planner, vault: Entry<'cluster'>, bucket: string): DrillStore {
  return { endpointURL: `https://objects.${vault.id}.${planner.estate.platform.domains.internal}`, region: vault.data.site, bucket, path: '', credentialsSecret: bucket };
}

/** Bucket at the vault that takes the copies of a cluster's objects. */
const clusterBucket = (cluster: string) => joinName(['cluster-objects', cluster]);

/** Pool whose machines hold the storage. */
function dataPool(cluster: Entry<'cluster'>): string {
  return cluster.data.pools.find(({ zones }) => zones.includes('data'))?.id ?? cluster.data.pools[0]?.id ?? 'data';
}
