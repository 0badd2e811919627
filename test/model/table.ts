/** Table tests of checks: a sentence, what is changed in the sound catalog, and every finding word for word. */
import { describe, expect, it } from 'vitest';
import type { AnyCheck } from '../../model/checks/check.ts';
import { compareText } from '../../model/finding.ts';
import { findingsOf, line, type Changes, type RunOptions } from './fixture.ts';

export type Row = readonly [sentence: string, changes: Changes, findings: readonly string[], options?: RunOptions];

/** One test for each row. The Vietnamese texts must be there and be their own. */
export function table(check: AnyCheck, rows: readonly Row[]): void {
  // oxlint-disable-next-line vitest/valid-title -- the code is a string
  describe(check.code, () => {
    it.each(rows.map((row) => [row[0], row] as const))('%s', (_sentence, [, changes, expected, options]) => {
      const findings = findingsOf(check, changes, options);
      expect(findings.map(line).sort(compareText)).toEqual(expected.toSorted(compareText));
      for (const { code, message, hint } of findings) {
        expect(code).toBe(check.code);
        expect(message.vi, message.en).not.toBe(message.en);
        expect(hint.vi, hint.en).not.toBe(hint.en);
      }
    });
  });
}
