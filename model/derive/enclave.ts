/** What belongs to a physically separate system alone: its clusters, the management and vault clusters dedicated to it, and the controllers those clusters are. */
import type { Estate } from '../estate.ts';

export interface Enclave {
  /** Ids of clusters. */
  readonly clusters: ReadonlySet<string>;
  /** Keys of systems: those the clusters are dedicated to, and the controllers of the clusters. */
  readonly systems: ReadonlySet<string>;
}

/** The enclave that a system owns or controls; empty for a system that no cluster is dedicated to. */
export function enclaveOf(estate: Estate, systemKey: string): Enclave {
  const clusters = [...estate.clusters.values()];
  const owns = clusters.some(({ data }) => data.dedicatedTo?.includes(systemKey));
  const owners = owns ? [systemKey] : clusters.filter(({ data }) => data.controller === systemKey).flatMap(({ data }) => data.dedicatedTo ?? []);
  const own = clusters.filter(({ data }) => data.dedicatedTo?.some((owner) => owners.includes(owner)));
  return { clusters: new Set(own.map(({ id }) => id)), systems: new Set([...owners, ...own.flatMap(({ data }) => data.controller ?? [])]) };
}
