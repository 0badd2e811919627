/** The `ndc` command: finds the subcommand, runs it, turns what goes wrong into one message and an exit code. */
import './runtime.js';
import { Command, CommanderError } from 'commander';
import { Interrupted } from './interrupt.ts';
import { version } from './paths.ts';
import { exit } from './terminal.ts';

/** Loaded only when asked for, so that each command starts fast. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).checkCommand(),
  synth: async () => (await import('./commands/synth.ts')).synthCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  review: async () => (await import('./commands/review.ts')).reviewCommand(),
  flows: async () => (await import('./commands/flows.ts')).flowsCommand(),
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearseCommand(),
  tenant: async () => (await import('./commands/tenant.ts')).tenantCommand(),
  lab: async () => (await import('./commands/lab.ts')).labCommand(),
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand(),
  providers: async () => (await import('./commands/providers.ts')).providersCommand(),
  drill: async () => (await import('./commands/drill.ts')).drillCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
};

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('ndc')
    .description('Infrastructure as code of the National Data Center: check the catalog, build its stacks, review what would change')
    .version(version)
    .showHelpAfterError('(add --help for what the command takes)')
    .showSuggestionAfterError();
  const wanted = argv.find((word) => !word.startsWith('-'));
  const load = wanted === undefined ? undefined : commands[wanted];
  const chosen = load ? [load] : Object.values(commands);
  for (const command of await Promise.all(chosen.map((start) => start()))) program.addCommand(overriding(command));
  overriding(program);
  if (argv.length === 0) {
    program.outputHelp();
    return exit.failure;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? exit.ok);
  } catch (error) {
    return report(error);
  }
}

function overriding(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) overriding(child);
  return command;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.failure;
  if (process.env['NDC_DEBUG'] === '1') console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ndc: ${message}\n`);
  const { hint } = error as { hint?: unknown };
  if (typeof hint === 'string') process.stderr.write(`     ${hint}\n`);
  return error instanceof Interrupted ? error.exitCode : exit.failure;
}

// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.ok);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
