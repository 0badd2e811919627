/** What the loss of a whole site does: a pure function of the catalog. Figures come from evidence; what is derived says so, and what is not known stays unknown. */
import { databasesOf, primaryCluster, standbyCluster, type Decision } from '../model/derive/decisions.ts';
import { activeDecisions } from '../model/derive/placements.ts';
import { isNational, lacksRoom, recoveryOf, roomAfter, survivesFromLevel, takenOver, type Absence, type Room } from '../model/derive/site-loss.ts';
import { counts, siteOf } from '../model/derive/sites.ts';
import type { Estate } from '../model/estate.ts';
import { compareText, type Text } from '../model/finding.ts';
import type { Entry } from '../model/load/catalog.ts';
import { parseSeconds } from '../model/units.ts';
import { kept, reached, type Kept, type Objectives, type Reached } from './reached.ts';
import { startOrder, type StartStep } from './start-order.ts';

/**
 * `moves`: a copy elsewhere takes over. `backup`: stays down; locked copies of its backups lie elsewhere. `lost`: stays down and nothing of it lies elsewhere.
 * `copy-lost`: runs on elsewhere and has lost its standby.
 */
export type Fate = 'moves' | 'backup' | 'lost' | 'copy-lost';

export interface Place {
  readonly cluster: string;
  readonly site: string;
}

interface Loss {
  readonly names: Text;
  readonly tenant: string;
  readonly level: number;
  readonly critical: boolean;
  readonly fate: Fate;
  /** Why there is no copy that takes over; null where there is one. */
  readonly why: Absence | null;
  /** Where it runs afterwards; null: nowhere until the site is back. */
  readonly runsAfter: Place | null;
  /** Vault at another site with copies of its backups. */
  readonly vault: Place | null;
  /** Does the place that takes over have room for all that comes at once? null: nothing comes. */
  readonly hasRoom: boolean | null;
  /** Durations of the catalog; null: nothing is promised for the loss of a site. */
  readonly promised: Objectives<string> | null;
  readonly reached: Objectives<Reached>;
  readonly kept: Kept;
}

export interface DatabaseLoss extends Loss {
  readonly id: string;
  /** `tenant/system`. */
  readonly system: string;
  readonly national: boolean;
  readonly lists: readonly string[];
  /** National and of a level that must survive. */
  readonly mustSurvive: boolean;
  /** Longest time, in seconds, that commits wait before they leave the site, by the settings; what is lost is at most this and the time of transfer. Derived, not measured. */
  readonly derivedWaitSeconds: number | null;
  /** Sizes and counts in its file are planning values. */
  readonly assumed: boolean;
}

export interface SystemLoss extends Loss {
  /** `tenant/id`. */
  readonly key: string;
  readonly kind: string;
  readonly databases: readonly string[];
  /** Buckets at the lost site. No object of this product copies buckets between sites. */
  readonly buckets: readonly string[];
}

export interface RecoveryCluster extends Place {
  /** Systems that come. */
  readonly takes: readonly string[];
  readonly hasRoom: boolean;
  readonly room: Room;
}

/** What else stood at the site and others counted on. */
export interface AlsoLost {
  readonly kind: 'vault' | 'management' | 'state';
  readonly clusters: readonly string[];
  readonly text: Text;
}

export interface SiteLoss {
  readonly kind: 'site-loss';
  readonly asOf: string;
  readonly site: { readonly id: string; readonly names: Text; readonly status: 'operating' | 'modelled' | 'planned' };
  /** Every national database of level 4 and above survives, and all that moves has room. */
  readonly ok: boolean;
  /** National databases that must survive and do not. */
  readonly notSurviving: readonly string[];
  readonly databases: readonly DatabaseLoss[];
  readonly systems: readonly SystemLoss[];
  readonly recovery: readonly RecoveryCluster[];
  readonly order: readonly StartStep[];
  /** Systems elsewhere that run on but exchange nothing until these exchanges are back. */
  readonly cutOff: readonly { readonly exchange: string; readonly systems: readonly string[] }[];
  readonly alsoLost: readonly AlsoLost[];
  /** Systems that the loss does not touch. */
  readonly untouched: number;
}

export function simulateSiteLoss(estate: Estate, site: Entry<'site'>): SiteLoss {
  const touched = activeDecisions(estate).flatMap((decision) => {
    const fate = fateOf(estate, decision, site.id);
    return fate === undefined ? [] : [{ decision, fate }];
  });
  const rooms = new Map([...estate.clusters.values()].filter((cluster) => takenOver(estate, cluster.id, site.id).length > 0).map((cluster) => [cluster.id, roomAfter(estate, cluster, site.id)]));
  const systems = touched.map(({ decision, fate }) => systemLoss(estate, decision, fate, rooms));
  const databases = touched.flatMap(({ decision, fate }) => databasesOf(estate, decision.system.key).map((database) => databaseLoss(estate, decision, database, fate, rooms)));
  const moving = touched.filter(({ fate }) => fate === 'moves').map(({ decision }) => decision);
  const notSurviving = databases.filter(({ mustSurvive, fate, hasRoom }) => mustSurvive && (fate === 'backup' || fate === 'lost' || hasRoom === false)).map(({ id }) => id);
  const recovery = [...rooms].map(([cluster, room]): RecoveryCluster => {
    const placed = takenOver(estate, cluster, site.id);
    return { cluster, site: siteOf(estate, cluster)!.id, takes: placed.map(({ decision }) => decision.system.key), hasRoom: placed.every((one) => !lacksRoom(one, estate.clusters.get(cluster)!, room)), room };
  });
  return {
    kind: 'site-loss',
    asOf: estate.asOf,
    site: { id: site.id, names: site.data.names, status: site.data.status },
    ok: notSurviving.length === 0 && recovery.every(({ hasRoom }) => hasRoom),
    notSurviving,
    databases: databases.sort((a, b) => Number(b.mustSurvive) - Number(a.mustSurvive) || b.level - a.level || compareText(a.id, b.id)),
    systems: systems.sort((a, b) => b.level - a.level || compareText(a.key, b.key)),
    recovery,
    order: startOrder(estate, moving),
    cutOff: cutOff(estate, moving.concat(touched.filter(({ fate }) => fate === 'backup' || fate === 'lost').map(({ decision }) => decision)), site.id),
    alsoLost: alsoLost(estate, site),
    untouched: activeDecisions(estate).length - touched.length,
  };
}

/** @returns undefined when the site holds nothing of the system */
function fateOf(estate: Estate, decision: Decision, lost: string): Fate | undefined {
  if (siteOf(estate, primaryCluster(estate, decision))?.id === lost) {
    const { kind } = recoveryOf(estate, decision);
    return kind === 'copy' ? 'moves' : kind === 'backup' ? 'backup' : 'lost';
  }
  const standby = standbyCluster(estate, decision);
  return standby !== null && siteOf(estate, standby)?.id === lost ? 'copy-lost' : undefined;
}

function lossOf(estate: Estate, decision: Decision, fate: Fate, rooms: ReadonlyMap<string, Room>): Omit<Loss, 'names' | 'promised' | 'reached' | 'kept'> {
  const recovery = recoveryOf(estate, decision);
  const running = primaryCluster(estate, decision);
  const runsAfter = fate === 'copy-lost' ? { cluster: running, site: siteOf(estate, running)!.id }
    : fate === 'moves' && recovery.kind === 'copy' ? { cluster: recovery.cluster, site: recovery.site } : null;
  const room = fate === 'moves' && runsAfter ? rooms.get(runsAfter.cluster) : undefined;
  return {
    tenant: decision.system.folderTenant, level: decision.level, critical: decision.critical, fate,
    why: fate === 'backup' || fate === 'lost' ? (recovery as { why: Absence }).why : null,
    runsAfter,
    vault: fate === 'backup' && recovery.kind === 'backup' ? { cluster: recovery.vault, site: recovery.site } : null,
    hasRoom: room && runsAfter ? !lacksRoom({ decision, role: 'dr' }, estate.clusters.get(runsAfter.cluster)!, room) : null,
  };
}

function databaseLoss(estate: Estate, decision: Decision, database: Entry<'database'>, fate: Fate, rooms: ReadonlyMap<string, Room>): DatabaseLoss {
  const { names, lists, objectives, backup, assumed } = database.data;
  const national = isNational(database, decision.system);
  const promised = fate === 'moves' || fate === 'backup' || fate === 'lost' ? objectives.siteLoss : null;
  const shown = reached(estate, database.id, fate === 'backup' ? 'backup' : 'copy');
  return {
    id: database.id, names, system: decision.system.key, national, lists, mustSurvive: national && decision.level >= survivesFromLevel,
    ...lossOf(estate, decision, fate, rooms),
    promised, reached: shown, kept: kept(promised, shown),
    derivedWaitSeconds: fate === 'moves' || fate === 'backup' ? parseSeconds(backup.walArchiveTimeout) ?? null : null,
    assumed: assumed === true,
  };
}

/** A system promises for the loss of its site what it promises at all, where it has a copy elsewhere and each of its databases promises something; never less time than they do. */
function systemLoss(estate: Estate, decision: Decision, fate: Fate, rooms: ReadonlyMap<string, Room>): SystemLoss {
  const { system } = decision;
  const databases = databasesOf(estate, system.key);
  const promises = databases.map(({ data }) => data.objectives.siteLoss);
  const longest = (objective: 'rpo' | 'rto') => [system.data.objectives[objective], ...promises.flatMap((promise) => (promise ? [promise[objective]] : []))].sort((a, b) => parseSeconds(b)! - parseSeconds(a)!)[0]!;
  const promised = fate === 'moves' && !promises.includes(null) ? { rpo: longest('rpo'), rto: longest('rto') } : null;
  const shown = reached(estate, system.key, 'copy');
  return {
    key: system.key, names: system.data.names, kind: system.data.kind, databases: databases.map(({ id }) => id), buckets: fate === 'copy-lost' ? [] : system.data.buckets.map(({ id }) => id),
    ...lossOf(estate, decision, fate, rooms),
    promised, reached: shown, kept: kept(promised, shown),
  };
}

/** Systems that run elsewhere and connect to an exchange that is down. */
function cutOff(estate: Estate, down: readonly Decision[], lost: string): SiteLoss['cutOff'] {
  const exchanges = down.filter(({ system }) => system.data.kind === 'exchange').map(({ system }) => system.key).sort(compareText);
  const elsewhere = activeDecisions(estate).filter((decision) => siteOf(estate, primaryCluster(estate, decision))?.id !== lost);
  return exchanges.map((exchange) => ({
    exchange,
    systems: elsewhere.filter(({ system }) => system.data.components.some(({ connects }) => connects.some((connection) => connection.to === 'exchange' && connection.exchange === exchange))).map(({ system }) => system.key),
  })).filter(({ systems }) => systems.length > 0);
}

function alsoLost(estate: Estate, site: Entry<'site'>): AlsoLost[] {
  if (!counts(site.data)) return [];
  const at = (cluster: string | null) => cluster !== null && siteOf(estate, cluster)?.id === site.id;
  const elsewhere = [...estate.clusters.values()].filter(({ data }) => data.site !== site.id);
  const vaulted = elsewhere.filter(({ data }) => at(data.vault)).map(({ id }) => id);
  const managed = elsewhere.filter(({ data }) => at(data.managedBy)).map(({ id }) => id);
  const found: AlsoLost[] = [
    { kind: 'vault', clusters: vaulted, text: { vi: 'Bản sao lưu bất biến của các cụm này nằm tại trung tâm bị mất: phải tạo lại ở nơi khác trước khi chúng lại được bảo vệ', en: 'The immutable backups of these clusters stood at the lost site: they must be made anew elsewhere before these clusters are protected again' } },
    { kind: 'management', clusters: managed, text: { vi: 'Cụm quản lý của các cụm này nằm tại trung tâm bị mất: chúng vẫn chạy nhưng không thêm, thay được máy', en: 'The management cluster of these clusters stood at the lost site: they run on, but no machine can be added or replaced' } },
    { kind: 'state', clusters: [...estate.clusters.values()].filter(({ data }) => data.site === site.id).map(({ id }) => id), text: { vi: 'Trạng thái Terraform của các cụm này nằm trong kho của trung tâm bị mất; danh mục chưa nêu bản sao ở nơi khác, nên chưa xác định', en: 'The Terraform states of these clusters stood in the store of the lost site; the catalog names no copy elsewhere, so this is unknown' } },
  ];
  return found.filter(({ clusters }) => clusters.length > 0);
}
