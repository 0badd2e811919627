/** An S3 store of one site on the loopback: versitygw over a private folder, with versions and users. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { DrillFailure } from '../failure.ts';
import { freePort, runOk, startServer, until, type Server } from '../processes.ts';
import { connect, type Credentials, type StorePlace } from '../store.ts';

export interface Gateway {
  readonly endpoint: string;
  readonly region: string;
  /** The administration of the store. */
  readonly root: Credentials;
  readonly server: Server;
  /** Program, for its own administration. */
  readonly program: string;
}

const region = 'vn-local';

/** Starts a store; its folders are made below `folder`. */
export async function startGateway(program: string, folder: string): Promise<Gateway> {
  for (const name of ['', 'objects', 'versions', 'users']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  const root = newCredentials('root');
  // A port that was free a moment ago may be taken by now: try another.
  for (let round = 0; ; round += 1) {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const server = startServer(program, ['--port', `127.0.0.1:${port}`, '--region', region, '--iam-dir', join(folder, 'users'), '--health', '/healthz', '--quiet', 'posix', '--versioning-dir', join(folder, 'versions'), join(folder, 'objects')], join(folder, 'log'), {
      env: { ROOT_ACCESS_KEY_ID: root.accessKeyId, ROOT_SECRET_ACCESS_KEY: root.secretAccessKey },
    });
    await until('the object store', async () => !server.running() || (await fetch(`${endpoint}/healthz`).then(({ ok }) => ok, () => false)), { patience: 20 });
    if (server.running()) return { endpoint, region, root, server, program };
    if (round === 3) throw new DrillFailure({ en: `the object store does not start; see ${join(folder, 'log')}`, vi: `kho đối tượng không khởi động được; xem ${join(folder, 'log')}` });
  }
}

/** A user of the store who may do what bucket policies allow, and nothing else. */
export async function addUser({ program, endpoint, region, root }: Gateway, name: string): Promise<Credentials> {
  const credentials = newCredentials(name);
  await runOk(program, ['admin', '--endpoint-url', endpoint, '--region', region, 'create-user', '--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey, '--role', 'user'], {
    env: { ADMIN_ACCESS_KEY_ID: root.accessKeyId, ADMIN_SECRET_ACCESS_KEY: root.secretAccessKey },
  });
  return credentials;
}

export interface Grant {
  readonly to: Credentials;
  /** S3 actions, e.g. `GetObject`. */
  readonly actions: readonly string[];
}

/** What an archiver needs: no deletion, no settings, no locks. */
export const writing = ['PutObject', 'GetObject', 'ListBucket', 'ListBucketVersions', 'GetBucketLocation', 'ListBucketMultipartUploads', 'AbortMultipartUpload', 'ListMultipartUploadParts'];
/** What a puller or a collector needs. */
export const reading = ['GetObject', 'GetObjectVersion', 'GetObjectRetention', 'ListBucket', 'ListBucketVersions', 'GetBucketLocation'];
/** What writes once and locks what it writes. */
export const sealing = [...writing, ...reading, 'PutObjectRetention'];

/** What ends copies: it can delete versions that no lock holds, and neither read nor write. */
export const reaping = ['ListBucket', 'ListBucketVersions', 'GetBucketLocation', 'GetObjectRetention', 'DeleteObjectVersion'];

/** Says who may do what in a bucket. */
export async function grant(gateway: Gateway, bucket: string, grants: readonly Grant[]): Promise<void> {
  const policy = { Version: '2012-10-17', Statement: grants.map(({ to, actions }) => ({ Effect: 'Allow', Principal: { AWS: [to.accessKeyId] }, Action: [...new Set(actions)].map((action) => `s3:${action}`), Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] })) };
  await connect({ ...gateway, credentials: gateway.root }).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
}

/** A bucket without versions, for what is thrown away. */
export async function scratchBucket(gateway: Gateway, bucket: string): Promise<void> {
  await connect({ ...gateway, credentials: gateway.root }).send(new CreateBucketCommand({ Bucket: bucket }));
}

export function placeAt({ endpoint, region }: Gateway, credentials: Credentials, bucket: string, prefix = ''): StorePlace {
  return { endpoint, region, bucket, prefix, credentials };
}

function newCredentials(name: string): Credentials {
  return { accessKeyId: `${name}-${randomBytes(4).toString('hex')}`, secretAccessKey: randomBytes(20).toString('hex') };
}
