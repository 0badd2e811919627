/** Two sites on the loopback, each with a store and an administration of its own. */
import { join } from 'node:path';
import { bootstrap, type BucketWish } from '../bootstrap.ts';
import { DrillFailure } from '../failure.ts';
import { connect, type StorePlace } from '../store.ts';
import { addUser, grant, placeAt, reading, scratchBucket, sealing, startGateway, writing, type Gateway } from './gateway.ts';
import type { Workshop } from './workshop.ts';

export interface Sites {
  /** Where the database runs. */
  readonly primary: Gateway;
  /** The DR partner, which pulls. */
  readonly partner: Gateway;
  /** With the archiver's key, which cannot delete. */
  readonly archive: StorePlace;
  /** With the key that the primary gave to the partner; it can read. */
  readonly archiveReader: StorePlace;
  /** With the puller's key: it writes and locks. */
  readonly vault: StorePlace;
  readonly vaultReader: StorePlace;
  /** Where a drill opens the vault; thrown away. */
  readonly scratch: StorePlace;
  /** Where drills leave results, and the collector reads them. */
  readonly results: StorePlace;
  readonly resultsReader: StorePlace;
}

export async function buildSites(workshop: Workshop, program: string, database: string, lockDays: number): Promise<Sites> {
  const primary = workshop.keep(await startGateway(program, join(workshop.folder, 'primary')));
  const partner = workshop.keep(await startGateway(program, join(workshop.folder, 'partner')));
  const backups = `backup-${database}`.slice(0, 63);
  await lockedBucket(primary, backups, lockDays);
  await lockedBucket(partner, 'vault', lockDays);
  await lockedBucket(partner, 'drill-results', lockDays);
  await scratchBucket(partner, 'scratch');

  const [archiver, reader] = [await addUser(primary, 'archiver'), await addUser(primary, 'partner-reader')];
  await grant(primary, backups, [{ to: archiver, actions: writing }, { to: reader, actions: reading }]);
  const [puller, drill, collector] = [await addUser(partner, 'puller'), await addUser(partner, 'drill'), await addUser(partner, 'collector')];
  await grant(partner, 'vault', [{ to: puller, actions: sealing }, { to: drill, actions: reading }, { to: collector, actions: reading }]);
  await grant(partner, 'scratch', [{ to: drill, actions: [...writing, 'DeleteObject'] }]);
  await grant(partner, 'drill-results', [{ to: drill, actions: sealing }, { to: collector, actions: reading }]);
  return {
    primary, partner,
    archive: placeAt(primary, archiver, backups, 'archive'),
    archiveReader: placeAt(primary, reader, backups, 'archive'),
    vault: placeAt(partner, puller, 'vault', database),
    vaultReader: placeAt(partner, drill, 'vault', database),
    scratch: placeAt(partner, drill, 'scratch', database),
    results: placeAt(partner, drill, 'drill-results'),
    resultsReader: placeAt(partner, collector, 'drill-results'),
  };
}

/** Every writer of the local stores locks explicitly or is sealed after, and nothing expires while a drill runs. */
async function lockedBucket(gateway: Gateway, bucket: string, days: number): Promise<void> {
  const wish: BucketWish = { bucket, versioning: true, lock: { mode: 'COMPLIANCE', days }, expireOlderAfterDays: null, expireCurrentAfterDays: null, sealed: true };
  const { ok, settings } = await bootstrap(connect({ ...gateway, credentials: gateway.root }), wish);
  if (ok) return;
  const failed = settings.filter(({ state }) => state === 'failed');
  throw new DrillFailure({
    en: `bucket ${bucket} is not as asked: ${failed.map(({ name, detail }) => `${name}: ${detail.en}`).join('; ')}`,
    vi: `kho chứa ${bucket} không đúng yêu cầu: ${failed.map(({ name, detail }) => `${name}: ${detail.vi}`).join('; ')}`,
  });
}
