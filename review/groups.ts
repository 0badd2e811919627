/** Changes seen from other sides than the stack: by tenant, and by what is alike. */
import { compareText } from '../model/finding.ts';
import { pathKeys } from './attributes.ts';
import { actions, type Action, type ObjectChange, type Totals } from './change.ts';
import { totalsOf } from './diff.ts';

export interface TenantChanges {
  /** Empty for the platform. */
  readonly tenant: string;
  readonly totals: Totals;
}

/** Changes that are alike: same action, kind and attributes, whatever the objects are called. */
export interface AlikeChanges {
  readonly action: Action;
  readonly apiVersion: string;
  readonly kind: string;
  /** Attributes that change, without list positions. */
  readonly paths: readonly string[];
  readonly count: number;
  readonly dangerous: number;
  readonly tenants: readonly string[];
}

export function byTenant(changes: readonly ObjectChange[]): TenantChanges[] {
  return [...Map.groupBy(changes, ({ tenant }) => tenant)].map(([tenant, own]) => ({ tenant, totals: totalsOf(own, 0, 0) })).sort((a, b) => compareText(a.tenant, b.tenant));
}

/** The dangerous first, then what destroys, replaces, changes, moves, creates; the largest group of each first. */
export function byLikeness(changes: readonly ObjectChange[]): (AlikeChanges & { readonly changes: readonly ObjectChange[] })[] {
  return [...Map.groupBy(changes, likeness).values()]
    .map((own) => ({
      action: own[0]!.action, apiVersion: own[0]!.apiVersion, kind: own[0]!.kind, paths: pathsOf(own[0]!), count: own.length,
      dangerous: own.filter(({ danger }) => danger).length, tenants: [...new Set(own.map(({ tenant }) => tenant))].sort(compareText), changes: own,
    }))
    .sort((a, b) => Number(b.dangerous > 0) - Number(a.dangerous > 0) || actions.indexOf(b.action) - actions.indexOf(a.action) || b.count - a.count
      || compareText(a.kind, b.kind) || compareText(a.paths.join(), b.paths.join()));
}

function likeness(change: ObjectChange): string {
  return [change.action, change.apiVersion, change.kind, ...pathsOf(change)].join('\n');
}

function pathsOf(change: ObjectChange): string[] {
  return [...new Set(change.attributes.map(({ path }) => pathKeys(path).join('.')))].sort(compareText);
}
