/** Pods that objects stand for, with the labels and ports their controllers give them. */
import type { Source } from '../model/finding.ts';
import type { ContainerPort, Labels, Role } from './endpoint.ts';
import type { Protocol } from './policy.ts';

/** Object of an export. */
export interface FlowObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly file: string;
  readonly source: Source | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface Pod {
  /** `service`: pods that a Service asks for. */
  readonly part: Exclude<Role, 'component' | 'other' | 'outside'> | 'service';
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ports: readonly ContainerPort[];
  readonly serves?: readonly string[];
  readonly source: Source | undefined;
}

type Tree = Readonly<Record<string, unknown>>;

/** Kinds of objects that `podsOf` reads. */
export const podKinds: ReadonlySet<string> = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'Gateway', 'Cluster', 'Pooler', 'CephObjectStore', 'Service']);

/** One pod of each kind that an object makes. Pods on the host's network count as their machine and are left out. */
export function podsOf(object: FlowObject): Pod[] {
  const spec = tree(object.content['spec']);
  const make = (part: Pod['part'], labels: Labels, ports: readonly ContainerPort[] = [], name = object.name): Pod => ({ part, name, namespace: object.namespace, labels, ports, source: object.source });
  switch (`${object.apiVersion} ${object.kind}`) {
    case 'apps/v1 Deployment':
    case 'apps/v1 DaemonSet':
    case 'apps/v1 StatefulSet':
    case 'batch/v1 Job': return fromTemplate(spec['template'], (labels, ports) => make('workload', labels, ports));
    case 'batch/v1 CronJob': return fromTemplate(tree(tree(spec['jobTemplate'])['spec'])['template'], (labels, ports) => make(object.name.endsWith('restore-drill') ? 'drill' : 'workload', labels, ports));
    case 'gateway.networking.k8s.io/v1 Gateway': {
      const listeners = list(spec['listeners']);
      const numbers = [...new Set(listeners.map(({ port }) => proxyPort(Number(port))))];
      return [{
        ...make('gateway', {
          ...labelsOf(tree(spec['infrastructure'])['labels']), 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/component': 'proxy', 'app.kubernetes.io/managed-by': 'envoy-gateway',
          'gateway.envoyproxy.io/owning-gateway-name': object.name, 'gateway.envoyproxy.io/owning-gateway-namespace': object.namespace, 'gateway.networking.k8s.io/gateway-name': object.name,
        }, numbers.map((port) => tcp(`https-${port}`, port))),
        serves: listeners.flatMap(({ hostname }) => (typeof hostname === 'string' ? [hostname] : [])),
      }];
    }
    case 'postgresql.cnpg.io/v1 Cluster': {
      const own = labelsOf(tree(spec['inheritedMetadata'])['labels']);
      const common = { ...own, 'cnpg.io/cluster': object.name, 'app.kubernetes.io/name': 'postgresql', 'app.kubernetes.io/component': 'database', 'app.kubernetes.io/managed-by': 'cloudnative-pg' };
      return [
        make('instance', { ...common, 'cnpg.io/podRole': 'instance' }, [tcp('postgresql', 5432), tcp('metrics', 9187), tcp('status', 8000)]),
        // Jobs that start a database, copy it to the next instance or build it from a backup: pods of their own, without the label of instances.
        ...['initdb', 'join', 'full-recovery'].map((job) => make('bootstrap', { ...common, 'cnpg.io/jobRole': job }, [], job)),
      ];
    }
    case 'postgresql.cnpg.io/v1 Pooler': return [make('pooler', {
      ...labelsOf(tree(tree(spec['template'])['metadata'])['labels']), 'cnpg.io/poolerName': object.name, 'cnpg.io/cluster': String(tree(spec['cluster'])['name']), 'cnpg.io/podRole': 'pooler',
      'app.kubernetes.io/name': 'postgresql', 'app.kubernetes.io/component': 'pooler', 'app.kubernetes.io/managed-by': 'cloudnative-pg',
    }, [tcp('pgbouncer', 5432), tcp('metrics', 9127)])];
    case 'ceph.rook.io/v1 CephObjectStore': {
      const gateway = tree(spec['gateway']);
      const ports = ['securePort', 'port'].flatMap((key) => (typeof gateway[key] === 'number' ? [tcp(key === 'port' ? 'http' : 'https', gateway[key])] : []));
      return [make('store', { ...labelsOf(gateway['labels']), app: 'rook-ceph-rgw', rook_object_store: object.name }, ports)];
    }
    // Pods that a Service asks for and nobody in the export makes yet.
    case 'v1 Service': {
      const labels = labelsOf(spec['selector']);
      const ports = list(spec['ports']).map(({ name, targetPort, port, protocol }): ContainerPort => ({ name: typeof targetPort === 'string' ? targetPort : typeof name === 'string' ? name : '', port: Number(targetPort ?? port), protocol: (protocol as Protocol | undefined) ?? 'TCP' }));
      return Object.keys(labels).length === 0 ? [] : [make('service', labels, ports.filter(({ port }) => Number.isInteger(port)))];
    }
    default: return [];
  }
}

/** Pods of which the export holds no object, with the reason why they are expected. */
export const expectedPods: readonly (Omit<Pod, 'source'> & { readonly reason: string })[] = [
  { part: 'workload', name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }], reason: 'kubeadm makes them in every cluster' },
  { part: 'workload', name: 'scraper', namespace: 'ndc-monitoring', labels: { 'app.kubernetes.io/name': 'scraper' }, ports: [], reason: 'monitoring is not exported as workloads yet; its policies speak of this label' },
];

function fromTemplate(template: unknown, make: (labels: Labels, ports: readonly ContainerPort[]) => Pod): Pod[] {
  const { metadata, spec } = tree(template);
  const { hostNetwork, containers } = tree(spec);
  if (hostNetwork === true) return [];
  const ports = list(containers).flatMap((container) => list(container['ports']).map(({ name, containerPort, protocol }): ContainerPort => ({ name: typeof name === 'string' ? name : '', port: Number(containerPort), protocol: (protocol as Protocol | undefined) ?? 'TCP' })));
  return [make(labelsOf(tree(metadata)['labels']), ports)];
}

/** Port at which Envoy Gateway's proxies listen for a port of their Gateway: they may not open ports below 1024, so 10000 is added. */
const proxyPort = (port: number) => (port < 1024 ? port + 10_000 : port);

const tcp = (name: string, port: number): ContainerPort => ({ name, port, protocol: 'TCP' });

function labelsOf(value: unknown): Labels {
  return Object.fromEntries(Object.entries(tree(value)).map(([key, text]) => [key, String(text)]));
}

function tree(value: unknown): Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Tree) : {};
}

function list(value: unknown): Tree[] {
  return Array.isArray(value) ? value.map(tree) : [];
}
