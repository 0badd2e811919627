/** Findings in one line each, as `linesOf` of the fixture gives them, when each is also told in Vietnamese in words of its own. */
import { expect } from 'vitest';
import type { AnyCheck } from '../../../model/checks/check.ts';
import { findingsOf, line, type Changes, type RunOptions } from '../fixture.ts';

/** An edit of a file's data. */
export type Edit = Extract<Changes[string], (...args: never[]) => unknown>;

/** Sets keys of a file. */
export const set = (more: object): Edit => (data) => ({ ...data, ...more });

export function linesOf(check: AnyCheck, changes: Changes = {}, options: RunOptions = {}): string[] {
  const findings = findingsOf(check, changes, options);
  for (const { code, message, hint } of findings) {
    expect(code).toBe(check.code);
    expect(message.vi, message.en).not.toBe(message.en);
    expect(hint.vi, hint.en).not.toBe(hint.en);
    expect(`${message.vi}${message.en}${hint.vi}${hint.en}`).not.toMatch(/undefined|NaN|Infinity|\[object/);
  }
  return findings.map(line);
}
