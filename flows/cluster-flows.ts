/** The flows of one cluster, worked out once: who can reach whom, and how that differs from what the catalog wants. */
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import { compareFlows, intentPorts, type Comparison } from './compare.ts';
import type { Endpoint, Port } from './endpoint.ts';
import { Evaluator } from './evaluate.ts';
import { intentsOf, type Intent } from './intent.ts';
import { inventory, strayNamespace, type ClusterInventory } from './inventory.ts';
import { matrixOf, portSegments, type Matrix } from './matrix.ts';
import type { FlowParts } from './parts.ts';

export interface ClusterFlows extends ClusterInventory, Comparison {
  readonly evaluator: Evaluator;
  readonly matrix: Matrix;
  readonly intents: readonly Intent[];
}

export interface Focus {
  /** More ports at which answers will be asked for. */
  readonly ports?: readonly Port[];
  /** Only flows that start or end here are worked out. */
  readonly about?: (endpoint: Endpoint) => boolean;
  /** Ranges of addresses that are told apart beside those of policies. */
  readonly cuts?: readonly string[];
}

/** @param parts what the cluster's stacks hold, in their order */
export function clusterFlows(estate: Estate, cluster: Entry<'cluster'>, parts: readonly FlowParts[], { ports = [], about, cuts = [] }: Focus = {}): ClusterFlows {
  const found = inventory(estate, cluster, parts, cuts);
  const intents = intentsOf(estate, found);
  const evaluator = new Evaluator(found.policies, found.endpoints);
  const interest = about && evaluator.universe.where(about);
  const matrix = matrixOf(evaluator, portSegments(found.policies, found.endpoints, [...intentPorts(intents), ...ports]), interest);
  const open = new Set([strayNamespace, ...estate.platformFlows.open.map(({ namespace }) => namespace)]);
  const comparison = compareFlows({ universe: evaluator.universe, matrix, intents, open, about: interest });
  return { ...found, evaluator, matrix, intents, ...comparison };
}
