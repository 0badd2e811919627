/**
 * What network policies let through: NetworkPolicy v1 and ClusterNetworkPolicy v1alpha2 together, as their API documents say.
 * A connection needs both halves: egress at its source and ingress at its destination. Each half asks the Admin tier by priority, then the
 * NetworkPolicies of the pod (one that speaks of the direction is final), then the Baseline tier; what nobody speaks of is accepted.
 * Not seen by these APIs, so not here: Services and address translation, routing, and traffic from a pod's own machine.
 */
import type { Family } from './addresses.ts';
import { addAll, allBits, both, hasBit, members, noBits, type Bits } from './bits.ts';
import type { Endpoint, Port } from './endpoint.ts';
import type { Direction, Policy, Rule, Tier } from './policy.ts';
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
  readonly peers: Readonly<Record<Family, Bits>>;
}

interface Half {
  readonly admin: readonly CompiledRule[];
  /** undefined: no NetworkPolicy speaks of this direction. */
  readonly own: { readonly policies: readonly Policy[]; readonly rules: readonly CompiledRule[] } | undefined;
  readonly baseline: readonly CompiledRule[];
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
  readonly #halves: Readonly<Record<Direction, readonly Half[]>>;
  readonly #everyone: Readonly<Record<Family, Bits>>;

  constructor(policies: readonly Policy[], endpoints: readonly Endpoint[]) {
    this.universe = new Universe(endpoints);
    this.policies = [...policies].sort(inOrder);
    this.#everyone = { v4: this.universe.withFamily('v4'), v6: this.universe.withFamily('v6') };
    this.#halves = this.#compile();
  }

  get endpoints(): readonly Endpoint[] {
    return this.universe.endpoints;
  }

  /** Pods that a policy speaks of. */
  subjects({ namespace, namespaces, pods }: Policy): Bits {
    return this.universe.podsBy(namespace === undefined ? namespaces : [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [namespace] }], pods);
  }

  /** Does a NetworkPolicy or a Baseline rule keep a pod from what is not said? */
  isolated(index: number, direction: Direction): boolean {
    return this.#halves[direction][index]!.own !== undefined;
  }

  /** One connection with addresses of one family, with reasons. The two ends are different pods even when they are one class. */
  decide(from: number, to: number, port: Port, family: Family): Connection {
    const egress = this.#decideHalf('egress', from, to, port, family);
    const ingress = this.#decideHalf('ingress', to, from, port, family);
    return { allowed: egress.allowed && ingress.allowed, egress, ingress };
  }

  /** The other ends that one half lets through at a port. */
  reach(direction: Direction, index: number, port: Port, family: Family, variant: Variant = {}): Bits {
    const { admin, own, baseline } = this.#halves[direction][index]!;
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

  /** Text that is equal for two ports when one half treats them alike; for sharing work. */
  portKey(direction: Direction, index: number, port: Port): string {
    const { admin, own, baseline } = this.#halves[direction][index]!;
    let key = '';
    for (const rules of [admin, own?.rules ?? [], baseline]) {
      for (const { rule: { ports } } of rules) {
        if (ports === null) continue;
        key += ports.some((match) => portMatches(match, port)) ? '1' : '0';
        for (const match of ports) if ('name' in match && (match.protocol === null || match.protocol === port.protocol)) key += `${[...members(this.universe.withNamedPort(match, port))].join()};`;
      }
    }
    return key;
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

  #matched({ rule: { ports }, peers }: CompiledRule, direction: Direction, index: number, port: Port, family: Family): Bits {
    if (ports === null || ports.some((match) => portMatches(match, port))) return peers[family];
    const found = noBits(this.universe.size);
    for (const match of ports) {
      if (!('name' in match) || (match.protocol !== null && match.protocol !== port.protocol)) continue;
      const named = this.universe.withNamedPort(match, port);
      // A name is looked up at the pod that is connected to.
      if (direction === 'ingress') {
        if (hasBit(named, index)) return peers[family];
      } else addAll(found, both(named, peers[family]));
    }
    return found;
  }

  #decideHalf(direction: Direction, subject: number, peer: number, port: Port, family: Family): Decision {
    const { admin, own, baseline } = this.#halves[direction][subject]!;
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

  #compile(): Record<Direction, Half[]> {
    const peers = new Map<string, Bits>();
    const everyone = allBits(this.universe.size);
    const peersOf = (rule: Rule, family: Family): Bits => {
      if (rule.peers === null) return everyone;
      const key = `${family} ${JSON.stringify(rule.peers, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}`;
      let bits = peers.get(key);
      if (!bits) {
        bits = noBits(this.universe.size);
        for (const peer of rule.peers) addAll(bits, this.universe.peer(peer, family));
        peers.set(key, bits);
      }
      return bits;
    };
    const build = (direction: Direction): Half[] => {
      const halves = this.endpoints.map(() => ({ admin: [] as CompiledRule[], own: undefined as { policies: Policy[]; rules: CompiledRule[] } | undefined, baseline: [] as CompiledRule[] }));
      for (const policy of this.policies) {
        const rules = policy[direction];
        if (rules === undefined) continue;
        const compiled = rules.map((rule): CompiledRule => ({ policy, rule, peers: { v4: peersOf(rule, 'v4'), v6: peersOf(rule, 'v6') } }));
        for (const index of members(this.subjects(policy))) {
          const half = halves[index]!;
          if (policy.tier === 'Admin') half.admin.push(...compiled);
          else if (policy.tier === 'Baseline') half.baseline.push(...compiled);
          else {
            half.own ??= { policies: [], rules: [] };
            half.own.policies.push(policy);
            half.own.rules.push(...compiled);
          }
        }
      }
      return halves;
    };
    return { ingress: build('ingress'), egress: build('egress') };
  }
}

/** By priority; equal ones by name, which the API leaves open and `equal-priority` reports where it matters. */
function inOrder(a: Policy, b: Policy): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

