/** Ends of flows: pods, machines and parties outside. */
import type { Source } from '../model/finding.ts';
import type { Protocol } from './policy.ts';

export type Labels = Readonly<Record<string, string>>;

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

export interface Endpoint {
  /** Stable name that people use, e.g. `mae/land/api`, `land (database)`, `internet`; unique in a cluster. */
  readonly id: string;
  /** `pod`: policies select it. `node`: a machine and the host-network pods on it. `outside`: not of this cluster. */
  readonly kind: 'pod' | 'node' | 'outside';
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
