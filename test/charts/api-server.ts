/** The least of a Kubernetes client, for tests that ask a real API server: a control plane of the lab. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Access } from '../../lab/api.ts';
import { startControlPlane, type ControlPlane } from '../../lab/control-plane.ts';

/** Who asks; empty: the administrator. */
export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
}

export interface Answer {
  readonly status: number;
  /** Kubernetes' message of a refusal, else empty. */
  readonly message: string;
  readonly body: Record<string, unknown>;
}

let access: Access | undefined;

/** Starts a control plane before the tests of a file and stops it after them. */
export function withControlPlane(): void {
  let plane: ControlPlane | undefined;
  beforeAll(async () => {
    plane = await startControlPlane({ folder: join(mkdtempSync(join(tmpdir(), 'ndc-charts-')), 'plane') });
    access = plane.admin;
  });
  afterAll(async () => {
    await plane?.stop();
    if (plane) rmSync(dirname(plane.folder), { recursive: true });
  });
}

/** One request. A dry run passes admission and stores nothing. */
export async function ask(method: string, path: string, options: { readonly body?: unknown; readonly as?: Caller; readonly dryRun?: boolean; readonly type?: string } = {}): Promise<Answer> {
  const { server, authority, certificate, key } = access!;
  const url = new URL(path, server);
  url.searchParams.set('fieldValidation', 'Strict');
  if (options.dryRun === true) url.searchParams.set('dryRun', 'All');
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      ca: authority,
      cert: certificate,
      key,
      headers: {
        'content-type': options.type ?? 'application/json',
        ...(options.as ? { 'impersonate-user': options.as.user, 'impersonate-group': [...options.as.groups, 'system:authenticated'] } : {}),
      },
    }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        // A path that no API serves is answered in plain words.
        const body = (text.startsWith('{') ? JSON.parse(text) : { message: text }) as Record<string, unknown>;
        const status = response.statusCode ?? 0;
        resolve({ status, message: status >= 400 ? String(body['message']) : '', body });
      });
    });
    call.on('error', reject);
    call.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  });
}
