import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyProviderLock, providerLockFile } from '../../synth/provider-lock.ts';
import { remove, temporaryFolder } from './support.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => remove(folder));

describe('copyProviderLock', () => {
  const stacks = () => ['one', 'two'].map((name) => join(folder, name));

  it('copies the committed lock into every stack, byte for byte', () => {
    for (const stack of stacks()) mkdirSync(stack);
    const lock = join(folder, 'lock.hcl');
    writeFileSync(lock, 'provider "x" {}\n');
    copyProviderLock(stacks(), lock);
    for (const stack of stacks()) expect(readFileSync(join(stack, '.terraform.lock.hcl'), 'utf8')).toBe('provider "x" {}\n');
  });

  it('writes nothing when there is no lock', () => {
    for (const stack of stacks()) mkdirSync(stack);
    copyProviderLock(stacks(), join(folder, 'none.hcl'));
    for (const stack of stacks()) expect(existsSync(join(stack, '.terraform.lock.hcl'))).toBe(false);
  });

  it('knows where the lock is committed', () => {
    expect(providerLockFile).toBe('providers/.terraform.lock.hcl');
  });
});
