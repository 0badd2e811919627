import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const TOOLS = join(import.meta.dirname, '..', '..', 'tools');

/** Whether Go is on PATH; without it the tests that build, fetch or render are skipped. */
export const hasGo = ((): boolean => {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Says once in a file that tests are skipped for want of Go, and fails where everything must be there. */
export function needGo(what: string): void {
  if (hasGo) return;
  process.stderr.write(`\nSKIPPED: no Go on PATH, so ${what} is not tested here\n\n`);
  if (process.env['NDC_REQUIRE_ALL'] === '1') test('Go is there, because NDC_REQUIRE_ALL=1', () => expect(hasGo).toBe(true));
}

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A new folder that is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-test-'));
  folders.push(folder);
  return folder;
}

/** Writes a chart folder; a Chart.yaml is added when the files have none. */
export function makeChart(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  const all = { 'Chart.yaml': 'apiVersion: v2\nname: sample\nversion: 1.0.0\n', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** What a separate process printed and how it ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a Node process that imports a module of tools/ as `tool` and runs `code`, in its own process group. */
export function startNode(module: string, code: string, env: Readonly<Record<string, string>> = {}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const script = `import * as tool from ${JSON.stringify(join(TOOLS, module))};\n${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { detached: true, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
  return { child, ended };
}
