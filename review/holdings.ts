/** What the estate holds, counted: the facts a reviewer wants before looking at any finding. */
import { agreements } from '../model/derive/agreements.ts';
import { databasesOf, decide, type Decision } from '../model/derive/decisions.ts';
import { zoneProfile } from '../model/derive/zone-profile.ts';
import type { Estate } from '../model/estate.ts';
import { compareText, type Text } from '../model/finding.ts';
import type { Catalog, Entry } from '../model/load/catalog.ts';
import type { Kind } from '../model/schema/kinds.ts';
import type { LifecycleState } from '../model/schema/grant.ts';

export interface Named {
  readonly id: string;
  readonly names: Text;
}

export interface SiteRow extends Named {
  readonly kind: 'central' | 'regional';
  readonly region: string | null;
  readonly status: 'operating' | 'modelled' | 'planned';
  readonly placeKnown: boolean;
  readonly drPartner: string | null;
  readonly clusters: number;
}

export interface ClusterRow extends Named {
  readonly site: string;
  readonly role: 'management' | 'shared' | 'dedicated' | 'vault';
  readonly environment: string;
  readonly kubernetes: string;
  /** Systems that run there as primary, and as recovery copy. */
  readonly systems: number;
  readonly copies: number;
}

export interface SystemState {
  /** `pending`: requested, and no grant names it yet. */
  readonly state: LifecycleState | 'pending';
  readonly level: number;
  readonly critical: boolean;
  readonly cluster: string | null;
  readonly dr: string | null;
}

export interface DatabaseRow extends Named, SystemState {
  readonly tenant: string;
  readonly system: string;
  readonly lists: readonly string[];
  readonly levelFloor: number;
  readonly variant: string;
  readonly assumed: boolean;
}

/** What a level asks of zones, for regimes and levels that systems have. */
export interface ZoneRow {
  readonly regime: Text;
  readonly level: number;
  readonly systems: number;
  /** Zones of the law with the sub-zones that stand for them; null: no row of the table speaks of this level. */
  readonly zones: readonly { readonly lawZone: string; readonly subzones: readonly Named[] }[] | null;
  readonly source: string | null;
  /** `own`: a choice of this project. */
  readonly measures: readonly { readonly id: string; readonly names: Text; readonly source: string; readonly own: boolean }[];
}

export interface Holdings {
  readonly counts: Readonly<Record<'sites' | 'clusters' | 'tenants' | 'systems' | 'databases' | 'agreements' | 'exceptions', number>>;
  readonly sites: readonly SiteRow[];
  readonly clusters: readonly ClusterRow[];
  readonly tenants: readonly { readonly kind: string; readonly count: number; readonly onPremises: number; readonly ids: readonly string[] }[];
  readonly systems: readonly { readonly level: number; readonly count: number; readonly critical: number; readonly pending: number; readonly withSecondSite: number }[];
  readonly zones: readonly ZoneRow[];
  readonly states: readonly { readonly state: SystemState['state']; readonly count: number }[];
  readonly databases: readonly DatabaseRow[];
  readonly lists: readonly (Named & { readonly expected: number | null; readonly here: number })[];
  /** Files that say their sizes and counts are planning values, by kind. */
  readonly assumed: readonly { readonly kind: Kind; readonly assumed: number; readonly files: number }[];
}

/** The list of Resolution 214/NQ-CP in catalog/law/database-lists.yaml. */
export const resolution214 = 'res214_11';

export function holdingsOf(estate: Estate, catalog: Catalog): Holdings {
  const systems = [...estate.systems.values()].map((system) => ({ system, ...stateOf(system, decide(estate, system.key)) }));
  const databases = [...estate.systems.values()].flatMap((system) => databasesOf(estate, system.key).map((database) => databaseRow(database, system, decide(estate, system.key))));
  return {
    counts: {
      sites: estate.sites.size, clusters: estate.clusters.size, tenants: estate.tenants.size, systems: estate.systems.size, databases: estate.databases.size,
      agreements: agreements(estate).length, exceptions: estate.exceptions.size,
    },
    sites: sorted([...estate.sites.values()].map(({ id, data }) => ({
      id, names: data.names, kind: data.kind, region: data.region, status: data.status, placeKnown: data.place.known, drPartner: data.drPartner,
      clusters: [...estate.clusters.values()].filter(({ data: cluster }) => cluster.site === id).length,
    }))),
    clusters: sorted([...estate.clusters.values()].map(({ id, data }) => ({
      id, names: data.names, site: data.site, role: data.role, environment: data.environment, kubernetes: data.kubernetes,
      systems: systems.filter(({ cluster }) => cluster === id).length, copies: systems.filter(({ dr }) => dr === id).length,
    }))),
    tenants: groups([...estate.tenants.values()], ({ data }) => data.kind).map(([kind, entries]) =>
      ({ kind, count: entries.length, onPremises: entries.filter(({ data }) => data.class === 'on-premises').length, ids: entries.map(({ id }) => id).sort(compareText) })),
    systems: [1, 2, 3, 4, 5].map((level) => {
      const here = systems.filter((system) => system.level === level);
      return { level, count: here.length, critical: here.filter(({ critical }) => critical).length, pending: here.filter(({ state }) => state === 'pending').length, withSecondSite: here.filter(({ dr }) => dr !== null).length };
    }),
    zones: zoneRows(estate, systems),
    states: groups(systems, ({ state }) => state).map(([state, entries]) => ({ state, count: entries.length })),
    databases: sorted(databases),
    lists: estate.law.databaseLists.map(({ id, names, entriesExpected }) => ({ id, names, expected: entriesExpected, here: databases.filter(({ lists }) => lists.includes(id)).length })),
    assumed: groups(catalog.all.filter(({ data }) => 'source' in data || 'assumed' in data), ({ kind }) => kind)
      .map(([kind, entries]) => ({ kind, files: entries.length, assumed: entries.filter(isAssumed).length })).filter(({ assumed }) => assumed > 0),
  };
}

function zoneRows(estate: Estate, systems: readonly { readonly system: Entry<'system'>; readonly level: number }[]): ZoneRow[] {
  return estate.law.levels.profiles.flatMap(({ id: regime, names }) => [1, 2, 3, 4, 5].flatMap((level): ZoneRow[] => {
    const count = systems.filter((one) => one.system.data.regime === regime && one.level === level).length;
    if (count === 0) return [];
    const { zones, source, measures } = zoneProfile(estate, regime, level);
    return [{
      regime: names, level, systems: count, source: source ?? null,
      zones: zones?.map(({ lawZone, subzones }) => ({ lawZone, subzones: subzones.map((subzone) => ({ id: subzone.id, names: subzone.names })) })) ?? null,
      measures: measures.map(({ measure, source: article, own }) => ({ id: measure.id, names: measure.names, source: article, own })),
    }];
  }));
}

/** Level, state and place of a system; while it is pending, the level it asks for. */
export function stateOf(system: Entry<'system'>, decision: Decision | undefined): SystemState {
  if (!decision) return { state: 'pending', level: system.data.level.requested, critical: false, cluster: null, dr: null };
  return { state: decision.state, level: decision.level, critical: decision.critical, cluster: decision.placement.cluster, dr: decision.placement.dr };
}

export function isAssumed(entry: Entry): boolean {
  return (entry.data as { assumed?: boolean }).assumed === true;
}

function databaseRow(database: Entry<'database'>, system: Entry<'system'>, decision: Decision | undefined): DatabaseRow {
  const { names, lists, levelFloor, engine } = database.data;
  return { id: database.id, names, ...stateOf(system, decision), tenant: database.folderTenant, system: database.data.system, lists, levelFloor: levelFloor.value, variant: engine.variant, assumed: isAssumed(database) };
}

function sorted<T extends Named>(rows: T[]): T[] {
  return rows.sort((a, b) => compareText(a.id, b.id));
}

function groups<T, K extends string>(items: readonly T[], key: (item: T) => K): [K, T[]][] {
  return [...Map.groupBy(items, key)].sort(([a], [b]) => compareText(a, b));
}
