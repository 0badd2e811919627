/** Flows of catalog/platform-flows.yaml as policies take them. */
import type { ApiServerFlow } from '../constructs/entity-policies.ts';
import type { AcceptedFlow } from '../constructs/guard-rails.ts';
import type { Flow } from '../constructs/network-policies.ts';
import { flowsAt, partOf, podsOf, selectorsOf, type FlowAt, type Place } from '../model/derive/platform-flows.ts';
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { FlowPart } from '../model/schema/platform-flows.ts';

/** Pods of a part, what may reach them and what they may reach. */
export interface PartPolicy {
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ingress: readonly Flow[];
  readonly egress: readonly Flow[];
}

/** The policy of a part at a place. */
export function partPolicy(estate: Estate, part: string, place: Place): PartPolicy {
  const { ingress, egress } = flowsAt(estate, part, place);
  return { podLabels: podsOf(estate, partOf(estate, part), place), ingress: ingress.map(flowOf), egress: egress.map(flowOf) };
}

/** What every pod of a system or of the platform may reach. */
export function everyPodReaches(estate: Estate, cluster: Entry<'cluster'>): Flow[] {
  return flowsAt(estate, 'any-pod', { cluster }).egress.map(flowOf);
}

/** Flows that the guard rails accept at the pods of systems, from and to the platform's own namespaces. */
export function acceptedFlows(estate: Estate): AcceptedFlow[] {
  return estate.platformFlows.flows.filter(({ guard }) => guard === 'accept').map((flow) => {
    const [from, to] = [partOf(estate, flow.from), partOf(estate, flow.to)];
    const [source, target] = [selectorsOf(estate, from), selectorsOf(estate, to)];
    if (!source || !target || (from.in === 'namespace') === (to.in === 'namespace')) throw new Error(`the flow ${flow.id} of catalog/platform-flows.yaml cannot be accepted by the guard rails: one side is a namespace of the platform, the other pods of systems`);
    const inbound = from.in === 'namespace';
    return { name: flow.id, direction: inbound ? 'ingress' as const : 'egress' as const, subject: inbound ? target : source, peer: inbound ? source : target, ports: flow.ports };
  });
}

/** Flows between pods and the API server, which the network knows by entity. */
export function apiServerFlows(estate: Estate): ApiServerFlow[] {
  const isApiServer = (part: FlowPart) => part.in === 'addresses' && part.of === 'api-server';
  return estate.platformFlows.flows.flatMap((flow) => {
    const [from, to] = [partOf(estate, flow.from), partOf(estate, flow.to)];
    const subject = isApiServer(from) ? selectorsOf(estate, to) : isApiServer(to) ? selectorsOf(estate, from) : undefined;
    return subject ? [{ name: flow.id, direction: isApiServer(from) ? 'ingress' as const : 'egress' as const, subject, ports: flow.ports.map(({ port, protocol }) => ({ port, protocol })) }] : [];
  });
}

const flowOf = ({ flow, peer }: FlowAt): Flow => ({ peer, ports: flow.ports.map(({ port, endPort, protocol }) => ({ port, protocol, ...(endPort === undefined ? {} : { endPort }) })) });
