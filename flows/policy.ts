/** Network policies as they are evaluated: NetworkPolicy v1 and ClusterNetworkPolicy v1alpha2 in one shape, with the API server's defaults applied. */
import type { Source } from '../model/finding.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type Direction = 'ingress' | 'egress';
export type Action = 'Accept' | 'Deny' | 'Pass';
/** In the order in which they are asked. */
export const tiers = ['Admin', 'NetworkPolicy', 'Baseline'] as const;
export type Tier = (typeof tiers)[number];

export interface Expression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** Empty for Exists and DoesNotExist. */
  readonly values: readonly string[];
}

/** All must hold; none: everything is selected. */
export type Selector = readonly Expression[];

/** Other end of a rule. Ranges are in CIDR notation and known to be sound. */
export type Peer =
  /** Pods by labels of their namespace and their own; host-network pods are never among them. */
  | { readonly kind: 'pods'; readonly namespaces: Selector; readonly pods: Selector }
  /** Every address of the range except some; pods too, by their own address. */
  | { readonly kind: 'addresses'; readonly range: string; readonly except: readonly string[] }
  /** Machines by their labels. */
  | { readonly kind: 'nodes'; readonly nodes: Selector }
  /** Parties outside by host name; `*.` stands for one or more labels. */
  | { readonly kind: 'names'; readonly name: string };

/** Ports of one protocol from `first` to `last`, or the container port with a name; `protocol` null: of any protocol. */
export type PortMatch =
  | { readonly protocol: Protocol; readonly first: number; readonly last: number }
  | { readonly protocol: Protocol | null; readonly name: string };

export interface Rule {
  readonly action: Action;
  /** Name given to the rule, or ''. */
  readonly name: string;
  /** Position in the policy's list, from 0. */
  readonly index: number;
  /** null: everyone. An empty list: nobody. */
  readonly peers: readonly Peer[] | null;
  /** null: every port of every protocol. */
  readonly ports: readonly PortMatch[] | null;
}

export interface Policy {
  /** `NetworkPolicy namespace/name` or `ClusterNetworkPolicy name`. */
  readonly id: string;
  readonly tier: Tier;
  /** 0 is asked first; 0 for a NetworkPolicy, whose order does not matter. */
  readonly priority: number;
  /** Namespace of a NetworkPolicy; undefined: pods of every namespace that `namespaces` selects. */
  readonly namespace: string | undefined;
  readonly namespaces: Selector;
  readonly pods: Selector;
  /** undefined: says nothing about this direction. An empty list of a NetworkPolicy denies all. */
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
  /** File below the export's folder, and place in the catalog. */
  readonly file: string;
  readonly source: Source | undefined;
}

/** A selector as text, the same for the same meaning. */
export function selectorText(selector: Selector): string {
  return selector.map(({ key, operator, values }) => `${key} ${operator} ${values.join(',')}`).sort().join('; ');
}
