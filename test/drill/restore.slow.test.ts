/** Restores for real, and each way in which a backup can be bad. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrillOptions, Source } from '../../drill/drill.ts';
import { placeAt } from '../../drill/local/gateway.ts';
import type { DrillResult } from '../../drill/result.ts';
import { connect, readBytes } from '../../drill/store.ts';
import { keysOf, placeIn, program } from './program.ts';
import { buildScene, copyArchive, database, folderOf, tryRestore, type Scene } from './scene.ts';
import { drillTools } from './support.ts';

const tools = await drillTools();
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write('\nSKIPPED: a full disk needs root to mount a small one\n\n');

describe.skipIf(!tools)('a restore', () => {
  let scene: Scene;
  let archive: Source;
  beforeAll(async () => {
    scene = await buildScene(tools!);
    archive = { kind: 'archive', store: scene.sites.archiveReader };
  }, 300_000);
  afterAll(() => scene?.workshop.close());

  const restore = (source: Source, more: Partial<DrillOptions> = {}): Promise<DrillResult> => tryRestore(scene, source, more);
  /** Segments of the archive, oldest first. */
  const segments: string[] = [];

  it('to a moment between two transactions gives the one and not the other, with its measures', async () => {
    const folder = folderOf(scene);
    const result = await restore(archive, {
      target: scene.target, expected: scene.atTarget, folder,
      application: [{ id: 'good', names: { vi: 'Có thay đổi đúng', en: 'The good change is there' }, sql: "SELECT count(*) FROM register.change WHERE what = 'good'", equals: '1' }],
    });
    expect(result.reason).toBeUndefined();
    expect(result.result).toBe('passed');
    expect(result.checks.map(({ id, ok }) => [id, ok])).toEqual([['pages', true], ['tables', true], ['catalogue', true], ['rows', true], ['application/good', true]]);
    expect(result.found!.rows['register.measurement_1']).toBe(4320);
    const { restoreSeconds, downloadSeconds, replaySeconds, rpoSeconds, bytes } = result.measures;
    expect(restoreSeconds).toBeGreaterThanOrEqual(downloadSeconds! + replaySeconds! - 0.01);
    expect(rpoSeconds).toBeCloseTo((Date.parse(result.startedAt) - scene.target.getTime()) / 1000, 2);
    expect(bytes).toBeGreaterThan(1e6);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('to the end of the archive gives the last transaction, and tells how old it is', async () => {
    const result = await restore(archive, { expected: scene.atEnd });
    expect(result.reason).toBeUndefined();
    expect(result.measures.rpoSeconds).toBeCloseTo((Date.parse(result.startedAt) - Date.parse(result.measures.lastCommit!)) / 1000, 2);
    segments.push(...result.backup!.segments);
    expect(segments.length).toBeGreaterThanOrEqual(4);
  });

  it('that does not give what the origin had fails, and says where it differs', async () => {
    const result = await restore(archive, {
      expected: { ...scene.atTarget, catalogue: '0'.repeat(64) },
      application: [
        { id: 'none', names: { vi: 'Không có', en: 'Nothing' }, sql: 'SELECT count(*) FROM register.change', equals: '0' },
        { id: 'broken', names: { vi: 'Hỏng', en: 'Broken' }, sql: 'SELECT count(*) FROM register.nothing', atLeast: 1 },
        { id: 'writes', names: { vi: 'Ghi', en: 'Writes' }, sql: "SELECT 1) AS a(answer); DELETE FROM register.change; SELECT 1 FROM (SELECT 1", equals: '1' },
      ],
    });
    expect(result.result).toBe('failed');
    expect(result.checks.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(['catalogue', 'rows', 'application/none', 'application/broken', 'application/writes']);
    expect(result.reason!.en).toContain('register.change');
    expect(result.reason!.en).toContain('register.nothing');
    expect(result.reason!.en).toMatch(/permission denied|read-only/);
  });

  it('to a moment after the last transaction fails instead of giving what there is', async () => {
    const result = await restore(archive, { target: new Date(Date.parse('2099-01-01T00:00:00Z')) });
    expect(result).toMatchObject({ result: 'failed', reason: { en: expect.stringMatching(/^the archive ends before 2099-01-01T00:00:00.000Z/) } });
  });

  describe('of a database to which nobody wrote after the moment', () => {
    const idle = { seconds: 3600, freshWithin: 3600 };

    it('gives the end of the archive where the owner calls that normal, and says so in the result', async () => {
      const result = await restore(archive, { target: new Date(), idle, expected: scene.atEnd });
      expect([result.reason, result.result, result.target]).toEqual([undefined, 'passed', null]);
      const { detail } = result.checks.find(({ id }) => id === 'idle')!;
      expect(detail.en).toBe(`nobody wrote after ${result.measures.lastCommit}, which is normal for this database; the archive took something at ${/took something at (\S+);/.exec(detail.en)![1]}; restored to its end`);
      expect(result.measures.lastCommit).toBe((await restore(archive)).measures.lastCommit);
      expect(result.measures.rpoSeconds).toBeCloseTo((Date.parse(result.startedAt) - Date.parse(result.measures.lastCommit!)) / 1000, 2);
    });

    it('still goes to the moment where something came after it', async () => {
      const result = await restore(archive, { target: scene.target, idle, expected: scene.atTarget });
      expect([result.reason, result.target]).toEqual([undefined, scene.target.toISOString()]);
      expect(result.checks.map(({ id }) => id)).not.toContain('idle');
    });

    it.each([
      ['it was silent for longer than is normal', { seconds: 1, freshWithin: 3600 }, /^idle: no transaction after \S+ was archived, and 1 s without one are normal: see why WAL is not archived$/],
      ['nothing at all came into the archive, no base backup either', { seconds: 3600, freshWithin: 1 }, /^idle: nothing came into the archive after \S+, and 1 s are allowed: base backups have stopped$/],
    ])('fails where %s', async (_, allowed, reason) => {
      const result = await restore(archive, { target: new Date(), idle: allowed });
      expect([result.result, result.target]).toEqual(['failed', null]);
      expect(result.reason!.en).toMatch(reason);
    });

    it('is not taken for it where a segment is missing or broken', async () => {
      const gone = segments.at(-2)!;
      const missing = await copyArchive(scene, (key, body) => (key.includes(`/${gone}`) ? undefined : body));
      expect((await restore(missing, { target: new Date(), idle })).reason!.en).toMatch(new RegExp(`^WAL segment ${gone} is missing`));
      const broken = await copyArchive(scene, (key, body) => (key.includes(`/${gone}`) ? gzipSync(gunzipSync(body).fill(0, 8192)) : body));
      expect((await restore(broken, { target: new Date(), idle })).reason!.en).toMatch(/^recovery ended in WAL segment .* a segment is broken$/);
    });
  });

  it('to a moment before the first backup fails', async () => {
    const result = await restore(archive, { target: new Date('2020-01-01T00:00:00Z') });
    expect(result.reason!.en).toMatch(/^no base backup of sample in s3:\S+ was complete at 2020-01-01T00:00:00.000Z/);
  });

  it('names a WAL segment that was deleted', async () => {
    const gone = segments.at(-2)!;
    const source = await copyArchive(scene, (key, body) => (key.includes(`/${gone}`) ? undefined : body));
    for (const more of [{}, { target: new Date(Date.now()) }]) {
      expect((await restore(source, more)).reason!.en).toMatch(new RegExp(`^WAL segment ${gone} is missing after backup \\d+T\\d+`));
    }
  });

  it('does not need a segment behind the target', async () => {
    const source = await copyArchive(scene, (key, body) => (key.includes(`/${segments.at(-1)!}`) ? undefined : body));
    expect((await restore(source, { target: scene.target, expected: scene.atTarget })).reason).toBeUndefined();
  });

  it('names a WAL segment whose compressed bytes are broken', async () => {
    const broken = segments.at(-2)!;
    const source = await copyArchive(scene, (key, body) => (key.includes(`/${broken}`) ? Buffer.concat([body.subarray(0, body.length >> 1), Buffer.alloc(64, 7)]) : body));
    expect((await restore(source)).reason!.en).toMatch(new RegExp(`^WAL segment ${broken} cannot be read from the archive`));
  });

  it('sees a WAL segment whose records are broken, which PostgreSQL takes for the end', async () => {
    const broken = segments.at(-2)!;
    const source = await copyArchive(scene, (key, body) => (key.includes(`/${broken}`) ? gzipSync(gunzipSync(body).fill(0, 8192)) : body));
    const result = await restore(source);
    expect(result.result).toBe('failed');
    expect(result.reason!.en).toMatch(/^recovery ended in WAL segment [0-9A-F]{16} although the archive goes on to [0-9A-F]{16}: a segment is broken$/);
  });

  it('says that the base backup is broken', async () => {
    const source = await copyArchive(scene, (key, body) => (key.includes('/base/') && key.endsWith('.tar.gz') ? body.subarray(0, body.length - 4096) : body));
    expect((await restore(source)).reason!.en).toMatch(/^the base backup \d+T\d+ of sample could not be downloaded/);
  });

  it('with a wrong clock does not begin: targets and locks would be wrong', async () => {
    const result = await restore(archive, { target: scene.target, now: () => Date.now() + 600_000 });
    expect(result.reason!.en).toMatch(/^the clock of this machine is (59|60)\d s ahead of the store/);
    expect((await restore(archive, { target: scene.target, now: () => Date.now() - 600_000 })).reason!.en).toContain('s behind the store');
  });

  it('with a key that the store does not know says so', async () => {
    const { store } = archive as { store: DrillOptions['source']['store'] };
    const result = await restore({ kind: 'archive', store: { ...store, credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing-at-all' } } });
    expect(result.reason!.en).toMatch(/could not be downloaded: .*(InvalidAccessKeyId|403|Forbidden|does not exist)/);
  });

  it.skipIf(!isRoot)('says that the disk is full, and leaves nothing on it', async () => {
    const folder = folderOf(scene);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=0711', 'none', folder]);
    try {
      const result = await restore(archive, { folder });
      expect(result.result).toBe('failed');
      expect(result.reason!.en).toMatch(/No space left on device/);
      expect((await restore(archive, { folder })).reason!.en).toMatch(/No space left on device/);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it('by the program of the image leaves a result that the collector of the image signs', async () => {
    const { archiveReader, results, resultsReader } = scene.sites;
    const folder = folderOf(scene);
    const say = (name: string, definition: object): string => {
      const file = join(scene.workshop.folder, name);
      writeFileSync(file, JSON.stringify(definition));
      return file;
    };
    const definition = {
      database, server: database, databaseName: database, postgresVersion: Number(tools!.postgres.version.split('.')[0]), store: placeIn(archiveReader), results: placeIn(results), resultLockDays: 40, targetAgeSeconds: 60, target: scene.target.toISOString(),
      checks: [{ id: 'good', names: { vi: 'Có thay đổi đúng', en: 'The good change is there' }, sql: "SELECT count(*) FROM register.change WHERE what = 'good'", equals: '1' }],
    };
    const ran = await program(['run', '--definition', say('run.json', definition), '--scratch', folder], { ...keysOf(archiveReader), ...keysOf(results, 'RESULTS_'), NDC_BARMAN_BIN: tools!.barman.bin, NDC_POSTGRES_BIN: tools!.postgres.bin });
    expect(ran.stderr).toContain('restore');
    const { ok, key } = JSON.parse(ran.stdout) as { ok: boolean; key: string };
    expect([ran.status, ok, readdirSync(folder)]).toEqual([0, true, []]);

    const signer = join(scene.workshop.folder, 'signer');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', signer]);
    const { partner } = scene.sites;
    const evidence = placeAt(partner, partner.root, 'vault', 'evidence');
    const told = say('collect.json', { database, results: placeIn(results), source: placeIn(archiveReader), evidence: placeIn(evidence), byRole: 'evidence', validDays: 30, lockDays: 40 });
    const collected = await program(['collect', '--definition', told, '--key', signer], { ...keysOf(evidence), ...keysOf(archiveReader, 'FROM_'), ...keysOf(resultsReader, 'RESULTS_') });
    const left = `evidence/${key}`;
    expect(JSON.parse(collected.stdout)).toEqual({ ok: true, results: 1, made: [{ key: left, result: 'passed' }], refused: [], newest: { key, state: 'evidence' } });
    expect(JSON.parse(Buffer.from(await readBytes(connect(evidence), evidence.bucket, left)).toString())).toMatchObject({ kind: 'drill', target: database, result: 'passed', byRole: 'evidence', signature: expect.stringContaining('BEGIN SSH SIGNATURE') });

    const without = await program(['run', '--definition', say('run.json', definition), '--scratch', folder], {});
    expect([without.status, without.stdout, without.stderr]).toEqual([2, '', 'drill: AWS_ACCESS_KEY_ID is not in the environment: mount the Secret of the store\n']);
    const wrong = await program(['run', '--definition', say('run.json', { ...definition, postgresVersion: 'new' })], {});
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/^drill: the definition .*run\.json is not valid:\n.*number.*\n.*postgresVersion/s);
  });

  it('that was interrupted leaves no process, and runs again in the same folder', async () => {
    const folder = folderOf(scene);
    const controller = new AbortController();
    const interrupted = restore(archive, { folder, signal: controller.signal, onStep: () => setTimeout(() => controller.abort(new Error('ended by SIGTERM')), 1500) });
    await expect(interrupted).rejects.toThrow('ended by SIGTERM');
    expect(running(folder)).toEqual([]);
    // As after a machine that stopped: half a copy lies there.
    mkdirSync(join(folder, 'copy', 'data'), { recursive: true });
    const again = await restore(archive, { folder, target: scene.target, expected: scene.atTarget });
    expect(again.reason).toBeUndefined();
    expect(existsSync(join(folder, 'copy'))).toBe(false);
  });
});

/** Command lines that name a folder. */
function running(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(folder));
}
