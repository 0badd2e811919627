/** A real Kubernetes control plane (etcd, kube-apiserver, kube-controller-manager) on the loopback interface, without nodes: it decides what is valid, and runs no pod. */
import { cpSync, mkdirSync, rmSync, writeFileSync, constants } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureProgram } from '../tools/programs.ts';
import { ask, type Access } from './api.ts';
import { makeAuthority, makeSigner, type Authority, type Subject } from './certificates.ts';
import { clusterInfo } from './cluster-info.ts';
import { apiServerArguments, configurationFiles, controllerArguments, etcdArguments, kubeconfig, serverHosts, type Ports } from './configuration.ts';
import { LabError } from './errors.ts';
import { keep, type Kept } from './keeper.ts';
import { freePorts, loopback } from './ports.ts';
import type { Program } from './process.ts';
import { diskFull, prepareFolder } from './requirements.ts';

export interface ControlPlaneOptions {
  /** A folder of its own, absent or empty; made with mode 0700. Holds everything: keys, data, logs. */
  readonly folder: string;
  /** Data of a stopped etcd to start from, e.g. with definitions in it (lab/definitions.ts); copied, never written to. @default - empty */
  readonly etcdData?: string;
  /** Names of contexts in every kubeconfig, e.g. ids of clusters. @default ['lab'] */
  readonly contexts?: readonly string[];
  /** Port of the API server. @default - a free one */
  readonly port?: number;
  /** Whether kube-controller-manager runs. Without it namespaces get no accounts and nothing is deleted in cascade. @default true */
  readonly controllers?: boolean;
  /** Told what is under way. */
  readonly onStep?: (text: string) => void;
  /** Ends the start early: what runs is stopped, the folder is removed, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

export interface ControlPlane {
  readonly folder: string;
  /** E.g. `https://127.0.0.1:40123`. */
  readonly server: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly authority: string;
  /** Path of the kubeconfig of an administrator (system:masters). */
  readonly kubeconfig: string;
  /** Path of the audit log: one JSON event a line, as the policy of charts/cluster says. */
  readonly auditLog: string;
  /** How the lab itself asks as the administrator. */
  readonly admin: Access;
  /** Settles when a program ended too often to be started again, or the disk is full; then the control plane is of no use and wants to be stopped. */
  readonly failed: Promise<LabError>;
  /** Process ids by program. */
  pids(): Readonly<Record<string, number>>;
  /** Writes the kubeconfig of another user with a client certificate of its own, and gives its path. `name` is a file name. */
  identity(name: string, user: string, groups: readonly string[]): Promise<string>;
  /** Ends all programs and removes the folder. Idempotent. `keep` leaves the folder, with the data of an etcd that ended in order. */
  stop(options?: { readonly keep?: boolean }): Promise<void>;
}

/** Programs by their names in tools/programs.yaml, built or found: `ensurePrograms` first shows progress where building takes minutes. */
export const programs = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const;

const readyMs = 90_000;

/**
 * Starts a control plane; every call makes one of its own, side by side with others. Its programs end with this process, however that ends.
 * @throws LabError when folder, port, disk or memory is missing or a program does not come up; ToolError when a program cannot be built
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const paths: Record<string, string> = {};
  for (const name of programs) paths[name] = await ensureProgram(name);
  prepareFolder(options.folder);
  try {
    return await start(options, paths);
  } catch (error) {
    const full = diskFull(options.folder, error);
    rmSync(options.folder, { recursive: true, force: true });
    throw full ?? error;
  }
}

async function start(options: ControlPlaneOptions, paths: Readonly<Record<string, string>>): Promise<ControlPlane> {
  const { folder, port = 0, contexts = ['lab'], controllers = true, onStep = () => {}, signal } = options;
  onStep('making certificates');
  const authorities = await writeFiles(folder, options.etcdData);
  const [server, etcd, etcdPeer, controllersPort] = await freePorts(4, port);
  const ports: Ports = { server: server!, etcd: etcd!, etcdPeer: etcdPeer!, controllers: controllersPort! };
  const address = `https://${loopback}:${ports.server}`;
  const writeKubeconfig = async (file: string, subject: Subject): Promise<Access> => {
    const pair = await authorities.cluster.issue(subject);
    write(folder, file, kubeconfig(address, authorities.cluster.certificate, { name: subject.commonName, ...pair }, contexts));
    return { server: address, authority: authorities.cluster.certificate, ...pair };
  };
  const admin = await writeKubeconfig('kubeconfig', { commonName: 'lab-admin', organizations: ['system:masters'] });
  await writeKubeconfig('controllers.kubeconfig', { commonName: 'system:kube-controller-manager' });

  const program = (name: string, args: readonly string[]): Program => ({ name, path: paths[name]!, args, folder, log: join(folder, 'log', `${name}.log`) });
  const kept: Kept[] = [];
  const launch = (name: string, args: readonly string[]): void => void kept.push(keep(program(name, args)));
  const stopAll = async (): Promise<void> => {
    // The store last: whoever still writes ends first.
    for (const one of [...kept].reverse()) await one.stop(one.name === 'etcd' ? 10_000 : 2_000);
  };
  try {
    onStep('starting etcd and kube-apiserver');
    launch('etcd', etcdArguments(ports));
    launch('kube-apiserver', apiServerArguments(ports));
    await until('kube-apiserver', kept, signal, async () => (await ask(admin, 'GET', '/readyz')).status === 200);
    if (controllers) {
      onStep('starting kube-controller-manager');
      launch('kube-controller-manager', controllerArguments(ports));
      await clusterInfo(admin);
      await until('kube-controller-manager', kept, signal, async () => (await ask(admin, 'GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200);
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  let stopping: Promise<void> | undefined;
  const disk = watchDisk(folder);
  return {
    folder,
    server: address,
    authority: authorities.cluster.certificate,
    kubeconfig: join(folder, 'kubeconfig'),
    auditLog: join(folder, 'audit.log'),
    admin,
    failed: Promise.race([disk.full, ...kept.map((one) => one.givenUp)]),
    pids: () => Object.fromEntries(kept.map((one) => [one.name, one.pid()])),
    identity: async (name, user, groups) => {
      const file = `${name}.kubeconfig`;
      await writeKubeconfig(file, { commonName: user, organizations: groups });
      return join(folder, file);
    },
    stop: async ({ keep: keepFolder = false } = {}) => {
      disk.stop();
      stopping ??= stopAll();
      await stopping;
      if (!keepFolder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How often the disk is looked at, in milliseconds. */
const lookMs = 1_000;

/** Programs find out late that the disk is full, and answer nonsense until then. */
function watchDisk(folder: string): { readonly full: Promise<LabError>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const full = new Promise<LabError>((resolve) => {
    timer = setInterval(() => {
      const error = diskFull(folder);
      if (error) resolve(error);
    }, lookMs);
    timer.unref();
  });
  return { full, stop: () => clearInterval(timer) };
}

interface Authorities {
  readonly cluster: Authority;
}

/** Keys, configuration and the copied data. */
async function writeFiles(folder: string, etcdData: string | undefined): Promise<Authorities> {
  for (const name of ['pki', 'config', 'log']) mkdirSync(join(folder, name), { mode: 0o700 });
  const [cluster, etcd, frontProxy, signer] = await Promise.all([makeAuthority('ndc-lab'), makeAuthority('ndc-lab-etcd'), makeAuthority('ndc-lab-front-proxy'), makeSigner()]);
  const pairs = await Promise.all([
    cluster.issue({ commonName: 'kube-apiserver', hosts: serverHosts }).then((pair) => ['apiserver', pair] as const),
    etcd.issue({ commonName: 'etcd', hosts: ['localhost', loopback], usages: ['server', 'client'] }).then((pair) => ['etcd', pair] as const),
    etcd.issue({ commonName: 'kube-apiserver-etcd-client' }).then((pair) => ['etcd-client', pair] as const),
    frontProxy.issue({ commonName: 'front-proxy-client' }).then((pair) => ['front-proxy-client', pair] as const),
  ]);
  for (const [name, pair] of pairs) {
    write(folder, `pki/${name}.crt`, pair.certificate);
    write(folder, `pki/${name}.key`, pair.key);
  }
  write(folder, 'pki/ca.crt', cluster.certificate);
  write(folder, 'pki/etcd-ca.crt', etcd.certificate);
  write(folder, 'pki/front-proxy-ca.crt', frontProxy.certificate);
  write(folder, 'pki/sa.key', signer.key);
  write(folder, 'pki/sa.pub', signer.publicKey);
  for (const [name, text] of Object.entries(configurationFiles(randomBytes(32).toString('base64')))) write(folder, `config/${name}`, text);
  if (etcdData === undefined) mkdirSync(join(folder, 'etcd'), { mode: 0o700 });
  else cpSync(etcdData, join(folder, 'etcd'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  return { cluster };
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
}

/** Asks until the answer is yes. @throws LabError when a program gives up or time is over; the signal's reason when aborted */
async function until(name: string, kept: readonly Kept[], signal: AbortSignal | undefined, question: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + readyMs;
  let lost: LabError | undefined;
  void Promise.race(kept.map((one) => one.givenUp)).then((error) => (lost = error));
  while (!(await question().catch(() => false))) {
    signal?.throwIfAborted();
    if (lost !== undefined) throw lost;
    if (Date.now() > end) throw new LabError(`${name} is not ready after ${readyMs / 1000} s`, 'the machine may be too busy: run it again when it is quieter');
    await sleep(50);
  }
  signal?.throwIfAborted();
}
