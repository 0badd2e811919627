/** Whether the pinned providers can be had on this machine, found out once by a real `init`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../tools/cache.ts';
import { withLock } from '../tools/lock.ts';
import { plainly, runEngine, type Engine } from './engine.ts';

export type Providers = { readonly available: true; readonly folder: string } | { readonly available: false; readonly reason: string };

export interface InstallOptions {
  readonly engine: Engine;
  /** `cdk.tf.json` of any stack: all declare the same providers. */
  readonly stackFile: string;
  /** Folder to make, for this run alone. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/** Seconds that a registry, a mirror or a local folder may take. */
const patience = 300;

/**
 * Brings the providers from where the engine finds them: its registry, a mirror of its CLI configuration, or its implied local folder. Downloads
 * are kept in the cache.
 */
export async function installProviders({ engine, stackFile, folder, signal }: InstallOptions): Promise<Providers> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { terraform } = JSON.parse(readFileSync(stackFile, 'utf8')) as { terraform: { required_providers: object } };
  writeFileSync(join(folder, 'versions.tf.json'), JSON.stringify({ terraform: { required_providers: terraform.required_providers } }));
  const downloads = join(cacheRoot(), 'providers', engine.name);
  mkdirSync(downloads, { recursive: true });
  // Engines do not guard this folder against each other.
  const { code, stdout, stderr } = await withLock(`${downloads}.lock`, () => runEngine({
    engine,
    args: ['init', '-no-color', '-input=false'],
    folder,
    timeout: patience,
    env: { TF_PLUGIN_CACHE_DIR: downloads, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' },
    ...(signal && { signal }),
  }));
  return code === 0 ? { available: true, folder: join(folder, '.terraform', 'providers') } : { available: false, reason: plainly(stderr || stdout) };
}
