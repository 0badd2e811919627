import { App, DefaultTokenResolver, StringConcat, TerraformStack, TerraformVariable, Token, Tokenization } from 'cdktf';
import { afterEach, describe, expect, it } from 'vitest';
import { forgettingTokens, withoutStackTraces } from '../../synth/fast.ts';

const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');

afterEach(() => {
  delete process.env['NDC_STACK_TRACES'];
});

/** Reading through the descriptor: the property is an accessor while constructs are built. */
const descriptor = () => Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');

describe('withoutStackTraces', () => {
  it('gives what the work gives, and puts the limit back', () => {
    expect(withoutStackTraces(() => 42)).toBe(42);
    expect(descriptor()).toEqual(before);
  });

  it('keeps libraries from setting the limit meanwhile', () => {
    withoutStackTraces(() => {
      Error.stackTraceLimit = 1000;
      expect(Error.stackTraceLimit).toBeUndefined();
    });
    expect(descriptor()).toEqual(before);
  });

  it('puts the limit back when the work fails, and lets the failure through with its trace', () => {
    const failure = new Error('broken');
    expect(() => withoutStackTraces(() => {
      throw failure;
    })).toThrow(failure);
    expect(descriptor()).toEqual(before);
    expect(new Error('later').stack).toContain('fast.test.ts');
  });

  it('lets CDKTF build stacks as ever', () => {
    const stack = withoutStackTraces(() => {
      const made = new TerraformStack(new App({ stackTraces: false }), 'test');
      new TerraformVariable(made, 'kubeconfig', { type: 'string' });
      return made;
    });
    expect(stack.toTerraform()).toMatchObject({ variable: { kubeconfig: { type: 'string' } } });
  });

  it('leaves traces on when they are asked for', () => {
    process.env['NDC_STACK_TRACES'] = '1';
    withoutStackTraces(() => {
      expect(descriptor()).toEqual(before);
    });
  });
});

describe('forgettingTokens', () => {
  const known = () => (globalThis as unknown as { __cdktfTokenMap: { stringTokenMap: Map<string, unknown> } }).__cdktfTokenMap.stringTokenMap;

  it('forgets what was made inside, also when that fails, and keeps what was there before', () => {
    const before = Token.asString({ resolve: () => 'before' });
    const keys = [...known().keys()];
    expect(forgettingTokens(() => Token.asString({ resolve: () => 'inside' }))).toMatch(/^\$\{TfToken\[/);
    expect([...known().keys()]).toEqual(keys);
    expect(() => forgettingTokens(() => {
      Token.asString({ resolve: () => 'inside' });
      throw new Error('broken');
    })).toThrow('broken');
    expect([...known().keys()]).toEqual(keys);
    expect(Tokenization.resolve(before, { scope: new App(), resolver: new DefaultTokenResolver(new StringConcat()), preparing: false })).toBe('before');
  });

  it('sees the map of this version of CDKTF', () => {
    const size = known().size;
    Token.asString({ resolve: () => 'kept' });
    expect(known().size).toBe(size + 1);
  });
});
