/** The drill program as the image runs it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { StorePlace } from '../../drill/store.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs drill/main.ts with nothing else in its environment. */
export function program(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'drill', 'main.ts'), ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** A store as definitions name it. */
export const placeIn = ({ endpoint, region, bucket, prefix }: StorePlace) => ({ endpoint, region, bucket, prefix });

/** Its keys as the environment holds them. */
export const keysOf = ({ credentials }: StorePlace, prefix = ''): Record<string, string> => ({ [`${prefix}AWS_ACCESS_KEY_ID`]: credentials.accessKeyId, [`${prefix}AWS_SECRET_ACCESS_KEY`]: credentials.secretAccessKey });
