/** Policies are read strictly: what the API server would refuse is an error that names the file, the field and the value. */
import { describe, expect, test } from 'vitest';
import { clusterPolicy, networkPolicy } from './fixture.ts';

const ingress = (...from: object[]) => ({ podSelector: {}, ingress: [{ from }] });
const admin = (rule: object, more: object = {}) => ({ tier: 'Admin', priority: 1, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }], ...rule }], ...more });

describe('a policy that cannot be read', () => {
  test.each([
    ['an address range', ingress({ ipBlock: { cidr: '10.0.0.0' } }), 'p.yaml: spec.ingress.0.from.0.ipBlock.cidr: 10.0.0.0 is no address range in CIDR notation, such as 10.0.0.0/8'],
    ['an exception of a range', ingress({ ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } }), 'p.yaml: spec.ingress.0.from.0.ipBlock.except.0: x is no address range in CIDR notation, such as 10.0.0.0/8'],
    ['a label that YAML took for a boolean', { podSelector: { matchLabels: { app: true } } }, 'p.yaml: spec.podSelector.matchLabels.app: Invalid input: expected string, received boolean'],
    ['an operator', { podSelector: { matchExpressions: [{ key: 'a', operator: 'Like', values: ['b'] }] } }, 'p.yaml: spec.podSelector.matchExpressions.0.operator: Invalid option: expected one of "In"|"NotIn"'],
    ['a range of ports that ends before it starts', { podSelector: {}, ingress: [{ ports: [{ port: 90, endPort: 80 }] }] }, 'p.yaml: spec.ingress.0.ports.0: endPort goes with a port number that is not above it'],
    ['an end without a port', { podSelector: {}, ingress: [{ ports: [{ endPort: 80 }] }] }, 'p.yaml: spec.ingress.0.ports.0: endPort goes with a port number that is not above it'],
  ])('%s', (_, spec, message) => {
    expect(() => networkPolicy('web', 'p', spec)).toThrow(message);
  });

  test.each([
    ['a priority beyond 1000', admin({}, { priority: 1001 }), 'c.yaml: spec.priority: Too big: expected number to be <=1000'],
    ['a tier', admin({}, { tier: 'Top' }), 'c.yaml: spec.tier: Invalid option: expected one of "Admin"|"Baseline"'],
    ['a protocol without a port, which the definition refuses', admin({ protocols: [{ tcp: {} }] }), 'c.yaml: spec.ingress.0.protocols.0.tcp.destinationPort: Invalid input'],
    ['26 rules', admin({}, { ingress: Array.from({ length: 26 }, () => ({ action: 'Deny', from: [{ namespaces: {} }] })) }), 'c.yaml: spec.ingress: Too big: expected array to have <=25 items'],
    ['a peer with two fields', admin({ from: [{ namespaces: {}, pods: { podSelector: {} } }] }), 'c.yaml: spec.ingress.0.from.0: a peer has one field, this one has namespaces, pods'],
  ])('%s', (_, spec, message) => {
    expect(() => clusterPolicy('c', spec)).toThrow(message);
  });
});

describe('defaults of the API server', () => {
  test('are filled in', () => {
    expect(networkPolicy('web', 'p', { podSelector: {}, ingress: [{ ports: [{ port: 80 }, {}] }] })).toMatchObject({
      egress: undefined, ingress: [{ peers: null, ports: [{ protocol: 'TCP', first: 80, last: 80 }, { protocol: 'TCP', first: 1, last: 65_535 }] }],
    });
  });
});
