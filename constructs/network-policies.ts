import { NetworkPolicyV1, type NetworkPolicyV1SpecEgress, type NetworkPolicyV1SpecIngress } from '@cdktf/provider-kubernetes/lib/network-policy-v1/index.js';
import { Construct } from 'constructs';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/** One side of a flow. `anyone`: every source address, for declared entries of proxies only. */
export type Peer =
  | { readonly kind: 'pods'; readonly namespaceLabels: Readonly<Record<string, string>>; readonly podLabels: Readonly<Record<string, string>> }
  /** Pods in every namespace that carries a label, whatever its value, such as all systems of all tenants. */
  | { readonly kind: 'labelled-namespaces'; readonly label: string }
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[] }
  | { readonly kind: 'anyone' };

/** A port, or a range when `endPort` is given. */
export interface FlowPort {
  readonly port: number;
  readonly endPort?: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Traffic that a policy allows on its side; the other side needs its own policy. */
export interface Flow {
  readonly peer: Peer;
  readonly ports: readonly FlowPort[];
}

export interface DefaultDenyProps {
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  readonly source: Source;
  /**
   * What every pod may reach, such as name servers.
   * @default - nothing
   */
  readonly egress?: readonly Flow[];
}

/** Denies every pod of a namespace all traffic in and out, but for what every pod may reach: what else is allowed stands in other policies. */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, props: DefaultDenyProps) {
    super(scope, id);
    setSource(this, props.source);
    const egress = (props.egress ?? []).map(egressRule);
    new NetworkPolicyV1(this, 'policy', {
      metadata: { namespace: props.namespace.name, name: 'ndc-default-deny' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...(egress.length === 0 ? {} : { egress }) },
      dependsOn: [...props.namespace.ready],
    });
  }
}

export interface FlowPolicyProps {
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  /** Name of the policy inside the namespace. */
  readonly name: string;
  readonly source: Source;
  /** Pods the policy speaks of. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** What may reach them. */
  readonly ingress: readonly Flow[];
  /** What they may reach. */
  readonly egress: readonly Flow[];
}

/** The allowed flows of one kind of pods: per component and port, never per namespace alone. Nothing is made when nothing is allowed. */
export class FlowPolicy extends Construct {
  constructor(scope: Construct, id: string, props: FlowPolicyProps) {
    super(scope, id);
    setSource(this, props.source);
    if (props.ingress.length === 0 && props.egress.length === 0) return;
    new NetworkPolicyV1(this, 'policy', {
      metadata: { namespace: props.namespace.name, name: props.name },
      spec: {
        podSelector: { matchLabels: { ...props.podLabels } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: props.ingress.map(ingressRule),
        egress: props.egress.map(egressRule),
      },
      dependsOn: [...props.namespace.ready],
    });
  }
}

function ports(flow: Flow) {
  if (flow.ports.length === 0) throw new Error('a flow without ports allows every port: name them');
  return flow.ports.map(({ port, endPort, protocol }) => ({ port: String(port), protocol, ...(endPort === undefined ? {} : { endPort }) }));
}

/** An empty list of peers, of labels, or a range of all addresses means everyone to the API: only `anyone` may say that. */
function peers(peer: Peer) {
  switch (peer.kind) {
    case 'anyone': return undefined;
    case 'addresses':
      if (peer.cidrs.length === 0 || peer.cidrs.some((cidr) => cidr.endsWith('/0'))) throw new Error('a flow with no address range, or with all of them, allows everyone: name the ranges');
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case 'labelled-namespaces': return [{ namespaceSelector: { matchExpressions: [{ key: peer.label, operator: 'Exists' }] } }];
    case 'pods':
      if (Object.keys(peer.namespaceLabels).length === 0) throw new Error('a flow with pods of every namespace allows every tenant: name the namespaces by their labels');
      return [{ namespaceSelector: { matchLabels: { ...peer.namespaceLabels } }, podSelector: { matchLabels: { ...peer.podLabels } } }];
  }
}

function ingressRule(flow: Flow): NetworkPolicyV1SpecIngress {
  const from = peers(flow.peer);
  return { ports: ports(flow), ...(from ? { from } : {}) };
}

function egressRule(flow: Flow): NetworkPolicyV1SpecEgress {
  const to = peers(flow.peer);
  if (!to) throw new Error('egress to every address is never allowed: name the addresses or pods');
  return { ports: ports(flow), to };
}
