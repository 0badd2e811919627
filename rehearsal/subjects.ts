/** Whom and what the probes speak of: found among the objects of a cluster, so that the same probes fit every cluster. */
import type { Caller } from './api-client.ts';
import type { Exported, ExportedObject, ExportedStack } from '../review/read.ts';

export type Zone = 'edge' | 'app' | 'data' | 'mgmt';

/** A namespace of a system. */
export interface SystemNamespace {
  readonly name: string;
  readonly tenant: string;
  readonly system: string;
  readonly zone: Zone;
  readonly level: number;
  /** Node pool; empty where it has none. */
  readonly pool: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Host names that its routes may name. */
  readonly hosts: readonly string[];
  /** `spec.hard` of its quota. */
  readonly quota: Readonly<Record<string, string>>;
}

export interface Named {
  readonly namespace: string;
  readonly name: string;
}

export type Manifest = Readonly<Record<string, unknown>> & { readonly apiVersion: string; readonly kind: string; readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string } };

export interface Subjects {
  /** Domain of the platform's labels. */
  readonly domain: string;
  /** Where images come from, without a slash at its end. */
  readonly imagePrefix: string;
  /** Namespaces of systems, by name; those of a tenant's administration are left out. */
  readonly namespaces: readonly SystemNamespace[];
  /** A namespace of zone app, best one with room for pods. */
  readonly app: SystemNamespace | undefined;
  /** `app` where it has room for pods and a pool. */
  readonly room: SystemNamespace | undefined;
  readonly edge: SystemNamespace | undefined;
  readonly data: SystemNamespace | undefined;
  readonly mgmt: SystemNamespace | undefined;
  /** A namespace of zone app of another tenant than `app`. */
  readonly foreign: SystemNamespace | undefined;
  /** A namespace of zone app of level 3 or higher. */
  readonly highLevel: SystemNamespace | undefined;
  /** Names of storage classes by level. */
  readonly storageClasses: readonly string[];
  /** A database, and what backs it up. */
  readonly database: Manifest | undefined;
  readonly objectStore: Manifest | undefined;
  readonly scheduledBackup: Manifest | undefined;
  readonly gateway: (Named & { readonly hostname: string }) | undefined;
  /** A service account of a component in a namespace of zone app. */
  readonly component: Named | undefined;
  /** A claim that the rehearsal made in zone data. */
  readonly volumeClaim: Named | undefined;
  /** The identity of the stack that makes `app`, as the rehearsal made it. */
  readonly stackIdentity: Caller | undefined;
  readonly clusterNetworkPolicy: string | undefined;
  /** Namespace of the release records. */
  readonly releases: string | undefined;
  readonly stacks: readonly ExportedStack[];
  /** Does the server know the kind? Probes of kinds it does not know have no subject. */
  knows(apiVersion: string, kind: string): boolean;
}

export interface SubjectOptions {
  readonly exported: Exported;
  readonly stacks: readonly ExportedStack[];
  readonly domain: string;
  readonly imagePrefix: string;
  readonly knows: (apiVersion: string, kind: string) => boolean;
}

/** System of a tenant's own administration: it holds no pods. */
const landingZone = 'landing-zone';

export function findSubjects({ exported, stacks, domain, imagePrefix, knows }: SubjectOptions): Omit<Subjects, 'volumeClaim' | 'stackIdentity'> {
  const byKind = Map.groupBy(stacks.flatMap(({ objects }) => objects), ({ kind }) => kind);
  const ofKind = (kind: string): readonly ExportedObject[] => byKind.get(kind) ?? [];
  const manifest = (object: ExportedObject | undefined) => (object && knows(object.apiVersion, object.kind) ? (exported.content(object) as Manifest) : undefined);
  const quotas = new Map(ofKind('ResourceQuota').map((object) => [object.namespace, () => (exported.content(object)['spec'] as { hard: Record<string, string> }).hard]));
  const namespaces = ofKind('Namespace').flatMap((object): SystemNamespace[] => {
    const { labels = {}, annotations = {} } = (exported.content(object) as { metadata: { labels?: Record<string, string>; annotations?: Record<string, string> } }).metadata;
    const value = (key: string) => labels[`${domain}/${key}`] ?? '';
    if (value('tenant') === '' || value('system') === landingZone) return [];
    return [{
      name: object.name, tenant: value('tenant'), system: value('system'), zone: value('zone') as Zone, level: Number(value('level')), pool: value('pool'), labels, hosts: annotations[`${domain}/hosts`]?.split(',') ?? [], quota: quotas.get(object.name)?.() ?? {},
    }];
  }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const roomy = namespaces.filter(({ zone, quota, pool }) => zone === 'app' && Number(quota['pods'] ?? 0) > 0 && pool !== '');
  const database = ofKind('Cluster').find(({ apiVersion }) => apiVersion.startsWith('postgresql.cnpg.io/'));
  const ofDatabase = (kind: string) => ofKind(kind).find(({ namespace }) => namespace === database?.namespace);
  const room = roomy.find(({ level }) => level >= 3) ?? roomy[0];
  const apps = namespaces.filter(({ zone }) => zone === 'app');
  const app = room ?? apps[0];
  const inZone = (zone: Zone) => namespaces.find((item) => item.zone === zone && item.tenant === app?.tenant && item.system === app?.system) ?? namespaces.find((item) => item.zone === zone);
  const gateway = ofKind('Gateway').find(({ namespace }) => namespaces.some(({ name }) => name === namespace));
  const account = ofKind('ServiceAccount').find(({ namespace, name }) => name !== 'secret-reader' && apps.some((item) => item.name === namespace));
  return {
    domain,
    imagePrefix,
    namespaces,
    app,
    room,
    edge: inZone('edge'),
    data: database ? namespaces.find(({ name }) => name === database.namespace) : inZone('data'),
    mgmt: inZone('mgmt'),
    foreign: apps.find(({ tenant }) => tenant !== app?.tenant),
    highLevel: apps.find(({ level }) => level >= 3),
    storageClasses: ofKind('StorageClass').map(({ name }) => name),
    database: manifest(database),
    objectStore: manifest(ofDatabase('ObjectStore')),
    scheduledBackup: manifest(ofDatabase('ScheduledBackup')),
    gateway: gateway && knows(gateway.apiVersion, gateway.kind)
      ? { namespace: gateway.namespace, name: gateway.name, hostname: (exported.content(gateway)['spec'] as { listeners: { hostname: string }[] }).listeners[0]!.hostname }
      : undefined,
    component: account && { namespace: account.namespace, name: account.name },
    clusterNetworkPolicy: ofKind('ClusterNetworkPolicy').find(({ apiVersion, kind }) => knows(apiVersion, kind))?.name,
    releases: ofKind('Namespace').find((object) => (exported.content(object) as { metadata: { labels?: Record<string, string> } }).metadata.labels?.[`${domain}/platform`] === 'releases')?.name,
    stacks,
    knows,
  };
}
