/** Flows beside those of another revision, for `ndc flows --base`. */
import { join } from 'node:path';
import { BaseError, baseOutput } from '../delivery/base.ts';
import { flowChanges, type FlowChange, type FlowSide } from '../flows/changes.ts';
import type { ClusterFlows } from '../flows/cluster-flows.ts';
import { matcherOf, UnknownName, type Matcher } from '../flows/names.ts';
import { outsideClasses, rangesIn } from '../flows/outside.ts';
import { openFlows } from '../flows/query.ts';
import type { Estate } from '../model/estate.ts';
import type { Catalog } from '../model/load/catalog.ts';
import { readExport } from '../review/read.ts';
import { placesOf, type Scope } from './flow-question.ts';
import { loadSound } from './load-estate.ts';
import { flowsOf, readParts, type ClusterParts } from './read-flows.ts';
import { CommandError } from './terminal.ts';

/** What is asked of both sides. */
export interface ChangeQuestion extends Omit<Scope, 'objects'> {
  readonly from: string;
  readonly to: string;
}

export interface Revision {
  readonly estate: Estate;
  readonly catalog: Catalog;
  /** Folder that `ndc export` wrote. */
  readonly objects: string;
}

export interface Changed {
  readonly commit: string;
  readonly changes: readonly FlowChange[];
  /** Clusters and catalog of the side where a change is open. */
  readonly sides: Readonly<Record<FlowChange['change'], { readonly clusters: readonly ClusterFlows[]; readonly catalog: Catalog }>>;
}

/**
 * @param ref revision whose own program made the other side
 * @throws CommandError when there is no such base, or its catalog is not one of this program; UnknownName for a name that neither side has
 */
export async function changesSince(ref: string, current: Revision, question: ChangeQuestion): Promise<Changed> {
  const { commit, root, objects } = await baseOutput(ref).catch((error: unknown) => {
    throw error instanceof BaseError ? new CommandError(error.message, error.hint) : error;
  });
  const base = { ...soundBase(ref, join(root, 'catalog')), objects };
  const sides = [base, current] as const;
  const places = question.tenant === undefined ? undefined : new Set(sides.flatMap(({ estate }) => placesOf(estate, question.tenant!)));
  const wanted = (id: string) => (question.cluster === undefined || id === question.cluster) && (places === undefined || places.has(id));
  const parts = sides.map((side) => readParts(readExport(side.objects, wanted))) as [ClusterParts, ClusterParts];
  // Parties outside are cut where either side tells addresses apart, so that the same piece is on both.
  const cuts = (id: string) => [...new Set(sides.flatMap(({ estate }, at) => {
    const cluster = estate.clusters.get(id);
    return cluster ? rangesIn(outsideClasses(estate, cluster), (parts[at]!.get(id) ?? []).flatMap(({ policies }) => policies)) : [];
  }))];
  const clusters = sides.map(({ estate }, at) => flowsOf(estate, parts[at]!, (id) => ({
    cuts: cuts(id), ...(question.port ? { ports: [question.port] } : {}), ...(question.tenant === undefined ? {} : { about: ({ system }) => system?.startsWith(`${question.tenant}/`) ?? false }),
  }))) as [ClusterFlows[], ClusterFlows[]];
  const [from, to, about] = [question.from, question.to, question.tenant].map((name) => (name === undefined ? undefined : matchers(sides.map(({ estate }) => estate), clusters, name)));
  const side = (at: 0 | 1): FlowSide => ({ clusters: clusters[at], flows: openFlows(clusters[at], { from: from![at]!, to: to![at]!, about: about?.[at], port: question.port, explain: false }) });
  return { commit, changes: flowChanges(side(0), side(1)), sides: { closes: { clusters: clusters[0], catalog: base.catalog }, opens: { clusters: clusters[1], catalog: current.catalog } } };
}

function soundBase(ref: string, folder: string): { readonly estate: Estate; readonly catalog: Catalog } {
  try {
    return loadSound([folder]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`the catalog of the base ${ref} cannot be read by this program: ${error.message}`, 'compare with a later revision, or read it with its own program');
  }
}

/** What a name means on each side; it may be new, or gone. */
function matchers(estates: readonly Estate[], clusters: readonly (readonly ClusterFlows[])[], name: string): Matcher[] {
  const unknown: unknown[] = [];
  const found = estates.map((estate, at): Matcher => {
    try {
      return matcherOf(estate, clusters[at]!, name);
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      unknown.push(error);
      return () => false;
    }
  });
  if (unknown.length === estates.length) throw unknown.at(-1);
  return found;
}
