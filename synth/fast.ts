/** CDKTF captures a stack trace for every token it makes; no one reads them here, and they take most of the time. */

/**
 * Runs `build` with stack traces off, as far as CDKTF's own captures go: it sets `Error.stackTraceLimit` itself, so the property is shadowed.
 * `NDC_STACK_TRACES=1` leaves them on, to look for the origin of a token.
 */
export function withoutStackTraces<T>(build: () => T): T {
  if (process.env['NDC_STACK_TRACES'] === '1') return build();
  const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')!;
  Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, get: () => undefined, set: () => undefined });
  try {
    return build();
  } finally {
    Object.defineProperty(Error, 'stackTraceLimit', before);
  }
}
