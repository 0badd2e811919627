/** Small clusters for tests of flows. */
import { decodePolicy } from '../../flows/decode.ts';
import type { Endpoint } from '../../flows/endpoint.ts';
import { Evaluator } from '../../flows/evaluate.ts';
import type { Policy } from '../../flows/policy.ts';

type Tree = Record<string, unknown>;

export const networkPolicy = (namespace: string, name: string, spec: Tree): Policy => decodePolicy({ file: `${name}.yaml`, source: { file: 'catalog.yaml', pointer: `/${name}` }, content: { kind: 'NetworkPolicy', metadata: { name, namespace }, spec } });

export const clusterPolicy = (name: string, spec: Tree): Policy => decodePolicy({ file: `${name}.yaml`, source: { file: 'catalog.yaml', pointer: `/${name}` }, content: { kind: 'ClusterNetworkPolicy', metadata: { name }, spec } });

export function pod(id: string, labels: Record<string, string> = {}, more: Partial<Endpoint> = {}): Endpoint {
  const [namespace] = id.split('/') as [string];
  return {
    id, kind: 'pod', role: 'workload', namespace, namespaceLabels: { 'kubernetes.io/metadata.name': namespace, ...more.namespaceLabels }, labels, ports: more.ports ?? [],
    addresses: more.addresses ?? { v4: `10.1.0.${10 + (id.length % 100)}`, v6: `fd01::${10 + (id.length % 100)}` }, ...(more.system === undefined ? {} : { system: more.system }),
  };
}

export const outside = (id: string, addresses: Endpoint['addresses'], kind: Endpoint['kind'] = 'outside'): Endpoint => ({ id, kind, role: 'outside', namespace: '', namespaceLabels: {}, labels: {}, ports: [], addresses });

/** Is a connection let through, by both ways of asking? */
export function allowed(policies: readonly Policy[], endpoints: readonly Endpoint[], from: string, to: string, port = 'TCP 80', family: 'v4' | 'v6' = 'v4'): boolean {
  const evaluator = new Evaluator(policies, endpoints);
  const index = (id: string) => endpoints.findIndex((endpoint) => endpoint.id === id);
  const [protocol, number] = port.split(' ') as ['TCP' | 'UDP' | 'SCTP', string];
  return evaluator.decide(index(from), index(to), { protocol, port: Number(number) }, family).allowed;
}
