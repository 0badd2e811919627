/** `npm test`: lint, types, generated files in date, all tests. One command for laptop, hook and CI. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { projectRoot } from './paths.ts';
import { printLine } from './terminal.ts';

const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'tests', command: ['vitest', 'run', ...process.argv.slice(2)] },
];

const path = [join(projectRoot, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
const failed: string[] = [];
for (const { name, command: [program = '', ...rest] } of steps) {
  printLine(`— ${name}`);
  const { status, error } = spawnSync(program, rest, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, PATH: path } });
  if (error) printLine(`${program}: ${error.message}`);
  if (status !== 0) failed.push(name);
  // Tests that run on code which does not even type-check tell nothing new.
  if (status !== 0 && name !== 'tests') break;
}
if (failed.length > 0) {
  if (!failed.includes('tests')) printLine('0 passed, 1 failed, 0 skipped');
  process.stderr.write(`failed: ${failed.join(', ')}\n`);
}
process.exitCode = failed.length > 0 ? 1 : 0;
