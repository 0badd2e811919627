import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWriter, type Writer } from '../../synth/writer.ts';
import { remove, temporaryFolder } from './support.ts';

let folder: string;
let writer: Writer;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await writer.close();
  remove(folder);
});

describe.each([['in a thread', 300], ['at once', 3]])('a writer %s', (_how, count) => {
  beforeEach(() => {
    writer = startWriter(count);
  });

  it('has written everything it took when it has finished, however much that is', async () => {
    const numbers = Array.from({ length: count }, (_, index) => index);
    for (const index of numbers) await writer.write({ path: join(folder, 'stacks', `${index}`), files: { 'a.json': `${index}\n`, 'ế.json': 'Việt Nam\n' } });
    await writer.finish();
    expect(numbers.map((index) => readFileSync(join(folder, 'stacks', `${index}`, 'a.json'), 'utf8'))).toEqual(numbers.map((index) => `${index}\n`));
    expect(readFileSync(join(folder, 'stacks/2/ế.json'), 'utf8')).toBe('Việt Nam\n');
  });

  it('finishes at once with nothing to do', async () => {
    await expect(writer.finish()).resolves.toBeUndefined();
  });

  it('says which file could not be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(writer.write({ path: join(folder, 'file/below'), files: {} }).then(() => writer.finish())).rejects.toThrow(/ENOTDIR.*file\/below/);
  });
});

describe('a writer in a thread', () => {
  it('takes no more after a failure', async () => {
    writer = startWriter(300);
    writeFileSync(join(folder, 'file'), '');
    await writer.write({ path: join(folder, 'file/below'), files: {} });
    await expect(writer.finish()).rejects.toThrow(/ENOTDIR/);
    await expect(writer.write({ path: join(folder, 'next'), files: {} })).rejects.toThrow(/ENOTDIR.*file\/below/);
    expect(existsSync(join(folder, 'next'))).toBe(false);
  });
});
