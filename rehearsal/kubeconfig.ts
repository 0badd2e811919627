/** Where an API server listens and who we are there, read from a kubeconfig. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { RehearsalError } from './errors.ts';

export interface Endpoint {
  /** Address, e.g. `https://127.0.0.1:6443`. */
  readonly server: string;
  /** Certificates in PEM. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const base64 = z.string().transform((text) => Buffer.from(text, 'base64').toString('utf8'));
const schema = z.object({
  'current-context': z.string(),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
  clusters: z.array(z.object({ name: z.string(), cluster: z.object({ server: z.string(), 'certificate-authority-data': base64 }) })),
  users: z.array(z.object({ name: z.string(), user: z.object({ 'client-certificate-data': base64, 'client-key-data': base64 }) })),
});

/** Hosts of this machine alone. A rehearsal writes and deletes at will, so it never goes to a cluster somebody uses. */
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Reads the current context.
 * @throws RehearsalError when the file cannot be read, holds no client certificate, or names a server beyond this machine
 */
export function readKubeconfig(path: string): Endpoint {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new RehearsalError(`the kubeconfig ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, 'give the kubeconfig of a lab: npx ndc lab up');
  }
  const parsed = schema.safeParse(quietly(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new RehearsalError(`${path} is not a kubeconfig with a client certificate: ${issue.path.join('/')}: ${issue.message}`, 'give the kubeconfig of a lab: npx ndc lab up');
  }
  const { contexts, clusters, users } = parsed.data;
  const name = parsed.data['current-context'];
  const context = contexts.find((item) => item.name === name)?.context;
  const cluster = clusters.find((item) => item.name === context?.cluster)?.cluster;
  const user = users.find((item) => item.name === context?.user)?.user;
  if (!cluster || !user) throw new RehearsalError(`${path}: the current context ${name} names no cluster or no user of the file`, 'give the kubeconfig of a lab: npx ndc lab up');
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  if (url?.protocol !== 'https:' || !loopback.has(url.hostname)) {
    throw new RehearsalError(`${path}: ${cluster.server} is not a server of this machine; a rehearsal writes and deletes at will, so it takes labs only`, 'give the kubeconfig of a lab: npx ndc lab up');
  }
  return { server: cluster.server, ca: cluster['certificate-authority-data'], cert: user['client-certificate-data'], key: user['client-key-data'] };
}

function quietly(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
