import { setTimeout as sleep } from 'node:timers/promises';
import { lastWords, startProgram, type Program, type Running } from './process.ts';
import { LabError } from './errors.ts';

/** A program that is started again when it ends by itself, as kubelet does with the static pods of a control plane. */
export interface Kept {
  readonly name: string;
  /** Process id of the present run. */
  pid(): number;
  /** Settles when the program ended too often; never when it was stopped. */
  readonly givenUp: Promise<LabError>;
  stop(graceMs?: number): Promise<void>;
}

const restarts = 3;
const withinMs = 60_000;

/** Starts a program and keeps it up: at most three restarts within a minute. */
export function keep(program: Program): Kept {
  let current: Running = startProgram(program);
  let stopped = false;
  const recent: number[] = [];
  const givenUp = new Promise<LabError>((resolve) => {
    const watch = async (): Promise<void> => {
      const { code, signal } = await current.exited;
      if (stopped) return;
      const now = Date.now();
      recent.push(now);
      if (recent.filter((time) => now - time < withinMs).length > restarts) {
        resolve(new LabError(`${program.name} ended ${restarts + 1} times within a minute, last with ${signal ?? `code ${code}`}:\n  ${lastWords(program.log)}`, `its log is ${program.log}`));
        return;
      }
      await sleep(200);
      if (stopped) return;
      current = startProgram(program);
      await watch();
    };
    void watch();
  });
  return {
    name: program.name,
    pid: () => current.pid,
    givenUp,
    stop: async (graceMs) => {
      stopped = true;
      await current.stop(graceMs);
    },
  };
}
