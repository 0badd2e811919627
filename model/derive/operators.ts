/** Operators whose definitions a cluster needs for what the stacks put there: a release of one of these charts fails where the definition is unknown. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { databasesOf } from './decisions.ts';

export interface Need {
  readonly operator: string;
  /** What of the system asks for it. */
  readonly what: 'databases' | 'buckets' | 'entries' | 'components';
}

/** Names of operators in catalog/lock.yaml, by the local chart that uses their definitions: database, bucket, entry, secret-store. */
const operatorsOf: Readonly<Record<Need['what'], readonly string[]>> = {
  databases: ['cloudnative-pg', 'plugin-barman-cloud', 'rook-ceph'],
  buckets: ['rook-ceph'],
  entries: ['envoy-gateway'],
  components: ['external-secrets'],
};

/** Operators that one system needs on every cluster where it runs. */
export function operatorsNeeded(estate: Estate, system: Entry<'system'>): Need[] {
  const { components, entries, buckets } = system.data;
  const there: Record<Need['what'], boolean> = { databases: databasesOf(estate, system.key).length > 0, buckets: buckets.length > 0, entries: entries.length > 0, components: components.length > 0 };
  return (Object.keys(operatorsOf) as Need['what'][]).filter((what) => there[what]).flatMap((what) => operatorsOf[what].map((operator) => ({ operator, what })));
}
