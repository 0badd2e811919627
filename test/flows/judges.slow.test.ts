/** Three evaluators that know nothing of each other agree, verdict by verdict. */
import { describe, expect, test } from 'vitest';
import { hasGo, needGo } from '../tools/support.ts';
import { ask, evaluatorOf, forAnalyzer, ownVerdicts, type ClusterCase } from './judges.ts';
import { randomCase } from './random-policies.ts';

needGo('agreement with independent judges of network policies');

/** Each set has up to 40 queries. */
const randomSets = 6000;
const convertedSets = 2000;

/**
 * kube-network-policies leaves out the Baseline tier in both directions as soon as any NetworkPolicy selects the pod, while the API isolates each
 * direction on its own: a verdict that rests on the Baseline tier of a pod with a NetworkPolicy of the other direction is not compared.
 */
function restsOnKnownDeviation(given: ClusterCase, query: ClusterCase['queries'][number]): boolean {
  const { evaluator, indexOf } = evaluatorOf(given);
  const [from, to] = [indexOf(query[0]), indexOf(query[1])];
  return evaluator.isolated(from, 'egress') !== evaluator.isolated(from, 'ingress') || evaluator.isolated(to, 'egress') !== evaluator.isolated(to, 'ingress');
}

describe.skipIf(!hasGo)('random policies', () => {
  test(`kube-network-policies agrees on ${randomSets} random sets of policies`, async () => {
    const cases = Array.from({ length: randomSets }, (_, seed): ClusterCase => ({ id: String(seed), ...randomCase(seed) }));
    const answers = await ask('policy-judge', cases);
    const verdicts = { queries: 0, accepted: 0, deviations: 0 };
    for (const given of cases) {
      const own = ownVerdicts(given);
      expect(own.bySets).toBe(own.byPair);
      const judged = answers.get(given.id)!;
      for (const [at, query] of given.queries.entries()) {
        verdicts.queries++;
        if (own.byPair[at] === '1') verdicts.accepted++;
        if (own.byPair[at] === judged[at]) continue;
        expect(restsOnKnownDeviation(given, query), `case ${given.id}, query ${query.join(' ')}: own ${own.byPair[at]}, judge ${judged[at]}`).toBe(true);
        verdicts.deviations++;
      }
    }
    // A comparison of refusals alone, or one that excuses much, would prove little.
    expect(verdicts.queries).toBeGreaterThan(100_000);
    expect(verdicts.accepted / verdicts.queries).toBeGreaterThan(0.2);
    expect(verdicts.deviations / verdicts.queries).toBeLessThan(0.02);
  });

  test(`netpol-analyzer agrees on ${convertedSets} random sets of policies that v1alpha1 can say`, async () => {
    const cases = Array.from({ length: convertedSets }, (_, seed): ClusterCase => {
      const given = randomCase(seed, { convertible: true });
      // It knows one address of a pod.
      return { id: String(seed), ...given, queries: given.queries.filter(([source]) => !source.includes(':')) };
    });
    const answers = await ask('connectivity-judge', cases.map(forAnalyzer));
    let [queries, accepted] = [0, 0];
    for (const given of cases) {
      const own = ownVerdicts(given).byPair;
      expect(own, `case ${given.id}`).toBe(answers.get(given.id));
      queries += own.length;
      accepted += own.split('1').length - 1;
    }
    expect(queries).toBeGreaterThan(40_000);
    expect(accepted / queries).toBeGreaterThan(0.2);
  });
});
