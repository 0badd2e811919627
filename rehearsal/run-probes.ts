/** Asks every question and holds the answer against the one that must come. */
import { readFileSync } from 'node:fs';
import type { Text } from '../model/finding.ts';
import type { ApiClient, Answer } from './api-client.ts';
import type { Attempt, Expectation, Probe, Reason } from './probe.ts';
import type { Subjects } from './subjects.ts';

/** no-subject: the cluster holds nothing the probe could speak of. unknown: it could not be found out here. Neither counts as passed. */
export type ProbeStatus = 'passed' | 'failed' | 'no-subject' | 'unknown';

export interface ProbeResult {
  readonly id: string;
  readonly status: ProbeStatus;
  readonly guard: string;
  readonly sentence: Text;
  readonly reason: Reason;
  /** User and groups that asked; empty without a subject. */
  readonly who: string;
  /** E.g. `POST /api/v1/namespaces/x/pods`. */
  readonly request: string;
  /** What had to come, in words. */
  readonly expected: string;
  /** HTTP status; 0 when nothing was asked. */
  readonly answer: number;
  readonly message: string;
}

export interface ProbeOptions {
  readonly client: ApiClient;
  readonly subjects: Subjects;
  readonly probes: readonly Probe[];
  /** Path of the audit log. @default - unknown, and with it what it should hold */
  readonly auditLog?: string;
  /** How long a probe that fails is asked again, in milliseconds from the first probe. @default 15000 */
  readonly patience?: number;
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/** Asks all probes. One that fails is asked again while `patience` lasts: policies take effect, and quotas are counted, a moment after they were stored. */
export async function runProbes(options: ProbeOptions): Promise<ProbeResult[]> {
  const { probes, signal, onProgress, patience = 15_000 } = options;
  const started = performance.now();
  const results: ProbeResult[] = [];
  for (const probe of probes) {
    let result = await runProbe(probe, options);
    while (result.status === 'failed' && performance.now() - started < patience) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      signal?.throwIfAborted();
      result = await runProbe(probe, options);
    }
    results.push(result);
    onProgress?.(results.length, probes.length);
  }
  return results;
}

async function runProbe(probe: Probe, { client, subjects, auditLog, signal }: ProbeOptions): Promise<ProbeResult> {
  const attempt = probe.attempt(subjects);
  const { id, guard, sentence, reason } = probe;
  const common = { id, guard, sentence, reason, expected: describe(probe) };
  if (!attempt) return { ...common, status: 'no-subject', who: '', request: '', answer: 0, message: '' };
  const answer = await client.send(attempt, signal);
  const told = { ...common, who: [attempt.as.user, ...attempt.as.groups].join(' '), request: `${attempt.method} ${attempt.path}`, answer: answer.status };
  const met = meets(answer, probe.expect);
  if (met && probe.audited) return { ...told, ...(await inAuditLog(auditLog, attempt)) };
  return { ...told, status: met ? 'passed' : 'failed', message: answer.message };
}

/** Did the answer come that had to come, and for the right reason? */
export function meets({ status, message }: Answer, expect: Expectation): boolean {
  return expect.answer === 'accepted' ? status < 300 : status === expect.status && expect.message.test(message);
}

function describe({ expect, audited }: Probe): string {
  if (expect.answer === 'accepted') return audited ? 'accepted, and in the audit log' : 'accepted';
  return `refused with ${expect.status}: ${expect.message.source}`;
}

interface Event {
  readonly verb?: string;
  readonly requestURI?: string;
  readonly impersonatedUser?: { readonly username?: string; readonly groups?: readonly string[] };
}

/** The log is written after the answer: a little patience. */
async function inAuditLog(path: string | undefined, { as, path: uri }: Attempt): Promise<Pick<ProbeResult, 'status' | 'message'>> {
  if (path === undefined) return { status: 'unknown', message: 'the request was accepted; there is no audit log to look into' };
  for (let tries = 0; tries < 30; tries += 1) {
    const found = lastLines(path).some((event) => event.requestURI === uri && event.impersonatedUser?.username === as.user && as.groups.every((group) => event.impersonatedUser?.groups?.includes(group)));
    if (found) return { status: 'passed', message: '' };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { status: 'failed', message: `the audit log holds no record of ${uri} by ${as.user}` };
}

function lastLines(path: string): Event[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(-400);
  return lines.flatMap((line): Event[] => {
    try {
      return [JSON.parse(line) as Event];
    } catch {
      return []; // the line that is being written
    }
  });
}
