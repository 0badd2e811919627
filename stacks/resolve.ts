/** Token resolution for values that hold few tokens or none, which are nearly all values of a stack. */
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * A function that gives a value with every token replaced and every `undefined` left out, as `Tokenization.resolve` does but for the order of keys.
 * That makes a context and runs five regular expressions for each string; here a part without the marks of a token is copied, and a text with tokens is
 * resolved once for the scope.
 */
export function tokenResolver(scope: IConstruct): (value: unknown) => unknown {
  const texts = new Map<string, unknown>();
  const resolveSlowly = (value: unknown): unknown => Tokenization.resolve(value, { scope, resolver, preparing: false });
  const resolveText = (text: string): unknown => {
    if (!texts.has(text)) texts.set(text, resolveSlowly(text));
    return texts.get(text);
  };
  const resolve = (value: unknown): unknown => {
    switch (typeof value) {
      case 'string': return maybeToken.test(value) ? resolveText(value) : value;
      case 'number': return value < lowestOrdinary ? resolveSlowly(value) : value;
      case 'object': break;
      default: return value;
    }
    if (value === null) return null;
    if (Array.isArray(value)) return value.some(isListToken) ? resolveSlowly(value) : value.map(resolve).filter((item) => item !== undefined);
    if (!isPlainObject(value)) return resolveSlowly(value);
    const resolved: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      if (maybeToken.test(key)) return resolveSlowly(value);
      const item = resolve(value[key]);
      if (item !== undefined) resolved[key] = item;
    }
    return resolved;
  };
  return resolve;
}

/** Tokens in text read `${TfToken[…]}`; a number token inside a text is a number with a large exponent. */
const maybeToken = /TfToken\[|\de\+\d/;

/** Number tokens are below any number that is meant (about -1.9e+289). */
const lowestOrdinary = -Number.MAX_SAFE_INTEGER;

const isListToken = (item: unknown) => (typeof item === 'string' && item.includes('#{TfToken[')) || (typeof item === 'number' && item < lowestOrdinary);

/** Neither a token nor a construct; those have methods. */
function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return (prototype === Object.prototype || prototype === null) && !('resolve' in value);
}

const resolver = new DefaultTokenResolver(new StringConcat());
