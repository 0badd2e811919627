/** All systems of a tenant together stay inside its quota at each site. */
import { databasesOf, decisions, runsAt, type Decision } from '../derive/decisions.ts';
import { totalRequest } from '../derive/requests.ts';
import type { Estate } from '../estate.ts';
import { compareText, type Text } from '../finding.ts';
import type { Grant } from '../schema/grant.ts';
import { formatBytes, formatMillicores, parseBytes, parseMillicores } from '../units.ts';
import type { Check } from './check.ts';

type Resource = keyof Grant['quota'];
type Total = Record<Resource, number>;

const words: Record<Resource, Text> = {
  cpu: { en: 'processors', vi: 'bộ xử lý' },
  memory: { en: 'memory', vi: 'bộ nhớ' },
  storage: { en: 'storage', vi: 'dung lượng lưu trữ' },
  namespaces: { en: 'namespaces', vi: 'namespace' },
  databases: { en: 'databases', vi: 'cơ sở dữ liệu' },
};

export const requestBeyondGrant: Check = {
  code: 'request-beyond-grant',
  severity: 'error',
  title: { en: 'A tenant requests more than its quota', vi: 'Bên thuê đề nghị vượt hạn mức được cấp' },
  run: ({ estate, report }) => [...estate.grants.values()].flatMap((grant) => {
    const quota = limitsOf(grant.data.quota);
    const sites = totalsBySite(estate, decisions(estate).filter((decision) => decision.grant === grant && decision.state !== 'retired'));
    return (Object.keys(words) as Resource[]).flatMap((resource) => {
      // One finding a resource: the site where it is most.
      const [site, most] = [...sites].map(([id, total]) => [id, total[resource]] as const).sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0] ?? ['', 0];
      if (most <= quota[resource]) return [];
      return [report(grant, `/quota/${resource}`, {
        message: {
          en: `${words[resource].en} that the systems of ${grant.data.tenant} request at ${site}: ${show(resource, most)}; the quota is ${show(resource, quota[resource])}`,
          vi: `${words[resource].vi} mà các hệ thống của ${grant.data.tenant} đề nghị tại ${site}: ${show(resource, most)}; hạn mức là ${show(resource, quota[resource])}`,
        },
        hint: { en: 'the tenant requests less, or the platform grants more', vi: 'bên thuê giảm đề nghị, hoặc nền tảng tăng hạn mức' },
      })];
    });
  }),
};

function limitsOf(quota: Grant['quota']): Total {
  return { cpu: parseMillicores(quota.cpu)!, memory: parseBytes(quota.memory)!, storage: parseBytes(quota.storage)!, namespaces: quota.namespaces, databases: quota.databases };
}

/** A system counts in full at its first site and at its recovery site. */
function totalsBySite(estate: Estate, own: readonly Decision[]): Map<string, Total> {
  const totals = new Map<string, Total>();
  for (const decision of own) {
    const { cpu, memory, storage } = totalRequest(estate, decision.system);
    const request: Total = { cpu, memory, storage, namespaces: new Set(decision.system.data.subzones).size, databases: databasesOf(estate, decision.system.key).length };
    const sites = new Set(runsAt(estate, decision).map(({ cluster }) => estate.clusters.get(cluster)!.data.site));
    for (const site of sites) {
      const sum = totals.get(site) ?? { cpu: 0, memory: 0, storage: 0, namespaces: 0, databases: 0 };
      for (const resource of Object.keys(words) as Resource[]) sum[resource] += request[resource];
      totals.set(site, sum);
    }
  }
  return totals;
}

function show(resource: Resource, amount: number): string {
  if (resource === 'cpu') return formatMillicores(amount);
  return resource === 'memory' || resource === 'storage' ? formatBytes(amount) : String(amount);
}
