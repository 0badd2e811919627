import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkLock, readLock } from '../../delivery/lock-file.ts';
import { lockPlatforms, lockProviders, ProviderLockError } from '../../delivery/providers.ts';
import { buildEstate } from '../../model/estate.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { defaultCatalog } from '../../scripts/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'ndc-providers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The real engine and the real registry; the only way to know that a pinned version exists for every platform. */
describe('the lock of the pinned providers', () => {
  it('is made from the registry, or nothing is', async (context) => {
    const { providers } = buildEstate(loadCatalog([defaultCatalog]))!.lock;
    const target = join(folder, '.terraform.lock.hcl');
    const made = await lockProviders({ providers, target }).catch((error: unknown) => error);
    if (made instanceof ProviderLockError) {
      expect(readdirSync(folder)).toEqual([]);
      process.stderr.write(`\nSKIPPED: no lock of the providers: ${made.message}\n\n`);
      context.skip('no registry');
    }
    expect(made).toMatchObject({ platforms: lockPlatforms, changed: true });
    expect(checkLock(readLock(readFileSync(target, 'utf8')), providers, lockPlatforms)).toBeUndefined();
  });
});
