/** The matrix says by sets what the evaluator says pair by pair, and what every policy does to it. */
import { describe, expect, test } from 'vitest';
import { hasBit } from '../../flows/bits.ts';
import { disjoint, equalPriorities } from '../../flows/defects.ts';
import { Evaluator } from '../../flows/evaluate.ts';
import { matrixOf, portSegments, portText } from '../../flows/matrix.ts';
import { policyEffects } from '../../flows/redundant.ts';
import { families } from '../../flows/addresses.ts';
import { clusterPolicy, networkPolicy, outside, pod } from './fixture.ts';
import { evaluatorOf } from './judges.ts';
import { randomCase } from './random-policies.ts';

describe('the matrix', () => {
  test('of random clusters is what the evaluator says of every pair at every port', () => {
    let open = 0;
    for (let seed = 0; seed < 25; seed++) {
      const { evaluator } = evaluatorOf({ id: '', ...randomCase(seed) });
      const { endpoints, policies } = evaluator;
      const segments = portSegments(policies, endpoints);
      const matrix = matrixOf(evaluator, segments);
      const flows = new Map(matrix.flows.map((flow) => [`${flow.from} ${flow.to}`, flow.segments]));
      for (const from of endpoints.keys()) {
        for (const to of endpoints.keys()) {
          if (endpoints[from]!.kind !== 'pod' && endpoints[to]!.kind !== 'pod') continue;
          for (const family of families) {
            if (endpoints[from]!.addresses[family] === undefined || endpoints[to]!.addresses[family] === undefined) continue;
            for (const [at, { protocol, first, last }] of segments.entries()) {
              if (at % 7 !== seed % 7) continue;
              const bits = flows.get(`${from} ${to}`)?.[family];
              const said = bits !== undefined && hasBit(bits, at);
              for (const port of [first, last]) expect(evaluator.decide(from, to, { protocol, port }, family).allowed).toBe(said);
              if (said) open++;
            }
          }
        }
      }
    }
    expect(open).toBeGreaterThan(1000);
  });

  test('about some endpoints is the whole one without the others', () => {
    const { evaluator } = evaluatorOf({ id: '', ...randomCase(4) });
    const segments = portSegments(evaluator.policies, evaluator.endpoints);
    const about = evaluator.universe.where(({ id }) => id.endsWith('pod1'));
    const whole = matrixOf(evaluator, segments).flows.filter(({ from, to }) => hasBit(about, from) || hasBit(about, to));
    expect(matrixOf(evaluator, segments, about).flows).toEqual(whole);
    expect(whole.length).toBeGreaterThan(0);
  });

  test('names ports as people do', () => {
    const endpoints = [pod('a/a', {}, { addresses: { v4: '10.0.0.1' } }), pod('b/b', {}, { addresses: { v4: '10.0.0.2' } })];
    const policies = [networkPolicy('b', 'p', { podSelector: {}, ingress: [{ ports: [{ port: 80 }, { port: 8000, endPort: 8010 }, { port: 53, protocol: 'UDP' }] }] })];
    const segments = portSegments(policies, endpoints);
    const flow = (from: number, to: number) => matrixOf(new Evaluator(policies, endpoints), segments).flows.find((one) => one.from === from && one.to === to)!;
    expect([portText(segments, flow(0, 1).segments.v4), portText(segments, flow(1, 0).segments.v4)]).toEqual(['TCP 80, TCP 8000-8010, UDP 53', 'every port']);
  });
});

describe('the effect of a policy', () => {
  const endpoints = [
    pod('a/one', { app: 'one' }, { addresses: { v4: '10.0.0.1', v6: 'fd00::1' }, namespaceLabels: { tenant: 'a' } }), pod('a/two', { app: 'two' }, { addresses: { v4: '10.0.0.2', v6: 'fd00::2' }, namespaceLabels: { tenant: 'a' } }),
    pod('b/db', { app: 'db' }, { addresses: { v4: '10.0.0.3', v6: 'fd00::3' }, namespaceLabels: { tenant: 'b' } }), outside('internet', { v4: '203.0.113.1' }),
  ];
  const closed = ['a', 'b'].map((namespace) => networkPolicy(namespace, 'closed', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));
  const both = [networkPolicy('a', 'out', { podSelector: { matchLabels: { app: 'one' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app: 'two' } } }], ports: [{ port: 80 }] }] }), networkPolicy('a', 'in', { podSelector: { matchLabels: { app: 'two' } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'one' } } }], ports: [{ port: 80 }] }] })];
  const guard = clusterPolicy('tenants', { tier: 'Admin', priority: 5, subject: { namespaces: { matchLabels: { tenant: 'b' } } }, ingress: [{ action: 'Deny', from: [{ namespaces: { matchLabels: { tenant: 'a' } } }] }] });
  const idle = clusterPolicy('again', { tier: 'Admin', priority: 6, subject: { namespaces: { matchLabels: { tenant: 'b' } } }, ingress: [{ action: 'Deny', from: [{ namespaces: { matchLabels: { tenant: 'a' } } }] }] });
  const nothing = clusterPolicy('nothing', { tier: 'Admin', priority: 7, subject: { namespaces: { matchLabels: { tenant: 'b' } } }, ingress: [{ action: 'Pass', from: [{ namespaces: { matchLabels: { tenant: 'nobody' } } }] }] });
  const lost = networkPolicy('a', 'lost', { podSelector: { matchLabels: { app: 'three' } } });
  const doubled = networkPolicy('b', 'doubled', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

  test('is told apart: it carries flows, closes one half, guards against open policies, does nothing, selects nobody', () => {
    const policies = [...closed, ...both, guard, idle, nothing, lost, doubled];
    const evaluator = new Evaluator(policies, endpoints);
    const effects = Object.fromEntries(policyEffects(evaluator, portSegments(policies, endpoints)).map(({ policy, effect }) => [policy.id, effect]));
    expect(effects).toEqual({
      'NetworkPolicy a/closed': 'matrix', 'NetworkPolicy a/out': 'matrix', 'NetworkPolicy a/in': 'matrix', 'NetworkPolicy a/lost': 'unused',
      // Two that say the same: each is idle while the other stands.
      'NetworkPolicy b/closed': 'repeated', 'NetworkPolicy b/doubled': 'repeated',
      'ClusterNetworkPolicy tenants': 'repeated', 'ClusterNetworkPolicy again': 'repeated', 'ClusterNetworkPolicy nothing': 'none',
    });
    const alone = new Evaluator(policies.filter((policy) => policy !== idle && policy !== doubled), endpoints);
    expect(policyEffects(alone, portSegments(policies, endpoints), [guard, closed[1]!]).map(({ effect }) => effect)).toEqual(['guard', 'matrix']);
  });
});

describe('equal priorities', () => {
  const at = (priority: number, subject: object, tier = 'Admin') => clusterPolicy(`p${JSON.stringify(subject)}${tier}`, { tier, priority, subject, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] });
  test.each([
    ['of policies that one pod can have are found', [at(5, { namespaces: { matchLabels: { a: 'x' } } }), at(5, { namespaces: { matchLabels: { b: 'y' } } })], 1],
    ['of policies that no pod can have both of are not', [at(5, { namespaces: { matchLabels: { a: 'x' } } }), at(5, { namespaces: { matchLabels: { a: 'y' } } })], 0],
    ['of two tiers are not', [at(5, { namespaces: {} }), at(5, { namespaces: {} }, 'Baseline')], 0],
    ['that differ are not', [at(5, { namespaces: {} }), at(6, { namespaces: {} })], 0],
  ])('%s', (_, policies, found) => {
    expect(equalPriorities(policies)).toHaveLength(found);
  });

  test.each([
    [[{ key: 'a', operator: 'Exists', values: [] }], [{ key: 'a', operator: 'DoesNotExist', values: [] }], true],
    [[{ key: 'a', operator: 'In', values: ['x', 'y'] }], [{ key: 'a', operator: 'NotIn', values: ['x', 'y'] }], true],
    [[{ key: 'a', operator: 'In', values: ['x', 'y'] }], [{ key: 'a', operator: 'NotIn', values: ['x'] }], false],
    [[{ key: 'a', operator: 'NotIn', values: ['x'] }], [{ key: 'a', operator: 'DoesNotExist', values: [] }], false],
    [[{ key: 'a', operator: 'In', values: ['x'] }], [{ key: 'b', operator: 'In', values: ['x'] }], false],
  ] as const)('%j and %j cannot meet: %s', (one, other, expected) => {
    expect(disjoint(one, other)).toBe(expected);
  });
});
