/** What network policies let through, one line per peer and port, so that a change can be said as "now allows" and "no longer allows". */
import type { Text } from '../model/finding.ts';

type Tree = Record<string, unknown>;

/** One permission or refusal of a policy, the same text for the same meaning. */
export interface FlowLine {
  readonly verb: 'Accept' | 'Deny' | 'Pass';
  readonly text: Text;
}

/** All lines of a NetworkPolicy (networking.k8s.io/v1) or a ClusterNetworkPolicy (v1alpha2), by a key that is equal for equal lines. */
export function flowLines(object: Tree): Map<string, FlowLine> {
  const spec = tree(object['spec']);
  const lines = new Map<string, FlowLine>();
  for (const direction of ['ingress', 'egress'] as const) {
    for (const rule of list(spec[direction])) {
      const verb = (rule['action'] as FlowLine['verb'] | undefined) ?? 'Accept';
      const peers = list(rule[direction === 'ingress' ? 'from' : 'to']);
      for (const peer of peers.length > 0 ? peers.flatMap(peerTexts) : [anywhere]) {
        const ports = portsText(rule);
        const text: Text = direction === 'ingress'
          ? { vi: `vào từ ${peer.vi} qua ${ports.vi}`, en: `in from ${peer.en} on ${ports.en}` }
          : { vi: `ra ${peer.vi} qua ${ports.vi}`, en: `out to ${peer.en} on ${ports.en}` };
        lines.set(`${verb} ${text.en}`, { verb, text });
      }
    }
  }
  return lines;
}

/** Which pods a policy speaks of. */
export function subjectText(object: Tree): Text {
  const spec = tree(object['spec']);
  const subject = 'subject' in spec ? tree(spec['subject']) : { podSelector: spec['podSelector'] };
  return peerTexts(subject)[0] ?? anywhere;
}

const anywhere: Text = { vi: 'mọi nơi', en: 'anywhere' };

function peerTexts(peer: Tree): Text[] {
  const same = (text: string): Text => ({ vi: text, en: text });
  if (peer['ipBlock']) {
    const { cidr, except } = tree(peer['ipBlock']);
    const left = Array.isArray(except) && except.length > 0 ? except.join(', ') : '';
    return [left === '' ? same(String(cidr)) : { vi: `${String(cidr)} trừ ${left}`, en: `${String(cidr)} except ${left}` }];
  }
  if (Array.isArray(peer['networks'])) return peer['networks'].map((network) => same(String(network)));
  if (Array.isArray(peer['domainNames'])) return peer['domainNames'].map((name) => same(String(name)));
  if (peer['nodes']) return [{ vi: `các máy ${selector(peer['nodes'])}`, en: `nodes ${selector(peer['nodes'])}` }];
  if (peer['namespaces']) return [namespaces(peer['namespaces'])];
  const pair = peer['pods'] ? tree(peer['pods']) : peer;
  const pods = selector(pair['podSelector']);
  const podText: Text = pods === '' ? { vi: 'mọi pod', en: 'every pod' } : { vi: `pod ${pods}`, en: `pods ${pods}` };
  if (pair['namespaceSelector'] === undefined) return [{ vi: `${podText.vi} trong namespace`, en: `${podText.en} of its namespace` }];
  const where = namespaces(pair['namespaceSelector']);
  return [{ vi: `${podText.vi} trong ${where.vi}`, en: `${podText.en} in ${where.en}` }];
}

function namespaces(value: unknown): Text {
  const labels = selector(value);
  return labels === '' ? { vi: 'mọi namespace', en: 'every namespace' } : { vi: `namespace ${labels}`, en: `namespaces ${labels}` };
}

function selector(value: unknown): string {
  const { matchLabels, matchExpressions } = tree(value);
  const labels = Object.entries(tree(matchLabels)).map(([key, text]) => `${key}=${String(text)}`);
  const expressions = list(matchExpressions).map(({ key, operator, values }) => `${String(key)} ${String(operator)}${Array.isArray(values) ? ` (${values.join(', ')})` : ''}`);
  return [...labels, ...expressions].sort().join(', ');
}

function portsText(rule: Tree): Text {
  const ports = [
    ...list(rule['ports']).map(({ protocol, port, endPort }) => `${typeof protocol === 'string' ? protocol : 'TCP'} ${port === undefined ? '*' : String(port)}${endPort === undefined ? '' : `-${String(endPort)}`}`),
    ...list(rule['protocols']).flatMap((entry) => Object.entries(entry).map(([protocol, match]) => {
      if (protocol === 'destinationNamedPort') return String(match);
      const { number, range } = tree(tree(match)['destinationPort']);
      const { start, end } = tree(range);
      return `${protocol.toUpperCase()} ${number === undefined ? (start === undefined ? '*' : `${String(start)}-${String(end)}`) : String(number)}`;
    })),
  ];
  return ports.length === 0 ? { vi: 'mọi cổng', en: 'every port' } : { vi: ports.sort().join(', '), en: ports.sort().join(', ') };
}

function tree(value: unknown): Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Tree) : {};
}

function list(value: unknown): Tree[] {
  return Array.isArray(value) ? value.map(tree) : [];
}
