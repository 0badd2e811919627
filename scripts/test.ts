/** `npm test`: lint, types, generated files in date, all tests. One command for laptop, hook and CI. */
import { $ } from 'zx';
import { projectRoot } from './paths.ts';
import { exit, printLine } from './terminal.ts';

const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'tests', command: ['vitest', 'run', ...process.argv.slice(2)] },
];

const run = $({ cwd: projectRoot, preferLocal: projectRoot, stdio: 'inherit', nothrow: true });
for (const { name, command } of steps) {
  printLine(`— ${name}`);
  const { exitCode } = await run`${command}`;
  if (exitCode === 0) continue;
  // Tests that run on code which does not even type-check tell nothing new.
  if (name !== 'tests') printLine('0 passed, 1 failed, 0 skipped');
  process.stderr.write(`failed: ${name}\n`);
  process.exitCode = exit.findings;
  break;
}
