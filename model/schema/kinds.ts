/** Every kind of catalog file: where it lies, its schema, and what other files call it by. */
import type { z } from 'zod';
import { offer, use } from './agreement.ts';
import { cluster } from './cluster.ts';
import { database } from './database.ts';
import { evidence, exception, partner, signer } from './governance.ts';
import { feeds } from './feeds.ts';
import { grant } from './grant.ts';
import { criteria, databaseLists, levels, nationalSystems, zones } from './law.ts';
import { platformFlows } from './platform-flows.ts';
import { coverage, limits, lock, measures, platform, profile, support } from './platform.ts';
import { device, site } from './site.ts';
import { system } from './system.ts';
import { tenant } from './tenant.ts';

const schemas = {
  platform, limits, measures, lock, support, coverage, 'platform-flows': platformFlows, feeds,
  criteria, zones, levels, 'national-systems': nationalSystems, 'database-lists': databaseLists,
  site, device, cluster, tenant, system, database, offer, use, grant, exception, evidence, signer, partner, profile,
} as const;

export type Kind = keyof typeof schemas;
export type Data<K extends Kind> = z.output<(typeof schemas)[K]>;

export interface KindInfo {
  readonly kind: Kind;
  readonly schema: z.ZodType;
  /** Path below the catalog root; `{tenant}`, `{site}`, `{id}`, `{system}` match one path segment. */
  readonly path: string;
  /** There is exactly one such file. */
  readonly single: boolean;
  /** Who owns files of this kind. */
  readonly owner: 'platform' | 'tenant';
}

function info(kind: Kind, path: string, owner: KindInfo['owner'] = 'platform'): KindInfo {
  return { kind, schema: schemas[kind], path, owner, single: !path.includes('{') };
}

export const kinds: readonly KindInfo[] = [
  info('platform', 'platform.yaml'),
  info('limits', 'limits.yaml'),
  info('measures', 'measures.yaml'),
  info('lock', 'lock.yaml'),
  info('support', 'support.yaml'),
  info('coverage', 'coverage.yaml'),
  info('platform-flows', 'platform-flows.yaml'),
  info('feeds', 'feeds.yaml'),
  info('criteria', 'law/criteria.yaml'),
  info('zones', 'law/zones.yaml'),
  info('levels', 'law/levels.yaml'),
  info('national-systems', 'law/national-systems.yaml'),
  info('database-lists', 'law/database-lists.yaml'),
  info('site', 'sites/{id}.yaml'),
  info('device', 'sites/{site}/devices/{id}.yaml'),
  info('cluster', 'clusters/{id}.yaml'),
  info('tenant', 'tenants/{id}/tenant.yaml', 'tenant'),
  info('system', 'tenants/{tenant}/systems/{id}.yaml', 'tenant'),
  info('database', 'tenants/{tenant}/databases/{id}.yaml', 'tenant'),
  info('offer', 'tenants/{tenant}/offers/{id}.yaml', 'tenant'),
  info('use', 'tenants/{tenant}/uses/{id}.yaml', 'tenant'),
  info('grant', 'grants/{id}.yaml'),
  info('exception', 'exceptions/{id}.yaml'),
  info('evidence', 'evidence/{system}/{id}.json'),
  info('signer', 'signers/{id}.yaml'),
  info('partner', 'partners/{id}.yaml'),
  info('profile', 'profiles/{id}.yaml'),
];

/** Kind of a path below the catalog root, with what the path names; undefined when no kind lives there. */
export function kindOfPath(path: string): { info: KindInfo; names: Readonly<Record<string, string>> } | undefined {
  const segments = path.split('/');
  for (const candidate of kinds) {
    const names = matchPath(candidate.path.split('/'), segments);
    if (names) return { info: candidate, names };
  }
  return undefined;
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]!;
    const variable = /^\{(\w+)\}(.*)$/.exec(part);
    if (!variable) {
      if (part !== segment) return undefined;
    } else if (segment.endsWith(variable[2]!) && segment.length > variable[2]!.length) {
      names[variable[1]!] = segment.slice(0, segment.length - variable[2]!.length);
    } else {
      return undefined;
    }
  }
  return names;
}
