/** What a probe is: a sentence, a reason, somebody who asks, and the answer that must come. */
import type { Text } from '../model/finding.ts';
import type { Caller, Request } from './api-client.ts';
import type { Subjects } from './subjects.ts';

export interface Reason {
  readonly text: Text;
  /** Law or guide, with article or section. */
  readonly source: string;
}

/** The answer that must come. A refusal for another reason is none. */
export type Expectation =
  | { readonly answer: 'accepted' }
  | { readonly answer: 'refused'; readonly status: number; readonly message: RegExp };

/** A request as somebody. */
export type Attempt = Request & { readonly as: Caller };

export interface Probe {
  /** `<subject>/<what>`; stable. */
  readonly id: string;
  readonly sentence: Text;
  readonly reason: Reason;
  /** What refuses: `admission/<policy>`, `pod-security`, `quota`, `rbac`, `node`, `api-server`; for what must work: `none`. */
  readonly guard: string;
  /** The request, or undefined when the cluster holds nothing it could speak of. */
  readonly attempt: (subjects: Subjects) => Attempt | undefined;
  readonly expect: Expectation;
  /** The request must also stand in the audit log. */
  readonly audited?: true;
}

export const accepted: Expectation = { answer: 'accepted' };

/** RBAC says no, to this verb on this resource. */
export function forbidden(verb: string, resource: string): Expectation {
  return { answer: 'refused', status: 403, message: new RegExp(`is forbidden: User "[^"]+" cannot ${verb} resource "${resource.replaceAll('.', '\\.')}" in API group`) };
}

/** An admission policy says no, and its message says so too. */
export function denied(policy: string, words = ''): Expectation {
  return { answer: 'refused', status: 422, message: new RegExp(`ValidatingAdmissionPolicy 'ndc-${policy}' with binding 'ndc-${policy}' denied request: admission/${policy}: .*${words}`) };
}

export function refused(status: number, message: RegExp): Expectation {
  return { answer: 'refused', status, message };
}
