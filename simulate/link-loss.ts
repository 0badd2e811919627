/** What the loss of links does: all traffic abroad, all channels of a kind, or one channel. Sites stay up; a pure function of the catalog. */
import { databasesOf, primaryCluster, standbyCluster } from '../model/derive/decisions.ts';
import { activeDecisions } from '../model/derive/placements.ts';
import { counts, siteOf } from '../model/derive/sites.ts';
import type { Estate } from '../model/estate.ts';
import { compareText } from '../model/finding.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Site } from '../model/schema/site.ts';

type Uplink = Site['uplinks'][number];

/** `international`: traffic abroad stops, the channels stay; a kind: every channel of it, at all sites; else one channel of one site. */
export type LinkChoice =
  | { readonly what: 'international' }
  | { readonly what: 'kind'; readonly uplinkKind: Uplink['kind'] }
  | { readonly what: 'channel'; readonly site: string; readonly uplink: string };

/** Who uses channels: callers abroad, callers in the country, agencies on the specialized data network, copies to another site. */
export const uses = ['internet-abroad', 'internet-inside', 'tslcd', 'site-link'] as const;
export type Use = (typeof uses)[number];

export interface UseLoss {
  readonly use: Use;
  /** Other end of a site-link. */
  readonly to: string | null;
  readonly before: { readonly channels: number; readonly mbps: number; readonly directions: number };
  readonly after: { readonly channels: number; readonly mbps: number; readonly directions: number };
}

export interface SiteLinks {
  readonly site: string;
  /** Uses that lose something. */
  readonly uses: readonly UseLoss[];
}

/** Entries that some of their callers reach no more. */
export interface EntryLoss {
  readonly host: string;
  readonly system: string;
  readonly site: string;
  readonly from: 'internet' | 'tslcd' | 'staff';
  /** `abroad`: callers outside the country alone; `all`: everybody of that audience; `unknown`: by which way staff comes is not in the catalog. */
  readonly callers: 'abroad' | 'all' | 'unknown';
}

export interface ReplicationLoss {
  readonly database: string;
  readonly system: string;
  readonly from: string;
  readonly to: string;
}

/** A name that the estate needs to keep running, and whether it stands in the country. */
export interface Dependency {
  readonly what: 'registry' | 'time' | 'state-store' | 'partner';
  readonly host: string;
  readonly inside: boolean | 'unknown';
}

export interface LinkLoss {
  readonly kind: 'link-loss';
  readonly asOf: string;
  readonly link: string;
  /** Nothing that runs stops, and no copy falls behind. */
  readonly ok: boolean;
  readonly sites: readonly SiteLinks[];
  readonly entries: readonly EntryLoss[];
  /** Databases whose copy at the other site falls behind until the link is back: what a lost site would then cost grows with every minute. */
  readonly replication: readonly ReplicationLoss[];
  /** What the estate needs from outside its sites; only for the loss of traffic abroad. */
  readonly dependencies: readonly Dependency[];
  /** Systems and databases keep their place: no link moves them. */
  readonly systems: number;
  readonly databases: number;
}

/** Choices that a caller may name: `international`, the kinds of channels, and `site/uplink`. */
export function linkChoices(estate: Estate): ReadonlyMap<string, LinkChoice> {
  const found = new Map<string, LinkChoice>([['international', { what: 'international' }]]);
  for (const site of estate.sites.values()) {
    for (const { id, kind } of site.data.uplinks) {
      found.set(kind, { what: 'kind', uplinkKind: kind });
      found.set(`${site.id}/${id}`, { what: 'channel', site: site.id, uplink: id });
    }
  }
  return found;
}

export function simulateLinkLoss(estate: Estate, link: string, choice: LinkChoice): LinkLoss {
  const sites = [...estate.sites.values()].filter(({ data }) => counts(data)).map((site): SiteLinks => ({ site: site.id, uses: usesOf(site).flatMap((one) => after(site, one, choice)) }));
  const gone = new Set(sites.flatMap(({ site, uses: lost }) => lost.filter((one) => one.after.channels === 0).map(({ use, to }) => key(site, use, to))));
  const replication = replicationLoss(estate, gone);
  const active = activeDecisions(estate);
  return {
    kind: 'link-loss',
    asOf: estate.asOf,
    link,
    ok: replication.length === 0 && !dependenciesOf(estate, choice).some(({ inside }) => inside !== true),
    sites: sites.filter(({ uses: lost }) => lost.length > 0),
    entries: entryLoss(estate, gone),
    replication,
    dependencies: dependenciesOf(estate, choice),
    systems: active.length,
    databases: active.reduce((sum, { system }) => sum + databasesOf(estate, system.key).length, 0),
  };
}

const key = (site: string, use: Use, to: string | null) => `${site} ${use} ${to ?? ''}`;

interface UseAt {
  readonly use: Use;
  readonly to: string | null;
  readonly channels: readonly Uplink[];
}

function usesOf({ data: { uplinks } }: Entry<'site'>): UseAt[] {
  const ends = [...new Set(uplinks.flatMap(({ kind, to }) => (kind === 'site-link' && to !== undefined ? [to] : [])))].sort(compareText);
  return [
    { use: 'internet-abroad', to: null, channels: uplinks.filter(({ international }) => international) },
    // The national exchange reaches every carrier of the country.
    { use: 'internet-inside', to: null, channels: uplinks.filter(({ kind }) => kind === 'internet' || kind === 'vnix') },
    { use: 'tslcd', to: null, channels: uplinks.filter(({ kind }) => kind === 'tslcd') },
    ...ends.map((to): UseAt => ({ use: 'site-link', to, channels: uplinks.filter((uplink) => uplink.kind === 'site-link' && uplink.to === to) })),
  ];
}

/** @returns nothing when the use loses nothing */
function after(site: Entry<'site'>, { use, to, channels }: UseAt, choice: LinkChoice): UseLoss[] {
  const left = channels.filter((uplink) => !isCut(site, uplink, use, choice));
  if (left.length === channels.length) return [];
  const sum = (of: readonly Uplink[]) => ({ channels: of.length, mbps: of.reduce((total, { capacityMbps }) => total + capacityMbps, 0), directions: new Set(of.map(({ direction }) => direction)).size });
  return [{ use, to, before: sum(channels), after: sum(left) }];
}

function isCut(site: Entry<'site'>, uplink: Uplink, use: Use, choice: LinkChoice): boolean {
  switch (choice.what) {
    case 'international': return use === 'internet-abroad';
    case 'kind': return uplink.kind === choice.uplinkKind;
    case 'channel': return site.id === choice.site && uplink.id === choice.uplink;
  }
}

function entryLoss(estate: Estate, gone: ReadonlySet<string>): EntryLoss[] {
  return activeDecisions(estate).flatMap((decision) => {
    const site = siteOf(estate, primaryCluster(estate, decision))?.id;
    if (site === undefined) return [];
    const lost = (use: Use) => gone.has(key(site, use, null));
    return decision.system.data.entries.flatMap(({ host, from }): EntryLoss[] => {
      const callers = from === 'internet' ? (lost('internet-inside') ? 'all' : lost('internet-abroad') ? 'abroad' : undefined)
        : from === 'tslcd' ? (lost('tslcd') ? 'all' : undefined)
          : lost('tslcd') || lost('internet-inside') ? 'unknown' : undefined;
      return callers === undefined ? [] : [{ host, system: decision.system.key, site, from, callers }];
    });
  });
}

/** A link is cut when the channels of either side are gone. */
function replicationLoss(estate: Estate, gone: ReadonlySet<string>): ReplicationLoss[] {
  return activeDecisions(estate).flatMap((decision) => {
    const standby = standbyCluster(estate, decision);
    const [from, to] = [siteOf(estate, primaryCluster(estate, decision))?.id, standby === null ? undefined : siteOf(estate, standby)?.id];
    if (from === undefined || to === undefined || !(gone.has(key(from, 'site-link', to)) || gone.has(key(to, 'site-link', from)))) return [];
    return databasesOf(estate, decision.system.key).map(({ id }) => ({ database: id, system: decision.system.key, from, to }));
  });
}

function dependenciesOf({ platform, sites, partners }: Estate, choice: LinkChoice): Dependency[] {
  if (choice.what !== 'international') return [];
  const endings = [platform.domains.internal, ...platform.domains.public];
  const inside = (host: string) => endings.some((ending) => host === ending || host.endsWith(`.${ending}`));
  const own = [...sites.values()].filter(({ data }) => counts(data)).flatMap(({ data }) => [
    ...data.time.map((host) => ({ what: 'time' as const, host })),
    ...(data.stateStore ? [{ what: 'state-store' as const, host: new URL(data.stateStore.endpoint).hostname }] : []),
  ]);
  return [
    { what: 'registry', host: platform.registry.host, inside: inside(platform.registry.host) },
    ...own.map((one) => ({ ...one, inside: inside(one.host) })),
    // A partner chooses its own name, which tells nothing of where it stands.
    ...[...partners.values()].flatMap(({ data }) => data.endpoints.flatMap(({ host }): Dependency[] => (host === undefined ? [] : [{ what: 'partner', host, inside: inside(host) || 'unknown' }]))),
  ];
}
