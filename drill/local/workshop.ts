/** A private folder and the processes in it: all of it goes when the work is over, also after an error or Ctrl-C. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from '../processes.ts';

export interface Workshop {
  readonly folder: string;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  /** Ends the process when the workshop closes; last started, first ended. */
  keep<T extends { readonly server: Server }>(running: T): T;
}

/**
 * Gives `work` a folder of its own and takes everything down after it.
 * @param parent folder in which it is made; short, because the path of a socket has at most 107 bytes
 */
export async function inWorkshop<T>(work: (workshop: Workshop) => Promise<T>, parent = tmpdir()): Promise<T> {
  const folder = mkdtempSync(join(parent, 'ndc-drill-'));
  // Passed through by the user that PostgreSQL runs as; what lies inside is closed to others.
  chmodSync(folder, 0o711);
  const servers: Server[] = [];
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => controller.abort(new Error(`ended by ${name}`));
  process.on('SIGINT', abort).on('SIGTERM', abort);
  try {
    return await work({ folder, signal: controller.signal, keep: (running) => {
      servers.push(running.server);
      return running;
    } });
  } finally {
    // SIGQUIT ends PostgreSQL at once; nothing here is kept.
    await Promise.allSettled(servers.reverse().map((server) => server.stop('SIGQUIT', 5)));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}
