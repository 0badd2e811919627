/** What a restore costs by size: the same local drill with a small and with a larger database. */
import { join } from 'node:path';
import { projectRoot } from '../scripts/paths.ts';
import type { Place } from './measures.ts';
import { run } from './run.ts';
import { spread, type Spread } from './spread.ts';

/** Rows of the two databases. */
const sizes = { small: 20_000, large: 300_000 } as const;
const kinds = ['point-in-time', 'site-loss'] as const;

interface DrillMeasures {
  readonly restoreSeconds: number;
  readonly rpoSeconds: number;
  readonly bytes: number;
}

interface Answer {
  readonly drills: readonly { readonly name: (typeof kinds)[number]; readonly result: { readonly measures: DrillMeasures } }[];
}

export interface KindFigures {
  readonly name: (typeof kinds)[number];
  readonly bytes: { readonly small: number; readonly large: number };
  readonly seconds: { readonly small: Spread; readonly large: Spread };
  /** What each further GiB takes: the difference of the two sizes, so that starting programs does not count. */
  readonly secondsPerGiB: Spread;
  readonly rpoSeconds: Spread;
}

/** The cache of the user is taken: what it holds are programs, which are not measured. */
export function measureDrill({ pinned, rounds, onStep }: Place): readonly KindFigures[] {
  const drill = (round: number, size: keyof typeof sizes): Answer => {
    onStep(`round ${round}: ${size} database`);
    return JSON.parse(run({ node: pinned.path, args: [join(projectRoot, 'scripts', 'ndc.js'), 'drill', 'run', '--local', 'population', '--rows', String(sizes[size]), '--format', 'json'] }).stdout) as Answer;
  };
  const all = Array.from({ length: rounds }, (_, index) => ({ small: drill(index + 1, 'small'), large: drill(index + 1, 'large') }));
  return kinds.map((name) => {
    const of = (answer: Answer): DrillMeasures => answer.drills.find((drill) => drill.name === name)!.result.measures;
    const pairs = all.map(({ small, large }) => ({ small: of(small), large: of(large) }));
    const first = pairs[0]!;
    return {
      name,
      bytes: { small: first.small.bytes, large: first.large.bytes },
      seconds: { small: spread(pairs.map(({ small }) => small.restoreSeconds)), large: spread(pairs.map(({ large }) => large.restoreSeconds)) },
      secondsPerGiB: spread(pairs.map(({ small, large }) => (large.restoreSeconds - small.restoreSeconds) / ((large.bytes - small.bytes) / 2 ** 30))),
      rpoSeconds: spread(pairs.map(({ large }) => large.rpoSeconds)),
    };
  });
}
