/** Labs in tests: commands as a caller starts them, and what is left of processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Access } from '../../lab/api.ts';
import { leftovers, processFolder } from '../../lab/leftovers.ts';
import { tell } from '../../lab/state.ts';

export const project = join(import.meta.dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const prefix = 'ndc-lab-';
const folders: string[] = [];
/** Unit tests share this module, so each file says itself `afterAll(removeTemporaryFolders)`. */
export const removeTemporaryFolders = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));

/** A folder with a short path (sockets lie in it), removed by `removeTemporaryFolders`. */
export function temporaryFolder(): string {
  const folder = processFolder(prefix);
  folders.push(folder);
  return folder;
}

/** Ends labs of test runs that were killed, and removes their folders. */
export async function removeLeftLabs(): Promise<void> {
  for (const folder of leftovers(prefix)) {
    const labs = join(folder, 'labs');
    for (const name of existsSync(labs) ? readdirSync(labs) : []) await tell(join(labs, name), 'stop');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts `ndc` with its labs in a folder of their own. */
export function startNdc(args: readonly string[], state: string): { readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly said: (text: string) => Promise<void> } {
  return startNode([join(project, 'scripts', 'ndc.ts'), ...args], { NDC_STATE: state });
}

/** Starts Node in the project; `said` waits until a text was printed on stderr. */
export function startNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof startNdc> {
  const child = spawn(process.execPath, args, { cwd: project, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
  const said = async (text: string): Promise<void> => {
    while (!stderr.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended before it said "${text}": ${stderr}`);
      await sleep(20);
    }
  };
  return { child, ended, said };
}

/** Process ids of all that works in a folder or below it, or names it on its command line. Linux. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => pid !== process.pid && `${read(() => readlinkSync(`/proc/${pid}/cwd`))}\0${commandOf(pid)}`.includes(folder));
}

/** Empty when the process is gone or a zombie. */
const commandOf = (pid: number): string => read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));

function read(file: () => string): string {
  try {
    return file();
  } catch {
    return '';
  }
}

/** Which of the processes still run. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => commandOf(pid) !== '');
}

/** Waits until something is so. @throws Error when it is not in time */
export async function eventually(question: () => boolean | Promise<boolean>, patienceMs = 10_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`not so after ${patienceMs} ms`);
    await sleep(20);
  }
}

/** Access of the kubeconfig's user. */
export function accessOf(path: string): Access {
  const config = parse(readFileSync(path, 'utf8')) as { clusters: { cluster: Record<string, string> }[]; users: { user: Record<string, string> }[] };
  const text = (value?: string) => Buffer.from(value ?? '', 'base64').toString();
  const { server, 'certificate-authority-data': authority } = config.clusters[0]!.cluster;
  const user = config.users[0]!.user;
  return { server: server!, authority: text(authority), certificate: text(user['client-certificate-data']), key: text(user['client-key-data']) };
}
