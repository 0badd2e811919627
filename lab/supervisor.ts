/**
 * The one process that `ndc lab up` leaves: it owns the programs of a lab, so that all of them end with it. Started with the order as JSON in its only argument; tells the
 * starter over IPC what it does until the lab is ready.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { LabError } from './errors.ts';
import { socketOf, writeRecord, type LabRecord } from './state.ts';

export interface Order {
  readonly name: string;
  readonly folder: string;
  readonly cluster?: string | undefined;
  readonly etcdData?: string | undefined;
  readonly port?: number | undefined;
}

export type Message = { readonly step: string } | { readonly ready: true } | { readonly failed: string; readonly hint: string };

process.umask(0o077);
const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const starting = new AbortController();
const stopped = new LabError('the start was stopped', 'run it again');
let plane: ControlPlane | undefined;
let ending = false;

// The starter was killed before the lab was ready: nobody would know of it.
process.once('disconnect', () => plane === undefined && starting.abort(stopped));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  plane = await startControlPlane({
    folder: join(order.folder, 'plane'),
    contexts: [order.cluster ?? 'lab'],
    signal: starting.signal,
    onStep: (step) => void say({ step }),
    ...(order.etcdData !== undefined && { etcdData: order.etcdData }),
    ...(order.port !== undefined && { port: order.port }),
  });
  await serve(plane);
} catch (error) {
  rmSync(order.folder, { recursive: true, force: true });
  const hint = error instanceof LabError ? error.hint : 'this is a defect of the lab: please report it';
  await say({ failed: (error as Error).message, hint });
  process.exit(1); // the channel to the starter would keep it
}

async function serve(running: ControlPlane): Promise<void> {
  const record = { name: order.name, ...(order.cluster !== undefined && { cluster: order.cluster }), server: running.server, kubeconfig: running.kubeconfig, auditLog: running.auditLog, startedAt: new Date().toISOString(), pid: process.pid };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let word = '';
    socket.on('error', () => {}); // who asked has gone
    socket.on('data', (text) => (word += text.toString()));
    socket.on('end', () => {
      if (word === 'stop') void stop(); // the end of the process hangs up
      else socket.end(JSON.stringify({ ...record, programs: running.pids() } satisfies LabRecord));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketOf(order.folder), resolve));
  writeRecord(order.folder, { ...record, programs: running.pids() });
  void running.failed.then((error) => fail(running, { ...record, programs: {}, reason: error.message }));
  await say({ ready: true });
  if (process.connected) process.disconnect();
}

/** Ends the lab and removes everything of it; whoever asked for it is answered when all is gone. */
async function stop(): Promise<void> {
  if (ending) return;
  ending = true;
  starting.abort(stopped);
  if (plane === undefined) return; // the start ends by itself, see above
  await plane.stop();
  rmSync(order.folder, { recursive: true, force: true });
  process.exit(0);
}

/** Keeps the logs and the reason; the data goes, for a full disk is one of the reasons. */
async function fail(running: ControlPlane, record: LabRecord): Promise<void> {
  if (ending) return;
  ending = true;
  await running.stop({ keep: true });
  rmSync(join(running.folder, 'etcd'), { recursive: true, force: true });
  rmSync(socketOf(order.folder), { force: true });
  writeRecord(order.folder, record);
  process.exit(1);
}

/** Settles when the starter has it, or has gone. */
function say(message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send!(message, () => resolve());
    else resolve();
  });
}
