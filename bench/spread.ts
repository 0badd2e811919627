/** Figures of repeated runs. */

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('there is no figure to sum up');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/**
 * Runs all measures in turn, round after round (A B A B …), so that what disturbs the machine disturbs each of them.
 * @returns figures of each, by round; none for a measure that is undefined
 */
export function inTurn<K extends string>(rounds: number, measures: Readonly<Record<K, (() => number) | undefined>>, onRun: (name: K, round: number) => void = () => {}): Record<K, number[]> {
  const names = Object.keys(measures) as K[];
  const result = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      const measure = measures[name];
      if (!measure) continue;
      onRun(name, round);
      result[name].push(measure());
    }
  }
  return result;
}

/** How many times as long the one took as the other, round by round. */
export function ratios(longer: readonly number[], shorter: readonly number[]): Spread {
  return spread(longer.map((seconds, round) => seconds / shorter[round]!));
}
