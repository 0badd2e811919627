/** Ctrl-C in commands that own processes or folders: the work ends in order first. */
const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** The command was stopped from outside; its exit code is that of the signal, as shells expect. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof numbers) {
    super(`interrupted (${signal})`);
    this.name = 'Interrupted';
    this.exitCode = 128 + numbers[signal];
  }
}

/** Gives the work a signal that is aborted with `Interrupted` by the first SIGINT, SIGTERM or SIGHUP; the second one ends the process at once. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const listeners = (Object.keys(numbers) as (keyof typeof numbers)[]).map((name) => {
    const reason = new Interrupted(name);
    const listener = (): void => {
      if (controller.signal.aborted) process.exit(reason.exitCode);
      process.stderr.write('\nstopping; once more ends at once\n');
      controller.abort(reason);
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  try {
    return await work(controller.signal);
  } finally {
    for (const [name, listener] of listeners) process.removeListener(name, listener);
  }
}
