/** Every construct is tested, each in the file of its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../constructs');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const testOf = (name: string) => join(import.meta.dirname, name.replace(/\.ts$/, '.test.ts'));
const source = (path: string) => readFileSync(path, 'utf8');

describe.each(files)('constructs/%s', (name) => {
  it('has a test file of its own', () => {
    expect(source(testOf(name))).toContain(`from '../../constructs/${name}'`);
  });

  it('has a test with every prop of each construct, typed so that a new prop breaks it', () => {
    const constructs = [...source(join(folder, name)).matchAll(/^export class (\w+) extends Construct/gm)].map(([, construct]) => construct!);
    const test = source(testOf(name));
    expect(constructs.filter((construct) => !test.includes(`Required<${construct}Props>`))).toEqual([]);
    expect(test.match(/it\('takes every prop/g)?.length ?? 0).toBe(constructs.length);
  });
});
