/** Words of the program as the image runs them: what they do, what they print, and what they say to bad input. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeAt, scratchBucket, startGateway, type Gateway } from '../../drill/local/gateway.ts';
import { openWorkshop, type OpenWorkshop } from '../../drill/local/workshop.ts';
import { connect, listVersions, lockOf, readBytes, type StorePlace } from '../../drill/store.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { keysOf, placeIn, program, type Ended } from './program.ts';

needGo('the program of the image');

describe.skipIf(!hasGo)('the program of the image', () => {
  let workshop: OpenWorkshop;
  let gateway: Gateway;
  let [site, vault, other]: StorePlace[] = [];
  beforeAll(async () => {
    const versitygw = await ensureProgram('versitygw');
    workshop = openWorkshop();
    gateway = workshop.keep(await startGateway(versitygw, join(workshop.folder, 'store')));
    [site, vault, other] = [placeAt(gateway, gateway.root, 'backup--land--north', 'land'), placeAt(gateway, gateway.root, 'copy--land--north'), placeAt(gateway, gateway.root, 'recovered', 'land')];
    await scratchBucket(gateway, other.bucket);
  }, 300_000);
  afterAll(() => workshop?.close());

  const file = (name: string, content: unknown): string => {
    const path = join(workshop.folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const both = (): Record<string, string> => ({ ...keysOf(vault!), ...keysOf(site!, 'FROM_') });
  const run = (word: string, definition: unknown, more: readonly string[] = [], env: Readonly<Record<string, string>> = both()): Promise<Ended> => program([word, '--definition', file(`${word}.json`, definition), ...more], env);
  const parsed = ({ stdout }: Ended): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
  const put = (key: string, body: string) => connect(site!).send(new PutObjectCommand({ Bucket: site!.bucket, Key: key, Body: body }));
  const lock = { mode: 'COMPLIANCE', days: 2 };
  const bucket = (name: string, more: object = {}) => ({ bucket: name, versioning: true, lock, expireOlderAfterDays: null, expireCurrentAfterDays: null, sealed: true, ...more });
  const store = () => ({ endpoint: gateway.endpoint, region: gateway.region });
  const pulling = (more: object = {}) => ({ from: placeIn(site!), to: placeIn(vault!), ...lock, expireAfterDays: 2, ...more });

  it('bootstrap makes buckets what they must be; again it changes nothing; what a store does not do is told by name with status 1', async () => {
    const wish = { store: store(), buckets: [bucket(site!.bucket), bucket(vault!.bucket)] };
    const first = await run('bootstrap', wish);
    expect([first.status, first.stderr, parsed(first)['ok']]).toEqual([0, '', true]);
    const again = parsed(await run('bootstrap', wish))['buckets'] as { settings: { state: string }[] }[];
    expect(new Set(again.flatMap(({ settings }) => settings.map(({ state }) => state)))).toEqual(new Set(['same']));
    const refused = await run('bootstrap', { store: store(), buckets: [bucket(vault!.bucket, { expireCurrentAfterDays: 3 })] });
    expect([refused.status, parsed(refused)['ok'], refused.stdout.includes('the store does not offer it (501 NotImplemented)')]).toEqual([1, false, true]);
  });

  it('pull copies what is new, once; encrypted to the recipient of a file', async () => {
    await put('land/wals/a', 'one');
    const recipient = file('recipient', `${await identityToRecipient(await generateX25519Identity())}\n`);
    const first = await run('pull', pulling({ freshWithinSeconds: 3600 }), ['--recipient', recipient]);
    expect([first.status, first.stderr, parsed(first)]).toEqual([0, '', { ok: true, versions: 1, copied: 1, bytes: 3, newest: expect.any(String) as string }]);
    expect(parsed(await run('pull', pulling(), ['--recipient', recipient]))).toMatchObject({ ok: true, versions: 1, copied: 0 });
    const [copy] = await listVersions(connect(vault!), vault!.bucket, 'wals/');
    expect(Buffer.from(await readBytes(connect(vault!), vault!.bucket, copy!.key)).toString()).toMatch(/^age-encryption/);
  });

  it('pull ends with status 1 where the site archives nothing new', async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, 2100);
    });
    const stale = await run('pull', pulling({ freshWithinSeconds: 1 }));
    expect([stale.status, parsed(stale)]).toEqual([1, expect.objectContaining({ ok: false, copied: 0, reason: { en: expect.stringMatching(/^the newest object in backup--land--north\/land is of .*, and 1 s are allowed: the site archives nothing new$/) as string, vi: expect.any(String) as string } })]);
    const empty = await run('pull', { ...pulling({ freshWithinSeconds: 60 }), from: { ...placeIn(site!), prefix: 'nothing' } });
    expect([empty.status, empty.stdout.includes('is not there yet, and 60 s are allowed')]).toEqual([1, true]);
  });

  it('seal locks what was left without a lock, once', async () => {
    const first = await run('seal', { store: { ...placeIn(site!), prefix: '' }, ...lock }, [], keysOf(site!));
    expect([first.status, parsed(first)['ok'], Number(parsed(first)['sealed'])]).toEqual([0, true, Number(parsed(first)['versions'])]);
    const [version] = await listVersions(connect(site!), site!.bucket, 'land/');
    expect((await lockOf(connect(site!), site!.bucket, version!.key, version!.versionId))!.mode).toBe('COMPLIANCE');
    expect(parsed(await run('seal', { store: { ...placeIn(site!), prefix: '' }, ...lock }, [], keysOf(site!)))).toMatchObject({ sealed: 0 });
  });

  it('recover brings back the last version before a moment', async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, 1100);
    });
    const attack = new Date().toISOString();
    await put('land/wals/a', 'pay');
    await connect(site!).send(new DeleteObjectCommand({ Bucket: site!.bucket, Key: 'land/wals/a' }));
    const recovered = await run('recover', { from: placeIn(site!), to: placeIn(other!), before: attack }, [], { ...keysOf(other!), ...keysOf(site!, 'FROM_') });
    expect([recovered.status, parsed(recovered)]).toEqual([0, { ok: true, objects: 1, bytes: 3 }]);
    expect(Buffer.from(await readBytes(connect(other!), other!.bucket, 'land/wals/a')).toString()).toBe('one');
  });

  it('reap removes nothing that is not over', async () => {
    const reaped = await run('reap', { store: placeIn(vault!), expireAfterDays: 2, freshWithinDays: 1, most: 100 }, [], keysOf(vault!));
    expect([reaped.status, parsed(reaped)]).toEqual([0, { ok: true, versions: 3, removed: 0, locked: 0, left: 0, refused: [] }]);
  });

  it.each<[string, () => Promise<Ended>, RegExp]>([
    ['no word', () => program([], {}), /^drill: usage: drill run\|bootstrap\|seal\|pull\|reap\|recover\|collect --definition FILE /],
    ['a word that is none', () => program(['destroy', '--definition', 'x'], {}), /^drill: usage: /],
    ['a word of JavaScript', () => program(['toString', '--definition', 'x'], {}), /^drill: usage: /],
    ['two words', () => program(['seal', 'pull', '--definition', 'x'], {}), /^drill: usage: /],
    ['an option that is none', () => program(['seal', '--force'], {}), /^drill: Unknown option '--force'/],
    ['no definition', () => program(['seal'], {}), /^drill: usage: /],
    ['a definition that is not there', () => program(['seal', '--definition', '/nowhere/x.json'], {}), /^drill: there is no file \/nowhere\/x\.json: mount it, or name the right one\n$/],
    ['a definition that is no JSON', () => run('seal', '{mode: x}'), /^drill: the definition .*seal\.json is no JSON: /],
    ['a key that no definition has', () => run('seal', { store: placeIn(vault!), ...lock, force: true }), /^drill: the definition .*seal\.json is not valid:\n.*Unrecognized key: "force"\n$/],
    ['a lock without an end', () => run('bootstrap', { store: store(), buckets: [bucket('plain', { lock: { mode: 'COMPLIANCE', days: 0 } })] }), /is not valid:\n.*>=1.*\n.*buckets\[0\]\.lock\.days\n$/],
    ['an end before the lock', () => run('pull', pulling({ expireAfterDays: 1 })), /is not valid:\n.*a copy cannot end before its lock: give at least the days of the lock\n.*expireAfterDays\n$/],
    ['an address that is none', () => run('seal', { store: { ...placeIn(vault!), endpoint: 'north' }, ...lock }), /is not valid:\n.*Invalid URL\n.*store\.endpoint\n$/],
    ['no keys', () => run('seal', { store: placeIn(vault!), ...lock }, [], {}), /^drill: AWS_ACCESS_KEY_ID is not in the environment: mount the Secret of the store\n$/],
    ['no keys of the other store', () => run('pull', pulling(), [], keysOf(vault!)), /^drill: FROM_AWS_ACCESS_KEY_ID is not in the environment: mount the Secret of the store\n$/],
    ['keys that the store does not know', () => run('seal', { store: placeIn(vault!), ...lock }, [], keysOf({ ...vault!, credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } })), /^drill: the store refused: 403 InvalidAccessKeyId .*: look at the key, and at what its store allows it\n$/],
    ['a bucket that is not there', () => run('seal', { store: { ...placeIn(vault!), bucket: 'not-there' }, ...lock }), /^drill: the store refused: 404 NoSuchBucket .*: look at the name of the bucket, and whether its bootstrap has run\n$/],
    ['a store that does not answer', () => run('seal', { store: { ...placeIn(vault!), endpoint: 'http://127.0.0.1:1' }, ...lock }), /^drill: the store does not answer \(ECONNREFUSED 127\.0\.0\.1:1\): look at its endpoint/],
    ['a recipient that is not there', () => run('pull', pulling(), ['--recipient', '/nowhere/recipient']), /^drill: there is no file \/nowhere\/recipient/],
    ['an empty recipient', () => run('pull', pulling(), ['--recipient', file('empty', '')]), /is not valid:\n.*age1.*\n.*recipient\n$/],
    ['a moment that is none', () => run('recover', { from: placeIn(site!), to: placeIn(other!), before: 'yesterday' }), /is not valid:\n.*ISO datetime\n.*before\n$/],
    ['no key that signs', () => run('collect', {}), /^drill: --key is missing: name the SSH key of the role that signs\n$/],
  ])('says clearly, in one message without a trace and with status 2: %s', async (_, ended, said) => {
    const { status, stdout, stderr } = await ended();
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
