import { describe, expect, it } from 'vitest';
import { exemptible } from '../../model/derive/exemptions.ts';
import { guardrails } from './guardrails-values.ts';
import { prepare, refusal, render, set } from './harness.ts';

prepare();

const exception = (policy: string) => ({ name: 'old-image', policy, namespaces: ['mae--land--dmz', 'mae--land--border'], before: '2027-02-01T00:00:00+07:00' });
interface Condition { readonly name: string; readonly expression: string }

describe('exceptions of the chart guardrails', () => {
  it.each(exemptible)('of %s stand in that policy alone: for new objects of named namespaces, until a moment', async (policy) => {
    const policies = (await render('guardrails', set(guardrails as object, 'exceptions', [exception(policy)]) as typeof guardrails)).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
    const with_ = policies.filter(({ spec }) => (spec.matchConditions as Condition[]).some(({ name }) => name === 'not-old-image'));
    expect(with_.map(({ metadata }) => metadata.name)).toEqual([`ndc-${policy}`]);
    expect((with_[0]!.spec.matchConditions as Condition[]).find(({ name }) => name === 'not-old-image')!.expression).toBe(
      "!(request.operation == 'CREATE' && request.namespace in ['mae--land--dmz', 'mae--land--border'] && timestamp(object.metadata.creationTimestamp) < timestamp('2027-02-01T00:00:00+07:00'))");
  });

  it('change nothing where there are none', async () => {
    const texts = (await render('guardrails', guardrails)).map((object) => JSON.stringify(object));
    expect(texts.filter((text) => text.includes('creationTimestamp'))).toEqual([]);
  });

  it.each([
    ['a policy that no exception may open', 'retire', "- at '/exceptions/0/policy': value must be one of 'images', 'placement', 'services', 'storage'"],
  ])('refuse %s', async (_what, policy, message) => {
    expect(await refusal('guardrails', set(guardrails as object, 'exceptions', [exception(policy)]) as typeof guardrails)).toBe(message);
  });

  it('refuse every namespace, and no end', async () => {
    expect(await refusal('guardrails', set(guardrails as object, 'exceptions', [{ ...exception('images'), namespaces: [] }]) as typeof guardrails)).toBe("- at '/exceptions/0/namespaces': minItems: got 0, want 1");
    expect(await refusal('guardrails', set(guardrails as object, 'exceptions', [{ ...exception('images'), before: undefined }]) as typeof guardrails)).toBe("- at '/exceptions/0': missing property 'before'");
  });
});
