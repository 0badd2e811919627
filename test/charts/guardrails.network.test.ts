import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GuardRails } from '../../constructs/guard-rails.ts';
import { usage } from '../../model/derive/usage.ts';
import type { LimitMeasure } from '../../model/schema/platform.ts';
import { built } from '../constructs/support.ts';
import { load, ofKind } from '../stacks/support.ts';
import { checkDefinitions } from './definitions.ts';
import { guardrails, marked } from './guardrails-values.ts';
import { prepare, render, set, type Rendered } from './harness.ts';

prepare('crds-network-policy-api');

type Labels = Readonly<Record<string, string>>;
interface Expression { readonly key: string; readonly operator: string; readonly values?: readonly string[] }
interface Selector { readonly matchLabels?: Labels; readonly matchExpressions?: readonly Expression[] }
interface Peer { readonly namespaces?: Selector; readonly pods?: { readonly namespaceSelector: Selector; readonly podSelector: Selector }; readonly networks?: readonly string[] }
interface Rule { readonly name: string; readonly action: string; readonly from?: readonly Peer[]; readonly to?: readonly Peer[] }

/** Label selectors as Kubernetes defines them: NotIn holds where the label is missing. */
function selects(selector: Selector, labels: Labels): boolean {
  const expressions = (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    switch (operator) {
      case 'Exists': return value !== undefined;
      case 'DoesNotExist': return value === undefined;
      case 'In': return value !== undefined && values.includes(value);
      case 'NotIn': return value === undefined || !values.includes(value);
      default: throw new Error(operator);
    }
  });
  return expressions && Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

const selectsPeer = (peer: Peer, labels: Labels): boolean =>
  peer.namespaces !== undefined ? selects(peer.namespaces, labels) : peer.pods !== undefined && selects(peer.pods.namespaceSelector, labels) && selects(peer.pods.podSelector, {});

/** Policies of a tier whose rules deny a flow between ordinary pods of two namespaces, in either direction of looking at it. */
function deniedBy(policies: readonly Rendered[], from: Labels, to: Labels): string[] {
  const denies = (rules: readonly Rule[] | undefined, other: Labels) => (rules ?? []).some((rule) => rule.action === 'Deny' && [...(rule.from ?? []), ...(rule.to ?? [])].some((peer) => selectsPeer(peer, other)));
  return policies
    .filter(({ metadata }) => !metadata.name.startsWith('ndc-accept-') && metadata.name !== 'ndc-proxies')
    .filter(({ spec }) => (selectsPeer(spec.subject, from) && denies(spec.egress, to)) || (selectsPeer(spec.subject, to) && denies(spec.ingress, from)))
    .map((policy) => policy.metadata.name.replace(/^ndc-/, ''));
}

const namespace = (tenant: string, mark: string, zone: string): Labels => ({ ...marked(mark), 'kubernetes.io/metadata.name': `${tenant}-${zone}`, 'ndc.example/tenant': tenant, 'ndc.example/zone': zone });
const platform: Labels = { 'ndc.example/platform': 'exchange', 'kubernetes.io/metadata.name': 'ndc-exchange' };
const kubeSystem: Labels = { 'kubernetes.io/metadata.name': 'kube-system' };
const stray: Labels = { 'kubernetes.io/metadata.name': 'default' };
const zones = ['edge', 'app', 'data', 'mgmt'];

async function policies(tier: string, values = guardrails): Promise<Rendered[]> {
  return (await render('guardrails', values)).filter((object) => object.kind === 'ClusterNetworkPolicy' && object.spec.tier === tier);
}

describe('network policies of the chart guardrails', () => {
  it('lets zones of one system reach each other by the matrix and no other way', async () => {
    const admin = await policies('Admin');
    const open = zones.flatMap((from) => zones.filter((to) => deniedBy(admin, namespace('mps', '00000', from), namespace('mps', '00000', to)).length === 0).map((to) => `${from} → ${to}`));
    expect(open).toEqual([
      'edge → edge', 'edge → app',
      'app → app', 'app → data',
      'data → data',
      'mgmt → edge', 'mgmt → app', 'mgmt → data', 'mgmt → mgmt',
    ]);
  });

  it('lets nothing pass between tenants, whatever the zones and wherever their marks differ', async () => {
    const admin = await policies('Admin');
    for (const other of ['10000', '01000', '00100', '00010', '0000f', 'fffff']) {
      for (const from of zones) {
        for (const to of zones) expect(deniedBy(admin, namespace('mps', '00000', from), namespace('mof', other, to)), `${from} ${to} ${other}`).not.toEqual([]);
      }
    }
  });

  it('names the position that tells two tenants apart', async () => {
    expect(deniedBy(await policies('Admin'), namespace('mps', '00000', 'edge'), namespace('mof', '00700', 'app'))).toEqual(['isolation-2-0', 'isolation-2-7']);
  });

  it('treats a namespace without a mark as another tenant, and even two of them', async () => {
    const admin = await policies('Admin');
    const unmarked = { ...namespace('mof', '00000', 'app') } as Record<string, string>;
    delete unmarked['ndc.example/mark-3'];
    expect(deniedBy(admin, namespace('mps', '00000', 'edge'), unmarked)).not.toEqual([]);
    expect(deniedBy(admin, unmarked, { ...unmarked, 'ndc.example/tenant': 'mps' })).toEqual(['isolation-3-none']);
  });

  it('keeps the platform and Kubernetes reachable and strays out', async () => {
    const admin = await policies('Admin');
    const app = namespace('mps', '00000', 'app');
    for (const other of [platform, kubeSystem]) expect([deniedBy(admin, app, other), deniedBy(admin, other, app)]).toEqual([[], []]);
    expect([deniedBy(admin, app, stray), deniedBy(admin, stray, app)]).toEqual([['strays'], ['strays']]);
  });

  it('denies what machines ask to every pod, and control plane and machines to all but database pods, for both families', async () => {
    const admin = await policies('Admin', set(guardrails, 'addresses.bmc', { v4: ['10.30.0.0/24'], v6: ['fd00:30::/64'] }));
    const network = (name: string) => admin.find((policy) => policy.metadata.name === name)!.spec;
    expect(network('ndc-deny-machines').egress).toEqual([
      { name: 'metadata', action: 'Deny', to: [{ networks: ['169.254.169.254/32', 'fd00:ec2::254/128'] }] },
      { name: 'bmc', action: 'Deny', to: [{ networks: ['10.30.0.0/24', 'fd00:30::/64'] }] },
    ]);
    expect(network('ndc-deny-control-plane').egress).toEqual([
      { name: 'control-plane', action: 'Deny', to: [{ networks: ['10.20.0.10/32', 'fd00:20::10/128'] }] },
      { name: 'nodes', action: 'Deny', to: [{ networks: ['10.20.0.0/24', 'fd00:20::/64'] }] },
    ]);
    expect(network('ndc-deny-control-plane').subject.pods.podSelector).toEqual({ matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'DoesNotExist' }] });
  });

  it('leaves the API server to the NetworkPolicies of databases, at its port alone, and denies them the rest of the machines', async () => {
    const { spec } = (await policies('Admin')).find((policy) => policy.metadata.name === 'ndc-database-control-plane')!;
    const networks = ['10.20.0.10/32', 'fd00:20::10/128', '10.20.0.0/24', 'fd00:20::/64'];
    expect(spec.subject.pods.podSelector).toEqual({ matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'Exists' }] });
    expect(spec.egress).toEqual([
      { name: 'api-server', action: 'Pass', to: [{ networks }], protocols: [{ tcp: { destinationPort: { number: 6443 } } }] },
      { name: 'machines', action: 'Deny', to: [{ networks }] },
    ]);
  });

  it('keeps everything behind the edge from the Internet, in both families and with any number of ranges', async () => {
    const many = Array.from({ length: 38 }, (_, index) => `${index + 20}.0.0.0/8`);
    const { spec } = (await policies('Admin', set(guardrails, 'addresses.internet', { v4: many, v6: ['2000::/3'] }))).find((policy) => policy.metadata.name === 'ndc-no-internet')!;
    expect(spec.subject).toEqual({ namespaces: { matchExpressions: [{ key: 'ndc.example/zone', operator: 'In', values: ['app', 'data', 'mgmt'] }] } });
    expect((spec.egress[0].to as Peer[]).map(({ networks }) => networks!.length)).toEqual([25, 14]);
    expect((spec.egress[0].to as Peer[]).flatMap(({ networks }) => networks)).toEqual([...many, '2000::/3']);
  });

  it('accepts flows of the platform before zones are looked at, at named ports', async () => {
    const { spec } = (await policies('Admin')).find((policy) => policy.metadata.name === 'ndc-accept-scrape')!;
    expect(spec).toEqual({
      tier: 'Admin', priority: 40, subject: { pods: guardrails.accepts[0]!.subject },
      ingress: [{ name: 'scrape', action: 'Accept', from: [{ pods: guardrails.accepts[0]!.peer }], protocols: [{ tcp: { destinationPort: { number: 9187 } } }] }],
    });
  });

  it('keeps proxies for callers from outside', async () => {
    const { spec } = (await policies('Admin')).find((policy) => policy.metadata.name === 'ndc-proxies')!;
    expect(spec.subject.pods.podSelector).toEqual({ matchExpressions: [{ key: 'gateway.envoyproxy.io/owning-gateway-name', operator: 'Exists' }] });
    expect(spec.ingress).toEqual([{ name: 'from-tenants', action: 'Deny', from: [{ namespaces: { matchExpressions: [{ key: 'ndc.example/tenant', operator: 'Exists' }] } }] }]);
    expect(spec.egress).toBeUndefined();
  });

  it('lets nothing pass between level 5 and other levels, even of one tenant and along the matrix', async () => {
    const admin = await policies('Admin');
    const of = (level: string, zone: string) => ({ ...namespace('mps', '00000', zone), 'ndc.example/level': level });
    expect(deniedBy(admin, of('4', 'edge'), of('5', 'app'))).toEqual(['level-5']);
    expect(deniedBy(admin, of('5', 'edge'), of('3', 'app'))).toEqual(['level-5']);
    expect(deniedBy(admin, of('5', 'edge'), of('5', 'app'))).toEqual([]);
    for (const other of [platform, kubeSystem]) expect(deniedBy(admin, of('5', 'app'), other)).toEqual([]);
  });

  it('denies pods of tenants everything where no NetworkPolicy speaks', async () => {
    const baseline = await policies('Baseline');
    expect(baseline.map((policy) => policy.metadata.name)).toEqual(['ndc-default-deny']);
    expect(deniedBy(baseline, namespace('mps', '00000', 'edge'), kubeSystem)).toEqual(['default-deny']);
  });

  it('stays inside what API and Cilium can do', async () => {
    const all = [...(await policies('Admin')), ...(await policies('Baseline'))];
    expect((await checkDefinitions(all)).problems).toEqual([]);
    // Every priority is there once, so no two policies of one tier ever meet at the same one, whatever their subjects.
    const places = all.map((policy) => `${policy.spec.tier} ${policy.spec.priority}`);
    expect(new Set(places).size).toBe(places.length);
    for (const policy of all) {
      const rules = [...(policy.spec.ingress ?? []), ...(policy.spec.egress ?? [])] as Rule[];
      expect(Math.max((policy.spec.ingress ?? []).length, (policy.spec.egress ?? []).length)).toBeLessThanOrEqual(25);
      for (const rule of rules) {
        const allowed = policy.metadata.name.startsWith('ndc-accept-') ? ['Accept'] : policy.metadata.name === 'ndc-database-control-plane' ? ['Pass', 'Deny'] : ['Deny'];
        expect(allowed).toContain(rule.action);
        const peers = [...(rule.from ?? []), ...(rule.to ?? [])];
        expect(peers.length).toBeLessThanOrEqual(25);
        // No nodes, no domainNames, no range that means everything: see design, facts on ClusterNetworkPolicy.
        for (const peer of peers) expect(['namespaces', 'pods', 'networks']).toContain(Object.keys(peer)[0]);
        expect(Math.max(0, ...peers.map((peer) => (peer.networks ?? []).length))).toBeLessThanOrEqual(25);
        for (const network of peers.flatMap((peer) => peer.networks ?? [])) expect(network).not.toMatch(/\/0$/);
      }
    }
  });

  it('of every real cluster is as large as limits are counted with, and what its definition takes', async () => {
    const { estate, plans } = load();
    for (const { targetCluster, props, settings } of ofKind(plans, 'guardrails').filter((plan) => ['ndc-1-shared-1', 'ndc-1-vault'].includes(plan.targetCluster))) {
      const { release } = built((stack) => {
        new GuardRails(stack, 'guard-rails', { ...props, platform: settings.platform });
      });
      const all = (await render('guardrails', release.values)).filter(({ kind }) => kind === 'ClusterNetworkPolicy');
      expect((await checkDefinitions(all)).problems).toEqual([]);
      const admin = all.filter(({ spec }) => spec.tier === 'Admin');
      const used = (measure: LimitMeasure) => usage(estate, estate.clusters.get(targetCluster)!, measure).platform;
      expect(admin.length).toBe(used('cluster-network-policies'));
      expect(Math.max(...admin.flatMap(({ spec }) => [(spec.ingress ?? []).length, (spec.egress ?? []).length]))).toBe(used('cluster-network-policy-rules'));
      const ranges = new Set(admin.flatMap(({ spec }) => ((spec.egress ?? []) as Rule[]).flatMap(({ to }) => (to ?? []).flatMap(({ networks }) => networks ?? []))));
      expect(ranges.size).toBeLessThanOrEqual(50);
    }
  });

  it('has the tiers and priorities that docs/charts.md tells', async () => {
    const told = [...readFileSync(join(import.meta.dirname, '../../docs/charts.md'), 'utf8').matchAll(/^\| ([^|]+) \| (Admin|Baseline) (\d+)(?:–(\d+))?( \+ [^|]+)? \|/gm)]
      .map(([, names, tier, first, last, open]) => ({ names: names!, tier, first: Number(first), last: last === undefined ? (open === undefined ? Number(first) : Infinity) : Number(last) }));
    expect(told.length).toBeGreaterThan(10);
    const rowOf = (name: string) => told.find(({ names }) => new RegExp(`^(${names.split(', ').map((part, _, [whole]) => (part.startsWith('-') ? `${whole!.replace(/-[^-]*$/, '')}${part}` : part).replaceAll(/\*\w+\*/g, '[a-z0-9-]+')).join('|')})$`).test(name));
    for (const { metadata, spec } of [...(await policies('Admin')), ...(await policies('Baseline'))]) {
      const row = rowOf(metadata.name.replace(/^ndc-/, ''));
      expect(row, metadata.name).toBeDefined();
      expect(row!.tier).toBe(spec.tier);
      expect(spec.priority).toBeGreaterThanOrEqual(row!.first);
      expect(spec.priority).toBeLessThanOrEqual(row!.last);
    }
  });

  it('has as many policies as marks allow for, and no more with more tenants', async () => {
    const counts = async (positions: number) => (await policies('Admin', set(guardrails, 'isolation', { positions, values: ['a', 'b', 'c'] }))).length;
    expect(await counts(2) - await counts(1)).toBe(4);
    const most = await policies('Admin', set(guardrails, 'isolation', { positions: 10, values: 'abcdefghijklmnopqrstuvwxy'.split('') }));
    expect(Math.max(...most.map((policy) => policy.spec.priority as number))).toBe(459);
  });
});
