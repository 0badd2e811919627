/** `main.ts`, the plain CDKTF application, against `ndc synth`: in a process of its own, as CDKTF's command line runs it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogCopy } from '../stacks/support.ts';
import { synthesize } from '../../synth/synthesize.ts';
import { filesOf, parsed, remove, smallCatalog, temporaryFolder } from './support.ts';

const root = join(import.meta.dirname, '../..');

let copy: CatalogCopy;
let folder: string;

beforeAll(() => {
  copy = smallCatalog();
  folder = temporaryFolder();
});
afterAll(() => {
  copy.delete();
  remove(folder);
});

const environment = (out: string) => ({ ...process.env, CDKTF_OUTDIR: join(folder, out), NDC_CATALOG: copy.folder });

describe('main.ts', () => {
  it('is the app of cdktf.json', () => {
    expect(JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8'))).toMatchObject({ language: 'typescript', app: 'node main.ts', output: 'cdktf.out', sendCrashReports: 'false' });
  });

  it('writes what synth writes, by CDKTF\'s own synth: the same files with the same content', { timeout: 120_000 }, async () => {
    mkdirSync(join(folder, 'app'));
    execFileSync(process.execPath, [join(root, 'main.ts')], { cwd: join(folder, 'app'), env: environment('app/out'), stdio: ['ignore', 'inherit', 'inherit'] });
    await synthesize({ loadEstate: () => copy.load().estate, out: join(folder, 'synth') });
    const [theirs, ours] = [parsed(filesOf(join(folder, 'app/out'))), parsed(filesOf(join(folder, 'synth')))];
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
    expect(theirs).toEqual(ours);
    expect(filesOf(join(folder, 'app')).size).toBe(Object.keys(theirs).length);
  });

  it('refuses a catalog with errors in one sentence and writes nothing', { timeout: 60_000 }, () => {
    const text = readFileSync(join(copy.folder, 'platform.yaml'), 'utf8');
    copy.write('platform.yaml', `${text}\nunknownKey: 1\n`);
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'main.ts')], { env: environment('refused'), encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toBe('The catalog has errors: run `npx ndc check`.\n');
    } finally {
      writeFileSync(join(copy.folder, 'platform.yaml'), text);
    }
    expect(() => filesOf(join(folder, 'refused'))).toThrow(/ENOENT/);
  });
});
