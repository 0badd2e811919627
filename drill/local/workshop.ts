/** A private folder and the processes in it: all of it goes when the work is over, also after an error or Ctrl-C. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from '../processes.ts';

export interface Workshop {
  readonly folder: string;
  /** Aborted by Ctrl-C, by SIGTERM and when the terminal closes. */
  readonly signal: AbortSignal;
  /** Ends the process when the workshop closes; last started, first ended. */
  keep<T extends { readonly server: Server }>(running: T): T;
}

export interface OpenWorkshop extends Workshop {
  close(): Promise<void>;
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whoever opens a workshop closes it. Its path is short, because that of a socket has at most 107 bytes. */
export function openWorkshop(): OpenWorkshop {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-drill-'));
  // Passed through by the user that PostgreSQL runs as; what lies inside is closed to others.
  chmodSync(folder, 0o711);
  const servers: Server[] = [];
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => controller.abort(new Error(`ended by ${name}`));
  // When the process ends in a way that nobody waits for, e.g. because whoever read its progress is gone.
  const leave = (): void => {
    for (const server of servers) server.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  for (const name of endings) process.on(name, abort);
  process.once('exit', leave);
  return {
    folder,
    signal: controller.signal,
    keep: (running) => {
      servers.push(running.server);
      return running;
    },
    close: async () => {
      // SIGQUIT ends PostgreSQL at once; nothing here is kept.
      await Promise.allSettled(servers.splice(0).reverse().map((server) => server.stop('SIGQUIT', 5)));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      process.off('exit', leave);
      for (const name of endings) process.off(name, abort);
    },
  };
}

/** Gives `work` a workshop and takes it down after. */
export async function inWorkshop<T>(work: (workshop: Workshop) => Promise<T>): Promise<T> {
  const workshop = openWorkshop();
  try {
    return await work(workshop);
  } finally {
    await workshop.close();
  }
}
