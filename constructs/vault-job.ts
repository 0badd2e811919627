import { Construct } from 'constructs';
import type { NodePlacement } from './database.ts';
import { setSource, type Source } from './provenance.ts';
import { placeOf, ScheduledProgram, type DrillStore, type ProgramStep } from './scheduled-program.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/**
 * What is done with a bucket of the vault.
 * `pull`: new versions of another site's store are written into it once, each with a lock. `seal`: what others wrote into it without a lock is locked.
 * `collect`: results of the drills at another site are held against the backups there, and what can be proved is signed and left in it.
 */
export type VaultTask =
  | {
    readonly kind: 'pull';
    /** Store that is pulled from; its Secret holds a key that reads and nothing else. */
    readonly from: DrillStore;
    /** Secret whose `recipient` is the public half of the tenant's age key; without the Secret nothing is copied. Null: copies are not encrypted. */
    readonly recipientSecret: string | null;
    /** The source must hold something that new, or the run fails after it has copied. */
    readonly freshWithinSeconds: number;
  }
  | { readonly kind: 'seal' }
  | {
    readonly kind: 'collect';
    readonly database: string;
    /** Where drills leave results, and what they restored; their Secrets hold keys that read and nothing else. */
    readonly results: DrillStore;
    readonly from: DrillStore;
    /** Role of the signature; the Secret's `key` is its SSH key. */
    readonly byRole: string;
    readonly signingSecret: string;
    /** Days that a proof holds, and days that it stays locked; not below those. */
    readonly validDays: number;
    readonly lockDays: number;
  };

export interface VaultJobProps {
  /** Shortened with a hash to the 52 characters that the name of a job leaves. */
  readonly name: string;
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  /** Image of the drill program by digest. */
  readonly image: string;
  /** Five cron fields, UTC. */
  readonly schedule: string;
  readonly task: VaultTask;
  /** Bucket of the vault, and the Secret of whoever owns it. */
  readonly store: DrillStore;
  /** Lock of each object, in days from its write, where the task does not say another; also the bucket's default. */
  readonly lock: { readonly mode: 'compliance' | 'governance'; readonly days: number };
  /** Days an older version stays after it was replaced or deleted. */
  readonly retentionDays: number;
  /** Days after its write at which a current object ends; not below the lock. Null: its writer deletes it. */
  readonly expiryDays: number | null;
  /** Secret with the `ca.crt` of both stores. */
  readonly caSecret: string;
  /** Of each container; the first has ended before the second begins. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly placement: NodePlacement;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/**
 * Keeps a bucket of a vault by schedule. Before each run the bucket is made what it must be (versions, lock, lifecycle) and read back: while that fails nothing
 * is written, since a copy without a lock does not count. The program is drill/.
 */
export class VaultJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: VaultJobProps) {
    super(scope, id);
    setSource(this, props.source);
    const { name, namespace, image, schedule, caSecret, resources, placement, labels, source } = props;
    this.name = new ScheduledProgram(this, 'Default', {
      name, namespace, image, schedule, caSecret, resources, placement, labels, source,
      folder: '/etc/vault',
      steps: [bootstrapStep(props), taskStep(props)],
      scratch: null,
      keepSucceeded: 1,
    }).name;
  }
}

const lockOf = ({ lock }: VaultJobProps) => ({ mode: lock.mode.toUpperCase(), days: lock.days });

/** All tasks lock explicitly, so the store need not stamp its default. */
function bootstrapStep(props: VaultJobProps): ProgramStep {
  const { endpointURL, region, bucket, credentialsSecret } = props.store;
  return {
    name: 'bootstrap', word: 'bootstrap', args: [], secrets: [{ name: credentialsSecret }], files: [],
    definition: { store: { endpoint: endpointURL, region }, buckets: [{ bucket, versioning: true, lock: lockOf(props), expireOlderAfterDays: props.retentionDays, expireCurrentAfterDays: props.expiryDays, sealed: true }] },
  };
}

function taskStep(props: VaultJobProps): ProgramStep {
  const { task, store } = props;
  const owner = { name: store.credentialsSecret };
  if (task.kind === 'seal') return { name: 'seal', word: 'seal', args: [], secrets: [owner], files: [], definition: { store: placeOf(store), ...lockOf(props) } };
  if (task.kind === 'collect') {
    const { database, results, from, byRole, signingSecret, validDays, lockDays } = task;
    return {
      name: 'collect', word: 'collect', args: ['--key', '/etc/vault-key/key'],
      secrets: [owner, { name: from.credentialsSecret, prefix: 'FROM_' }, { name: results.credentialsSecret, prefix: 'RESULTS_' }],
      files: [{ volume: 'signing-key', folder: '/etc/vault-key', secret: signingSecret, key: 'key' }],
      definition: { database, results: placeOf(results), source: placeOf(from), evidence: placeOf(store), byRole, validDays, lockDays },
    };
  }
  const { from, recipientSecret, freshWithinSeconds } = task;
  return {
    name: 'pull', word: 'pull',
    args: recipientSecret === null ? [] : ['--recipient', '/etc/vault-key/recipient'],
    secrets: [owner, { name: from.credentialsSecret, prefix: 'FROM_' }],
    files: recipientSecret === null ? [] : [{ volume: 'recipient', folder: '/etc/vault-key', secret: recipientSecret, key: 'recipient' }],
    definition: { from: placeOf(from), to: placeOf(store), ...lockOf(props), ...(props.expiryDays !== null && { expireAfterDays: props.expiryDays }), freshWithinSeconds },
  };
}
