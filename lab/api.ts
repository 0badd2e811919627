/** The few questions that the lab itself asks of its API server. */
import { request } from 'node:https';

export interface Access {
  /** E.g. `https://127.0.0.1:40123`. */
  readonly server: string;
  /** PEM of the authority that signs the server's certificate. */
  readonly authority: string;
  /** PEM; without them the request is anonymous. */
  readonly certificate?: string;
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** One request; `body` is sent as JSON. @throws Error when there is no answer at all */
export function ask(access: Access, method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, access.server), {
      method,
      ca: access.authority,
      timeout: withinMs(body),
      agent: false,
      ...(access.certificate !== undefined && { cert: access.certificate, key: access.key }),
      headers: body === undefined ? {} : { 'content-type': type },
    }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${path} took more than ${withinMs(body) / 1000} s`)));
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A busy machine needs a while for a large definition. */
const withinMs = (body: unknown) => (body === undefined ? 10_000 : 60_000);

/** Creates or replaces an object by server-side apply. @throws Error with the server's message when it is refused */
export async function apply(access: Access, path: string, object: unknown): Promise<void> {
  const { status, text } = await ask(access, 'PATCH', `${path}?fieldManager=ndc-lab&force=true`, object, 'application/apply-patch+yaml');
  if (status >= 300) throw new Error(`${path}: ${(JSON.parse(text) as { message?: string }).message ?? text}`);
}
