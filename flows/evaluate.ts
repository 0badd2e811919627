/**
 * What network policies let through: NetworkPolicy v1 and ClusterNetworkPolicy v1alpha2 together, as their API documents say.
 * A connection needs both halves: egress at its source and ingress at its destination. Each half asks the Admin tier by priority, then the
 * NetworkPolicies of the pod (one that speaks of the direction is final), then the Baseline tier; what nobody speaks of is accepted.
 * Not seen by these APIs, so not here: Services and address translation, routing, and traffic from a pod's own machine.
 */
import type { Family } from './addresses.ts';
import { addAll, addBit, allBits, both, hasBit, members, noBits, type Bits } from './bits.ts';
import type { Endpoint, Port, Segment } from './endpoint.ts';
import type { Direction, Policy, PortMatch, Rule, Tier } from './policy.ts';
import { portMatches, Universe } from './universe.ts';

/** Why one half is as it is. */
export interface Decision {
  readonly allowed: boolean;
  /** `Default`: no policy speaks of it. */
  readonly tier: Tier | 'Default';
  /** The policy that decides; for a denial in the NetworkPolicy tier the first of those that isolate the pod. */
  readonly policy: Policy | undefined;
  /** The rule that decides; undefined for a denial by isolation. */
  readonly rule: Rule | undefined;
}

export interface Connection {
  readonly allowed: boolean;
  readonly egress: Decision;
  readonly ingress: Decision;
}

interface CompiledRule {
  readonly policy: Policy;
  readonly rule: Rule;
  /** Worked out when first asked for. */
  readonly peers: Partial<Record<Family, Bits>>;
}

interface Half {
  readonly admin: readonly CompiledRule[];
  /** undefined: no NetworkPolicy speaks of this direction. */
  readonly own: { readonly policies: readonly Policy[]; readonly rules: readonly CompiledRule[] } | undefined;
  readonly baseline: readonly CompiledRule[];
}

/** Segments that are treated alike, and a port of them. */
export interface PortClass {
  readonly port: Port;
  readonly members: Bits;
}

/** What to leave out of an evaluation, to see what a policy is good for. */
export interface Variant {
  /** Policies that are taken away. */
  readonly without?: ReadonlySet<Policy>;
  /** What if namespaces' own policies were otherwise: each accepts everything, each refuses everything, or there are none. */
  readonly ownPolicies?: 'open' | 'closed' | 'absent';
}

export class Evaluator {
  readonly universe: Universe;
  readonly policies: readonly Policy[];
  readonly #ordered: { readonly cluster: readonly Policy[]; readonly byNamespace: ReadonlyMap<string | undefined, readonly Policy[]> };
  readonly #halves: Readonly<Record<Direction, (Half | undefined)[]>>;
  readonly #rules: Readonly<Record<Direction, Map<Policy, readonly CompiledRule[]>>> = { ingress: new Map(), egress: new Map() };
  readonly #subjects = new Map<Policy, Bits>();
  readonly #peers = new Map<string, Bits>();
  readonly #kinds = new WeakMap<readonly Segment[], Map<string, readonly string[]>>();
  readonly #everyone: Readonly<Record<Family, Bits>>;
  readonly #all: Bits;

  constructor(policies: readonly Policy[], endpoints: readonly Endpoint[]) {
    this.universe = new Universe(endpoints);
    this.policies = [...policies].sort(inOrder);
    this.#everyone = { v4: this.universe.withFamily('v4'), v6: this.universe.withFamily('v6') };
    this.#all = allBits(this.universe.size);
    this.#ordered = { cluster: this.policies.filter(({ tier }) => tier !== 'NetworkPolicy'), byNamespace: Map.groupBy(this.policies.filter(({ tier }) => tier === 'NetworkPolicy'), ({ namespace }) => namespace) };
    this.#halves = { ingress: endpoints.map(() => undefined), egress: endpoints.map(() => undefined) };
  }

  get endpoints(): readonly Endpoint[] {
    return this.universe.endpoints;
  }

  /** Pods that a policy speaks of. */
  subjects(policy: Policy): Bits {
    let bits = this.#subjects.get(policy);
    if (!bits) {
      const { namespace, namespaces, pods } = policy;
      bits = this.universe.podsBy(namespace === undefined ? namespaces : [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [namespace] }], pods);
      this.#subjects.set(policy, bits);
    }
    return bits;
  }

  /** Does a NetworkPolicy or a Baseline rule keep a pod from what is not said? */
  isolated(index: number, direction: Direction): boolean {
    return this.#speaking(this.#ownOf(index), direction, index).length > 0;
  }

  /** One connection with addresses of one family, with reasons. The two ends are different pods even when they are one class. */
  decide(from: number, to: number, port: Port, family: Family): Connection {
    const egress = this.#decideHalf('egress', from, to, port, family);
    const ingress = this.#decideHalf('ingress', to, from, port, family);
    return { allowed: egress.allowed && ingress.allowed, egress, ingress };
  }

  /** The other ends that one half lets through at a port. */
  reach(direction: Direction, index: number, port: Port, family: Family, variant: Variant = {}): Bits {
    const { admin, own, baseline } = this.#half(direction, index);
    const allowed = noBits(this.universe.size);
    const open = this.#everyone[family].slice();
    const left = open.slice();
    this.#tier(admin, direction, index, port, family, { allowed, open, left }, variant);
    // What was passed or not spoken of goes on.
    const policies = variant.without ? own?.policies.filter((policy) => !variant.without!.has(policy)) : own?.policies;
    if (policies && policies.length > 0 && variant.ownPolicies !== 'absent') {
      if (variant.ownPolicies === 'open') addAll(allowed, open);
      else if (variant.ownPolicies === undefined) {
        for (const compiled of own!.rules) {
          if (variant.without?.has(compiled.policy)) continue;
          const matched = this.#matched(compiled, direction, index, port, family);
          for (let word = 0; word < matched.length; word++) allowed[word]! |= matched[word]! & open[word]!;
        }
      }
      return allowed;
    }
    this.#tier(baseline, direction, index, port, family, { allowed, open, left: open.slice() }, variant);
    addAll(allowed, open);
    return allowed;
  }

  /** Segments that one half treats alike, together, each set with one of its ports. */
  portClasses(direction: Direction, index: number, segments: readonly Segment[]): readonly PortClass[] {
    const { admin, own, baseline } = this.#half(direction, index);
    const kinds = new Set<readonly string[]>();
    for (const rules of [admin, own?.rules ?? [], baseline]) for (const { rule: { ports } } of rules) if (ports !== null) kinds.add(this.#portKinds(ports, segments));
    const classes = new Map<string, PortClass>();
    for (const [at, { protocol, first }] of segments.entries()) {
      let key = '';
      for (const kind of kinds) key += `${kind[at]!};`;
      let found = classes.get(key);
      if (!found) classes.set(key, (found = { port: { protocol, port: first }, members: noBits(segments.length) }));
      addBit(found.members, at);
    }
    return [...classes.values()];
  }

  /** For each segment how a list of ports meets it; the same list gives the same array. */
  #portKinds(ports: readonly PortMatch[], segments: readonly Segment[]): readonly string[] {
    let known = this.#kinds.get(segments);
    if (!known) this.#kinds.set(segments, (known = new Map()));
    const key = JSON.stringify(ports);
    let kinds = known.get(key);
    if (!kinds) {
      kinds = segments.map(({ protocol, first }) => {
        const port = { protocol, port: first };
        const names = ports.flatMap((match) => ('name' in match && (match.protocol === null || match.protocol === protocol) ? [[...members(this.universe.withNamedPort(match, port))].join()] : []));
        return [ports.some((match) => portMatches(match, port)) ? '1' : '0', ...names].join(' ');
      });
      known.set(key, kinds);
    }
    return kinds;
  }

  /** One tier of ordered rules: `left` has no rule yet, `open` may still go to the next tier. */
  #tier(rules: readonly CompiledRule[], direction: Direction, index: number, port: Port, family: Family, { allowed, open, left }: { readonly allowed: Bits; readonly open: Bits; readonly left: Bits }, { without }: Variant): void {
    for (const compiled of rules) {
      if (without?.has(compiled.policy)) continue;
      const matched = this.#matched(compiled, direction, index, port, family);
      const { action } = compiled.rule;
      for (let word = 0; word < matched.length; word++) {
        const met = matched[word]! & left[word]!;
        left[word]! &= ~met;
        if (action === 'Pass') continue;
        open[word]! &= ~met;
        if (action === 'Accept') allowed[word]! |= met;
      }
    }
  }

  #matched(compiled: CompiledRule, direction: Direction, index: number, port: Port, family: Family): Bits {
    const { ports } = compiled.rule;
    if (ports === null || ports.some((match) => portMatches(match, port))) return this.#peersOf(compiled, family);
    const found = noBits(this.universe.size);
    for (const match of ports) {
      if (!('name' in match) || (match.protocol !== null && match.protocol !== port.protocol)) continue;
      const named = this.universe.withNamedPort(match, port);
      // A name is looked up at the pod that is connected to.
      if (direction === 'ingress') {
        if (hasBit(named, index)) return this.#peersOf(compiled, family);
      } else addAll(found, both(named, this.#peersOf(compiled, family)));
    }
    return found;
  }

  #decideHalf(direction: Direction, subject: number, peer: number, port: Port, family: Family): Decision {
    const { admin, own, baseline } = this.#half(direction, subject);
    const first = (rules: readonly CompiledRule[]) => rules.find((compiled) => hasBit(this.#matched(compiled, direction, subject, port, family), peer));
    const said = ({ policy, rule }: CompiledRule): Decision => ({ allowed: rule.action === 'Accept', tier: policy.tier, policy, rule });
    const byAdmin = first(admin);
    if (byAdmin && byAdmin.rule.action !== 'Pass') return said(byAdmin);
    if (own) {
      const byOwn = first(own.rules);
      return byOwn ? said(byOwn) : { allowed: false, tier: 'NetworkPolicy', policy: own.policies[0], rule: undefined };
    }
    const byBaseline = first(baseline);
    if (byBaseline && byBaseline.rule.action !== 'Pass') return said(byBaseline);
    return { allowed: true, tier: 'Default', policy: undefined, rule: undefined };
  }

  /** What speaks of one end in one direction; only the ends that are asked for are worked out. */
  #half(direction: Direction, index: number): Half {
    let half = this.#halves[direction][index];
    if (!half) {
      const guards = this.#speaking(this.#ordered.cluster, direction, index);
      const own = this.#speaking(this.#ownOf(index), direction, index);
      const rules = (policies: readonly Policy[]) => policies.flatMap((policy) => this.#compiled(policy, direction));
      half = {
        admin: rules(guards.filter(({ tier }) => tier === 'Admin')), baseline: rules(guards.filter(({ tier }) => tier === 'Baseline')),
        own: own.length === 0 ? undefined : { policies: own, rules: rules(own) },
      };
      this.#halves[direction][index] = half;
    }
    return half;
  }

  /** NetworkPolicies of the namespace of an endpoint. */
  #ownOf(index: number): readonly Policy[] {
    return this.#ordered.byNamespace.get(this.endpoints[index]!.namespace) ?? [];
  }

  /** Those of the policies that speak of an endpoint in a direction. */
  #speaking(policies: readonly Policy[], direction: Direction, index: number): readonly Policy[] {
    return policies.filter((policy) => policy[direction] !== undefined && hasBit(this.subjects(policy), index));
  }

  #compiled(policy: Policy, direction: Direction): readonly CompiledRule[] {
    let rules = this.#rules[direction].get(policy);
    if (!rules) this.#rules[direction].set(policy, (rules = (policy[direction] ?? []).map((rule) => ({ policy, rule, peers: {} }))));
    return rules;
  }

  #peersOf({ rule, peers }: CompiledRule, family: Family): Bits {
    return peers[family] ??= this.#resolve(rule, family);
  }

  /** Rules with the same peers share one set. */
  #resolve(rule: Rule, family: Family): Bits {
    if (rule.peers === null) return this.#all;
    const key = `${family} ${JSON.stringify(rule.peers)}`;
    let bits = this.#peers.get(key);
    if (!bits) {
      bits = noBits(this.universe.size);
      for (const peer of rule.peers) addAll(bits, this.universe.peer(peer, family));
      this.#peers.set(key, bits);
    }
    return bits;
  }
}

/** By priority; equal ones by name, which the API leaves open and `equal-priority` reports where it matters. */
function inOrder(a: Policy, b: Policy): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

