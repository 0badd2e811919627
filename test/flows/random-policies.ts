/** Random small clusters with policies of every form the two APIs allow, as the API server would store them. The same seed gives the same case. */

export type Tree = Record<string, unknown>;

export interface RandomCase {
  readonly namespaces: readonly Tree[];
  readonly pods: readonly Tree[];
  readonly networkPolicies: readonly Tree[];
  readonly clusterNetworkPolicies: readonly Tree[];
  /** [source address, destination address, protocol, port], no pod to itself, both of one family. */
  readonly queries: readonly (readonly [string, string, string, number])[];
}

export interface Form {
  /**
   * Only what v1alpha1 can say too (one Baseline policy at most, without Pass), and without what netpol-analyzer v1.4.4 is known to read otherwise:
   * a port without a number (it forgets the protocol: ruleConnsContain in pkg/netpol/eval/internal/k8s/netpol.go), address rules over pods (it never
   * matches them to pods: ruleFieldsSelectsPeer in adminnetpol.go), and a named port at an address (it gives up).
   */
  readonly convertible: boolean;
}

/** Small random numbers (mulberry32): 0 … below-1. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const keys = ['app', 'tier', 'zone'];
const values = ['a', 'b', 'c'];
const protocols = ['TCP', 'UDP', 'SCTP'];
const numbers = [53, 80, 443, 5432, 8080, 8443];
const portNames = ['http', 'db'];
const ranges = ['10.0.0.0/24', '10.0.0.0/28', '10.0.1.0/25', '192.0.2.0/24', '192.0.2.128/25', '198.51.100.7/32', 'fd00::/64', 'fd00::/120', '2001:db8::/32'];
const outside = ['192.0.2.1', '192.0.2.200', '198.51.100.7', '203.0.113.9', '2001:db8::1', '2001:db9::1'];

export function randomCase(seed: number, { convertible }: Form = { convertible: false }): RandomCase {
  const below = randomNumbers(seed);
  const chance = (percent: number) => below(100) < percent;
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const some = <T>(most: number, make: (index: number) => T): T[] => Array.from({ length: below(most + 1) }, (_, index) => make(index));
  const atLeastOne = <T>(most: number, make: (index: number) => T): T[] => Array.from({ length: 1 + below(most) }, (_, index) => make(index));
  const usable = convertible ? ranges.filter((range) => !/^(10\.|fd)/.test(range)) : ranges;
  const labels = (): Record<string, string> => Object.fromEntries(some(3, () => [one(keys), one(values)]));

  const namespaces = atLeastOne(4, (index) => ({ metadata: { name: `ns${index}`, labels: { ...labels(), 'kubernetes.io/metadata.name': `ns${index}` } } }));
  const pods = atLeastOne(7, (index) => {
    const hostNetwork = chance(8);
    return {
      metadata: { name: `pod${index}`, namespace: one(namespaces).metadata.name, labels: labels() },
      spec: {
        ...(hostNetwork ? { hostNetwork } : {}),
        nodeName: 'node',
        // A container has a name of a port once.
        containers: [{ name: 'main', ports: portNames.filter(() => chance(60)).map((name) => ({ name, containerPort: one(numbers), protocol: one(protocols) })) }],
      },
      status: { hostIP: '172.16.0.1', podIPs: [{ ip: `10.0.${index % 2}.${index + 1}` }, ...(chance(70) ? [{ ip: `fd00::${(index + 1) * (chance(50) ? 1 : 256)}` }] : [])] },
    };
  });
  const withAddress = pods.map((pod, index) => ({ ...pod, status: { ...pod.status, podIP: pod.status.podIPs[0]!.ip, podIPs: pod.status.podIPs.map(({ ip }) => ({ ip: ip.startsWith('fd') ? `fd00::${(index + 1).toString(16)}` : ip })) } }));

  const selector = (): Tree => {
    const form = below(4);
    if (form === 0) return {};
    const matchLabels = Object.fromEntries(atLeastOne(2, () => [one(keys), one(values)]));
    const matchExpressions = atLeastOne(2, () => {
      const operator = one(['In', 'NotIn', 'Exists', 'DoesNotExist']);
      return { key: one(keys), operator, ...(operator.endsWith('n') ? { values: [...new Set(atLeastOne(2, () => one(values)))] } : {}) };
    });
    return { ...(form !== 2 ? { matchLabels } : {}), ...(form >= 2 ? { matchExpressions } : {}) };
  };
  const networkPort = (named: boolean): Tree => {
    const form = named ? below(6) : 2 + below(4);
    const protocol = one(protocols);
    if (form === 0 && !convertible) return { protocol };
    if (form === 1) return { protocol, port: one(portNames) };
    const port = one(numbers);
    return form === 2 ? { protocol, port, endPort: port + below(4000) } : { protocol, port };
  };
  const networkPeer = (): Tree => {
    const form = below(5);
    if (form === 0) {
      const cidr = one(usable);
      const within = ranges.filter((range) => range !== cidr && ((cidr === '10.0.0.0/24' && range === '10.0.0.0/28') || (cidr === '192.0.2.0/24' && range === '192.0.2.128/25') || (cidr === 'fd00::/64' && range === 'fd00::/120')));
      return { ipBlock: { cidr, ...(chance(50) && within.length > 0 ? { except: within } : {}) } };
    }
    return { ...(form !== 1 ? { podSelector: selector() } : {}), ...(form !== 2 ? { namespaceSelector: selector() } : {}) };
  };
  const networkRule = (peers: 'from' | 'to'): Tree => {
    const ports = some(3, () => networkPort(peers === 'from' || !convertible));
    const list = chance(20) ? [] : atLeastOne(3, networkPeer);
    return { ...(ports.length > 0 ? { ports } : {}), ...(list.length > 0 ? { [peers]: list } : {}) };
  };
  const networkPolicies = some(5, (index) => {
    const policyTypes = one([['Ingress'], ['Egress'], ['Ingress', 'Egress']]);
    const ingress = some(3, () => networkRule('from'));
    const egress = some(3, () => networkRule('to'));
    return {
      metadata: { name: `np${index}`, namespace: one(namespaces).metadata.name },
      // Empty lists are left out, as the API server stores them.
      spec: { podSelector: selector(), policyTypes, ...(ingress.length > 0 ? { ingress } : {}), ...(egress.length > 0 ? { egress } : {}) },
    };
  });

  const clusterPort = (named: boolean): Tree => {
    if (named && chance(25)) return { destinationNamedPort: one(portNames) };
    const number = one(numbers);
    return { [one(protocols).toLowerCase()]: { destinationPort: chance(30) ? { range: { start: number, end: number + 1 + below(4000) } } : { number } } };
  };
  const podsPeer = () => (chance(50) ? { namespaces: selector() } : { pods: { namespaceSelector: selector(), podSelector: selector() } });
  const clusterRule = (direction: 'from' | 'to', index: number, tier: string): Tree => {
    const peers: Tree[] = atLeastOne(3, () => (direction === 'to' && chance(25) ? { networks: [...new Set(atLeastOne(2, () => one(usable)))] } : podsPeer()));
    const protocolsOf = some(3, () => clusterPort(!peers.some((peer) => 'networks' in peer)));
    return { name: `rule-${index}`, action: one(convertible && tier === 'Baseline' ? ['Accept', 'Deny'] : ['Accept', 'Deny', 'Pass']), [direction]: peers, ...(protocolsOf.length > 0 ? { protocols: protocolsOf } : {}) };
  };
  const clusterPolicy = (tier: string, priority: number, name: string) => ({
    metadata: { name },
    spec: { tier, priority, subject: podsPeer(), ingress: some(3, (index) => clusterRule('from', index, tier)), egress: some(3, (index) => clusterRule('to', index, tier)) },
  });
  const clusterNetworkPolicies = [
    ...some(5, (index) => clusterPolicy('Admin', below(100) * 10 + index, `admin${index}`)),
    ...some(convertible ? 1 : 2, (index) => clusterPolicy('Baseline', below(100) * 10 + index, convertible ? 'default' : `baseline${index}`)),
  ];

  const addresses = [...withAddress.filter(({ spec }) => spec.hostNetwork !== true).flatMap(({ status }) => status.podIPs.map(({ ip }) => ip)), ...outside];
  const queries: [string, string, string, number][] = [];
  for (let tries = 0; queries.length < 40 && tries < 400; tries++) {
    const [source, destination] = [one(addresses), one(addresses)];
    const samePod = withAddress.some(({ status }) => [source, destination].every((address) => status.podIPs.some(({ ip }) => ip === address)));
    const bothOutside = [source, destination].every((address) => outside.includes(address));
    if (source.includes(':') !== destination.includes(':') || samePod || bothOutside) continue;
    queries.push([source, destination, one(protocols), one([...numbers, 443 + below(3000)])]);
  }
  return { namespaces, pods: withAddress, networkPolicies, clusterNetworkPolicies, queries };
}
