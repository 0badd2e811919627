/** Every backup of the estate is pulled by the vault that its cluster names, under that vault's own administration. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseBytes, parseSeconds } from '../../model/units.ts';
import { pullGap, pullSchedule, type CopyPlan } from '../../stacks/copies.ts';
import { load, ofKind, type Loaded } from './support.ts';

let real: Loaded;
let copies: readonly { readonly vault: string; readonly dependsOn: readonly string[]; readonly copy: CopyPlan }[];

beforeAll(() => {
  real = load();
  copies = ofKind(real.plans, 'copies').flatMap(({ targetCluster: vault, dependsOn, props }) => props.copies.map((copy) => ({ vault, dependsOn, copy })));
});

const fromOf = ({ pull: { task } }: CopyPlan) => {
  if (task.kind !== 'pull') throw new Error('a copy that is not pulled');
  return task;
};

describe('copies in vaults', () => {
  it('are pulled of every database in every cluster that names a vault, from the bucket its backups go to, into the store of that vault', () => {
    const wanted = ofKind(real.plans, 'data').flatMap(({ targetCluster, props }) => {
      const { vault } = real.estate.clusters.get(targetCluster)!.data;
      return vault === null ? [] : props.databases.map(({ database: { backup: { store } } }) => `${store.endpointURL}/${store.bucket}/${store.path} -> https://objects.${vault}.ndc.internal`);
    });
    expect(wanted.length).toBeGreaterThan(100);
    expect(copies.map(({ copy }) => {
      const { from } = fromOf(copy);
      return `${from.endpointURL}/${from.bucket}/${from.path} -> ${copy.pull.store.endpointURL}`;
    }).sort()).toEqual(wanted.sort());
  });

  it('lie at another site, and open the source with a key that only reads, never with the key that writes it', () => {
    for (const { vault, copy } of copies) {
      const { from } = fromOf(copy);
      expect(from.region).not.toBe(real.estate.clusters.get(vault)!.data.site);
      expect(from.credentialsSecret).toMatch(/--reader$|-[0-9a-f]{8}$/);
      expect(from.credentialsSecret).not.toBe(from.bucket);
    }
  });

  it('are locked so that nobody can shorten it, at least as long as the site\'s own lock, and each bucket is claimed as its job sets it up', () => {
    for (const { copy: { bucket, pull } } of copies) {
      const { data } = [...real.estate.databases.values()].find(({ file }) => file === pull.source.file)!;
      const days = Math.ceil(parseSeconds(data.backup.lock?.duration ?? data.backup.retention)! / 86_400);
      expect(pull.lock).toEqual({ mode: 'compliance', days });
      expect(bucket.buckets).toMatchObject([{ name: pull.store.bucket, versioning: true, lock: pull.lock, retentionDays: pull.retentionDays, expiryDays: pull.expiryDays }]);
      expect(pull.store.credentialsSecret).toBe(pull.store.bucket);
    }
  });

  it('end with the retention that their owner asked for, never before their lock, and what ended goes the day after', () => {
    for (const { copy: { pull } } of copies) {
      const { data } = [...real.estate.databases.values()].find(({ file }) => file === pull.source.file)!;
      expect(pull.expiryDays).toBe(Math.ceil(parseSeconds(data.backup.retention)! / 86_400));
      expect(pull.expiryDays).toBeGreaterThanOrEqual(pull.lock.days);
      expect(pull.retentionDays).toBe(1);
    }
  });

  it('have room for as many base backups as there are until the last has gone', () => {
    for (const { copy: { bucket, pull } } of copies) {
      const { data: { size, backup } } = [...real.estate.databases.values()].find(({ file }) => file === pull.source.file)!;
      const bases = Math.ceil((pull.expiryDays! + 3) * 86_400 / parseSeconds(backup.base.interval)!);
      expect(parseBytes(bucket.buckets[0]!.size)!).toBeGreaterThan(parseBytes(size.data)! * bases);
    }
  });

  it('are encrypted to their tenant from level 3, with the key of that tenant alone', () => {
    const seen = new Set<string>();
    for (const data of ofKind(real.plans, 'data')) for (const { database: { backup: { store } } } of data.props.databases) {
      const copy = copies.find(({ copy: one }) => fromOf(one).from.bucket === store.bucket)?.copy;
      if (!copy) continue;
      const { recipientSecret } = fromOf(copy);
      seen.add(`${data.props.level >= 3} ${recipientSecret !== null}`);
      if (recipientSecret !== null) expect(recipientSecret).toBe(`vault-recipient--${data.props.tenant}`);
    }
    expect([...seen].sort()).toEqual(['false false', 'true true']);
  });

  it('come after the vault, which holds their namespace and their flows to the site that is protected and to no other', () => {
    for (const { vault, dependsOn, copy } of copies) {
      expect(dependsOn).toEqual([`${vault}--vault`]);
      const { flows } = ofKind(real.plans, 'vault').find(({ targetCluster }) => targetCluster === vault)!.props.copies!;
      const { ingress } = real.estate.sites.get(fromOf(copy).from.region)!.data.addresses!;
      expect(copy.pull.labels).toMatchObject(flows.podLabels);
      expect(flows.ingress).toEqual([]);
      expect(flows.egress.flatMap(({ peer }) => (peer.kind === 'addresses' ? peer.cidrs : []))).toEqual([ingress.v4, ingress.v6]);
    }
  });

  it('have names that no other copy in the vault has', () => {
    for (const vault of new Set(copies.map((one) => one.vault))) {
      const own = copies.filter((one) => one.vault === vault).map(({ copy }) => copy);
      const names = own.flatMap(({ pull, collect, bucket }) => [pull.name, collect.name, pull.store.bucket, bucket.releaseName]);
      expect(new Set(own.flatMap(({ pull, collect }) => [pull.name, collect.name])).size).toBe(2 * own.length);
      expect(names.filter((name) => name.length > 63)).toEqual([]);
    }
  });
});

describe('evidence of drills', () => {
  const collectOf = ({ collect: { task } }: CopyPlan) => {
    if (task.kind !== 'collect') throw new Error('nothing is collected');
    return task;
  };

  it('is made for each drill of a protected cluster at the vault, of the results that the drill leaves and of the backups that it restores', () => {
    const drills = ofKind(real.plans, 'data').filter(({ targetCluster }) => real.estate.clusters.get(targetCluster)!.data.vault !== null).flatMap(({ props }) => props.databases.map(({ drill }) => drill));
    const place = ({ endpointURL, bucket, path }: { endpointURL: string; bucket: string; path: string }) => `${endpointURL}/${bucket}/${path}`;
    const wanted = drills.map(({ database, store, results, resultLockDays }) => `${database} ${place(results)} ${place(store)} ${resultLockDays}`).sort();
    expect(copies.map(({ copy }) => collectOf(copy)).map(({ database, results, from, lockDays }) => `${database} ${place(results)} ${place(from)} ${lockDays}`).sort()).toEqual(wanted);
  });

  it('lies in a locked bucket that the vault claims, in a folder of the site, and holds until the next drill is due', () => {
    for (const { vault, copy } of copies) {
      const { store, lock, expiryDays } = copy.collect;
      const task = collectOf(copy);
      const claimed = ofKind(real.plans, 'vault').find(({ targetCluster }) => targetCluster === vault)!.props.copies!.evidence.buckets;
      expect(claimed).toMatchObject([{ name: store.bucket, versioning: true, lock }]);
      expect([store.path, expiryDays]).toEqual([task.from.region, null]);
      const { data } = real.estate.databases.get(task.database)!;
      expect(task.validDays).toBe(Math.floor(parseSeconds(data.drill.interval)! / 86_400));
      expect(task.lockDays).toBeGreaterThanOrEqual(task.validDays);
    }
  });

  it('is signed by a role that may sign it and administers nothing, with keys to the site that only read', () => {
    for (const { copy } of copies) {
      const { byRole, results, from } = collectOf(copy);
      expect([...real.estate.signers.values()].find(({ data }) => data.role === byRole)!.data).toMatchObject({ mayApprove: ['evidence'], administers: [] });
      for (const { bucket, credentialsSecret } of [results, from]) {
        expect(credentialsSecret).toMatch(/--reader$|-[0-9a-f]{8}$/);
        expect(credentialsSecret).not.toBe(bucket);
      }
    }
  });
});

describe('alerts of a vault', () => {
  it('are about the jobs of each copy; a copy is old after one gap between pulls and what its owner allows a backup and the archive', () => {
    for (const { copy: { pull, collect, alerts, bucket } } of copies) {
      const { data: { backup } } = [...real.estate.databases.values()].find(({ file }) => file === pull.source.file)!;
      const [ofPull, ofCollect] = alerts.jobs;
      expect([alerts.name, ofPull!.name, ofPull!.task, ofCollect!.name, ofCollect!.task]).toEqual([bucket.buckets[0]!.name, pull.name, 'pull', collect.name, 'collect']);
      expect(ofPull!.lateSeconds).toBe(pullGap(parseSeconds(backup.base.interval)!));
      expect(ofPull!.ageSeconds).toBe(ofPull!.lateSeconds + parseSeconds(backup.base.duration)! + parseSeconds(backup.slack)!);
      expect(fromOf({ pull } as CopyPlan).freshWithinSeconds).toBe((1 + backup.base.missedTolerated) * parseSeconds(backup.base.interval)! + parseSeconds(backup.base.duration)! + parseSeconds(backup.slack)!);
    }
  });

  it('are about each seal', () => {
    for (const { seals, alerts } of ofKind(real.plans, 'vault').flatMap(({ props }) => props.copies ?? [])) {
      expect((alerts?.jobs ?? []).map(({ name, task }) => `${task} ${name}`)).toEqual(seals.map(({ name }) => `seal ${name}`));
    }
  });

  it('are of a kind that every vault knows', () => {
    for (const { vault } of copies) expect(real.estate.clusters.get(vault)!.data.operators).toContain([...real.estate.lock.charts].find(({ name }) => name === 'crds-monitoring')!.operator);
  });
});

describe('what other clusters wrote into a vault', () => {
  it('is sealed each day after it was written, in each bucket that is claimed for it', () => {
    const vaults = ofKind(real.plans, 'vault').flatMap(({ props }) => props.copies ?? []);
    expect(vaults.length).toBeGreaterThan(3);
    for (const { buckets, seals } of vaults) {
      expect(seals.map(({ expiryDays }) => expiryDays)).toEqual(seals.map(() => null));
      expect(seals.map(({ store, lock, retentionDays, task }) => ({ name: store.bucket, lock, retentionDays, task: task.kind }))).toEqual((buckets?.buckets ?? []).map(({ name, lock, retentionDays }) => ({ name, lock, retentionDays, task: 'seal' })));
    }
  });
});

describe('the schedule of a pull', () => {
  it.each([
    ['6h', '* * * *'], ['24h', '* * * *'], ['47h', '* * * *'], ['48h', '*/2 * * *'], ['7 days', '*/6 * * *'], ['8 days', '*/8 * * *'], ['24 days', '0 * * *'], ['300 days', '0 * * *'],
  ])('with a base backup each %s runs at %s, in a minute of its own', (interval, hours) => {
    const gap = pullGap(parseSeconds(interval)!);
    const minute = /^(\d+) /.exec(pullSchedule(gap, 'copy--land--north'))![1]!;
    expect(Number(minute)).toBeLessThan(60);
    expect(pullSchedule(gap, 'copy--land--north')).toBe(`${minute} ${hours}`);
  });

  it('does not begin all jobs of a vault together', () => {
    expect(new Set(copies.map(({ copy }) => copy.pull.schedule)).size).toBeGreaterThan(30);
    expect(new Set(copies.map(({ copy }) => copy.collect.schedule)).size).toBeGreaterThan(90);
  });
});
