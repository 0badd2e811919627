/** The whole estate, synthesized and exported with the real renderer, as flows are proven from it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportObjects } from '../../export/export.ts';
import { isPolicy } from '../../flows/decode.ts';
import type { Endpoint } from '../../flows/endpoint.ts';
import { isOfUse } from '../../flows/parts.ts';
import type { FlowObject } from '../../flows/pods-of.ts';
import type { Estate } from '../../model/estate.ts';
import { readExport } from '../../review/read.ts';
import { synthesize } from '../../synth/synthesize.ts';
import type { ClusterCase, Query } from './judges.ts';
import { randomNumbers, type Tree } from './random-policies.ts';

/** Objects that flows read, by cluster. */
export async function exportedObjects(loadEstate: () => Estate): Promise<ReadonlyMap<string, readonly FlowObject[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-flows-'));
  try {
    await synthesize({ loadEstate, out: join(folder, 'synthesized') });
    await exportObjects({ synthesized: join(folder, 'synthesized'), out: join(folder, 'objects') });
    return objectsIn(join(folder, 'objects'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function objectsIn(folder: string): ReadonlyMap<string, readonly FlowObject[]> {
  const exported = readExport(folder);
  const found = new Map<string, FlowObject[]>();
  for (const { targetCluster, objects } of exported.stacks) {
    const list = found.get(targetCluster) ?? [];
    list.push(...objects.filter(isOfUse).map((object) => ({ ...object, content: exported.content(object) })));
    found.set(targetCluster, list);
  }
  return found;
}

/** A policy as the API server stores it: with its defaults, without empty lists. Written without the project's own decoder. */
export function asStored(policy: Readonly<Record<string, unknown>>): Tree {
  const spec = structuredClone(policy['spec']) as Tree;
  if (policy['kind'] === 'NetworkPolicy') {
    if (!Array.isArray(spec['policyTypes'])) spec['policyTypes'] = ['Ingress', ...(Array.isArray(spec['egress']) && spec['egress'].length > 0 ? ['Egress'] : [])];
    spec['podSelector'] ??= {};
    for (const rules of [spec['ingress'], spec['egress']]) for (const { ports } of (rules ?? []) as { ports?: Tree[] }[]) for (const port of ports ?? []) port['protocol'] ??= 'TCP';
    for (const direction of ['ingress', 'egress']) if (Array.isArray(spec[direction]) && (spec[direction] as unknown[]).length === 0) delete spec[direction];
  }
  const { name, namespace } = policy['metadata'] as { name: string; namespace?: string };
  return { metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, spec };
}

/** One pod or party for each distinct set of labels, namespace labels and ports, by plain comparison. */
export function representatives(endpoints: readonly Endpoint[]): Endpoint[] {
  const seen = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const key = JSON.stringify(endpoint.kind === 'pod' ? [Object.entries(endpoint.namespaceLabels).sort(), Object.entries(endpoint.labels).sort(), endpoint.ports] : endpoint.addresses);
    if (!seen.has(key)) seen.set(key, endpoint);
  }
  return [...seen.values()];
}

/** A cluster as a case for a judge. */
export function clusterCase(id: string, endpoints: readonly Endpoint[], objects: readonly FlowObject[], queries: readonly Query[]): ClusterCase {
  const pods = endpoints.filter(({ kind }) => kind === 'pod');
  const namespaces = new Map(pods.map(({ namespace, namespaceLabels }) => [namespace, namespaceLabels]));
  const policies = objects.filter(isPolicy);
  return {
    id, queries,
    namespaces: [...namespaces].map(([name, labels]) => ({ metadata: { name, labels } })),
    pods: pods.map(({ namespace, labels, ports, addresses }, index) => ({
      metadata: { name: `pod-${index}`, namespace, labels },
      spec: { nodeName: 'node', containers: [{ name: 'main', ports: ports.map(({ name, port, protocol }) => ({ name, containerPort: port, protocol })) }] },
      status: { hostIP: '192.0.2.1', podIP: addresses.v4, podIPs: [addresses.v4, addresses.v6].flatMap((ip) => (ip === undefined ? [] : [{ ip }])) },
    })),
    networkPolicies: policies.filter(({ kind }) => kind === 'NetworkPolicy').map(({ content }) => asStored(content)),
    clusterNetworkPolicies: policies.filter(({ kind }) => kind === 'ClusterNetworkPolicy').map(({ content }) => asStored(content)),
  };
}

/** Ports that are asked for: those that anything listens on, and some that nothing should. */
export const askedPorts: readonly (readonly [string, number])[] = [['UDP', 53], ['TCP', 53], ['TCP', 22], ['TCP', 443], ['TCP', 3389], ['TCP', 5432], ['TCP', 6443], ['TCP', 8000], ['TCP', 8080], ['TCP', 8443], ['TCP', 9127], ['TCP', 9187], ['TCP', 10_250], ['TCP', 10_443], ['TCP', 18_000], ['TCP', 19_001], ['TCP', 31_234], ['SCTP', 8443]];

/** Random concrete connections: of two pods, or of a pod and a party outside, never a pod and itself. */
export function randomQueries(endpoints: readonly Endpoint[], count: number, seed: number): Query[] {
  const below = randomNumbers(seed);
  const queries: Query[] = [];
  while (queries.length < count) {
    const [from, to] = [endpoints[below(endpoints.length)]!, endpoints[below(endpoints.length)]!];
    const family = below(2) === 0 ? 'v4' : 'v6';
    const [source, target] = [from.addresses[family], to.addresses[family]];
    if (from === to || source === undefined || target === undefined || (from.kind !== 'pod' && to.kind !== 'pod')) continue;
    const port = below(3) === 0 && to.ports.length > 0 ? to.ports[below(to.ports.length)]! : undefined;
    const [protocol, number] = port ? [port.protocol, port.port] : askedPorts[below(askedPorts.length)]!;
    queries.push([source, target, protocol, number]);
  }
  return queries;
}

