/** Copies in a vault end after their lock, never before: real locks of seconds in a real store. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, PutObjectRetentionCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap } from '../../drill/bootstrap.ts';
import { addUser, grant, placeAt, reaping, scratchBucket, startGateway, type Gateway } from '../../drill/local/gateway.ts';
import { openWorkshop, type OpenWorkshop } from '../../drill/local/workshop.ts';
import { reap, type ReapOptions } from '../../drill/reap.ts';
import { connect, listVersions, lockOf, putOnce, type StorePlace } from '../../drill/store.ts';
import { open, pull, shelfAt } from '../../drill/vault.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { hasGo, needGo } from '../tools/support.ts';

needGo('the end of copies');
const day = 86_400;

describe.skipIf(!hasGo)('copies in a vault', () => {
  let workshop: OpenWorkshop;
  let gateway: Gateway;
  beforeAll(async () => {
    const program = await ensureProgram('versitygw');
    workshop = openWorkshop();
    gateway = workshop.keep(await startGateway(program, join(workshop.folder, 'store')));
  }, 300_000);
  afterAll(() => workshop?.close());

  const root = (bucket: string): StorePlace => placeAt(gateway, gateway.root, bucket);
  const put = (place: StorePlace, key: string, body = key) => connect(place).send(new PutObjectCommand({ Bucket: place.bucket, Key: key, Body: body }));
  const named = () => randomBytes(4).toString('hex');

  /** A source with versions, a locked vault, and the reaper's key to it. */
  async function scene(): Promise<{ source: StorePlace; vault: StorePlace; reaper: StorePlace }> {
    const [source, vault] = [root(`source-${named()}`), { ...root(`vault-${named()}`), prefix: 'land' }];
    await bootstrap(connect(source), { bucket: source.bucket, versioning: true, lock: null, expireOlderAfterDays: null, expireCurrentAfterDays: null, sealed: true });
    await bootstrap(connect(vault), { bucket: vault.bucket, versioning: true, lock: { mode: 'COMPLIANCE', days: 1 }, expireOlderAfterDays: null, expireCurrentAfterDays: null, sealed: true });
    const user = await addUser(gateway, `reaper-${named()}`);
    await grant(gateway, vault.bucket, [{ to: user, actions: reaping }]);
    return { source, vault, reaper: { ...vault, credentials: user } };
  }

  const copyFor = (from: StorePlace, to: StorePlace, seconds: number, expireAfter?: number) => pull(shelfAt(from), shelfAt(to), { mode: 'COMPLIANCE', duration: seconds, ...(expireAfter !== undefined && { expireAfter }) });
  const ending = (more: Partial<ReapOptions> = {}): ReapOptions => ({ expireAfter: 1, freshWithin: day, most: 1000, ...more });
  const versionsIn = (place: StorePlace) => listVersions(connect(place), place.bucket, 'land/');
  const keysOf = async (place: StorePlace) => (await versionsIn(place)).map(({ key }) => key.slice('land/'.length));

  it('stay while their lock holds and go with their record when it is over; running again changes nothing', async () => {
    const { source, vault, reaper } = await scene();
    await put(source, 'short');
    await copyFor(source, vault, 2);
    await put(source, 'long');
    await copyFor(source, vault, day);
    expect(await reap(shelfAt(reaper), ending({ expireAfter: day }))).toEqual({ versions: 4, removed: 0, locked: 0, left: 0, refused: [] });
    await sleep(1200);
    expect((await reap(shelfAt(reaper), ending())).removed).toBe(0);
    await sleep(2500);
    expect(await reap(shelfAt(reaper), ending())).toEqual({ versions: 4, removed: 2, locked: 2, left: 0, refused: [] });
    expect((await keysOf(vault)).every((key) => key.startsWith('long/'))).toBe(true);
    expect(await reap(shelfAt(reaper), ending())).toEqual({ versions: 2, removed: 0, locked: 2, left: 0, refused: [] });
  });

  it('are removed in bounded runs, the oldest first, each copy together with its record', async () => {
    const { source, vault, reaper } = await scene();
    for (const key of ['a', 'b', 'c']) {
      await put(source, key);
      await copyFor(source, vault, 1);
    }
    await sleep(2200);
    expect(await reap(shelfAt(reaper), ending({ most: 3 }))).toMatchObject({ removed: 2, left: 4 });
    expect((await keysOf(vault)).map((key) => key[0])).toEqual(['b', 'b', 'c', 'c']);
    expect(await reap(shelfAt(reaper), ending({ most: 4 }))).toMatchObject({ removed: 4, left: 0 });
  });

  it('stay when nothing new has come: they may be the last of a site that is lost', async () => {
    const { source, vault, reaper } = await scene();
    await put(source, 'last');
    await copyFor(source, vault, 1);
    await sleep(2200);
    await expect(reap(shelfAt(reaper), ending({ freshWithin: 1 }))).rejects.toThrow(/^the newest copy in vault-\w+\/land is of .*, and 0 h are allowed: nothing is removed/);
    expect(await keysOf(vault)).toHaveLength(2);
  });

  it('are out of reach for the reaper\'s key in every other way: it reads nothing, writes nothing, shortens nothing, and the store refuses what is locked', async () => {
    const { source, vault, reaper } = await scene();
    await put(source, 'locked');
    await copyFor(source, vault, day);
    const { key, versionId } = (await versionsIn(vault))[0]!;
    const client = connect(reaper);
    const object = { Bucket: vault.bucket, Key: key };
    const requests = [
      new DeleteObjectCommand({ ...object, VersionId: versionId }), new DeleteObjectCommand({ ...object, VersionId: versionId, BypassGovernanceRetention: true }), new DeleteObjectCommand(object), new GetObjectCommand(object), new PutObjectCommand({ ...object, Body: 'x' }),
      new PutObjectRetentionCommand({ ...object, VersionId: versionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + 2000) } }),
    ];
    for (const request of requests) await expect(client.send(request), request.constructor.name).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect((await lockOf(connect(vault), vault.bucket, key, versionId))!.until.getTime()).toBeGreaterThan(Date.now() + day * 990);
    expect(await keysOf(vault)).toHaveLength(2);
  });

  it('are not made again of what the source replaced long ago, and are of what is current there, however old', async () => {
    const { source, vault, reaper } = await scene();
    await put(source, 'kept');
    await put(source, 'replaced', 'old');
    await sleep(1100);
    await put(source, 'replaced', 'new');
    expect(await copyFor(source, vault, 1, 1)).toMatchObject({ versions: 2, copied: 2 });
    await sleep(2200);
    await put(source, 'fresh');
    await copyFor(source, vault, day, day);
    expect(await reap(shelfAt(reaper), ending())).toMatchObject({ removed: 4, refused: [] });
    expect(await copyFor(source, vault, day, 1)).toMatchObject({ versions: 3, copied: 2 });
  });

  it('open without those that have ended, and not without one that is still locked', async () => {
    const { source, vault } = await scene();
    const into = root(`into-${named()}`);
    await scratchBucket(gateway, into.bucket);
    await put(source, 'over');
    await copyFor(source, vault, 1);
    await put(source, 'there');
    await copyFor(source, vault, day);
    await sleep(2200);
    const client = connect(vault);
    for (const { key, versionId } of await listVersions(client, vault.bucket, 'land/over/')) if (!key.endsWith('.json')) await client.send(new DeleteObjectCommand({ Bucket: vault.bucket, Key: key, VersionId: versionId }));
    const opened = () => open(shelfAt(vault), shelfAt(into), { before: new Date(Date.now() + 1000) });
    expect([...(await opened()).copies.keys()]).toEqual(['there']);
    await putOnce(client, { bucket: vault.bucket, key: `land/gone/${new Date().toISOString()}-1.json`, body: '{}', lock: { mode: 'COMPLIANCE', until: new Date(Date.now() + 3_600_000) } });
    await expect(opened()).rejects.toThrow('the record has no copy');
  });
});
