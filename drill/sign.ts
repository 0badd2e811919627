/** SSH signatures over evidence. The key is named by its path, read by ssh-keygen alone and never stored. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../model/schema/governance.ts';
import { DrillFailure } from './failure.ts';
import { lastLines, run } from './processes.ts';

/** What a signature is for; a signature made for another use does not fit. */
const namespace = 'ndc-evidence';

/** The bytes that are signed: the evidence without its signature, keys sorted at every depth, one line. */
export function signedBytes(evidence: Omit<Evidence, 'signature'>): string {
  const { signature: _, ...rest } = evidence as Evidence;
  return `${JSON.stringify(sorted(rest))}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** @param key path of a private key, or of a public one whose private half an agent holds */
export async function signEvidence(evidence: Omit<Evidence, 'signature'>, key: string): Promise<Evidence> {
  const { status, stdout, stderr } = await run('ssh-keygen', ['-Y', 'sign', '-q', '-n', namespace, '-f', key], { input: signedBytes(evidence), env: agent() });
  if (status !== 0 || !stdout.includes('BEGIN SSH SIGNATURE')) {
    throw new DrillFailure({ en: `evidence cannot be signed with ${key}: ${lastLines(stderr, 1)}`, vi: `không ký được minh chứng bằng ${key}: ${lastLines(stderr, 1)}` });
  }
  return { ...evidence, signature: stdout };
}

function agent(): Record<string, string> {
  const socket = process.env['SSH_AUTH_SOCK'];
  return socket === undefined ? {} : { SSH_AUTH_SOCK: socket };
}

/**
 * Whether the evidence is signed, unchanged, by one of the keys of its role.
 * @param keys SSH public keys that may sign for `evidence.byRole`
 */
export async function verifyEvidence(evidence: Evidence, keys: readonly string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-verify-'));
  try {
    writeFileSync(join(folder, 'signers'), keys.map((key) => `${evidence.byRole} ${key}\n`).join(''));
    writeFileSync(join(folder, 'signature'), evidence.signature);
    const { status } = await run('ssh-keygen', ['-Y', 'verify', '-n', namespace, '-f', join(folder, 'signers'), '-I', evidence.byRole, '-s', join(folder, 'signature')], { input: signedBytes(evidence) });
    return status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
