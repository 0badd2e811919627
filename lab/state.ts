/** What is known of the labs of this user: one folder each, with a supervisor that listens on a socket in it as long as the lab runs. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { writeAtomically } from '../tools/cache.ts';
import { LabError } from './errors.ts';

/** What the supervisor writes down about its lab. */
export interface LabRecord {
  readonly name: string;
  /** Cluster whose definitions are loaded, and the name of the context; absent for a lab with Kubernetes' own kinds alone. */
  readonly cluster?: string;
  readonly server: string;
  /** Absolute path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly auditLog: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Process id of the supervisor. */
  readonly pid: number;
  /** Process ids of its programs. */
  readonly programs: Readonly<Record<string, number>>;
  /** Why it ended by itself. */
  readonly reason?: string;
}

/** `running`: the supervisor answers. `failed`: a program ended too often, see `reason`. `ended`: the supervisor was killed; what is left is files. */
export type LabState = 'running' | 'failed' | 'ended';

export interface LabStatus extends Partial<Omit<LabRecord, 'name'>> {
  readonly name: string;
  readonly state: LabState;
  readonly folder: string;
}

/** `$NDC_STATE/labs`, else `$XDG_STATE_HOME/ndc/labs`, else `~/.local/state/ndc/labs`. */
export function labsFolder(): string {
  const own = process.env['NDC_STATE'];
  const xdg = process.env['XDG_STATE_HOME'];
  const root = own ? resolve(own) : join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'state'), 'ndc');
  return join(root, 'labs');
}

/** @throws LabError for a name that no folder should have */
export function folderOf(name: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
    throw new LabError(`"${name}" is no name for a lab`, 'use at most 32 lower-case letters, digits and hyphens, e.g. second');
  }
  return join(labsFolder(), name);
}

export const socketOf = (folder: string): string => join(folder, 'supervisor.sock');
const recordOf = (folder: string): string => join(folder, 'lab.json');

export function writeRecord(folder: string, record: LabRecord): void {
  writeAtomically(recordOf(folder), `${JSON.stringify(record, null, 2)}\n`);
}

/** @returns undefined when there is no such lab */
export async function labStatus(name: string): Promise<LabStatus | undefined> {
  const folder = folderOf(name);
  if (!existsSync(folder)) return undefined;
  const answer = await tell(folder, 'status');
  if (answer) return { ...(JSON.parse(answer) as LabRecord), state: 'running', folder };
  const record = existsSync(recordOf(folder)) ? (JSON.parse(readFileSync(recordOf(folder), 'utf8')) as LabRecord) : undefined;
  return { ...record, name, state: record?.reason === undefined ? 'ended' : 'failed', folder };
}

/** All labs, by name. */
export async function allLabs(): Promise<LabStatus[]> {
  const root = labsFolder();
  const names = existsSync(root) ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.includes('.')).map((entry) => entry.name).sort() : [];
  return (await Promise.all(names.map(labStatus))).filter((status) => status !== undefined);
}

/**
 * Says a word to the supervisor and waits until it hangs up.
 * @returns what it answered: its record for `status`, nothing for `stop`; undefined when there is none
 */
export function tell(folder: string, word: 'status' | 'stop'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketOf(folder));
    let answer: string | undefined;
    socket.once('connect', () => {
      answer = '';
      socket.end(word);
    });
    socket.on('data', (text) => (answer = `${answer}${text.toString()}`));
    socket.once('error', () => {}); // nobody listens: close follows
    socket.once('close', () => resolve(answer));
  });
}
