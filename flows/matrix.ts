/** All flows that the policies of one cluster let through: for every pair of classes of endpoints, on every port. */
import { families, type Family } from './addresses.ts';
import { addAll, both, hasBit, isEmpty, members, noBits, type Bits } from './bits.ts';
import type { Endpoint, Port, Segment } from './endpoint.ts';
import type { Evaluator } from './evaluate.ts';
import type { Policy, PortMatch, Protocol } from './policy.ts';

/** One pair of classes with the segments that are open, by family. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly segments: Readonly<Record<Family, Bits>>;
}

export interface Matrix {
  readonly segments: readonly Segment[];
  /** By `from`, then `to`. Pairs of which neither end is a pod are left out: no policy speaks of them. */
  readonly flows: readonly Flow[];
}

/** Pieces of 1 … 65535 of each protocol between all ports that policies, pods or the caller name. */
export function portSegments(policies: readonly Policy[], endpoints: readonly Endpoint[], more: readonly Port[] = []): Segment[] {
  const borders: Record<Protocol, Set<number>> = { TCP: new Set([1]), UDP: new Set([1]), SCTP: new Set([1]) };
  const cut = (protocol: Protocol, first: number, last: number) => {
    borders[protocol].add(first);
    borders[protocol].add(last + 1);
  };
  const names = new Set<string>();
  for (const { ingress, egress } of policies) {
    for (const { ports } of [...(ingress ?? []), ...(egress ?? [])]) {
      for (const match of ports ?? []) {
        if (isNamed(match)) names.add(match.name);
        else cut(match.protocol, match.first, match.last);
      }
    }
  }
  for (const { ports } of endpoints) for (const { name, protocol, port } of ports) if (names.has(name)) cut(protocol, port, port);
  for (const { protocol, port } of more) cut(protocol, port, port);
  return (Object.keys(borders) as Protocol[]).flatMap((protocol) => {
    const sorted = [...borders[protocol]].filter((port) => port <= 65_535).sort((a, b) => a - b);
    return sorted.map((first, at): Segment => ({ protocol, first, last: (sorted[at + 1] ?? 65_536) - 1 }));
  });
}

function isNamed(match: PortMatch): match is Extract<PortMatch, { name: string }> {
  return 'name' in match;
}

/** What one end lets through, as few different sets as there are. */
interface Reach {
  readonly peers: Bits;
  readonly segments: Bits;
}

/** @param about endpoints of interest; only flows that start or end there are worked out */
export function matrixOf(evaluator: Evaluator, segments: readonly Segment[], about?: Bits): Matrix {
  const { endpoints } = evaluator;
  const pairs = new Map<number, { from: number; to: number; segments: Record<Family, Bits> }>();
  for (const family of families) {
    const known = { ingress: new Map<number, readonly Reach[]>(), egress: new Map<number, readonly Reach[]>() };
    const reaches = (direction: 'ingress' | 'egress', index: number): readonly Reach[] => {
      let found = known[direction].get(index);
      if (!found) known[direction].set(index, (found = reachesOf(evaluator, segments, direction, index, family)));
      return found;
    };
    const meet = (from: number, to: number, out: Reach, side: Reach) => {
      if (endpoints[from]!.kind !== 'pod' && endpoints[to]!.kind !== 'pod') return;
      const open = both(out.segments, side.segments);
      if (isEmpty(open)) return;
      const key = from * endpoints.length + to;
      let pair = pairs.get(key);
      if (!pair) pairs.set(key, (pair = { from, to, segments: { v4: noBits(segments.length), v6: noBits(segments.length) } }));
      addAll(pair.segments[family], open);
    };
    for (const index of about ? members(about) : endpoints.keys()) {
      for (const out of reaches('egress', index)) {
        for (const to of members(out.peers)) for (const side of reaches('ingress', to)) if (hasBit(side.peers, index)) meet(index, to, out, side);
      }
      if (!about) continue;
      for (const side of reaches('ingress', index)) {
        for (const from of members(side.peers)) {
          if (!hasBit(about, from)) for (const out of reaches('egress', from)) if (hasBit(out.peers, index)) meet(from, index, out, side);
        }
      }
    }
  }
  return { segments, flows: [...pairs.values()].sort((a, b) => a.from - b.from || a.to - b.to) };
}

function reachesOf(evaluator: Evaluator, segments: readonly Segment[], direction: 'ingress' | 'egress', index: number, family: Family): Reach[] {
  if (evaluator.endpoints[index]!.addresses[family] === undefined) return [];
  return evaluator.portClasses(direction, index, segments).flatMap(({ port, members: alike }): Reach[] => {
    const peers = evaluator.reach(direction, index, port, family);
    return isEmpty(peers) ? [] : [{ peers, segments: alike }];
  });
}

/** Open ports as text, e.g. `TCP 443, 8000-8100`; `every port` when all are. */
export function portText(segments: readonly Segment[], open: Bits): string {
  return segmentsText([...members(open)].map((at) => segments[at]!));
}

/** Ranges in ascending order, those that touch as one. */
export function merged(open: readonly Segment[]): Segment[] {
  const parts: Segment[] = [];
  for (const segment of open) {
    const before = parts.at(-1);
    if (before?.protocol === segment.protocol && before.last + 1 === segment.first) parts[parts.length - 1] = { ...before, last: segment.last };
    else parts.push(segment);
  }
  return parts;
}

/** `portText` of ranges in ascending order. */
export function segmentsText(open: readonly Segment[]): string {
  const parts = merged(open);
  if (parts.length === 3 && parts.every(({ first, last }) => first === 1 && last === 65_535)) return 'every port';
  return parts.map(({ protocol, first, last }) => `${protocol} ${first === last ? first : `${first}-${last}`}`).join(', ');
}
