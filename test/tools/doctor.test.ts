import { expect, test } from 'vitest';
import { inspectTools } from '../../tools/doctor.ts';
import { listPrograms } from '../../tools/programs.ts';
import { startNode, temporaryFolder } from './support.ts';

test('the doctor reports each tool in both languages with its purpose and the way to get it', async () => {
  const reports = await inspectTools();
  expect(reports.map((report) => `${report.id} ${report.needed}`)).toEqual([
    'node required', 'go required', 'git required', 'tofu optional', 'terraform optional', 'chromium optional', 'postgresql optional', 'ssh-keygen optional', 'helm-renderer required', 'kustomize required',
    ...Object.entries(listPrograms()).slice(2).map(([name, { needed = 'required' }]) => `${name} ${needed}`), 'barman optional', 'charts required',
  ]);
  for (const { id, purpose, howToGet } of reports) {
    for (const text of [purpose.vi, purpose.en, howToGet.vi, howToGet.en]) expect(text.length, id).toBeGreaterThan(10);
  }
  expect(reports[0]).toMatchObject({ found: true, version: process.versions.node });
});

test('on a machine with nothing the doctor finds only Node, and builds or stages nothing', async () => {
  const env = { PATH: '', NDC_CACHE: temporaryFolder() };
  const { stdout, stderr } = await startNode('doctor.ts', 'process.stdout.write(JSON.stringify(await tool.inspectTools()));', env).ended;
  const reports = JSON.parse(stdout) as Array<{ id: string; found: boolean; version?: string }>;
  expect(reports.filter((report) => report.found).map((report) => report.id)).toEqual(['node']);
  expect(reports.at(-1)?.version).toMatch(/^0 of \d+$/);
  expect(stderr).toBe('');
});
