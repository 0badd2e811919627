/** What must hold when somebody means harm or a whole site is gone: locks, the copy at the other site, keys, results written once. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand, PutObjectRetentionCommand, S3Client } from '@aws-sdk/client-s3';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap } from '../../drill/bootstrap.ts';
import { collect, type CollectOptions } from '../../drill/collect.ts';
import type { Source } from '../../drill/drill.ts';
import { leaveResult } from '../../drill/leave.ts';
import { placeAt, scratchBucket } from '../../drill/local/gateway.ts';
import type { DrillResult } from '../../drill/result.ts';
import { recover } from '../../drill/recover.ts';
import { seal } from '../../drill/seal.ts';
import { signEvidence, verifyEvidence } from '../../drill/sign.ts';
import { connect, hasStatus, listVersions, lockOf, putOnce, type StorePlace } from '../../drill/store.ts';
import { open, pull, shelfAt } from '../../drill/vault.ts';
import { lastBefore, writtenAt } from '../../drill/versions.ts';
import { evidence as evidenceSchema } from '../../model/schema/governance.ts';
import { buildScene, database, lockedArchive, rootOf, tryRestore, type Scene } from './scene.ts';
import { drillTools } from './support.ts';

const tools = await drillTools();
const day = 86_400;

describe.skipIf(!tools)('copies under lock', () => {
  let scene: Scene;
  let identity: string;
  let stranger: string;
  let vaultSource: (identity?: string) => Source;
  beforeAll(async () => {
    scene = await buildScene(tools!);
    [identity, stranger] = [await generateX25519Identity(), await generateX25519Identity()];
    vaultSource = (key) => ({ kind: 'vault', store: scene.sites.vaultReader, scratch: scene.sites.scratch, before: new Date(Date.now() + 1000), ...(key !== undefined && { identity: key }) });
  }, 300_000);
  afterAll(() => scene?.workshop.close());

  /** Status of the refusal; fails when it was not refused. */
  const refusal = async (request: Promise<unknown>): Promise<number | undefined> => request.then(() => undefined, (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode);

  it('cannot be deleted, shortened or suspended by the archiver, nor deleted or shortened by the administration of the store', async () => {
    const { archive, primary } = scene.sites;
    const writer = connect(archive);
    const root = connect(rootOf(primary));
    const [victim] = await listVersions(root, archive.bucket, 'archive/');
    const { key, versionId } = victim!;
    const named = { Bucket: archive.bucket, Key: key };
    const soon = { Mode: 'COMPLIANCE' as const, RetainUntilDate: new Date(Date.now() + 60_000) };
    expect(await refusal(writer.send(new DeleteObjectCommand(named)))).toBe(403);
    for (const client of [writer, root]) {
      expect(await refusal(client.send(new DeleteObjectCommand({ ...named, VersionId: versionId })))).toBe(403);
      expect(await refusal(client.send(new PutObjectRetentionCommand({ ...named, VersionId: versionId, Retention: soon })))).toBe(403);
      expect(await refusal(client.send(new PutObjectRetentionCommand({ ...named, VersionId: versionId, Retention: soon, BypassGovernanceRetention: true })))).toBe(403);
    }
    expect(await refusal(writer.send(new PutBucketVersioningCommand({ Bucket: archive.bucket, VersioningConfiguration: { Status: 'Suspended' } })))).toBe(403);
    expect((await lockOf(root, archive.bucket, key, versionId))!.until.getTime()).toBeGreaterThan(Date.now() + day * 1000);
  });

  it('seal again changes nothing and never shortens', async () => {
    const { archive, primary } = scene.sites;
    const root = connect(rootOf(primary));
    const options = { bucket: archive.bucket, prefix: '', mode: 'COMPLIANCE' as const };
    expect((await seal(root, { ...options, duration: 2 * day })).sealed).toBe(0);
    expect((await seal(root, { ...options, duration: day })).sealed).toBe(0);
  });

  it('give the database back after an attack that overwrote and hid everything', async () => {
    const store = await lockedArchive(scene);
    const client = connect(store);
    const good = await listVersions(client, store.bucket, 'archive/');
    await new Promise((resolve) => {
      setTimeout(resolve, 1100);
    });
    const attack = new Date();
    for (const { key } of good) {
      await client.send(new PutObjectCommand({ Bucket: store.bucket, Key: key, Body: 'pay, or never see it again' }));
      await client.send(new DeleteObjectCommand({ Bucket: store.bucket, Key: key }));
    }
    expect((await tryRestore(scene, { kind: 'archive', store })).result).toBe('failed');

    const chosen = lastBefore(await listVersions(client, store.bucket, 'archive/'), attack);
    expect(new Set(chosen.map(({ versionId }) => versionId))).toEqual(new Set(good.map(({ versionId }) => versionId)));
    expect(chosen.every((version) => writtenAt(version) < attack)).toBe(true);
    await scratchBucket(scene.sites.primary, 'recovered');
    const recovered = { ...store, bucket: 'recovered' };
    expect((await recover(shelfAt(store), shelfAt(recovered), attack)).objects).toBe(good.length);
    const result = await tryRestore(scene, { kind: 'archive', store: recovered }, { target: scene.target, expected: scene.atTarget });
    expect(result.reason).toBeUndefined();
  });

  it('are pulled once each, encrypted to the tenant; a pull that broke off goes on where it was', async () => {
    const { archiveReader, vault } = scene.sites;
    const options = { mode: 'COMPLIANCE' as const, duration: 2 * day, recipient: await identityToRecipient(identity) };
    const to = shelfAt(vault);
    // The connection dies before the third record: its copy stands without one.
    let records = 0;
    to.client.middlewareStack.add((next) => async (args) => {
      const { Key } = args.input as { Key?: string };
      if (Key?.endsWith('.json')) records += 1;
      if (records === 3) throw new Error('the line is cut');
      return next(args);
    }, { step: 'initialize', name: 'cut' });
    await expect(pull(shelfAt(archiveReader), to, options)).rejects.toThrow('the line is cut');
    const done = await pull(shelfAt(archiveReader), shelfAt(vault), options);
    expect(done.copied).toBe(done.versions - 2);
    expect(await pull(shelfAt(archiveReader), shelfAt(vault), options)).toEqual({ versions: done.versions, copied: 0, bytes: 0, newest: done.newest });

    const client = connect(rootOf(scene.sites.partner));
    const copies = await listVersions(client, vault.bucket, `${vault.prefix}/`);
    expect(copies).toHaveLength(2 * done.versions);
    for (const { key, versionId } of copies) {
      expect((await lockOf(client, vault.bucket, key, versionId))!.mode).toBe('COMPLIANCE');
      expect(await refusal(client.send(new DeleteObjectCommand({ Bucket: vault.bucket, Key: key, VersionId: versionId })))).toBe(403);
    }
  });

  it('are not reached with any key of the protected site', async () => {
    const { archive, archiveReader, primary, vault } = scene.sites;
    for (const credentials of [archive.credentials, archiveReader.credentials, primary.root]) {
      const client = connect({ ...vault, credentials });
      expect(await refusal(client.send(new PutObjectCommand({ Bucket: vault.bucket, Key: 'x', Body: 'x' })))).toBe(403);
      await expect(listVersions(client, vault.bucket)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    }
  });

  it('stay closed without the key, and with the key of another tenant', async () => {
    expect((await tryRestore(scene, vaultSource())).reason!.en).toMatch(/is encrypted with the key of its tenant, and no key was given/);
    expect((await tryRestore(scene, vaultSource(stranger))).reason!.en).toMatch(/cannot be opened with this key/);
  });

  it('that were changed on the disk of the vault are not taken for good', async () => {
    const { vault, partner, scratch } = scene.sites;
    const client = connect(rootOf(partner));
    const copy = (await listVersions(client, vault.bucket, `${vault.prefix}/`)).find(({ key }) => key.includes('/wals/') && !key.endsWith('.json'))!;
    const file = join(scene.workshop.folder, 'partner', 'objects', vault.bucket, copy.key);
    const before = readFileSync(file);
    execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=1', `seek=${before.length - 100}`, 'count=50', 'conv=notrunc'], { stdio: 'ignore' });
    await expect(open(shelfAt(scene.sites.vaultReader), shelfAt(scratch), { before: new Date(Date.now() + 1000), identity })).rejects.toThrow('is not what was copied');
    execFileSync('dd', [`of=${file}`, 'conv=notrunc'], { input: before, stdio: ['pipe', 'ignore', 'ignore'] });
  });

  it('bring the database back when the site, its store and its keys are gone; the collector proves and signs it', async () => {
    const incident = new Date();
    await scene.sites.primary.server.stop('SIGKILL');
    expect((await tryRestore(scene, { kind: 'archive', store: scene.sites.archiveReader })).result).toBe('failed');
    const result = await tryRestore(scene, vaultSource(identity), { incident, expected: scene.atEnd });
    expect(result.reason).toBeUndefined();
    expect(result.measures.rpoSeconds).toBeCloseTo((incident.getTime() - Date.parse(result.measures.lastCommit!)) / 1000, 2);

    const { results, resultsReader, vaultReader } = scene.sites;
    const until = new Date(Date.now() + 40 * day * 1000);
    const key = await leaveResult(results, result, until);
    await expect(leaveResult(results, result, until)).rejects.toThrow('results are written once');
    const told: CollectOptions = { database, results: resultsReader, key, source: vaultReader, byRole: 'evidence', validDays: 30 };
    const evidence = await collect(told);
    expect(evidenceSchema.omit({ signature: true }).parse(evidence)).toMatchObject({ kind: 'lab', target: database, result: 'passed', digest: result.backup!.digest, measures: { restoreSeconds: result.measures.restoreSeconds } });

    const keyFile = join(scene.workshop.folder, 'signer');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile]);
    const own = readFileSync(`${keyFile}.pub`, 'utf8').trim();
    const signed = await signEvidence(evidence, keyFile);
    expect(evidenceSchema.parse(signed).signature).toContain('BEGIN SSH SIGNATURE');
    expect(await verifyEvidence(signed, [own])).toBe(true);
    expect(await verifyEvidence({ ...signed, validUntil: '2099-01-01' }, [own])).toBe(false);
    expect(await verifyEvidence(signed, [])).toBe(false);
    await expect(signEvidence(evidence, join(scene.workshop.folder, 'no-key'))).rejects.toThrow(/^evidence cannot be signed with .*no-key/);

    await refusesWhatDoesNotFit(result, told);
  });

  /** Each result is left under a time of its own. */
  async function refusesWhatDoesNotFit(result: DrillResult, told: CollectOptions): Promise<void> {
    const { results } = scene.sites;
    const lock = (days: number) => ({ mode: 'COMPLIANCE' as const, until: new Date(Date.now() + days * day * 1000) });
    const client = connect(results);
    const left = async (name: string, changed: Partial<DrillResult>, days?: number): Promise<string> => {
      await putOnce(client, { bucket: results.bucket, key: name, body: JSON.stringify({ ...result, ...changed }), ...(days !== undefined && { lock: lock(days) }) });
      return name;
    };
    const backup = result.backup!;
    const [first, ...others] = backup.objects;
    const cases: [string, string | Promise<string>, Partial<CollectOptions>][] = [
      ['is not in drill-results', 'nothing', {}],
      ['is locked not at all; it must be COMPLIANCE until', left('unlocked', {}), {}],
      ['it must be COMPLIANCE until', left('short', {}, 10), {}],
      ['is of the database other, not of sample', left('other', { database: 'other' }, 40), {}],
      ['is no drill result', left('shape', { result: 'great' as 'passed' }, 40), {}],
      ['but was written at', left('early', { finishedAt: '2026-01-01T00:00:00.000Z' }, 40), {}],
      ['has digest', left('digest', { backup: { ...backup, digest: `sha256:${'0'.repeat(64)}` } }, 40), {}],
      ['which the drill says it read, is not in the store', left('object', { backup: { ...backup, objects: [{ ...first!, key: 'invented' }, ...others] } }, 40), {}],
      ['names no backup', left('empty', { backup: undefined }, 40), {}],
      ['but the collector was told to look at', told.key, { source: { ...told.source, bucket: 'drill-results' } }],
    ];
    for (const [said, key, more] of cases) await expect(collect({ ...told, key: await key, ...more }), said).rejects.toThrow(said);

    await client.send(new PutObjectCommand({ Bucket: results.bucket, Key: told.key, Body: JSON.stringify(result) }));
    await expect(collect(told)).rejects.toThrow('was written or deleted 2 times');
  }
});

describe.skipIf(!tools)('the bootstrap of a bucket', () => {
  let scene: Pick<Scene, 'workshop'>;
  let place: StorePlace;
  beforeAll(async () => {
    const { openWorkshop } = await import('../../drill/local/workshop.ts');
    const { startGateway } = await import('../../drill/local/gateway.ts');
    const workshop = openWorkshop();
    scene = { workshop };
    const gateway = workshop.keep(await startGateway(tools!.gateway, join(workshop.folder, 'store')));
    place = placeAt(gateway, gateway.root, 'wished');
    await scratchBucket(gateway, 'plain');
  });
  afterAll(() => scene?.workshop.close());

  const wish = { bucket: 'wished', versioning: true, lock: { mode: 'COMPLIANCE' as const, days: 10 }, expireOlderAfterDays: 14, expireCurrentAfterDays: 12, sealed: false };
  const states = async (more: object = {}) => {
    const { ok, settings } = await bootstrap(connect(place), { ...wish, ...more });
    return { ok, states: Object.fromEntries(settings.map(({ name, state }) => [name, state])) };
  };

  it('sets versions and lock, and fails for what the store does not do: a stamped default and a lifecycle', async () => {
    expect(await states()).toEqual({ ok: false, states: { bucket: 'set', versioning: 'same', lock: 'set', 'lock on new objects': 'failed', lifecycle: 'failed' } });
    const { settings } = await bootstrap(connect(place), wish);
    expect(settings.at(-1)!.detail.en).toBe('the store does not offer it (501 NotImplemented): another way must do this');
    expect(settings.at(-2)!.detail.en).toBe('a new object has no lock although the default is COMPLIANCE: lock explicitly at write or seal after it');
  });

  it('changes nothing when run again, and follows a wish that changed', async () => {
    const kept = { sealed: true, expireOlderAfterDays: null, expireCurrentAfterDays: null };
    expect(await states(kept)).toEqual({ ok: true, states: { bucket: 'same', versioning: 'same', lock: 'same', 'lock on new objects': 'same' } });
    expect(await states({ ...kept, lock: { mode: 'COMPLIANCE', days: 20 } })).toMatchObject({ ok: true, states: { lock: 'set' } });
    expect(await states({ ...kept, lock: { mode: 'COMPLIANCE', days: 20 } })).toMatchObject({ ok: true, states: { lock: 'same' } });
  });

  it('tells a refusal as a refusal', async () => {
    const { ok, settings } = await bootstrap(connect({ ...place, credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing-at-all' } }), wish);
    expect([ok, settings.map(({ name, state }) => [name, state])]).toEqual([false, [['bucket', 'failed']]]);
    expect(settings[0]!.detail.en).toMatch(/^the store refused: 403/);
  });

  it('lets the first of two writers win', async () => {
    const client = connect(place);
    const won = await Promise.all(Array.from({ length: 8 }, (_, index) => putOnce(client, { bucket: 'plain', key: 'once', body: String(index) })));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('refuses a client whose clock is far off, as any S3 store does', async () => {
    const late = new S3Client({ endpoint: place.endpoint, region: place.region, credentials: place.credentials, forcePathStyle: true, maxAttempts: 1, systemClockOffset: -3_600_000 });
    const error: unknown = await late.send(new PutObjectCommand({ Bucket: 'plain', Key: 'late', Body: 'x' })).then(() => undefined, (caught: unknown) => caught);
    expect(hasStatus(error, 403, 400)).toBe(true);
  });
});
