/** The pinned providers in tests: found out once in a file, by a real engine. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEngine } from '../../delivery/engine.ts';
import { installProviders, type Providers } from '../../delivery/install-providers.ts';
import type { Estate } from '../../model/estate.ts';
import { hasGo } from '../tools/support.ts';

/** The pinned providers, or why they cannot be had, which is said once; tests that need them are skipped then, in CI as well. @param folder takes them */
export async function providersHere({ lock }: Estate, folder: string): Promise<Providers> {
  const providers = hasGo ? await install(lock, folder) : { available: false as const, reason: 'no Go' };
  if (!providers.available) process.stderr.write(`\nSKIPPED: no provider: ${providers.reason}\n\n`);
  return providers;
}

async function install(lock: Estate['lock'], folder: string): Promise<Providers> {
  const stackFile = join(folder, 'pins.json');
  writeFileSync(stackFile, JSON.stringify({ terraform: { required_providers: Object.fromEntries(lock.providers.map(({ name, source, version }) => [name, { source, version }])) } }));
  return installProviders({ engine: await findEngine(), stackFile, folder: join(folder, 'providers') });
}
