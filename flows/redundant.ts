/** What each policy is good for: taking it away changes the matrix, or what stands when a namespace's own policies fail, or nothing. */
import { families, type Family } from './addresses.ts';
import { hasBit, isEmpty, members, type Bits } from './bits.ts';
import type { Port, Segment } from './endpoint.ts';
import type { Evaluator, Variant } from './evaluate.ts';
import type { Direction, Policy } from './policy.ts';

/**
 * `matrix`: without it other flows are open. `half`: without it one end would let through what the other end still refuses. `guard`: it changes something
 * only when namespaces' own policies accept everything, refuse everything or are absent, so it holds where these fail. `repeated`: others say the same;
 * without those it would be one of the above. `none`: nothing changes. `unused`: it selects no pod.
 */
export const effects = ['matrix', 'half', 'guard', 'repeated', 'none', 'unused'] as const;
export type Effect = (typeof effects)[number];

export interface PolicyEffect {
  readonly policy: Policy;
  readonly effect: Effect;
}

export function policyEffects(evaluator: Evaluator, segments: readonly Segment[], policies: readonly Policy[] = evaluator.policies): PolicyEffect[] {
  const alone = policies.map((policy): PolicyEffect => ({ policy, effect: effectOf(evaluator, segments, policy, new Set()) }));
  const idle = new Set(alone.filter(({ effect }) => effect === 'none').map(({ policy }) => policy));
  return alone.map(({ policy, effect }) => {
    if (effect !== 'none') return { policy, effect };
    const others = new Set(idle);
    others.delete(policy);
    return { policy, effect: effectOf(evaluator, segments, policy, others) === 'none' ? 'none' : 'repeated' };
  });
}

const guarded = ['open', 'closed', 'absent'] as const;

/** @param gone policies that are taken away in any case */
function effectOf(evaluator: Evaluator, segments: readonly Segment[], policy: Policy, gone: ReadonlySet<Policy>): Effect {
  const subjects = evaluator.subjects(policy);
  if (isEmpty(subjects)) return 'unused';
  const without = new Set([...gone, policy]);
  let half = false;
  let guard = false;
  for (const { direction, index, port, family } of questions(evaluator, segments, policy, subjects)) {
    const changed = difference(evaluator, direction, index, port, family, { without: gone }, { without });
    if (changed) {
      // The other end has its say.
      const other: Direction = direction === 'ingress' ? 'egress' : 'ingress';
      for (const peer of members(changed)) if (hasBit(evaluator.reach(other, peer, port, family, { without: gone }), index)) return 'matrix';
      half = true;
    }
    if (half || guard || policy.tier === 'NetworkPolicy') continue;
    guard = guarded.some((ownPolicies) => difference(evaluator, direction, index, port, family, { ownPolicies, without: gone }, { ownPolicies, without }) !== undefined);
  }
  return half ? 'half' : guard ? 'guard' : 'none';
}

interface Question {
  readonly direction: Direction;
  readonly index: number;
  readonly port: Port;
  readonly family: Family;
}

/** Every different question that the policy could answer. */
function* questions(evaluator: Evaluator, segments: readonly Segment[], policy: Policy, subjects: Bits): Generator<Question> {
  for (const direction of ['ingress', 'egress'] as const) {
    if (policy[direction] === undefined) continue;
    for (const index of members(subjects)) {
      for (const { port } of evaluator.portClasses(direction, index, segments)) for (const family of families) yield { direction, index, port, family };
    }
  }
}

function difference(evaluator: Evaluator, direction: Direction, index: number, port: Port, family: Family, one: Variant, other: Variant): Bits | undefined {
  const before = evaluator.reach(direction, index, port, family, one);
  const after = evaluator.reach(direction, index, port, family, other);
  for (let word = 0; word < before.length; word++) before[word]! ^= after[word]!;
  return isEmpty(before) ? undefined : before;
}
