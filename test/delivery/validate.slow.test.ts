import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadChecked, soundEstate } from '../../scripts/load-estate.ts';
import { defaultCatalog } from '../../scripts/paths.ts';
import type { StackKind } from '../../stacks/any-plan.ts';
import { readIndex, synthesize } from '../../synth/synthesize.ts';
import { copyProviderLock } from '../../synth/provider-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'ndc-validate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds: Readonly<Record<StackKind, true>> = { machines: true, 'own-pools': true, crds: true, operator: true, guardrails: true, services: true, exchange: true, vault: true, copies: true, tenant: true, system: true, data: true };

/** Runs an engine with the user's own configuration, so that it finds providers wherever this user's engine does. */
function run(engine: string, stack: string, ...args: string[]): { code: number; out: string; said: string } {
  const { status, stdout, stderr, error } = spawnSync(engine, args, { cwd: stack, encoding: 'utf8', env: { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' } });
  return { code: error ? 127 : (status ?? 128), out: stdout, said: `${stdout}\n${stderr}` };
}

const estate = soundEstate(loadChecked([defaultCatalog]));

/** Can the engine get the pinned providers, under the committed lock when there is one? */
function hasProviders(engine: string): boolean {
  const probe = join(folder, `probe-${engine}`);
  mkdirSync(probe);
  const pins = Object.fromEntries(estate.lock.providers.map(({ name, source, version }) => [name, { source, version }]));
  writeFileSync(join(probe, 'versions.tf.json'), JSON.stringify({ terraform: { required_providers: pins } }));
  copyProviderLock([probe]);
  return run(engine, probe, 'init', '-backend=false', '-input=false', '-no-color').code === 0;
}

const installed = ['terraform', 'tofu'].filter((engine) => run(engine, folder, 'version').code === 0);
const engines = installed.filter(hasProviders);
const absent = installed.length === 0 ? 'neither terraform nor tofu is on PATH' : `${installed.filter((engine) => !engines.includes(engine)).join(' and ')} cannot get ${estate.lock.providers.map(({ name, version }) => `${name} ${version}`).join(' and ')}`;
if (engines.length < Math.max(installed.length, 1)) process.stderr.write(`\nSKIPPED: no provider: ${absent}; that stacks are valid for it is not tested here\n\n`);

describe('stacks of the estate, one of each kind', async () => {
  const out = join(folder, 'cdktf.out');
  if (engines.length === 0) it('are valid', (context) => context.skip('no provider'));
  else await synthesize({ loadEstate: () => estate, out });
  /** The stack of a kind that has the most resources. */
  const largest = (kind: string) => [...readIndex(out).values()].filter((stack) => stack.kind === kind).sort((a, b) => b.resources - a.resources)[0];

  it.each(engines.flatMap((engine) => Object.keys(kinds).map((kind) => ({ engine, kind }))))('$engine finds $kind valid', ({ engine, kind }) => {
    const stack = largest(kind);
    expect(stack, `the estate has no stack of kind ${kind}`).toBeDefined();
    const place = join(out, 'stacks', stack!.id);
    rmSync(join(place, '.terraform'), { recursive: true, force: true });
    const init = run(engine, place, 'init', '-backend=false', '-input=false', '-no-color');
    expect(init.code, init.said).toBe(0);
    // OpenTofu tells of a missing configuration file on the same stream, before the document.
    const { out: said } = run(engine, place, 'validate', '-json');
    const validated = JSON.parse(said.slice(Math.max(said.search(/^\{/m), 0))) as { valid: boolean; diagnostics: readonly { severity: string; summary: string; detail: string }[] };
    expect(validated).toMatchObject({ valid: true, diagnostics: [] });
  });
});
