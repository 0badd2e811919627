/** What a tenant's systems request at the site where they request most, against its quota. */
import { databasesOf, decisions, runsAt } from '../../model/derive/decisions.ts';
import { totalRequest } from '../../model/derive/requests.ts';
import type { Estate } from '../../model/estate.ts';
import { compareText } from '../../model/finding.ts';
import { formatBytes, formatMillicores, parseBytes, parseMillicores } from '../../model/units.ts';

export const quotaResources = ['cpu', 'memory', 'storage', 'namespaces', 'databases'] as const;
export type QuotaResource = (typeof quotaResources)[number];

export interface QuotaRow {
  readonly resource: QuotaResource;
  /** Site where the systems request most of it. */
  readonly site: string;
  readonly requested: string;
  readonly granted: string;
  /** Whole percent, rounded up; null when nothing is granted. */
  readonly percent: number | null;
}

/** @returns no rows while there is no grant */
export function quotaOf(estate: Estate, tenant: string): QuotaRow[] {
  const grant = estate.grants.get(tenant);
  if (!grant) return [];
  const { quota } = grant.data;
  const granted: Record<QuotaResource, number> = {
    cpu: parseMillicores(quota.cpu) ?? 0, memory: parseBytes(quota.memory) ?? 0, storage: parseBytes(quota.storage) ?? 0, namespaces: quota.namespaces, databases: quota.databases,
  };
  const sites = new Map<string, Record<QuotaResource, number>>();
  for (const decision of decisions(estate).filter((candidate) => candidate.grant === grant && candidate.state !== 'retired')) {
    const { cpu, memory, storage } = totalRequest(estate, decision.system);
    const request: Record<QuotaResource, number> = { cpu, memory, storage, namespaces: new Set(decision.system.data.subzones).size, databases: databasesOf(estate, decision.system.key).length };
    for (const site of new Set(runsAt(estate, decision).map(({ cluster }) => estate.clusters.get(cluster)!.data.site))) {
      const sum = sites.get(site) ?? { cpu: 0, memory: 0, storage: 0, namespaces: 0, databases: 0 };
      for (const resource of quotaResources) sum[resource] += request[resource];
      sites.set(site, sum);
    }
  }
  return quotaResources.map((resource) => {
    const [site, most] = [...sites].map(([id, sum]) => [id, sum[resource]] as const).sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0] ?? ['', 0];
    return { resource, site, requested: show(resource, most), granted: show(resource, granted[resource]), percent: granted[resource] === 0 ? null : Math.ceil((most / granted[resource]) * 100) };
  });
}

function show(resource: QuotaResource, amount: number): string {
  if (resource === 'cpu') return formatMillicores(amount);
  return resource === 'memory' || resource === 'storage' ? formatBytes(amount) : String(amount);
}
