/** What is asked with `ndc flows`, and the clusters it is about. */
import { InvalidArgumentError } from 'commander';
import type { ClusterFlows } from '../flows/cluster-flows.ts';
import type { Port } from '../flows/endpoint.ts';
import type { Protocol } from '../flows/policy.ts';
import { decisions, runsAt } from '../model/derive/decisions.ts';
import type { Estate } from '../model/estate.ts';
import { nearest } from '../model/load/issues.ts';
import { readExport } from '../review/read.ts';
import { readFlows } from './read-flows.ts';
import { CommandError } from './terminal.ts';

/** Which part of the estate is looked at. */
export interface Scope {
  /** Folder that `ndc export` wrote. */
  readonly objects: string;
  readonly tenant?: string;
  readonly cluster?: string;
  readonly port?: Port;
}

/** Clusters where a tenant's systems run. */
export function placesOf(estate: Estate, tenant: string): string[] {
  return decisions(estate).filter(({ system }) => system.folderTenant === tenant).flatMap((decision) => runsAt(estate, decision).map(({ cluster }) => cluster));
}

/** @throws CommandError for a cluster or tenant that the catalog has not */
export function refuseUnknown(estate: Estate, { cluster, tenant }: Scope): void {
  if (cluster !== undefined && !estate.clusters.has(cluster)) throw unknown('cluster', cluster, estate.clusters.keys());
  if (tenant !== undefined && !estate.tenants.has(tenant)) throw unknown('tenant', tenant, estate.tenants.keys());
}

/** Flows of the clusters that the question is about. */
export function readScope(estate: Estate, { objects, cluster, tenant, port }: Scope): ClusterFlows[] {
  const places = tenant === undefined ? undefined : new Set(placesOf(estate, tenant));
  return readFlows(estate, readExport(objects, (id) => (cluster === undefined || id === cluster) && (places === undefined || places.has(id))), {
    ...(port ? { ports: [port] } : {}),
    ...(tenant === undefined ? {} : { about: ({ system }) => system?.startsWith(`${tenant}/`) ?? false }),
  });
}

function unknown(what: string, name: string, among: Iterable<string>): CommandError {
  const meant = nearest(name, among);
  return new CommandError(`there is no ${what} ${name} in the catalog`, meant === undefined ? `its id is the name of its ${what === 'tenant' ? 'folder below tenants/' : 'file below clusters/'}` : `did you mean ${meant}?`);
}

/** Parser of `--port`. */
export function portArgument(text: string): Port {
  const match = /^(?:(tcp|udp|sctp)\/)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (!match || port < 1 || port > 65_535) throw new InvalidArgumentError('must be a port from 1 to 65535, such as 5432 or udp/53.');
  return { protocol: (match[1]?.toUpperCase() ?? 'TCP') as Protocol, port };
}
