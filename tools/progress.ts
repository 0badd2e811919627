/** Shows on standard error that something long is under way; never touches standard output. */
export interface Progress {
  /** Replaces what is said after the title, e.g. the name of what is being waited for. */
  note(text: string): void;
  /** Ends the display with a closing line. */
  done(text: string): void;
}

const QUIET_SECONDS = 30;

/**
 * On a terminal one line that counts the seconds; elsewhere one line at the start and one every 30 seconds, so that
 * a log stays short and a watchdog sees life. `NDC_QUIET=1` says nothing.
 * @param title what is done, e.g. `building helm-renderer`
 * @param usualSeconds how long it usually takes on two cores; shown, nothing depends on it
 */
export function startProgress(title: string, usualSeconds: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (process.env['NDC_QUIET'] === '1') return { note: () => {}, done: () => {} };
  const started = Date.now();
  const terminal = stream.isTTY;
  let detail = '';
  let printed = 0;
  const elapsed = (): number => Math.round((Date.now() - started) / 1000);
  const line = (): string => `${title}: ${elapsed()} s (usually about ${usualSeconds} s on two cores)${detail && `, ${detail}`}`;
  const show = (): void => {
    if (terminal) stream.write(`\r\u001b[K${line()}`);
    else if (elapsed() - printed >= QUIET_SECONDS) {
      printed = elapsed();
      stream.write(`${line()}\n`);
    }
  };
  stream.write(terminal ? line() : `${line()}\n`);
  const timer = setInterval(show, 1000);
  timer.unref();
  return {
    note: (text) => {
      detail = text;
    },
    done: (text) => {
      clearInterval(timer);
      stream.write(`${terminal ? '\r\u001b[K' : ''}${title}: ${text} after ${elapsed()} s\n`);
    },
  };
}
