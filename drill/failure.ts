import type { Text } from '../model/finding.ts';

/**
 * Why a drill cannot go on: what, where, which value, and what to do next. It becomes the `reason` of the result, so
 * that a failed drill leaves evidence too.
 */
export class DrillFailure extends Error {
  readonly text: Text;

  constructor(text: Text, options?: ErrorOptions) {
    super(text.en, options);
    this.name = 'DrillFailure';
    this.text = text;
  }
}
