/** What every command shares: where output goes, how waiting is shown, how failure is told. JSON is the only thing on stdout under --format json. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { compareText, type Language } from '../model/finding.ts';

/** Exit codes of every command. */
export const exit = { ok: 0, findings: 1, failure: 2 } as const;

export interface CommonOptions {
  readonly format: 'text' | 'json';
  readonly lang: Language;
}

/** A mistake of the caller or a tool that is missing: shown as one message without a stack trace, exit code 2. */
export class CommandError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'CommandError';
    this.hint = hint;
  }
}

/** Adds the options that every command has. */
export function withCommonOptions(command: Command, formats: readonly string[] = ['text', 'json']): Command {
  return command
    .addOption(new Option('--format <format>', 'output format').choices(formats).default('text'))
    .addOption(new Option('--lang <lang>', 'language of texts for people').choices(['vi', 'en']).default(process.env['NDC_LANG'] === 'vi' ? 'vi' : 'en'));
}

/** Parser of `--as-of`. */
export function dayArgument(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('must be a calendar day, YYYY-MM-DD.');
  }
  return text;
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Progress for people, on stderr: one line that is rewritten on a terminal, one line per step elsewhere. */
export class Progress {
  readonly #terminal = process.stderr.isTTY;
  readonly #started = performance.now();
  #last = 0;

  /** Starts a step, e.g. `synth`. */
  step(text: string): void {
    this.#last = performance.now();
    this.#write(text, true);
  }

  /** Shows how far a step is; at most ten times a second, and only on a terminal. */
  update(text: string): void {
    if (!this.#terminal || performance.now() - this.#last < 100) return;
    this.#last = performance.now();
    this.#write(text, false);
  }

  /** Ends the line. */
  done(): void {
    if (this.#terminal) process.stderr.write('\r\u001b[2K');
  }

  #write(text: string, newStep: boolean): void {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1).padStart(5);
    if (this.#terminal) process.stderr.write(`\r\u001b[2K${seconds} s  ${text}`);
    else if (newStep) process.stderr.write(`${seconds} s  ${text}\n`);
  }
}

/** A table of plain text: the first column left, numbers right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, index) => (/^[\d.,]+( .+)?$/.test(cell) && index > 0 ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!))).join('  ').trimEnd()).join('\n');
}

/** Collects repeated options, sorted. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value].sort(compareText);
}
