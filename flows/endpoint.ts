/** Ends of flows: pods, machines and parties outside. */
import type { Source } from '../model/finding.ts';
import type { Protocol } from './policy.ts';

export type Labels = Readonly<Record<string, string>>;

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** What an endpoint is in the estate. `other`: a pod without a label that policies were written for. */
export type Role = 'component' | 'gateway' | 'instance' | 'bootstrap' | 'pooler' | 'drill' | 'store' | 'workload' | 'other' | 'outside';

export interface Endpoint {
  /** Stable name that people use, e.g. `mae/land/api`, `land (database)`, `internet`; unique in a cluster. */
  readonly id: string;
  /** `pod`: policies select it. `node`: a machine and the host-network pods on it. `outside`: not of this cluster. */
  readonly kind: 'pod' | 'node' | 'outside';
  readonly role: Role;
  /** `tenant/system` that it belongs to; undefined for the platform and parties outside. */
  readonly system?: string | undefined;
  /** Database whose pod it is. */
  readonly database?: string | undefined;
  /** Host names that a gateway serves. */
  readonly serves?: readonly string[];
  /** '' unless a pod. */
  readonly namespace: string;
  /** With the labels the API server adds. */
  readonly namespaceLabels: Labels;
  /** Labels of the pod, or of the machine. */
  readonly labels: Labels;
  readonly ports: readonly ContainerPort[];
  /** One address of each family that it has. */
  readonly addresses: { readonly v4?: string; readonly v6?: string };
  /** Host names of a party outside. */
  readonly names?: readonly string[];
  /** Where the catalog declares it. */
  readonly source?: Source | undefined;
}

/** Port of one protocol. */
export interface Port {
  readonly protocol: Protocol;
  readonly port: number;
}

/** Ports that everything treats alike. */
export interface Segment {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}
