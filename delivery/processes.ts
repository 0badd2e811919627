/** Child processes of the delivery: their output is collected, lines of stderr are passed on as they come. */
import { spawn } from 'node:child_process';

export interface Finished {
  /** Exit code; 128 when a signal ended it, 127 when it could not start. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a folder; never throws for what it does. */
export function run(program: string, args: readonly string[], folder: string, onLine: (line: string) => void = () => {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder, env: outsideHooks(process.env), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const line = text.trimEnd().split('\n').at(-1)?.trim();
      if (line) onLine(line);
    });
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: `${stderr}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 128, stdout, stderr }));
  });
}

/** Runs git in a folder, without the repository's hooks. */
export function git(folder: string, args: readonly string[]): Promise<Finished> {
  return run('git', ['-c', 'core.hooksPath=/dev/null', '-C', folder, ...args], folder);
}

/** Inside a git hook these variables name another repository or index than the folder's. */
function outsideHooks({ GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
