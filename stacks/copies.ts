/** `<vault>--<tenant>--<system>--copies`: in a vault, the locked copies of one system's backups, pulled by the vault's own administration. */
import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { joinName } from '../constructs/names.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import type { DrillStore } from '../constructs/scheduled-program.ts';
import { StorageBuckets, type StorageBucketsProps } from '../constructs/storage-buckets.ts';
import { VaultAlerts, type VaultAlertsProps } from '../constructs/vault-alerts.ts';
import { VaultJob, type VaultJobProps } from '../constructs/vault-job.ts';
import { databasesOf, type Decision } from '../model/derive/decisions.ts';
import type { Entry } from '../model/load/catalog.ts';
import { parseSeconds } from '../model/units.ts';
import { EstateStack } from './base.ts';
import { backupSize, days, freshWithin, proofDays, readerSecret, resultsAt, storeAt } from './data.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { partPolicy } from './platform-flows.ts';
import { at, type Planner } from './planner.ts';
import { copiesNamespace, evidenceBucket, jobOf, vaultJobPart, vaultStore } from './vault.ts';

export interface CopiesProps {
  readonly source: Source;
  readonly copies: readonly CopyPlan[];
}

/** The copy of one database's archive at one site. */
export interface CopyPlan {
  readonly bucket: Omit<StorageBucketsProps, 'namespace'>;
  readonly pull: Omit<VaultJobProps, 'namespace'>;
  /** Makes evidence of the drills at that site. */
  readonly collect: Omit<VaultJobProps, 'namespace'>;
  readonly alerts: Omit<VaultAlertsProps, 'namespace'>;
}

export type CopiesPlan = StackPlan<'copies', CopiesProps>;

export class CopiesStack extends EstateStack {
  constructor(scope: Construct, plan: CopiesPlan) {
    super(scope, plan);
    setSource(this, plan.props.source);
    const namespace = { name: copiesNamespace, ready: [] };
    for (const { bucket, pull, collect, alerts } of plan.props.copies) {
      new StorageBuckets(this, `bucket-${pull.store.bucket}`, { ...bucket, namespace });
      new VaultJob(this, `pull-${pull.store.bucket}`, { ...pull, namespace });
      new VaultJob(this, `collect-${pull.store.bucket}`, { ...collect, namespace });
      new VaultAlerts(this, `alerts-${pull.store.bucket}`, { ...alerts, namespace });
    }
  }
}

/** From this level copies are encrypted with a key of the tenant. */
const encryptedFrom = 3;

/** Days that the version of a copy that ended stays behind its delete marker: copies are written once, so nothing else makes older versions. */
const hiddenDays = 1;
/** Lifecycles count whole days, once for the object and once for its version. */
const goneAfterDays = hiddenDays + 2;

/** @param sources clusters that the vault protects and in which the system runs, one a site */
export function planCopies(planner: Planner, decision: Decision, vault: Entry<'cluster'>, sources: readonly Entry<'cluster'>[]): CopiesPlan | undefined {
  const { system } = decision;
  const databases = databasesOf(planner.estate, system.key);
  if (databases.length === 0 || sources.length === 0) return undefined;
  return {
    id: stackId.copies(vault.id, system.folderTenant, system.id),
    kind: 'copies',
    targetCluster: vault.id,
    dependsOn: [stackId.vault(vault.id)],
    settings: planner.settings(vault),
    props: { source: at(system), copies: databases.flatMap((database) => sources.map((cluster) => planCopy(planner, decision, vault, cluster, database))) },
  };
}

function planCopy(planner: Planner, { system, level }: Decision, vault: Entry<'cluster'>, cluster: Entry<'cluster'>, database: Entry<'database'>): CopyPlan {
  const { data: { backup, drill }, id } = database;
  const { site } = cluster.data;
  const source = at(database, '/backup');
  const bucket = joinName(['copy', id, site]);
  // Whatever the site's own store locks: a copy in the vault is one that nobody can change.
  const lock = { mode: 'compliance' as const, days: days(backup.lock?.duration ?? backup.retention) };
  // check/backup-lock-window holds the lock within the retention, so no copy is to end before its lock.
  const expiryDays = days(backup.retention);
  // A label of the platform's own domain would make an identity of the network for each database.
  const labels = { 'app.kubernetes.io/instance': joinName([system.folderTenant, id]) };
  const from = { ...archiveOf(planner, cluster, id), credentialsSecret: readerSecret(id, site) };
  const gap = pullGap(parseSeconds(backup.base.interval) ?? 0);
  const [pullName, collectName] = [joinName(['pull', id, site], 52), joinName(['collect', id, site], 52)];
  const common = { ...jobOf(planner, vault), labels: { ...labels, ...partPolicy(planner.estate, vaultJobPart, { cluster: vault }).podLabels } };
  return {
    bucket: {
      chart: planner.chart('bucket'),
      releaseName: joinName([bucket], 53),
      labels,
      source,
      buckets: [{ name: bucket, size: backupSize(database.data, goneAfterDays), versioning: true, lock, retentionDays: hiddenDays, expiryDays }],
    },
    pull: {
      ...common,
      name: pullName,
      schedule: pullSchedule(gap, bucket),
      task: {
        kind: 'pull',
        from,
        freshWithinSeconds: freshWithin(backup),
        recipientSecret: level >= encryptedFrom ? joinName(['vault-recipient', system.folderTenant]) : null,
      },
      store: vaultStore(planner, vault, bucket),
      lock,
      retentionDays: hiddenDays,
      expiryDays,
      source,
    },
    collect: {
      ...common,
      name: collectName,
      schedule: dailySchedule(bucket),
      task: { kind: 'collect', database: id, from, results: readable(resultsAt(planner, cluster, id)), byRole: collectorRole, signingSecret, validDays: Math.floor((parseSeconds(drill.interval) ?? 0) / 86_400), lockDays: proofDays(database.data) },
      store: { ...vaultStore(planner, vault, evidenceBucket.name), path: site },
      lock: evidenceBucket.lock,
      retentionDays: evidenceBucket.retentionDays,
      // Evidence stays: people take it into the catalog.
      expiryDays: null,
      source: at(database, '/drill'),
    },
    alerts: {
      chart: planner.chart('vault-alerts'),
      name: bucket,
      labels,
      source,
      jobs: [
        { name: pullName, task: 'pull', lateSeconds: gap, ageSeconds: gap + (parseSeconds(backup.base.duration) ?? 0) + (parseSeconds(backup.slack) ?? 0) },
        { name: collectName, task: 'collect', lateSeconds: daySeconds },
      ],
    },
  };
}

function archiveOf(planner: Planner, cluster: Entry<'cluster'>, database: string) {
  const { endpointURL, region, bucket, path } = storeAt(planner, cluster, database);
  return { endpointURL, region, bucket, path };
}

/** Role of catalog/signers/ whose key each vault's collector holds. */
const collectorRole = 'evidence';
const signingSecret = 'evidence-signer';

/** The store of another site by a key that reads and nothing else. */
const readable = (store: DrillStore): DrillStore => ({ ...store, credentialsSecret: joinName([store.bucket, 'reader']) });

const daySeconds = 86_400;

/** Hours that divide a day, so that a cron line has equal gaps. */
const gaps = [24, 12, 8, 6, 4, 3, 2, 1];

/**
 * Seconds between two pulls: about 24 pulls in each interval of base backups, no more than one an hour and at least one a day. Our choice.
 * @param baseInterval seconds between two base backups
 */
export function pullGap(baseInterval: number): number {
  return 3600 * (gaps.find((hours) => hours * 3600 <= baseInterval / 24) ?? 1);
}

/** Five-field cron line with equal gaps. The minute comes from the name, so that the jobs of a vault do not begin together. */
export function pullSchedule(gapSeconds: number, name: string): string {
  const hours = gapSeconds / 3600;
  return `${spread(name, 60)} ${hours === 1 ? '*' : hours === 24 ? '0' : `*/${hours}`} * * *`;
}

/** Five-field cron line: once a day, at a minute that comes from the name. */
function dailySchedule(name: string): string {
  const minute = spread(name, 24 * 60);
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}

/** A number below `count` that comes from the name alone. */
function spread(name: string, count: number): number {
  return createHash('sha256').update(name).digest().readUInt16BE(0) % count;
}
