/** The flows of an estate beside those of another: which open and which close, port by port, for each family. */
import { families, type Family } from './addresses.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import type { Endpoint, Segment } from './endpoint.ts';
import { segmentsText } from './matrix.ts';
import type { AnswerFlow } from './query.ts';

/** Ports of one pair that are open on one side alone. */
export interface FlowChange {
  readonly change: 'opens' | 'closes';
  /** Names of the ends; of a party outside of which only some addresses change, with one of them: `internet#203.0.113.0`. */
  readonly from: string;
  readonly to: string;
  /** Ports that change, e.g. `TCP 443`. */
  readonly ports: string;
  readonly families: readonly Family[];
  /** The flow on the side where it is open. */
  readonly flow: AnswerFlow;
}

/** One side of a comparison: clusters whose parties outside are cut alike on both sides, and the flows that are asked for. */
export interface FlowSide {
  readonly clusters: readonly ClusterFlows[];
  readonly flows: readonly AnswerFlow[];
}

/** @returns what closes first, in the order of the flows */
export function flowChanges(before: FlowSide, after: FlowSide): FlowChange[] {
  return [...onlyIn(before, after, 'closes'), ...onlyIn(after, before, 'opens')];
}

interface Piece {
  readonly flow: AnswerFlow;
  readonly family: Family;
  readonly ports: string;
}

function onlyIn(side: FlowSide, other: FlowSide, change: FlowChange['change']): FlowChange[] {
  const known = new Map(other.flows.flatMap((flow) => {
    const open = flow.open();
    return families.map((family) => [identity(flow, family), open[family]] as const);
  }));
  const pieces = side.flows.flatMap((flow): Piece[] => {
    const open = flow.open();
    return families.flatMap((family) => {
      const left = without(open[family], known.get(identity(flow, family)) ?? []);
      return left.length === 0 ? [] : [{ flow, family, ports: segmentsText(left) }];
    });
  });
  const counts = piecesOf(side.clusters);
  const groups = Map.groupBy(pieces, ({ flow, ports }) => [flow.fromCluster, party(flow.ends.from), flow.toCluster, party(flow.ends.to), flow.via, ports].join(' '));
  return [...groups.values()].flatMap((group) => {
    const whole = (end: 'from' | 'to') => families.every((family) => {
      const changed = new Set(group.filter((piece) => piece.family === family).map(({ flow }) => flow.ends[end].addresses[family]));
      return changed.size === 0 || changed.size === (counts.get(`${group[0]!.flow[`${end}Cluster`]} ${party(group[0]!.flow.ends[end])} ${family}`) ?? 1);
    });
    const [from, to] = [whole('from'), whole('to')];
    const shown = ({ flow: { ends }, family }: Piece) => [from ? party(ends.from) : part(ends.from, family), to ? party(ends.to) : part(ends.to, family)] as const;
    return [...Map.groupBy(group, (piece) => shown(piece).join(' ')).values()].map((alike): FlowChange => {
      const [first] = alike as [Piece, ...Piece[]];
      const [source, target] = shown(first);
      return { change, from: source, to: target, ports: first.ports, families: families.filter((family) => alike.some((piece) => piece.family === family)), flow: first.flow };
    });
  });
}

/** A pair that both sides know by the same text: pods by their name, parties outside by an address. */
function identity({ ends: { from, to }, fromCluster, toCluster, via }: AnswerFlow, family: Family): string {
  return [family, fromCluster, part(from, family), toCluster, part(to, family), via?.replace(/#\d+$/, '') ?? ''].join(' ');
}

/** Name of a party without the number of its piece. */
function party({ kind, id }: Endpoint): string {
  return kind === 'pod' ? id : id.replace(/#\d+$/, '');
}

function part(end: Endpoint, family: Family): string {
  return end.kind === 'pod' ? end.id : `${party(end)}#${end.addresses[family] ?? ''}`;
}

/** Pieces of each party in each cluster, by family. */
function piecesOf(clusters: readonly ClusterFlows[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { cluster, endpoints } of clusters) {
    for (const end of endpoints) {
      for (const family of families) {
        if (end.kind === 'pod' || end.addresses[family] === undefined) continue;
        const key = `${cluster.id} ${party(end)} ${family}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** Ports of some ranges that others do not hold. */
function without(ranges: readonly Segment[], others: readonly Segment[]): Segment[] {
  return ranges.flatMap((range) => others.filter(({ protocol }) => protocol === range.protocol).reduce<Segment[]>((left, { first, last }) => left.flatMap((one) => [
    ...(one.first < first ? [{ ...one, last: Math.min(one.last, first - 1) }] : []),
    ...(one.last > last ? [{ ...one, first: Math.max(one.first, last + 1) }] : []),
  ]), [range]));
}
