/** The estate: the catalog with its references resolved into maps. Everything later is a pure function of it. */
import type { Catalog, Entry } from './load/catalog.ts';
import type { Data, Kind } from './schema/kinds.ts';
import type { Coverage, Limits, Lock, Measures, Platform, Support } from './schema/platform.ts';
import type { Feeds } from './schema/feeds.ts';
import type { PlatformFlows } from './schema/platform-flows.ts';
import type { Criteria, DatabaseLists, Levels, NationalSystems, Zones } from './schema/law.ts';

export type ById<K extends Kind> = ReadonlyMap<string, Entry<K>>;

export interface Law {
  readonly criteria: Criteria['criteria'];
  readonly zones: Zones;
  readonly levels: Levels;
  readonly nationalSystems: NationalSystems['systems'];
  readonly databaseLists: DatabaseLists['lists'];
}

export interface Estate {
  readonly platform: Platform;
  readonly limits: Limits;
  readonly measures: Measures;
  readonly lock: Lock;
  readonly support: Support;
  readonly coverage: Coverage;
  readonly platformFlows: PlatformFlows;
  readonly feeds: Feeds;
  readonly law: Law;
  readonly sites: ById<'site'>;
  readonly devices: ById<'device'>;
  readonly clusters: ById<'cluster'>;
  readonly tenants: ById<'tenant'>;
  /** By `tenant/id`. */
  readonly systems: ById<'system'>;
  /** By id, unique over the catalog. */
  readonly databases: ById<'database'>;
  /** By `tenant/id`. */
  readonly offers: ById<'offer'>;
  /** By `tenant/id`. */
  readonly uses: ById<'use'>;
  /** By tenant. */
  readonly grants: ById<'grant'>;
  readonly exceptions: ById<'exception'>;
  /** By file. */
  readonly evidence: ById<'evidence'>;
  readonly signers: ById<'signer'>;
  readonly partners: ById<'partner'>;
  readonly profiles: ById<'profile'>;
  /** Day the estate is looked at: `effectiveDate` or `--as-of`, YYYY-MM-DD. */
  readonly asOf: string;
}

/**
 * Builds the estate of what could be loaded. The first of two things with one id wins; the check `duplicate-id` reports the other.
 * @returns undefined when a file that exists once is missing or unusable; the catalog's findings say which
 */
export function buildEstate(catalog: Catalog, asOf?: string): Estate | undefined {
  const single = <K extends Kind>(kind: K): Data<K> | undefined => catalog.entries(kind)[0]?.data;
  const map = <K extends Kind>(kind: K): ById<K> => {
    const found = new Map<string, Entry<K>>();
    for (const entry of catalog.entries(kind)) if (!found.has(entry.key)) found.set(entry.key, entry);
    return found;
  };
  const platform = single('platform');
  const limits = single('limits');
  const measures = single('measures');
  const lock = single('lock');
  const support = single('support');
  const coverage = single('coverage');
  const platformFlows = single('platform-flows');
  const feeds = single('feeds');
  const criteria = single('criteria');
  const zones = single('zones');
  const levels = single('levels');
  const nationalSystems = single('national-systems');
  const databaseLists = single('database-lists');
  if (!platform || !limits || !measures || !lock || !support || !coverage || !platformFlows || !feeds || !criteria || !zones || !levels || !nationalSystems || !databaseLists) return undefined;
  return {
    platform, limits, measures, lock, support, coverage, platformFlows, feeds,
    law: { criteria: criteria.criteria, zones, levels, nationalSystems: nationalSystems.systems, databaseLists: databaseLists.lists },
    sites: map('site'), devices: map('device'), clusters: map('cluster'), tenants: map('tenant'), systems: map('system'), databases: map('database'),
    offers: map('offer'), uses: map('use'), grants: map('grant'), exceptions: map('exception'), evidence: map('evidence'),
    signers: map('signer'), partners: map('partner'), profiles: map('profile'),
    asOf: asOf ?? platform.effectiveDate,
  };
}
