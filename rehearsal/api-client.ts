/** The least of a Kubernetes client: requests with impersonation over connections that are kept. */
import { Agent, request } from 'node:https';
import { RehearsalError } from './errors.ts';
import type { Endpoint } from './kubeconfig.ts';

/** Who asks, by impersonation. Kubernetes adds the group `system:authenticated` itself. */
export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with its query. */
  readonly path: string;
  /** Object, or its text. */
  readonly body?: unknown;
  /** Content type of a PATCH. @default 'application/json' */
  readonly type?: string;
  readonly accept?: string;
  /** @default - the client certificate's own user */
  readonly as?: Caller;
}

export interface Answer {
  readonly status: number;
  /** Kubernetes' message of a refusal, else empty. */
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Warnings of the server, e.g. of Pod Security. */
  readonly warnings: readonly string[];
}

export const mergePatch = 'application/merge-patch+json';
export const applyPatch = 'application/apply-patch+yaml';

/** Connections of one client: more give nothing on two cores, since the server does the work. */
export const connections = 8;

/** How long a server may be away before the client gives up, in milliseconds. */
const patience = 60_000;

/** Errors of a connection that a server which comes back can heal. */
const healing = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** Longest wait for one answer, in milliseconds. */
const answerWithin = 60_000;

export class ApiClient {
  readonly #agent: Agent;
  readonly #server: string;

  constructor({ server, ca, cert, key }: Endpoint) {
    this.#server = server;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, ca, cert, key });
  }

  /** One request, without a second try. */
  async once({ method, path, body, as, type, accept }: Request, signal?: AbortSignal): Promise<Answer> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const call = request(`${this.#server}${path}`, {
        agent: this.#agent,
        method,
        timeout: answerWithin,
        ...(signal ? { signal } : {}),
        headers: {
          accept: accept ?? 'application/json',
          ...(text === undefined ? {} : { 'content-type': type ?? 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...(as ? { 'impersonate-user': as.user, 'impersonate-group': [...as.groups] } : {}),
        },
      }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const { warning } = response.headers;
          resolve({ status, ...read(status, Buffer.concat(parts).toString('utf8')), warnings: warning === undefined ? [] : [warning] });
        });
      });
      call.on('timeout', () => call.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })));
      call.on('error', reject);
      call.end(text);
    });
  }

  /**
   * One request, tried again while the server is away, is busy or saw another writer. Only for requests that may be repeated.
   * @throws RehearsalError when the server stays away
   */
  async send(request: Request, signal?: AbortSignal): Promise<Answer> {
    const started = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        const answer = await this.once(request, signal);
        if (!passing(answer) || attempt >= 8) return answer;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined || !healing.has(code)) throw error;
        if (performance.now() - started > patience) throw new RehearsalError(`the API server ${this.#server} does not answer (${code})`, 'see the logs of the lab: npx ndc lab status');
      }
      await pause(Math.min(50 * 2 ** attempt, 2_000), signal);
    }
  }

  /** Ends all connections. */
  close(): void {
    this.#agent.destroy();
  }
}

/** Refusals that pass by themselves: conflicts, a busy server, a quota that nobody counted yet, a definition that is not served yet. */
function passing({ status, message }: Answer): boolean {
  return status === 409 && /the object has been modified|Operation cannot be fulfilled|object is being deleted/.test(message)
    // A value of the wrong type is answered with 500.
    || status === 429 || status >= 500 && status !== 501 && !/failed to create typed patch object/.test(message)
    || status === 403 && /status unknown for quota|not yet ready to handle request/.test(message);
}

function read(status: number, text: string): { readonly message: string; readonly body: Readonly<Record<string, unknown>> } {
  if (text === '') return { message: status >= 400 ? `status ${status}` : '', body: {} };
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    return { body, message: status >= 400 ? String(body['message'] ?? `status ${status}`) : '' };
  } catch {
    return { body: {}, message: status >= 400 ? text.trim() : '' };
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}
