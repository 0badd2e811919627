/** Provenance: which line of the catalog a resource comes from. Constructs carry it and never look inside. */
import type { Construct, IConstruct } from 'constructs';

/** A catalog file and a JSON pointer into it. Opaque to constructs. */
export interface Source {
  readonly file: string;
  readonly pointer: string;
}

const sources = new WeakMap<IConstruct, Source>();

/** Says where a construct, and everything below it that does not say otherwise, comes from. */
export function setSource(construct: Construct, source: Source): void {
  sources.set(construct, source);
}

/** Source of a construct: its own or that of its nearest ancestor; undefined when nobody said. */
export function sourceOf(construct: IConstruct): Source | undefined {
  for (let current: IConstruct | undefined = construct; current; current = current.node.scope) {
    const source = sources.get(current);
    if (source) return source;
  }
  return undefined;
}
