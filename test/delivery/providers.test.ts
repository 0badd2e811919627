import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLock, readLock, sameLock } from '../../delivery/lock-file.ts';
import { lockProviders, ProviderLockError } from '../../delivery/providers.ts';
import { copyProviderLock } from '../../synth/provider-lock.ts';

const providers = [
  { name: 'kubernetes', source: 'registry.example/hashicorp/kubernetes', version: '3.2.1' },
  { name: 'helm', source: 'registry.example/hashicorp/helm', version: '3.1.2' },
];
const platforms = ['linux_amd64', 'darwin_arm64'];
const full = ['h1:a=', 'h1:b=', 'zh:1', 'zh:2'];

/** A lock file as engines write it. */
function lockText(hashes: Readonly<Record<string, readonly string[]>>, { engine = 'terraform', versions = {} }: { engine?: string; versions?: Readonly<Record<string, string>> } = {}): string {
  const blocks = providers.filter(({ name }) => name in hashes).map(({ name, source, version }) => [
    `provider "${source}" {`,
    `  version     = "${versions[name] ?? version}"`,
    `  constraints = "${versions[name] ?? version}"`,
    '  hashes = [',
    ...hashes[name]!.map((hash) => `    "${hash}",`),
    '  ]',
    '}',
    '',
  ].join('\n'));
  return [`# This file is maintained automatically by "${engine} init".`, '', ...blocks].join('\n');
}

describe('reading a lock file', () => {
  it('gives each provider with its version, constraint and checksums', () => {
    expect(readLock(lockText({ kubernetes: full, helm: ['h1:c='] }))).toEqual([
      { source: 'registry.example/hashicorp/kubernetes', version: '3.2.1', constraints: '3.2.1', hashes: full },
      { source: 'registry.example/hashicorp/helm', version: '3.1.2', constraints: '3.1.2', hashes: ['h1:c='] },
    ]);
  });

  it.each([
    ['no defect', lockText({ kubernetes: full, helm: full }), undefined],
    ['a provider that is missing', lockText({ kubernetes: full }), 'it holds no registry.example/hashicorp/helm'],
    ['a provider nobody pinned', `${lockText({ kubernetes: full, helm: full })}provider "registry.example/other/null" {\n  version     = "1.0.0"\n}\n`, 'it holds registry.example/other/null, which catalog/lock.yaml does not name'],
    ['another version', lockText({ kubernetes: full, helm: full }, { versions: { helm: '3.1.3' } }), 'it holds registry.example/hashicorp/helm 3.1.3 under the constraint 3.1.3, but catalog/lock.yaml pins 3.1.2'],
    ['self-built programs, which no registry signed', lockText({ kubernetes: ['h1:a=', 'h1:b='], helm: full }), 'registry.example/hashicorp/kubernetes has 0 checksums signed by the registry, at least 2 are needed: it came from a mirror or a folder, not from the registry'],
    ['a platform without a checksum', lockText({ kubernetes: full, helm: ['h1:a=', 'zh:1', 'zh:2'] }), 'registry.example/hashicorp/helm has checksums of 1 platforms, 2 are needed (linux_amd64, darwin_arm64)'],
  ])('finds %s', (_, text, defect) => expect(checkLock(readLock(text), providers, platforms)).toBe(defect));

  it('takes two locks for the same when only the engine in the comment and the order of checksums differ', () => {
    const ours = lockText({ kubernetes: full, helm: full });
    expect(sameLock(ours, lockText({ kubernetes: [...full].reverse(), helm: full }, { engine: 'tofu' }))).toBe(true);
    expect(sameLock(ours, lockText({ kubernetes: [...full, 'h1:self-built='], helm: full }))).toBe(false);
  });
});

/** The engine is a fake here: it writes down how it is called and plays one answer. What the real ones do is in docs/providers.md. */
describe('making the lock', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ndc-providers-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const target = () => join(folder, 'providers', '.terraform.lock.hcl');
  const called = () => JSON.parse(readFileSync(join(folder, 'called.json'), 'utf8')) as { args: string[]; env: Record<string, string>; cwd: string; config: string; versions: unknown };

  function engine(name: string, answer: string): NodeJS.ProcessEnv {
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
writeFileSync(${JSON.stringify(join(folder, 'called.json'))}, JSON.stringify({ args: process.argv.slice(2), env: process.env, cwd: process.cwd(), config: readFileSync(process.env.TF_CLI_CONFIG_FILE, 'utf8'), versions: JSON.parse(readFileSync('versions.tf.json', 'utf8')) }));
${answer}
`);
    chmodSync(join(bin, name), 0o755);
    return { PATH: bin, HOME: folder, TF_CLI_ARGS_providers_lock: '-fs-mirror=/anywhere', TF_CLI_CONFIG_FILE: '/anywhere/rc', TF_PLUGIN_CACHE_DIR: '/anywhere/cache', HTTPS_PROXY: 'http://proxy.example' };
  }
  const writes = (text: string) => `writeFileSync('.terraform.lock.hcl', ${JSON.stringify(text)});`;
  const fails = (text: string) => `process.stderr.write(${JSON.stringify(text)}); process.exitCode = 1;`;
  const lock = (env: NodeJS.ProcessEnv) => lockProviders({ providers, platforms, target: target(), env });

  it('asks for every pinned provider and platform, and for nothing that the caller\'s own configuration says', async () => {
    const text = lockText({ kubernetes: full, helm: full });
    const result = await lock(engine('terraform', writes(text)));
    expect(result).toMatchObject({ engine: 'terraform', platforms, file: target(), changed: true });
    expect(result.providers).toHaveLength(2);
    expect(readFileSync(target(), 'utf8')).toBe(text);
    const { args, env, cwd, config, versions } = called();
    expect(args).toEqual(['providers', 'lock', '-no-color', '-platform=linux_amd64', '-platform=darwin_arm64']);
    expect(versions).toEqual({ terraform: { required_providers: {
      kubernetes: { source: 'registry.example/hashicorp/kubernetes', version: '3.2.1' },
      helm: { source: 'registry.example/hashicorp/helm', version: '3.1.2' },
    } } });
    expect(config).toBe('');
    expect(Object.keys(env).filter((name) => name.startsWith('TF_')).sort()).toEqual(['TF_CLI_CONFIG_FILE', 'TF_DATA_DIR', 'TF_INPUT', 'TF_IN_AUTOMATION']);
    expect(env['HTTPS_PROXY']).toBe('http://proxy.example');
    expect(existsSync(cwd)).toBe(false);
  });

  it('says that nothing changed when the file holds the same bytes', async () => {
    const env = engine('tofu', writes(lockText({ kubernetes: full, helm: full })));
    expect(await lock(env)).toMatchObject({ engine: 'tofu', changed: true });
    expect(await lock(env)).toMatchObject({ engine: 'tofu', changed: false });
  });

  it('takes Terraform before OpenTofu, and the engine that is asked for before both', async () => {
    engine('tofu', writes(lockText({ kubernetes: full, helm: full })));
    const env = engine('terraform', writes(lockText({ kubernetes: full, helm: full })));
    expect((await lock(env)).engine).toBe('terraform');
    expect((await lockProviders({ providers, platforms, target: target(), env, engine: 'tofu' })).engine).toBe('tofu');
  });

  async function refusal(env: NodeJS.ProcessEnv): Promise<ProviderLockError> {
    mkdirSync(join(folder, 'providers'), { recursive: true });
    writeFileSync(target(), 'as it was');
    const error: unknown = await lock(env).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProviderLockError);
    expect(readdirSync(join(folder, 'providers'))).toEqual(['.terraform.lock.hcl']);
    expect(readFileSync(target(), 'utf8')).toBe('as it was');
    return error as ProviderLockError;
  }

  const unreachable = '╷\n│ Error: Could not retrieve providers for locking\n│ \n│ - registry.example/hashicorp/helm: could not connect to\n│ registry.example: no such host\n╵\n';

  it('writes nothing when the registry cannot be reached, and says where to run it', async () => {
    const { message, hint } = await refusal(engine('terraform', `${writes(lockText({ kubernetes: full }))}${fails(unreachable)}`));
    expect(message).toBe('the registry registry.example cannot be reached, so there is no lock to make');
    expect(hint).toBe('run `npx ndc providers lock` where registry.example can be reached, and commit the file; check, synth, export and review work without it. terraform says: Error: Could not retrieve providers for locking - registry.example/hashicorp/helm: could not connect to registry.example: no such host');
  });

  it('says that files of a local folder are not signed and so not locked', async () => {
    mkdirSync(join(folder, '.terraform.d', 'plugins', 'registry.example/hashicorp/helm/3.1.2'), { recursive: true });
    const { message } = await refusal(engine('terraform', fails(unreachable)));
    expect(message).toBe('the registry registry.example cannot be reached, so there is no lock to make. helm 3.1.2 lies in a local folder of providers, but without the signature of the registry: such files are never locked');
  });

  it('does not take a lock of packages that no registry signed', async () => {
    const { message, hint } = await refusal(engine('terraform', writes(lockText({ kubernetes: ['h1:a=', 'h1:b='], helm: ['h1:c=', 'h1:d='] }))));
    expect(message).toContain('the lock that terraform made is not used: registry.example/hashicorp/kubernetes has 0 checksums signed by the registry');
    expect(hint).toBe('make it where the registry can be reached without a mirror in between');
  });

  it('passes on what else an engine says', async () => {
    const { message } = await refusal(engine('terraform', fails('Error: Invalid target platform')));
    expect(message).toBe('terraform providers lock failed: Error: Invalid target platform');
  });

  it('refuses an engine that ends well and writes nothing', async () => {
    expect((await refusal(engine('terraform', ''))).message).toBe('terraform providers lock ended well but wrote no lock file');
  });

  it('needs an engine', async () => {
    expect((await refusal({ PATH: join(folder, 'none') })).message).toBe('terraform and tofu are not on PATH, and only an engine can ask the registry for providers');
  });
});

describe('copying the lock into stacks', () => {
  it('gives each stack the same bytes, and none where there is no lock', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-providers-'));
    try {
      const stacks = ['a', 'b'].map((name) => join(folder, name));
      for (const stack of stacks) mkdirSync(stack);
      copyProviderLock(stacks, join(folder, 'none'));
      expect(stacks.map((stack) => readdirSync(stack))).toEqual([[], []]);
      writeFileSync(join(folder, 'lock'), 'bytes');
      copyProviderLock(stacks, join(folder, 'lock'));
      expect(stacks.map((stack) => readFileSync(join(stack, '.terraform.lock.hcl'), 'utf8'))).toEqual(['bytes', 'bytes']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
