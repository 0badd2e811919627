/** One database with its archive, taken once for all tests of a file; each test breaks a copy of its own. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { bootstrap } from '../../drill/bootstrap.ts';
import { drill, type DrillOptions, type Source } from '../../drill/drill.ts';
import type { Fingerprint } from '../../drill/fingerprint.ts';
import { placeAt, scratchBucket, type Gateway } from '../../drill/local/gateway.ts';
import { startOrigin } from '../../drill/local/origin.ts';
import { buildSites, type Sites } from '../../drill/local/sites.ts';
import { openWorkshop, type OpenWorkshop } from '../../drill/local/workshop.ts';
import { privateFolder } from '../../drill/postgres.ts';
import type { DrillResult } from '../../drill/result.ts';
import { seal } from '../../drill/seal.ts';
import { connect, listVersions, type StorePlace } from '../../drill/store.ts';
import type { DrillTools } from './support.ts';

export const database = 'sample';

export interface Scene {
  readonly tools: DrillTools;
  readonly workshop: OpenWorkshop;
  readonly sites: Sites;
  /** Between a good transaction and a bad one. */
  readonly target: Date;
  readonly atTarget: Fingerprint;
  readonly atEnd: Fingerprint;
}

/** A base backup, a good change, the target, a bad change, and two segments more. The origin is stopped. */
export async function buildScene(tools: DrillTools): Promise<Scene> {
  const workshop = openWorkshop();
  try {
    const sites = await buildSites(workshop, tools.gateway, database, 2);
    const origin = await startOrigin({ ...tools, archive: { store: sites.archive, server: database }, folder: join(workshop.folder, 'origin'), databaseName: database, variant: 'timeseries', rows: 2000, archiveTimeout: 60 });
    workshop.keep(origin.running);
    await origin.backup();
    await origin.sql("INSERT INTO register.change (record, what) VALUES (1, 'good');");
    const atTarget = await origin.fingerprint();
    const target = await origin.now();
    await origin.sql("DELETE FROM register.change WHERE what <> 'good';");
    await origin.archived();
    await origin.sql("INSERT INTO register.change (record, what) SELECT id, 'later' FROM register.record;");
    await origin.archived();
    await origin.sql("INSERT INTO register.change (record, what) VALUES (2, 'last');");
    const atEnd = await origin.fingerprint();
    await origin.archived();
    await origin.running.server.stop('SIGQUIT');
    await seal(connect(rootOf(sites.primary)), { bucket: sites.archive.bucket, prefix: '', mode: 'COMPLIANCE', duration: 172_800 });
    return { tools, workshop, sites, target, atTarget, atEnd };
  } catch (error) {
    await workshop.close();
    throw error;
  }
}

/** Endpoint and keys of a store's administration. */
export const rootOf = ({ endpoint, region, root }: Gateway) => ({ endpoint, region, credentials: root });

/** A folder of its own for a drill. */
export function folderOf({ workshop, tools }: Scene): string {
  return privateFolder(join(workshop.folder, `d${randomBytes(3).toString('hex')}`), tools.postgres.user ? { user: tools.postgres.user } : {});
}

/** Runs a drill in a folder of its own. */
export async function tryRestore(scene: Scene, source: Source, more: Partial<DrillOptions> = {}): Promise<DrillResult> {
  return drill({ database, lab: true, server: database, databaseName: database, source, postgres: scene.tools.postgres, barman: scene.tools.barman, application: [], folder: more.folder ?? folderOf(scene), patience: 60, versions: {}, ...more });
}

/** A copy of the archive in a bucket of its own, with its administration's key; `change` decides what becomes of each object (`undefined`: left out). */
export async function copyArchive({ sites }: Scene, change: (key: string, body: Buffer) => Buffer | undefined = (_, body) => body): Promise<Source & { kind: 'archive' }> {
  const bucket = `copy-${randomBytes(4).toString('hex')}`;
  await scratchBucket(sites.primary, bucket);
  await copyObjects({ ...placeAt(sites.primary, sites.primary.root, sites.archive.bucket, 'archive') }, bucket, change);
  return { kind: 'archive', store: placeAt(sites.primary, sites.primary.root, bucket, 'archive') };
}

/** An archive whose bucket has versions and locks, for attacks. */
export async function lockedArchive({ sites }: Scene): Promise<StorePlace> {
  const store = placeAt(sites.primary, sites.primary.root, `locked-${randomBytes(4).toString('hex')}`, 'archive');
  const client = connect(store);
  await bootstrap(client, { bucket: store.bucket, versioning: true, lock: { mode: 'COMPLIANCE', days: 1 }, expireOlderAfterDays: null, expireCurrentAfterDays: null, sealed: true });
  await copyObjects(placeAt(sites.primary, sites.primary.root, sites.archive.bucket, 'archive'), store.bucket, (_, body) => body);
  await seal(client, { bucket: store.bucket, prefix: '', mode: 'COMPLIANCE', duration: 86_400 });
  return store;
}

async function copyObjects(from: StorePlace, bucket: string, change: (key: string, body: Buffer) => Buffer | undefined): Promise<void> {
  const client = connect(from);
  for (const { key, versionId, latest, marker } of await listVersions(client, from.bucket, `${from.prefix}/`)) {
    if (!latest || marker) continue;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: from.bucket, Key: key, VersionId: versionId }));
    const body = change(key, Buffer.from(await Body!.transformToByteArray()));
    if (body) await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }
}
