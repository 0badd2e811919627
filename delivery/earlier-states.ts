/**
 * Earlier states of a stack, kept as copies beside the state. Not by versions of the bucket: on a versioned bucket some stores leave a delete marker where the lock was, which counts as
 * a lock for ever. The store copies the bytes as they lie there, so an encrypted state stays encrypted.
 */
import { CopyObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { EngineError } from './engine.ts';

/** What the backend of a stack says about its store; credentials come from the environment, as for the engine. */
export interface S3Backend {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly endpoints: { readonly s3: string };
}

/** A copy; its key sorts by the time at which the state was written. */
export interface EarlierState {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

const folderOf = ({ key }: S3Backend): string => `earlier/${key}/`;

/**
 * Copies the present state. Called between plan and apply: an engine refuses a plan that was made for another state, so what is copied is what the apply replaces.
 * Copying the same state again changes nothing.
 * @returns the copy's key; undefined when there is no state yet
 * @throws EngineError when the store refuses
 */
export async function keepState(backend: S3Backend): Promise<string | undefined> {
  const { bucket, key } = backend;
  return atStore(backend, async (client) => {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
      throw error;
    });
    if (head === undefined) return undefined;
    const written = head.LastModified!.toISOString().replaceAll(':', '-');
    const copy = `${folderOf(backend)}${written}-${head.ETag!.replaceAll(/\W/g, '').slice(0, 12)}`;
    await client.send(new CopyObjectCommand({ Bucket: bucket, Key: copy, CopySource: `${bucket}/${key}`, CopySourceIfMatch: head.ETag! }));
    return copy;
  });
}

/** The copies of a stack's state, oldest first. @throws EngineError when the store refuses */
export async function earlierStates(backend: S3Backend): Promise<EarlierState[]> {
  return atStore(backend, async (client) => {
    const found: EarlierState[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: backend.bucket, Prefix: folderOf(backend), ContinuationToken: token }));
      found.push(...(page.Contents ?? []).map(({ Key, Size }) => ({ key: Key!, size: Size ?? 0 })));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  });
}

async function atStore<T>(backend: S3Backend, work: (client: S3Client) => Promise<T>): Promise<T> {
  const client = new S3Client({ endpoint: backend.endpoints.s3, region: backend.region, forcePathStyle: true, maxAttempts: 3, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' });
  try {
    return await work(client);
  } catch (error) {
    throw new EngineError(`the store of states ${backend.endpoints.s3} refuses: ${(error as Error).message}`, `see that it is reached from here and that the credentials in the environment may read and write the bucket ${backend.bucket}`);
  } finally {
    client.destroy();
  }
}
