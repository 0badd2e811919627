/** What a change is: of an object, of a stack, of everything. */
import type { Source, Text } from '../model/finding.ts';
import type { Attribute } from './attributes.ts';
import type { Blocked } from './immutable.ts';
import type { UnknownChange } from './unknown-changes.ts';

export const actions = ['created', 'moved', 'changed', 'replaced', 'destroyed'] as const;
export type Action = (typeof actions)[number];

export interface ChangedAttribute extends Attribute {
  /** Why an existing object cannot take the change. */
  readonly blocked?: Blocked;
}

export interface ObjectChange {
  readonly action: Action;
  readonly stack: string;
  readonly targetCluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  readonly release: string;
  readonly source?: Source;
  /** Tenant that the object is for; empty for the platform. */
  readonly tenant: string;
  /** Where the object was before, when a stack, a resource or a release hands it to another. */
  readonly from?: { readonly stack: string; readonly address: string; readonly release: string };
  readonly attributes: readonly ChangedAttribute[];
  /** How a replacement comes about: Terraform destroys and creates; a release upgrade is refused by the API server. */
  readonly replacement?: 'terraform' | 'refused';
  /** What may be lost; present on changes a reviewer must look at first. */
  readonly danger?: Text;
  /** What it means, in plain words. */
  readonly consequences: readonly Text[];
}

export type Totals = Readonly<Record<Action, number>> & { readonly unchanged: number; readonly dangerous: number; readonly unknown: number };

export interface StackChange {
  readonly id: string;
  readonly targetCluster: string;
  readonly action: 'created' | 'changed' | 'destroyed';
  readonly dependsOn: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly totals: Totals;
  readonly objects: readonly ObjectChange[];
  readonly unknown: readonly UnknownChange[];
  /** Terraform settings beside the objects: providers, backend, variables, releases. */
  readonly settings: readonly Attribute[];
}

export interface Difference {
  readonly totals: Totals;
  /** Stacks with a change, by id. */
  readonly stacks: readonly StackChange[];
  readonly unchangedStacks: number;
}

/** The two objects of a change; read only when somebody looks. */
export interface Contents {
  readonly before: (() => Record<string, unknown>) | undefined;
  readonly after: (() => Record<string, unknown>) | undefined;
}
