/** The collector by schedule, as the image runs it, between two real stores: that of the drilled site and that of a vault. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap } from '../../drill/bootstrap.ts';
import { leaveResult } from '../../drill/leave.ts';
import { addUser, grant, placeAt, reading, scratchBucket, startGateway, type Gateway } from '../../drill/local/gateway.ts';
import { openWorkshop, type OpenWorkshop } from '../../drill/local/workshop.ts';
import { digestOfObjects, type DrillResult } from '../../drill/result.ts';
import { verifyEvidence } from '../../drill/sign.ts';
import { connect, listVersions, lockOf, putOnce, readBytes, type StorePlace } from '../../drill/store.ts';
import { evidence as evidenceSchema } from '../../model/schema/governance.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { keysOf, placeIn, program } from './program.ts';

needGo('the collector');
const day = 86_400_000;

describe.skipIf(!hasGo)('the collector by schedule', () => {
  let workshop: OpenWorkshop;
  let site: Gateway;
  let vault: Gateway;
  let [backups, results, evidence]: StorePlace[] = [];
  let readers: { backups: StorePlace; results: StorePlace };
  let signer: string;
  beforeAll(async () => {
    const gateway = await ensureProgram('versitygw');
    workshop = openWorkshop();
    [site, vault] = [workshop.keep(await startGateway(gateway, join(workshop.folder, 'site'))), workshop.keep(await startGateway(gateway, join(workshop.folder, 'vault')))];
    backups = placeAt(site, site.root, 'backup--land--north', 'land');
    results = placeAt(site, site.root, 'drills--land--north');
    evidence = placeAt(vault, vault.root, 'evidence', 'north');
    await scratchBucket(site, backups.bucket);
    for (const { bucket, ...place } of [results, evidence]) await bootstrap(connect(place), { bucket, versioning: true, lock: { mode: 'COMPLIANCE', days: 1 }, expireOlderAfterDays: null, expireCurrentAfterDays: null, sealed: true });
    const reader = await addUser(site, 'collector');
    for (const { bucket } of [backups, results]) await grant(site, bucket, [{ to: reader, actions: reading }]);
    readers = { backups: { ...backups, credentials: reader }, results: { ...results, credentials: reader } };
    await connect(backups).send(new PutObjectCommand({ Bucket: backups.bucket, Key: 'land/base/1/data.tar', Body: 'a base backup' }));
    signer = join(workshop.folder, 'signer');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', signer]);
  }, 300_000);
  afterAll(() => workshop?.close());

  /** What a drill of the site's backups leaves when it ends now. */
  async function resultOf(more: Partial<DrillResult> = {}): Promise<DrillResult> {
    const objects = (await listVersions(connect(backups!), backups!.bucket, 'land/')).map(({ key, versionId, size, etag }) => ({ key, versionId, size, etag }));
    const now = new Date().toISOString();
    return {
      format: 1, database: 'land', lab: false, startedAt: now, finishedAt: now, result: 'passed', target: now, source: { kind: 'archive', endpoint: backups!.endpoint, bucket: backups!.bucket, prefix: 'land' },
      backup: { id: '1', completedAt: now, digest: digestOfObjects(objects), objects, segments: [] }, checks: [], measures: { restoreSeconds: 12, rpoSeconds: 60 }, versions: { postgresql: '18.1' }, ...more,
    };
  }

  const told = (more: object = {}): string => {
    const file = join(workshop.folder, 'collect.json');
    writeFileSync(file, JSON.stringify({ database: 'land', results: placeIn(results!), source: placeIn(backups!), evidence: placeIn(evidence!), byRole: 'evidence', validDays: 30, lockDays: 61, ...more }));
    return file;
  };
  const collect = (definition = told(), key = signer) => program(['collect', '--definition', definition, '--key', key], { ...keysOf(evidence!), ...keysOf(readers.backups, 'FROM_'), ...keysOf(readers.results, 'RESULTS_') });
  const leave = async (more: Partial<DrillResult> = {}): Promise<string> => leaveResult(results!, await resultOf(more), new Date(Date.now() + 61 * day));
  const left = async (): Promise<string[]> => (await listVersions(connect(evidence!), evidence!.bucket, 'north/')).map(({ key }) => key);

  it('finds nothing where nothing was drilled', async () => {
    const { status, stdout } = await collect();
    expect([status, JSON.parse(stdout)]).toEqual([0, { ok: true, results: 0, made: [], refused: [], newest: null }]);
  });

  it('signs each new result once as role evidence and leaves it locked, a failed drill too; running again makes nothing', async () => {
    const [passed, failed] = [await leave(), await leave({ result: 'failed', reason: { en: 'rows differ', vi: 'số dòng khác' } })];
    const { status, stdout } = await collect();
    expect([status, JSON.parse(stdout)]).toEqual([0, { ok: true, results: 2, made: [{ key: `north/${passed}`, result: 'passed' }, { key: `north/${failed}`, result: 'failed' }], refused: [], newest: { key: failed, state: 'evidence' } }]);
    const client = connect(evidence!);
    const proof = evidenceSchema.parse(JSON.parse(Buffer.from(await readBytes(client, evidence!.bucket, `north/${passed}`)).toString()));
    expect(proof).toMatchObject({ kind: 'drill', target: 'land', byRole: 'evidence', result: 'passed', measures: { restoreSeconds: 12 }, digest: (await resultOf()).backup!.digest });
    expect(await verifyEvidence(proof, [readFileSync(`${signer}.pub`, 'utf8').trim()])).toBe(true);
    expect((await lockOf(client, evidence!.bucket, `north/${passed}`))!).toMatchObject({ mode: 'COMPLIANCE' });
    expect((await lockOf(client, evidence!.bucket, `north/${passed}`))!.until.getTime()).toBeGreaterThan(Date.now() + 60 * day);
    const [version] = await listVersions(client, evidence!.bucket, `north/${passed}`);
    await expect(client.send(new DeleteObjectCommand({ Bucket: evidence!.bucket, Key: version!.key, VersionId: version!.versionId }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });

    expect(JSON.parse((await collect()).stdout)).toEqual({ ok: true, results: 2, made: [], refused: [], newest: { key: failed, state: 'evidence' } });
    expect(await left()).toHaveLength(2);
  });

  it('makes no evidence of what does not fit, says so once with status 1, and goes on with the others', async () => {
    const before = (await left()).length;
    const other = await leave({ backup: { ...(await resultOf()).backup!, digest: `sha256:${'0'.repeat(64)}` } });
    const lock = { mode: 'COMPLIANCE' as const, until: new Date(Date.now() + 61 * day) };
    await putOnce(connect(results!), { bucket: results!.bucket, key: 'land/a.json', body: 'no JSON', lock });
    await putOnce(connect(results!), { bucket: results!.bucket, key: 'land/b.json', body: JSON.stringify(await resultOf({ database: 'population' })), lock });
    const good = await leave();
    const { status, stdout } = await collect();
    const said = JSON.parse(stdout) as { ok: boolean; made: object[]; refused: { key: string; reason: { en: string } }[] };
    expect([status, said.ok, said.made]).toEqual([1, false, [{ key: `north/${good}`, result: 'passed' }]]);
    expect(said.refused.map(({ key }) => key)).toEqual([other, 'land/a.json', 'land/b.json']);
    expect(said.refused.map(({ reason }) => reason.en)).toEqual([expect.stringContaining('has digest'), expect.stringContaining('is no drill result'), expect.stringContaining('is of the database population, not of land')]);
    expect(await left()).toContain('north/refused/land/a.json');
    expect((await collect()).status).toBe(0);
    expect(await left()).toHaveLength(before + 4);
  });

  it('goes on failing while the newest result is no evidence, until a better one comes', async () => {
    const lab = await leave({ backup: undefined });
    for (const made of [1, 0]) {
      const { status, stdout } = await collect();
      expect([status, (JSON.parse(stdout) as { refused: object[] }).refused.length]).toEqual([1, made]);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, newest: { key: lab, state: 'refused' } });
    }
    await leave();
    expect((await collect()).status).toBe(0);
  });

  it('leaves nothing when the source cannot be read or the key cannot sign; the next run does it', async () => {
    const key = await leave();
    const before = await left();
    const refusedKeys = await program(['collect', '--definition', told(), '--key', signer], { ...keysOf(evidence!), ...keysOf({ ...backups!, credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing-at-all' } }, 'FROM_'), ...keysOf(readers.results, 'RESULTS_') });
    expect([refusedKeys.status, refusedKeys.stdout]).toEqual([2, '']);
    const noKey = await collect(told(), join(workshop.folder, 'no-key'));
    expect([noKey.status, noKey.stdout, noKey.stderr]).toEqual([2, '', expect.stringMatching(/^drill: evidence cannot be signed with .*no-key/)]);
    expect(await left()).toEqual(before);
    expect(JSON.parse((await collect()).stdout)).toMatchObject({ made: [{ key: `north/${key}` }] });
  });

  it('has no key with which it could change what was drilled', async () => {
    for (const place of [readers.backups, readers.results]) await expect(connect(place).send(new PutObjectCommand({ Bucket: place.bucket, Key: 'land/x', Body: 'x' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
});
