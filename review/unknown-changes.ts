/** Releases whose objects are not known on one side: nobody can say what changes there, and that is said. */
import { compareText } from '../model/finding.ts';
import type { ExportedStack, Unrendered } from './read.ts';

export interface UnknownChange extends Unrendered {
  readonly stack: string;
  /** `unrendered` to `absent` may destroy anything; `rendered` to `unrendered` may change anything. */
  readonly before: 'absent' | 'rendered' | 'unrendered';
  readonly after: 'absent' | 'rendered' | 'unrendered';
  /** Objects on the side that is known. */
  readonly objects: number;
}

/** Releases that are new, gone, of another version, or known on one side only. Releases that are unknown and the same on both sides are no change. */
export function unknownChanges(before: ReadonlyMap<string, ExportedStack>, after: ReadonlyMap<string, ExportedStack>): UnknownChange[] {
  const found: UnknownChange[] = [];
  for (const id of [...new Set([...before.keys(), ...after.keys()])].sort(compareText)) {
    const sides = [before.get(id) ?? emptyStack, after.get(id) ?? emptyStack] as const;
    const releases = new Map(sides.flatMap(({ unrendered }) => unrendered.map((release) => [release.release, release] as const)));
    for (const release of [...releases.values()].sort((a, b) => compareText(a.release, b.release))) {
      const [was, is] = sides.map((stack) => {
        const here = stack.unrendered.find((candidate) => candidate.release === release.release);
        const objects = stack.objects.filter((object) => object.release === release.release).length;
        return { here, objects, state: here ? 'unrendered' as const : objects > 0 ? 'rendered' as const : 'absent' as const };
      }) as [Side, Side];
      const same = was.here && is.here && was.here.chart === is.here.chart && was.here.version === is.here.version;
      if (!same) found.push({ stack: id, ...(is.here ?? was.here)!, before: was.state, after: is.state, objects: was.objects + is.objects });
    }
  }
  return found;
}

interface Side {
  readonly here: Unrendered | undefined;
  readonly objects: number;
  readonly state: 'absent' | 'rendered' | 'unrendered';
}

const emptyStack: Pick<ExportedStack, 'objects' | 'unrendered'> = { objects: [], unrendered: [] };

