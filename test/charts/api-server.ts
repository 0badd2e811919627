/** The least of a Kubernetes client, for tests that ask a real API server: NDC_TEST_KUBECONFIG names a kubeconfig with a client certificate. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { parse } from 'yaml';

/** Who asks; empty: the kubeconfig's own user. */
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

export const kubeconfig = process.env['NDC_TEST_KUBECONFIG'];

interface Config {
  readonly clusters: readonly { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }[];
  readonly users: readonly { readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string } }[];
}

/** One request. A dry run passes admission and stores nothing. */
export async function ask(method: string, path: string, options: { readonly body?: unknown; readonly as?: Caller; readonly dryRun?: boolean; readonly type?: string } = {}): Promise<Answer> {
  const config = parse(readFileSync(kubeconfig!, 'utf8')) as Config;
  const { server, 'certificate-authority-data': authority } = config.clusters[0]!.cluster;
  const user = config.users[0]!.user;
  const url = new URL(path, server);
  url.searchParams.set('fieldValidation', 'Strict');
  if (options.dryRun === true) url.searchParams.set('dryRun', 'All');
  const decode = (text: string) => Buffer.from(text, 'base64');
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      ca: decode(authority),
      cert: decode(user['client-certificate-data']),
      key: decode(user['client-key-data']),
      headers: {
        'content-type': options.type ?? 'application/json',
        ...(options.as ? { 'impersonate-user': options.as.user, 'impersonate-group': [...options.as.groups, 'system:authenticated'] } : {}),
      },
    }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const body = JSON.parse(text) as Record<string, unknown>;
        const status = response.statusCode ?? 0;
        resolve({ status, message: status >= 400 ? String(body['message']) : '', body });
      });
    });
    call.on('error', reject);
    call.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  });
}
