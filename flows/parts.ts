/** What flows read from exported objects: plain data, so that it can be kept between runs. */
import { decodePolicy, isPolicy } from './decode.ts';
import type { Labels } from './endpoint.ts';
import { podKinds, podsOf, type FlowObject, type Pod } from './pods-of.ts';
import type { Policy } from './policy.ts';

/** Parts of one cluster, or of one stack of it. */
export interface FlowParts {
  readonly policies: readonly Policy[];
  /** Name and labels of each. */
  readonly namespaces: readonly (readonly [string, Labels])[];
  readonly pods: readonly Pod[];
}

/** Is an object of use here? The others need not be read. */
export function isOfUse(object: Pick<FlowObject, 'apiVersion' | 'kind'>): boolean {
  return isPolicy(object) || podKinds.has(object.kind) || (object.kind === 'Namespace' && object.apiVersion === 'v1');
}

/** @throws PolicyError for a policy that cannot be read */
export function partsOf(objects: readonly FlowObject[]): FlowParts {
  return {
    policies: objects.filter(isPolicy).map((object) => decodePolicy(object)),
    namespaces: objects.filter(({ kind }) => kind === 'Namespace').map(({ name, content }) => [name, labelsIn(content)] as const),
    pods: objects.flatMap(podsOf),
  };
}

function labelsIn(content: Readonly<Record<string, unknown>>): Labels {
  return ((content['metadata'] as { labels?: Labels } | undefined)?.labels) ?? {};
}
