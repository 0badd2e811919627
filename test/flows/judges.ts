/** The two independent judges, and the form in which they are asked. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { decodePolicy } from '../../flows/decode.ts';
import type { Endpoint } from '../../flows/endpoint.ts';
import { Evaluator } from '../../flows/evaluate.ts';
import type { Protocol } from '../../flows/policy.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { downConvert } from './down-convert.ts';
import type { Tree } from './random-policies.ts';

export type Query = readonly [source: string, destination: string, protocol: string, port: number];

/** Objects of one cluster as the API server would store them. */
export interface ClusterCase {
  readonly id: string;
  readonly namespaces: readonly Tree[];
  readonly pods: readonly Tree[];
  readonly networkPolicies: readonly Tree[];
  readonly clusterNetworkPolicies: readonly Tree[];
  readonly queries: readonly Query[];
}

/** One character for each query of each case: 1 accepted, 0 denied. */
export async function ask(program: 'policy-judge' | 'connectivity-judge', cases: Iterable<object>): Promise<Map<string, string>> {
  const child = spawn(await ensureProgram(program), { stdio: ['pipe', 'pipe', 'pipe'] });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const answers = new Map<string, string>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const { id, verdicts } = JSON.parse(line) as { id: string; verdicts: string };
    answers.set(id, verdicts);
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    let left = 2;
    let code = 1;
    const settle = () => --left === 0 && resolve(code);
    child.once('close', (status) => {
      code = status ?? 1;
      settle();
    });
    lines.once('close', settle);
  });
  child.stdin.on('error', () => undefined);
  for (const one of cases) if (!child.stdin.write(`${JSON.stringify(one)}\n`)) await Promise.race([new Promise((resolve) => child.stdin.once('drain', resolve)), ended]);
  child.stdin.end();
  const status = await ended;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${Buffer.concat(errors).toString()}`);
  return answers;
}

/** The objects of a case as this project's evaluator takes them; every address that is no pod's becomes a party outside. */
export function evaluatorOf(given: ClusterCase): { readonly evaluator: Evaluator; indexOf(address: string): number } {
  const labelsOf = new Map(given.namespaces.map((namespace) => [metadata(namespace).name, metadata(namespace).labels ?? {}]));
  const endpoints: Endpoint[] = [];
  const byAddress = new Map<string, number>();
  for (const pod of given.pods) {
    const { name, namespace, labels } = metadata(pod);
    const spec = pod['spec'] as { hostNetwork?: boolean; containers?: { ports?: { name?: string; containerPort: number; protocol?: Protocol }[] }[] };
    const ips = (pod['status'] as { podIPs: { ip: string }[] }).podIPs.map(({ ip }) => ip);
    if (spec.hostNetwork) continue;
    for (const ip of ips) byAddress.set(ip, endpoints.length);
    endpoints.push({
      id: `${namespace}/${name}`, kind: 'pod', role: 'workload', namespace: namespace!, namespaceLabels: labelsOf.get(namespace!) ?? {}, labels: labels ?? {},
      ports: (spec.containers ?? []).flatMap(({ ports }) => (ports ?? []).map((port) => ({ name: port.name ?? '', port: port.containerPort, protocol: port.protocol ?? 'TCP' }))),
      addresses: Object.fromEntries(ips.map((ip) => [ip.includes(':') ? 'v6' : 'v4', ip])),
    });
  }
  for (const [source, destination] of given.queries) {
    for (const address of [source, destination]) {
      if (byAddress.has(address)) continue;
      byAddress.set(address, endpoints.length);
      endpoints.push({ id: address, kind: 'outside', role: 'outside', namespace: '', namespaceLabels: {}, labels: {}, ports: [], addresses: { [address.includes(':') ? 'v6' : 'v4']: address } });
    }
  }
  const policies = [
    ...given.networkPolicies.map((content) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', ...content })),
    ...given.clusterNetworkPolicies.map((content) => ({ apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', ...content })),
  ].map((content) => decodePolicy({ file: 'case', source: undefined, content }));
  return { evaluator: new Evaluator(policies, endpoints), indexOf: (address) => byAddress.get(address)! };
}

/** Pods by address. Those on the host's network count as their machine. */
function podNames(pods: readonly Tree[]): ReadonlyMap<string, string> {
  return new Map(pods.flatMap((pod) => {
    const { name, namespace } = metadata(pod);
    if ((pod['spec'] as { hostNetwork?: boolean }).hostNetwork) return [];
    return (pod['status'] as { podIPs: { ip: string }[] }).podIPs.map(({ ip }) => [ip, `${namespace}/${name}`] as const);
  }));
}

/** The case as netpol-analyzer takes it: ends that are pods by name, cluster-wide policies of the older kind. */
export function forAnalyzer({ clusterNetworkPolicies, ...given }: ClusterCase): Readonly<Record<string, unknown>> {
  const nameOf = podNames(given.pods);
  return { ...given, ...downConvert(clusterNetworkPolicies), queries: given.queries.map(([source, destination, protocol, port]) => [nameOf.get(source) ?? source, nameOf.get(destination) ?? destination, protocol, port]) };
}

/** Verdicts of this project, by both of its ways: pair by pair and by sets. */
export function ownVerdicts(given: ClusterCase): { readonly byPair: string; readonly bySets: string } {
  const { evaluator, indexOf } = evaluatorOf(given);
  let byPair = '';
  let bySets = '';
  for (const [source, destination, protocol, port] of given.queries) {
    const [from, to] = [indexOf(source), indexOf(destination)];
    const asked = { protocol: protocol as Protocol, port };
    const family = source.includes(':') ? 'v6' : 'v4';
    byPair += evaluator.decide(from, to, asked, family).allowed ? '1' : '0';
    const reached = (reach: Uint32Array, index: number) => (reach[index >>> 5]! >>> (index & 31) & 1) === 1;
    bySets += reached(evaluator.reach('egress', from, asked, family), to) && reached(evaluator.reach('ingress', to, asked, family), from) ? '1' : '0';
  }
  return { byPair, bySets };
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
}

const metadata = (object: Tree) => object['metadata'] as Metadata;
