/** What the catalog wants against what the policies let through, in one cluster: surplus and missing flows, port by port, for each family. */
import { families, type Family } from './addresses.ts';
import { addBit, hasBit, isEmpty, members, noBits, removeAll, type Bits } from './bits.ts';
import { endsBits, type Ends } from './ends.ts';
import type { Port, Segment } from './endpoint.ts';
import type { Intent } from './intent.ts';
import type { Matrix } from './matrix.ts';
import type { Universe } from './universe.ts';

/** One pair whose open ports are not those that are wanted. */
export interface Difference {
  readonly kind: 'surplus' | 'missing';
  readonly from: number;
  readonly to: number;
  /** Segments that are open and not wanted, or wanted and not open. */
  readonly segments: Bits;
  /** The families where it is so: one alone is a slip between address rules. */
  readonly families: readonly Family[];
  /** What is missing; undefined for a surplus. */
  readonly intent: Intent | undefined;
}

/** Ports that intents name, so that segments are cut there. */
export function intentPorts(intents: readonly Intent[]): Port[] {
  return intents.flatMap(({ ports }) => ports.flatMap(({ protocol, port, endPort }) => [{ protocol, port }, ...(endPort === undefined ? [] : [{ protocol, port: endPort }])]));
}

export interface ComparisonInput {
  readonly universe: Universe;
  readonly matrix: Matrix;
  readonly intents: readonly Intent[];
  /** Namespaces that the catalog leaves open, and why: flows between them and what is no tenant's are not judged. */
  readonly open: ReadonlySet<string>;
  /** Endpoints of interest; pairs of others are left out. */
  readonly about?: Bits | undefined;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Wishes for a pair, by `from * endpoints + to`. */
  readonly wishes: ReadonlyMap<number, readonly Intent[]>;
}

export function compareFlows({ universe, matrix: { segments, flows }, intents, open, about }: ComparisonInput): Comparison {
  const { endpoints, size } = universe;
  const wanted = new Map<number, Record<Family, Bits>>();
  const actual = new Map(flows.map((flow) => [flow.from * size + flow.to, flow.segments]));
  const wishes = new Map<number, Intent[]>();
  const missing: Difference[] = [];
  const known = new Map<string | Ends, Partial<Record<Family, Side>>>();
  const ends = (wish: Ends, family: Family): Side => {
    const key = wish.kind === 'endpoints' ? wish : wish.kind === 'ranges' ? wish.ranges.join(' ') : wish.kind;
    let found = known.get(key);
    if (!found) known.set(key, (found = {}));
    return found[family] ??= sideOf(wish, universe, family, about);
  };
  for (const intent of intents) {
    if (about && [intent.from, intent.to].every((wish) => families.every((family) => ends(wish, family).concerned.length === 0))) continue;
    const ports = segmentsOf(segments, intent.ports);
    const lacking = new Map<number, { families: Family[]; segments: Bits }>();
    for (const family of families) {
      const [from, to] = [ends(intent.from, family), ends(intent.to, family)];
      for (const source of from.all) {
        for (const target of !about || hasBit(about, source) ? to.all : to.concerned) {
          if (endpoints[source]!.kind !== 'pod' && endpoints[target]!.kind !== 'pod') continue;
          const key = source * size + target;
          let pair = wanted.get(key);
          if (!pair) wanted.set(key, (pair = { v4: noBits(segments.length), v6: noBits(segments.length) }));
          const others = wishes.get(key);
          if (!others) wishes.set(key, [intent]);
          else if (others.at(-1) !== intent) others.push(intent);
          for (let word = 0; word < ports.length; word++) pair[family][word]! |= ports[word]!;
          const left = ports.slice();
          const has = actual.get(key);
          if (has) removeAll(left, has[family]);
          // A wish for everyone is met by whom it is open to; that it lets nobody else in is the matter of the surplus.
          if (intent.optional || isEmpty(left) || intent.from.kind === 'anyone' && endpoints[source]!.kind === 'pod') continue;
          const lack = lacking.get(key);
          if (lack) lack.families.push(family);
          else lacking.set(key, { families: [family], segments: left });
        }
      }
    }
    for (const [key, lack] of lacking) missing.push({ kind: 'missing', from: Math.floor(key / size), to: key % size, ...lack, intent });
  }
  const judged = (index: number) => {
    const { kind, namespace, system } = endpoints[index]!;
    return kind === 'pod' && (system !== undefined || !open.has(namespace));
  };
  const surplus = flows.flatMap((flow): Difference[] => {
    if (!judged(flow.from) && !judged(flow.to)) return [];
    const want = wanted.get(flow.from * size + flow.to);
    const left = { v4: flow.segments.v4.slice(), v6: flow.segments.v6.slice() };
    if (want) for (const family of families) removeAll(left[family], want[family]);
    const where = families.filter((family) => !isEmpty(left[family]));
    return where.length === 0 ? [] : [{ kind: 'surplus', from: flow.from, to: flow.to, segments: left[where[0]!], families: where, intent: undefined }];
  });
  return { differences: [...missing, ...surplus], wishes };
}

/** One side of a wish: its endpoints with an address of a family, and those of interest. */
interface Side {
  readonly all: readonly number[];
  readonly concerned: readonly number[];
}

function sideOf(wish: Ends, universe: Universe, family: Family, about: Bits | undefined): Side {
  const all = [...members(endsBits(wish, universe, family))];
  return { all, concerned: about ? all.filter((index) => hasBit(about, index)) : all };
}

export function segmentsOf(segments: readonly Segment[], ports: Intent['ports']): Bits {
  const bits = noBits(segments.length);
  for (const [at, { protocol, first, last }] of segments.entries()) {
    if (ports.some((wish) => wish.protocol === protocol && wish.port <= first && last <= (wish.endPort ?? wish.port))) addBit(bits, at);
  }
  return bits;
}
