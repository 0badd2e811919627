/** All endpoints of one cluster, indexed so that a selector or an address range gives the set it means. Each is worked out once. */
import { contains, parseAddress, parseRange, type Family } from './addresses.ts';
import { addAll, addBit, allBits, keepOnly, noBits, removeAll, type Bits } from './bits.ts';
import type { Endpoint, Labels } from './endpoint.ts';
import type { Expression, Peer, PortMatch, Selector } from './policy.ts';
import { selectorText } from './policy.ts';

export class Universe {
  readonly endpoints: readonly Endpoint[];
  readonly size: number;
  readonly pods: Bits;
  readonly #nodes: Bits;
  readonly #namespaceLabels: LabelIndex;
  readonly #podLabels: LabelIndex;
  readonly #sorted: Readonly<Record<Family, readonly { readonly value: bigint; readonly index: number }[]>>;
  readonly #selected = new Map<string, Bits>();
  readonly #ranges = new Map<string, Bits>();
  readonly #named = new Map<string, Bits>();
  readonly #families: Readonly<Record<Family, Bits>>;
  readonly #notPods: Bits;

  constructor(endpoints: readonly Endpoint[]) {
    this.endpoints = endpoints;
    this.size = endpoints.length;
    const ofKind = (kind: Endpoint['kind']) => setOf(this.size, endpoints, (endpoint) => endpoint.kind === kind);
    this.pods = ofKind('pod');
    this.#nodes = ofKind('node');
    this.#namespaceLabels = new LabelIndex(this.size, endpoints.map(({ namespaceLabels }) => namespaceLabels));
    this.#podLabels = new LabelIndex(this.size, endpoints.map(({ labels }) => labels));
    const sorted = (family: Family) => endpoints
      .flatMap(({ addresses }, index) => (addresses[family] === undefined ? [] : [{ value: parseAddress(addresses[family]).value, index }]))
      .sort((a, b) => (a.value < b.value ? -1 : 1));
    this.#sorted = { v4: sorted('v4'), v6: sorted('v6') };
    const withFamily = (family: Family) => setOf(this.size, endpoints, ({ addresses }) => addresses[family] !== undefined);
    this.#families = { v4: withFamily('v4'), v6: withFamily('v6') };
    this.#notPods = this.#nodes.slice();
    addAll(this.#notPods, ofKind('outside'));
  }

  /** Pods that a selector of namespaces and one of pods mean together; host-network pods are never among them. */
  podsBy(namespaces: Selector, pods: Selector): Bits {
    const key = `${selectorText(namespaces)} / ${selectorText(pods)}`;
    let bits = this.#selected.get(key);
    if (!bits) {
      bits = this.pods.slice();
      keepOnly(bits, this.#namespaceLabels.matching(namespaces));
      keepOnly(bits, this.#podLabels.matching(pods));
      this.#selected.set(key, bits);
    }
    return bits;
  }

  /** Endpoints that a peer means when addresses of this family are used. */
  peer(peer: Peer, family: Family): Bits {
    switch (peer.kind) {
      case 'pods': return this.podsBy(peer.namespaces, peer.pods);
      case 'addresses': {
        const bits = this.#inRange(peer.range, family).slice();
        for (const range of peer.except) removeAll(bits, this.#inRange(range, family));
        return bits;
      }
      case 'nodes': {
        const bits = this.#nodes.slice();
        keepOnly(bits, this.#podLabels.matching(peer.nodes));
        return bits;
      }
      case 'names': return setOf(this.size, this.endpoints, ({ names }) => names?.some((name) => matchesName(peer.name, name)) ?? false);
    }
  }

  /** Pods with a container port of this name that is this port. */
  withNamedPort(match: { readonly name: string }, port: { readonly protocol: string; readonly port: number }): Bits {
    const key = `${match.name} ${port.protocol} ${port.port}`;
    let bits = this.#named.get(key);
    if (!bits) {
      bits = setOf(this.size, this.endpoints, ({ kind, ports }) => kind === 'pod' && ports.some((one) => one.name === match.name && one.port === port.port && one.protocol === port.protocol));
      this.#named.set(key, bits);
    }
    return bits;
  }

  where(belongs: (endpoint: Endpoint) => boolean): Bits {
    return setOf(this.size, this.endpoints, belongs);
  }

  /** Endpoints with an address of this family. */
  withFamily(family: Family): Bits {
    return this.#families[family];
  }

  /** Everything that policies select nothing of. */
  notPods(): Bits {
    return this.#notPods;
  }

  #inRange(text: string, family: Family): Bits {
    const range = parseRange(text);
    if (range.family !== family) return noBits(this.size);
    let bits = this.#ranges.get(text);
    if (!bits) {
      bits = noBits(this.size);
      const sorted = this.#sorted[family];
      for (let at = firstFrom(sorted, range.first); at < sorted.length && contains(range, family, sorted[at]!.value); at++) addBit(bits, sorted[at]!.index);
      this.#ranges.set(text, bits);
    }
    return bits;
  }
}

/** Does a port meet a match by number? Names are the matter of `withNamedPort`. */
export function portMatches(match: PortMatch, { protocol, port }: { readonly protocol: string; readonly port: number }): boolean {
  return !('name' in match) && match.protocol === protocol && match.first <= port && port <= match.last;
}

class LabelIndex {
  readonly #size: number;
  readonly #byKey = new Map<string, { readonly any: Bits; readonly byValue: Map<string, Bits> }>();

  constructor(size: number, labels: readonly Labels[]) {
    this.#size = size;
    for (const [index, own] of labels.entries()) {
      for (const key in own) {
        let entry = this.#byKey.get(key);
        if (!entry) this.#byKey.set(key, (entry = { any: noBits(size), byValue: new Map() }));
        addBit(entry.any, index);
        const value = own[key]!;
        let bits = entry.byValue.get(value);
        if (!bits) entry.byValue.set(value, (bits = noBits(size)));
        addBit(bits, index);
      }
    }
  }

  matching(selector: Selector): Bits {
    const bits = allBits(this.#size);
    for (const expression of selector) this.#keep(bits, expression);
    return bits;
  }

  #keep(bits: Bits, { key, operator, values }: Expression): void {
    const entry = this.#byKey.get(key);
    const found = noBits(this.#size);
    if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (entry) addAll(found, entry.any);
    } else {
      for (const value of values) {
        const some = entry?.byValue.get(value);
        if (some) addAll(found, some);
      }
    }
    if (operator === 'In' || operator === 'Exists') keepOnly(bits, found);
    else removeAll(bits, found);
  }
}

function setOf(size: number, endpoints: readonly Endpoint[], belongs: (endpoint: Endpoint) => boolean): Bits {
  const bits = noBits(size);
  for (const [index, endpoint] of endpoints.entries()) if (belongs(endpoint)) addBit(bits, index);
  return bits;
}

function firstFrom(sorted: readonly { readonly value: bigint }[], value: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.value < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function matchesName(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase().replace(/\.$/, '');
  const given = name.toLowerCase().replace(/\.$/, '');
  return wanted.startsWith('*.') ? given.endsWith(wanted.slice(1)) && given.length > wanted.length - 1 : wanted === given;
}
