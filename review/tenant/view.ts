/** What one tenant would get, where, and what stands against it: from the catalog alone, and with nothing of any other tenant. */
import { agreements, inForce, mismatches, type Agreement } from '../../model/derive/agreements.ts';
import { databasesOf, decide, hasOwnPools, isApart, type Decision } from '../../model/derive/decisions.ts';
import { ownPools } from '../../model/derive/pools.ts';
import { totalRequest } from '../../model/derive/requests.ts';
import { distanceKm, siteOf } from '../../model/derive/sites.ts';
import type { Estate } from '../../model/estate.ts';
import { compareText, type Finding, type Text } from '../../model/finding.ts';
import type { Catalog, Entry } from '../../model/load/catalog.ts';
import { formatBytes, formatMillicores } from '../../model/units.ts';
import { handlingOf, type Handling } from '../handling.ts';
import { isAssumed, stateOf, type SystemState } from '../holdings.ts';
import { namespaceName } from './namespace-name.ts';
import { ownFindings } from './own-findings.ts';
import { quotaOf, type QuotaRow } from './quota.ts';

export interface PlaceView {
  readonly cluster: string;
  readonly site: string;
  readonly siteNames: Text;
  readonly siteStatus: string;
}

export interface NamespaceView {
  readonly name: string;
  readonly zone: 'edge' | 'app' | 'data' | 'mgmt';
  readonly subzone: string;
  readonly names: Text;
  readonly components: readonly string[];
}

export interface DatabaseView {
  readonly id: string;
  readonly names: Text;
  readonly variant: string;
  readonly version: number;
  readonly instances: number;
  readonly size: string;
  readonly lists: readonly string[];
  readonly rpo: string;
  readonly rto: string;
  /** Objectives when the whole site is lost; null: none promised. */
  readonly siteLoss: { readonly rpo: string; readonly rto: string } | null;
  readonly backup: { readonly interval: string; readonly retention: string; readonly window: string; readonly lock: { readonly mode: string; readonly duration: string } | null };
  readonly drillInterval: string;
  readonly assumed: boolean;
}

export interface SystemView extends Omit<SystemState, 'cluster' | 'dr'> {
  readonly key: string;
  readonly id: string;
  readonly names: Text;
  readonly purpose: Text;
  readonly file: string;
  readonly requestedLevel: number;
  readonly regime: string;
  /** Where it runs; null while it is pending, or when the cluster does not exist. */
  readonly place: PlaceView | null;
  readonly dr: (PlaceView & { readonly distanceKm: number | null }) | null;
  /** Second site meant for it while no cluster stands there. */
  readonly drSite: string | null;
  readonly isolation: Text;
  readonly namespaces: readonly NamespaceView[];
  readonly entries: readonly { readonly host: string; readonly from: string }[];
  readonly databases: readonly DatabaseView[];
  readonly request: { readonly cpu: string; readonly memory: string; readonly storage: string; readonly pods: number };
  readonly assumed: boolean;
}

export interface AgreementView {
  readonly id: string;
  /** The other tenant; only its id is told. */
  readonly with: string;
  readonly database: string;
  readonly mode: string;
  readonly channel: string;
  readonly requestsPerSecond: number;
  readonly from: string;
  readonly until: string;
  readonly state: 'in-force' | 'not-in-force' | 'no-match';
  /** Why the two halves do not match. */
  readonly mismatch: readonly string[];
}

export interface TenantPreview {
  readonly ok: boolean;
  readonly asOf: string;
  readonly tenant: { readonly id: string; readonly names: Text; readonly kind: string; readonly code: string; readonly class: string; readonly communes: number | null };
  readonly state: SystemState['state'];
  readonly handling: Handling | null;
  readonly systems: readonly SystemView[];
  readonly quota: readonly QuotaRow[];
  readonly agreements: { readonly receives: readonly AgreementView[]; readonly gives: readonly AgreementView[]; readonly unusedOffers: readonly string[] };
  readonly findings: readonly Finding[];
}

/** @returns undefined when there is no such tenant */
export function previewTenant({ catalog, estate, findings, tenant }: { readonly catalog: Catalog; readonly estate: Estate; readonly findings: readonly Finding[]; readonly tenant: string }): TenantPreview | undefined {
  const entry = estate.tenants.get(tenant);
  if (!entry) return undefined;
  const own = ownFindings(catalog, tenant, findings);
  const systems = [...estate.systems.values()].filter(({ folderTenant }) => folderTenant === tenant).sort((a, b) => compareText(a.id, b.id));
  return {
    ok: !own.some(({ severity }) => severity === 'error'),
    asOf: estate.asOf,
    tenant: { id: tenant, names: entry.data.names, kind: entry.data.kind, code: entry.data.code, class: entry.data.class, communes: entry.data.localAdministration?.communes ?? null },
    state: estate.grants.get(tenant)?.data.state ?? 'pending',
    handling: handlingOf(estate, new Set(systems.map(({ key }) => key))) ?? null,
    systems: systems.map((system) => systemView(estate, system)),
    quota: quotaOf(estate, tenant),
    agreements: agreementViews(estate, tenant),
    findings: own,
  };
}

function systemView(estate: Estate, system: Entry<'system'>): SystemView {
  const decision = decide(estate, system.key);
  const { cluster, dr, ...state } = stateOf(system, decision);
  const { cpu, memory, storage, pods } = totalRequest(estate, system);
  const place = placeView(estate, cluster);
  const second = placeView(estate, dr);
  return {
    key: system.key, id: system.id, names: system.data.names, purpose: system.data.purpose, file: system.file, requestedLevel: system.data.level.requested, regime: system.data.regime,
    ...state, place, dr: second && { ...second, distanceKm: distance(estate, cluster, dr) }, drSite: decision?.placement.drSite ?? null,
    isolation: isolationOf(estate, decision, system),
    namespaces: namespacesOf(estate, system),
    entries: system.data.entries.map(({ host, from }) => ({ host, from })),
    databases: databasesOf(estate, system.key).map(databaseView),
    request: { cpu: formatMillicores(cpu), memory: formatBytes(memory), storage: formatBytes(storage), pods },
    assumed: isAssumed(system),
  };
}

function placeView(estate: Estate, cluster: string | null): PlaceView | null {
  const site = cluster === null ? undefined : siteOf(estate, cluster);
  return cluster === null || !site ? null : { cluster, site: site.id, siteNames: site.data.names, siteStatus: site.data.status };
}

function distance(estate: Estate, cluster: string | null, dr: string | null): number | null {
  const [a, b] = [cluster, dr].map((id) => (id === null ? undefined : siteOf(estate, id)));
  const found = a && b ? distanceKm(a.data, b.data) : undefined;
  return found === undefined ? null : Math.round(found);
}

function isolationOf(estate: Estate, decision: Decision | undefined, { data }: Entry<'system'>): Text {
  const request = { level: data.level.requested, critical: false };
  if (isApart(decision ?? request)) return { vi: 'tách biệt vật lý: cụm riêng, kho sao lưu riêng', en: 'physically apart: a cluster and a vault of its own' };
  if (!hasOwnPools(decision ?? request)) return { vi: 'tách biệt lô-gic trong cụm dùng chung', en: 'logically apart in a shared cluster' };
  const cluster = decision && estate.clusters.get(decision.placement.cluster);
  const machines = decision && cluster ? ownPools(estate, decision, cluster.data).reduce((sum, pool) => sum + pool.machinesPerDomain * pool.failureDomains.length, 0) : 0;
  return machines === 0
    ? { vi: 'nhóm máy riêng trong cụm dùng chung', en: 'node pools of its own in a shared cluster' }
    : { vi: `nhóm máy riêng trong cụm dùng chung (${machines} máy)`, en: `node pools of its own in a shared cluster (${machines} machines)` };
}

function namespacesOf(estate: Estate, system: Entry<'system'>): NamespaceView[] {
  const known = new Map(estate.law.zones.subzones.map((subzone) => [subzone.id, subzone]));
  return [...new Set(system.data.subzones)].flatMap((id) => {
    const subzone = known.get(id);
    return subzone ? [{
      name: namespaceName(system.folderTenant, system.id, id), zone: subzone.zone, subzone: id, names: subzone.names,
      components: system.data.components.filter((component) => component.subzone === id).map((component) => component.id),
    }] : [];
  });
}

function databaseView({ id, data }: Entry<'database'>): DatabaseView {
  const { objectives, backup } = data;
  return {
    id, names: data.names, variant: data.engine.variant, version: data.engine.version, instances: data.instances, size: data.size.data, lists: data.lists,
    rpo: objectives.rpo, rto: objectives.rto, siteLoss: objectives.siteLoss,
    backup: { interval: backup.base.interval, retention: backup.retention, window: backup.window, lock: backup.lock },
    drillInterval: data.drill.interval, assumed: data.assumed === true,
  };
}

function agreementViews(estate: Estate, tenant: string): TenantPreview['agreements'] {
  const matched = new Map(agreements(estate).map((agreement) => [agreement.id, agreement]));
  const uses = [...estate.uses.values()].sort((a, b) => compareText(a.key, b.key));
  const view = (use: Entry<'use'>, other: string): AgreementView => {
    const offer = estate.offers.get(use.data.offer);
    const agreement: Agreement | undefined = matched.get(use.key);
    return {
      id: use.key, with: other, database: offer?.data.database ?? use.data.offer, mode: use.data.mode, channel: offer?.data.channel ?? '', requestsPerSecond: use.data.requestsPerSecond,
      from: use.data.from, until: use.data.until, state: !agreement ? 'no-match' : inForce(estate, agreement) ? 'in-force' : 'not-in-force',
      mismatch: agreement ? [] : offer ? mismatches(estate, offer, use) : ['offer'],
    };
  };
  const asked = new Set(uses.map(({ data }) => data.offer));
  return {
    receives: uses.filter(({ folderTenant }) => folderTenant === tenant).map((use) => view(use, use.data.offer.split('/')[0]!)),
    gives: uses.filter(({ data, folderTenant }) => folderTenant !== tenant && data.offer.startsWith(`${tenant}/`)).map((use) => view(use, use.folderTenant)),
    unusedOffers: [...estate.offers.values()].filter(({ folderTenant, key }) => folderTenant === tenant && !asked.has(key)).map(({ id }) => id).sort(compareText),
  };
}
