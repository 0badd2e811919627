/** Semantics of the two policy APIs, one by one. */
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../flows/policy.ts';
import { allowed, clusterPolicy, networkPolicy, outside, pod } from './fixture.ts';

const endpoints = [
  pod('web/a', { app: 'a' }, { addresses: { v4: '10.1.0.1', v6: 'fd01::1' } }),
  pod('web/b', { app: 'b' }, { addresses: { v4: '10.1.0.2', v6: 'fd01::2' }, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] }),
  pod('data/db', { app: 'db' }, { addresses: { v4: '10.1.0.3' }, namespaceLabels: { zone: 'data' } }),
  outside('partner', { v4: '192.0.2.9', v6: '2001:db8::9' }),
  outside('internet', { v4: '203.0.113.1' }),
  outside('machine', { v4: '10.0.0.4' }, 'node'),
];

const everyone = { podSelector: {} };
const deny = networkPolicy('web', 'deny', { ...everyone, policyTypes: ['Ingress', 'Egress'] });
const admin = (priority: number, action: string, more: object = {}) => clusterPolicy(`${action.toLowerCase()}-${priority}`, { tier: 'Admin', priority, subject: { namespaces: {} }, ingress: [{ action, from: [{ namespaces: {} }], ...more }] });

const cases: readonly (readonly [string, readonly Policy[], string, string, string, boolean])[] = [
  ['nothing is closed without policies', [], 'web/a', 'data/db', 'TCP 80', true],
  ['a policy without rules isolates', [deny], 'web/a', 'web/b', 'TCP 80', false],
  ['a policy isolates its own namespace alone', [deny], 'data/db', 'data/db', 'TCP 80', true],
  ['a policy without types speaks of ingress', [networkPolicy('web', 'p', everyone)], 'data/db', 'web/a', 'TCP 80', false],
  ['and not of egress', [networkPolicy('web', 'p', everyone)], 'web/a', 'data/db', 'TCP 80', true],
  ['unless it has egress rules', [networkPolicy('web', 'p', { ...everyone, egress: [{ to: [{ podSelector: {} }] }] })], 'web/a', 'data/db', 'TCP 80', false],
  ['an empty list of rules denies', [networkPolicy('web', 'p', { ...everyone, ingress: [] })], 'data/db', 'web/a', 'TCP 80', false],
  ['an empty rule allows everyone', [networkPolicy('web', 'p', { ...everyone, ingress: [{}] })], 'internet', 'web/a', 'TCP 80', true],
  ['policies add up', [networkPolicy('data', 'p', everyone), networkPolicy('data', 'q', { ...everyone, ingress: [{ from: [{ namespaceSelector: {} }] }] })], 'web/a', 'data/db', 'TCP 80', true],
  ['a pod selector alone means the own namespace', [networkPolicy('data', 'p', { ...everyone, ingress: [{ from: [{ podSelector: {} }] }] })], 'web/a', 'data/db', 'TCP 80', false],
  ['NotIn holds where the key is missing', [networkPolicy('data', 'p', { ...everyone, ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['data'] }] } }] }] })], 'web/a', 'data/db', 'TCP 80', true],
  ['a port without protocol is TCP', [networkPolicy('web', 'p', { ...everyone, ingress: [{ ports: [{ port: 80 }] }] })], 'data/db', 'web/a', 'UDP 80', false],
  ['a range of ports holds its ends', [networkPolicy('web', 'p', { ...everyone, ingress: [{ ports: [{ port: 70, endPort: 80 }] }] })], 'data/db', 'web/a', 'TCP 80', true],
  ['and no more', [networkPolicy('web', 'p', { ...everyone, ingress: [{ ports: [{ port: 70, endPort: 79 }] }] })], 'data/db', 'web/a', 'TCP 80', false],
  ['a named port is looked up at the destination', [networkPolicy('web', 'p', { ...everyone, ingress: [{ ports: [{ port: 'http' }] }] })], 'data/db', 'web/b', 'TCP 80', true],
  ['and is closed where the pod has no such port', [networkPolicy('web', 'p', { ...everyone, ingress: [{ ports: [{ port: 'http' }] }] })], 'data/db', 'web/a', 'TCP 80', false],
  ['a named port of an egress rule is the destination\'s', [networkPolicy('data', 'p', { ...everyone, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] })], 'data/db', 'web/b', 'TCP 80', true],
  ['a range of addresses', [networkPolicy('web', 'p', { ...everyone, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] })], 'partner', 'web/a', 'TCP 80', true],
  ['except a part of it', [networkPolicy('web', 'p', { ...everyone, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.8/29'] } }] }] })], 'partner', 'web/a', 'TCP 80', false],
  ['a range means pods too, by their address', [networkPolicy('web', 'p', { ...everyone, ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.3/32' } }] }] })], 'data/db', 'web/a', 'TCP 80', true],
  ['selectors never mean machines', [networkPolicy('web', 'p', { ...everyone, ingress: [{ from: [{ namespaceSelector: {} }] }] })], 'machine', 'web/a', 'TCP 80', false],
  ['policies do not select machines', [admin(1, 'Deny')], 'web/a', 'machine', 'TCP 80', true],
  ['an Admin denial is final', [admin(1, 'Deny'), networkPolicy('data', 'p', { ...everyone, ingress: [{}] })], 'web/a', 'data/db', 'TCP 80', false],
  ['an Admin acceptance is final', [admin(1, 'Accept'), networkPolicy('data', 'p', everyone)], 'web/a', 'data/db', 'TCP 80', true],
  ['the lower number is asked first', [admin(2, 'Deny'), admin(1, 'Accept')], 'web/a', 'data/db', 'TCP 80', true],
  ['Pass leaves the tier', [admin(1, 'Pass'), admin(2, 'Deny')], 'web/a', 'data/db', 'TCP 80', true],
  ['and the next tier decides', [admin(1, 'Pass'), admin(2, 'Accept'), networkPolicy('data', 'p', everyone)], 'web/a', 'data/db', 'TCP 80', false],
  ['cluster-wide ingress rules do not mean parties outside', [admin(1, 'Deny')], 'internet', 'data/db', 'TCP 80', true],
  ['a rule with ports speaks of these alone', [admin(1, 'Deny', { protocols: [{ tcp: { destinationPort: { range: { start: 1, end: 79 } } } }] })], 'web/a', 'data/db', 'TCP 80', true],
  ['a named port of a cluster-wide rule has any protocol', [admin(1, 'Deny', { protocols: [{ destinationNamedPort: 'http' }] })], 'web/a', 'web/b', 'TCP 80', false],
  ['Baseline is asked where no NetworkPolicy speaks', [clusterPolicy('b', { tier: 'Baseline', priority: 0, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] })], 'web/a', 'data/db', 'TCP 80', false],
  ['and not where one does', [clusterPolicy('b', { tier: 'Baseline', priority: 0, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] }), networkPolicy('data', 'p', { ...everyone, ingress: [{}] })], 'web/a', 'data/db', 'TCP 80', true],
  ['each direction by itself', [clusterPolicy('b', { tier: 'Baseline', priority: 0, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] }), networkPolicy('data', 'p', { ...everyone, policyTypes: ['Egress'] })], 'web/a', 'data/db', 'TCP 80', false],
  ['networks mean addresses of pods too', [clusterPolicy('n', { tier: 'Admin', priority: 0, subject: { namespaces: {} }, egress: [{ action: 'Deny', to: [{ networks: ['10.1.0.0/24'] }] }] })], 'web/a', 'data/db', 'TCP 80', false],
  ['an unknown peer of a denial denies all', [clusterPolicy('u', { tier: 'Admin', priority: 0, subject: { namespaces: {} }, egress: [{ action: 'Deny', to: [{ planets: {} }] }] })], 'web/a', 'data/db', 'TCP 80', false],
  ['an unknown peer of an acceptance accepts nobody', [clusterPolicy('u', { tier: 'Admin', priority: 0, subject: { namespaces: {} }, egress: [{ action: 'Accept', to: [{ planets: {} }] }] }), deny], 'web/a', 'data/db', 'TCP 80', false],
  ['machines by their labels', [clusterPolicy('m', { tier: 'Admin', priority: 0, subject: { namespaces: {} }, egress: [{ action: 'Deny', to: [{ nodes: {} }] }] })], 'web/a', 'machine', 'TCP 80', false],
];

describe('a connection', () => {
  test.each(cases)('%s', (_, policies, from, to, port, expected) => {
    expect(allowed(policies, endpoints, from, to, port)).toBe(expected);
  });

  test('is judged for each family by itself', () => {
    const policies = [networkPolicy('web', 'p', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] })];
    expect([allowed(policies, endpoints, 'partner', 'web/a', 'TCP 80', 'v4'), allowed(policies, endpoints, 'partner', 'web/a', 'TCP 80', 'v6')]).toEqual([true, false]);
  });
});
