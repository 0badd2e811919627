/** CDKTF captures a stack trace for every token it makes and keeps every token for ever: most of the time and of the memory of a large app. */

/**
 * Runs `build` with stack traces off, as far as CDKTF's own captures go: it raises `Error.stackTraceLimit` and captures on objects of its own, so
 * the property is shadowed and such objects get no trace. Errors keep theirs up to where they are thrown.
 * `NDC_STACK_TRACES=1` leaves traces on, to look for the origin of a token.
 */
export function withoutStackTraces<T>(build: () => T): T {
  if (process.env['NDC_STACK_TRACES'] === '1') return build();
  const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')!;
  const capture = Error.captureStackTrace;
  Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, get: () => undefined, set: () => undefined });
  Error.captureStackTrace = (target, below) => {
    if (target instanceof Error) capture(target, below);
  };
  try {
    return build();
  } finally {
    Error.captureStackTrace = capture;
    Object.defineProperty(Error, 'stackTraceLimit', before);
  }
}

/**
 * Forgets the tokens that `build` makes: each holds its resource, and through it the whole app. Nothing that was built may be resolved afterwards.
 * Tokens from before, such as those the library makes while it loads, stay.
 */
export function forgettingTokens<T>(build: () => T): T {
  const tokens = (globalThis as { readonly __cdktfTokenMap?: TokenMap }).__cdktfTokenMap;
  const maps = [tokens?.stringTokenMap, tokens?.numberTokenMap].filter((map) => map instanceof Map);
  const sizes = maps.map((map) => map.size);
  try {
    return build();
  } finally {
    // In the order in which they were made.
    for (const [index, map] of maps.entries()) for (const key of [...map.keys()].slice(sizes[index])) map.delete(key);
  }
}

/** What CDKTF keeps for all copies of itself under a global name. */
interface TokenMap {
  readonly stringTokenMap?: Map<unknown, unknown>;
  readonly numberTokenMap?: Map<unknown, unknown>;
}
