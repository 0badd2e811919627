/** The exported estate: two independent judges agree with the evaluator on it, and its policies let through what the catalog wants. */
import { beforeAll, describe, expect, test } from 'vitest';
import { clusterFlows, type ClusterFlows } from '../../flows/cluster-flows.ts';
import { flowFindings } from '../../flows/findings.ts';
import { inventory } from '../../flows/inventory.ts';
import { matcherOf } from '../../flows/names.ts';
import { partsOf } from '../../flows/parts.ts';
import type { FlowObject } from '../../flows/pods-of.ts';
import { answer } from '../../flows/query.ts';
import { effects, policyEffects, type Effect } from '../../flows/redundant.ts';
import type { Estate } from '../../model/estate.ts';
import { compareText } from '../../model/finding.ts';
import { load } from '../stacks/support.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { askedPorts, clusterCase, exportedObjects, randomQueries, representatives } from './estate.ts';
import { ask, forAnalyzer, ownVerdicts, type ClusterCase, type Query } from './judges.ts';

needGo('the flows of the whole exported estate');

const randomPairs = 100_000;
/** Flows of each cluster that the evaluator calls open, looked at again by the judge; refusals are what random pairs mostly are. */
const openFlows = 400;

describe.skipIf(!hasGo)('the exported estate', () => {
  let estate: Estate;
  let objects: ReadonlyMap<string, readonly FlowObject[]>;
  let clusters: readonly ClusterFlows[];
  let seconds: number;
  beforeAll(async () => {
    ({ estate } = load());
    objects = await exportedObjects(() => load().estate);
    const before = process.cpuUsage();
    clusters = [...estate.clusters.values()].map((cluster) => clusterFlows(estate, cluster, [partsOf(objects.get(cluster.id) ?? [])]));
    const used = process.cpuUsage(before);
    seconds = (used.user + used.system) / 1e6;
  });

  test('is evaluated in under 30 seconds of processor time', () => {
    expect(clusters.reduce((sum, { endpoints }) => sum + endpoints.length, 0)).toBeGreaterThan(5000);
    expect(seconds).toBeLessThan(30);
  });

  test('lets through what the catalog wants, and nothing else', () => {
    const errors = flowFindings(estate, clusters, () => ({ line: 1, column: 1 })).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message.en)).toEqual([]);
    expect(clusters.reduce((sum, { wishes }) => sum + wishes.size, 0)).toBeGreaterThan(20_000);
  });

  test('lets nobody outside reach a database, or a component', () => {
    const from = matcherOf(estate, clusters, 'outside');
    for (const to of [matcherOf(estate, clusters, 'database/*'), ({ role }: { role: string }) => role === 'component']) {
      const { verdict, pairs } = answer(clusters, { from, to, port: undefined, explain: false });
      expect(verdict).toBe('denied');
      expect(pairs.asked).toBeGreaterThan(10_000);
    }
  });

  test('lets no system reach the metadata address or another tenant', () => {
    const tenants = ({ system }: { system?: string | undefined }) => system !== undefined;
    expect(answer(clusters, { from: tenants, to: matcherOf(estate, clusters, 'metadata'), port: undefined, explain: false }).verdict).toBe('denied');
    for (const { endpoints, matrix } of clusters) {
      const across = matrix.flows.filter(({ from, to }) => endpoints[from]!.system !== undefined && endpoints[to]!.system !== undefined && endpoints[from]!.system !== endpoints[to]!.system);
      expect(across.map(({ from, to }) => `${endpoints[from]!.id} ${endpoints[to]!.id}`)).toEqual([]);
    }
  });

  test('holds no policy that is good for nothing: each carries a flow, closes one, or guards where namespaces\' own policies fail', () => {
    const best = new Map<string, Effect>();
    for (const { evaluator, matrix } of clusters) {
      for (const { policy: { id }, effect } of policyEffects(evaluator, matrix.segments)) if (effects.indexOf(effect) < effects.indexOf(best.get(id) ?? 'unused')) best.set(id, effect);
    }
    const of = (wanted: Effect) => [...best].filter(([, effect]) => effect === wanted).map(([id]) => id);
    expect(of('none')).toEqual([]);
    // Marks keep tenants apart together: two tenants differ in several of them.
    expect(of('repeated').filter((id) => !id.startsWith('ClusterNetworkPolicy ndc-isolation-'))).toEqual([]);
    expect(of('matrix').length).toBeGreaterThan(3000);
    expect(of('guard').length).toBeGreaterThan(5);
  });

  test(`kube-network-policies agrees on ${randomPairs} random pairs and on open flows of every cluster`, async () => {
    const all = [...estate.clusters.values()].map((cluster) => ({ cluster, found: inventory(estate, cluster, [partsOf(objects.get(cluster.id) ?? [])]) }));
    const total = all.reduce((sum, { found }) => sum + found.endpoints.length, 0);
    const cases = all.map(({ cluster, found }, at): ClusterCase => {
      const chosen = representatives(found.endpoints);
      const queries = [...randomQueries(chosen, Math.ceil((randomPairs * found.endpoints.length) / total), at), ...queriesOf(clusters[at]!)];
      return clusterCase(cluster.id, found.endpoints, objects.get(cluster.id) ?? [], queries);
    });
    const answers = await ask('policy-judge', cases);
    for (const given of cases) expect(differencesOf(given, answers.get(given.id)!)).toEqual([]);
    expect(cases.reduce((sum, { queries }) => sum + queries.length, 0)).toBeGreaterThan(randomPairs);
  });

  test('netpol-analyzer agrees on every system, and on one whole cluster', async () => {
    const whole = clusters.find(({ cluster }) => cluster.id === 'region-central-shared-1')!;
    const cases = [...clusters.flatMap((flows) => systemsOf(flows).map((system) => caseOf(flows, `${flows.cluster.id} ${system}`, (one) => one.system === system || one.system === undefined && one.role !== 'outside', system))), caseOf(whole, 'whole', () => true)];
    const answers = await ask('connectivity-judge', cases.map(forAnalyzer));
    for (const given of cases) expect(differencesOf(given, answers.get(given.id)!)).toEqual([]);
    expect(cases.length).toBeGreaterThan(300);
  });

  /** Some open flows at a port that is open and at one that is asked for by chance, in the family where they are open. */
  function queriesOf({ endpoints, matrix: { flows, segments } }: ClusterFlows): Query[] {
    const step = Math.max(1, Math.floor(flows.length / openFlows));
    return flows.filter((_, at) => at % step === 0).flatMap(({ from, to, segments: open }, at): Query[] => {
      const family = open.v4.some((word) => word !== 0) ? 'v4' : 'v6';
      const [source, target] = [endpoints[from]!.addresses[family]!, endpoints[to]!.addresses[family]!];
      const segment = segments[[...segments.keys()].find((index) => (open[family][index >>> 5]! >>> (index & 31) & 1) === 1)!]!;
      return from === to ? [] : [[source, target, segment.protocol, segment.last], [source, target, ...askedPorts[at % askedPorts.length]!]];
    });
  }

  function systemsOf({ endpoints }: ClusterFlows): string[] {
    return [...new Set(endpoints.flatMap(({ system, role }) => (system !== undefined && role !== 'other' ? [system] : [])))].sort(compareText);
  }

  /** Pods of the platform and of a system, some parties outside, and connections of that system. */
  function caseOf(flows: ClusterFlows, id: string, belongs: (endpoint: ClusterFlows['endpoints'][number]) => boolean, about?: string): ClusterCase {
    const pods = flows.endpoints.filter((endpoint) => endpoint.kind === 'pod' && belongs(endpoint));
    const parties = flows.endpoints.filter(({ kind, addresses }, at) => kind !== 'pod' && addresses.v4 !== undefined && at % 9 === 0);
    const random = randomQueries([...pods, ...parties], about === undefined ? 20_000 : 60, id.length);
    const own = queriesOf({ ...flows, matrix: { ...flows.matrix, flows: flows.matrix.flows.filter(({ from, to }) => (about === undefined ? flows.endpoints[from]!.kind === 'pod' && flows.endpoints[to]!.kind === 'pod' : [from, to].some((index) => flows.endpoints[index]!.system === about) && [from, to].every((index) => flows.endpoints[index]!.kind !== 'pod' || belongs(flows.endpoints[index]!)))) } });
    const namespaces = new Set(pods.map(({ namespace }) => namespace));
    const policies = (objects.get(flows.cluster.id) ?? []).filter(({ kind, namespace }) => kind !== 'NetworkPolicy' || namespaces.has(namespace));
    return clusterCase(id, pods, policies, [...own.slice(0, about === undefined ? 4000 : 60), ...random].filter(([source]) => !source.includes(':')));
  }

  function differencesOf(given: ClusterCase, judged: string): string[] {
    const { byPair } = ownVerdicts(given);
    return given.queries.flatMap((query, at) => (byPair[at] === judged[at] ? [] : [`${given.id}: ${query.join(' ')}: own ${byPair[at]}, judge ${judged[at]}`])).slice(0, 10);
  }
});
