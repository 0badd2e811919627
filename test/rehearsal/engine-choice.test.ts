import { describe, expect, it } from 'vitest';
import { chooseEngine, type EngineWish, type FindTerraform, type Scope } from '../../rehearsal/engine-choice.ts';

const all: Scope = { tenant: false, clusters: 0, base: false, runningLab: false };
const small: Scope = { ...all, tenant: true, clusters: 1 };
const here: FindTerraform = () => Promise.resolve({ program: { name: 'tofu', path: '/bin/tofu', version: '1.12.6' }, providers: '/providers' });
const absent: FindTerraform = () => Promise.resolve({ missing: 'the registry does not answer' });
const unasked: FindTerraform = () => Promise.reject(new Error('nobody may look for an engine'));

describe('the engine of a rehearsal', () => {
  it.each<[EngineWish, string, Scope, FindTerraform, string, string]>([
    ['auto', 'one tenant on one cluster', small, here, 'terraform', 'its providers are here'],
    ['auto', 'one tenant on one cluster without providers', small, absent, 'apply', 'the registry does not answer'],
    ['auto', 'the whole estate', all, unasked, 'apply', 'one tenant on one cluster alone'],
    ['auto', 'one cluster', { ...all, clusters: 1 }, unasked, 'apply', 'one tenant on one cluster alone'],
    ['auto', 'one tenant everywhere', { ...all, tenant: true }, unasked, 'apply', 'one tenant on one cluster alone'],
    ['auto', 'a change on its base', { ...small, base: true }, unasked, 'apply', 'with a base, Terraform is used only when it is asked for'],
    ['auto', 'a lab that runs', { ...small, runningLab: true }, unasked, 'apply', 'no Terraform state knows'],
    ['terraform', 'the whole estate', all, here, 'terraform', 'asked for'],
    ['terraform', 'a change on its base', { ...all, base: true }, here, 'terraform', 'asked for'],
    ['apply', 'one tenant on one cluster', small, unasked, 'apply', 'asked for'],
  ])('%s for %s', async (wish, _, scope, find, engine, reason) => {
    const choice = await chooseEngine(wish, scope, find);
    expect(choice.engine).toBe(engine);
    expect(choice.reason.en).toContain(reason);
    expect(choice.reason.vi).not.toBe('');
  });

  it.each<[string, Scope, FindTerraform, string]>([
    ['without providers', all, absent, '--engine terraform cannot be used: the registry does not answer'],
    ['on a lab that runs', { ...all, runningLab: true }, unasked, '--engine terraform cannot be used: a lab that runs already holds objects that no Terraform state knows'],
  ])('terraform is an error %s, and never apply in silence', async (_, scope, find, message) => {
    await expect(chooseEngine('terraform', scope, find)).rejects.toThrow(message);
  });
});
