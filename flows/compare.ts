/** What the catalog wants against what the policies let through, in one cluster: surplus and missing flows, port by port, for each family. */
import { families, type Family } from './addresses.ts';
import { addBit, hasBit, isEmpty, members, noBits, removeAll, type Bits } from './bits.ts';
import { endsBits } from './ends.ts';
import type { Port } from './endpoint.ts';
import type { Intent } from './intent.ts';
import type { Matrix, Segment } from './matrix.ts';
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
  for (const intent of intents) {
    const ports = segmentsOf(segments, intent.ports);
    const lacking = new Map<number, { families: Family[]; segments: Bits }>();
    for (const family of families) {
      const [from, to] = [[...members(endsBits(intent.from, universe, family))], [...members(endsBits(intent.to, universe, family))]];
      for (const source of from) {
        for (const target of to) {
          if ((endpoints[source]!.kind !== 'pod' && endpoints[target]!.kind !== 'pod') || (about && !hasBit(about, source) && !hasBit(about, target))) continue;
          const key = source * size + target;
          let pair = wanted.get(key);
          if (!pair) wanted.set(key, (pair = { v4: noBits(segments.length), v6: noBits(segments.length) }));
          const known = wishes.get(key);
          if (!known) wishes.set(key, [intent]);
          else if (known.at(-1) !== intent) known.push(intent);
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

export function segmentsOf(segments: readonly Segment[], ports: Intent['ports']): Bits {
  const bits = noBits(segments.length);
  for (const [at, { protocol, first, last }] of segments.entries()) {
    if (ports.some((wish) => wish.protocol === protocol && wish.port <= first && last <= (wish.endPort ?? wish.port))) addBit(bits, at);
  }
  return bits;
}
