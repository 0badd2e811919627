/** `up` and `down` of labs that outlive the command that starts them. */
import { fork } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../tools/lock.ts';
import { ensureProgram } from '../tools/programs.ts';
import { programs } from './control-plane.ts';
import { etcdWithDefinitions } from './definitions.ts';
import { LabError } from './errors.ts';
import { folderOf, labStatus, labsFolder, socketOf, tell, type LabStatus } from './state.ts';
import type { Message, Order } from './supervisor.ts';

export interface UpOptions {
  readonly name: string;
  /** Cluster that the lab stands for: name of the context. */
  readonly cluster?: string | undefined;
  /** YAML of the definitions to load. */
  readonly definitions?: readonly string[] | undefined;
  /** Port of the API server. @default - a free one */
  readonly port?: number | undefined;
  readonly onStep?: (text: string) => void;
  /** Ends the start; what was started is gone when `labUp` throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Unix sockets have no longer paths on Linux (107) and macOS (103). */
const longestSocket = 103;

/**
 * Starts a lab, or finds the one that runs. What a killed or failed lab left is removed first.
 * @returns its status, and whether it was started now
 * @throws LabError when it cannot be started, or runs already as another cluster
 */
export async function labUp(options: UpOptions): Promise<LabStatus & { readonly started: boolean }> {
  const { name, cluster, onStep = () => {}, signal } = options;
  const folder = folderOf(name);
  if (Buffer.byteLength(socketOf(folder)) > longestSocket) throw new LabError(`the path ${socketOf(folder)} is too long for a socket`, 'put the state of labs elsewhere: NDC_STATE=<short path>');
  try {
    mkdirSync(labsFolder(), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LabError(`the folder ${labsFolder()} cannot be made: ${(error as Error).message}`, 'put the state of labs elsewhere: NDC_STATE=<folder>', { cause: error });
  }
  return withLock(`${folder}.lock`, async () => {
    const present = await labStatus(name);
    if (present?.state === 'running') {
      if (present.cluster !== cluster) throw new LabError(`the lab ${name} runs as ${present.cluster ?? 'a plain control plane'}`, `stop it with \`npx ndc lab down --name ${name}\`, or start another beside it with --name`);
      return { ...present, started: false };
    }
    if (present !== undefined) onStep(`removing what the ${present.state} lab left`);
    removeFolder(folder);
    for (const program of programs) await ensureProgram(program);
    const etcdData = options.definitions && (await etcdWithDefinitions(options.definitions, { onStep, ...(signal && { signal }) }));
    mkdirSync(folder, { mode: 0o700 });
    await supervise({ name, folder, cluster, etcdData, port: options.port }, onStep, signal);
    return { ...(await labStatus(name))!, started: true };
  }, (pid) => onStep(`waiting for process ${pid}, which starts or stops the same lab`));
}

/** Starts the supervisor and waits until its lab is ready. */
async function supervise(order: Order, onStep: (text: string) => void, signal: AbortSignal | undefined): Promise<void> {
  const log = openSync(join(order.folder, 'supervisor.log'), 'a', 0o600);
  const child = fork(join(import.meta.dirname, 'supervisor.ts'), [JSON.stringify(order)], { detached: true, cwd: order.folder, execArgv: [], stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const stop = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  let outcome: Message | undefined;
  try {
    await new Promise<void>((resolve) => {
      child.on('message', (message: Message) => {
        if ('step' in message) onStep(message.step);
        else outcome = message;
        if ('ready' in message) resolve();
      });
      child.once('exit', () => resolve());
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  if (signal?.aborted) {
    await tell(order.folder, 'stop'); // it may have become ready at that moment
    signal.throwIfAborted();
  }
  if (outcome === undefined) throw new LabError('the supervisor of the lab ended before the lab was ready', existsSync(order.folder) ? `see ${join(order.folder, 'supervisor.log')}` : 'run it again');
  if ('failed' in outcome) throw new LabError(outcome.failed, outcome.hint);
  child.unref();
}

/** Programs of a supervisor that was killed this moment may still be writing. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Ends a lab and removes its folder. @returns false when there was none */
export async function labDown(name: string, onStep: (text: string) => void = () => {}): Promise<boolean> {
  const folder = folderOf(name);
  if (!existsSync(folder)) return false;
  return withLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) return false;
    onStep('stopping');
    await tell(folder, 'stop');
    removeFolder(folder);
    return true;
  }, (pid) => onStep(`waiting for process ${pid}, which starts or stops the same lab`));
}
