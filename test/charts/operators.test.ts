/** Pods of the operators as their charts render them with the lock's values, held against what a cluster asks of them: guard rails, Pod Security, taints and the API's own rules. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseBytes, parseMillicores } from '../../model/units.ts';
import { listCharts, stageChart } from '../../tools/charts.ts';
import { renderReleases } from '../../tools/render.ts';
import { load, ofKind, planOf } from '../stacks/support.ts';
import { kubeVersion, prepare } from './harness.ts';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly resources?: { readonly requests?: Readonly<Record<string, string>>; readonly limits?: Readonly<Record<string, string>> };
  readonly securityContext?: Readonly<Record<string, unknown>>;
}

interface Pod {
  readonly title: string;
  readonly kind: string;
  /** Standard of its namespace; undefined in namespaces of Kubernetes itself. */
  readonly standard: string | undefined;
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly securityContext?: Readonly<Record<string, unknown>>;
    readonly tolerations?: readonly { readonly key?: string; readonly operator?: string; readonly value?: string }[];
    readonly hostNetwork?: boolean;
  };
}

/** One shared cluster and one management cluster have every operator between them. */
const clusters = ['ndc-1-shared-1', 'ndc-1-management'];
const pods: Pod[] = [];
/** Settings of Cilium's agents. */
let agent: Readonly<Record<string, string>> | undefined;

prepare();

beforeAll(async () => {
  const { plans } = load();
  const known = new Set(listCharts().charts.map(({ name }) => name));
  for (const cluster of clusters) {
    const standards = new Map(planOf(plans, 'guardrails', `${cluster}--guardrails`).props.operatorNamespaces.map(({ name, podSecurity }) => [name, podSecurity]));
    const charts = ofKind(plans, 'operator').filter(({ targetCluster }) => targetCluster === cluster).flatMap(({ props }) => props.charts.map(({ chart }) => chart)).filter(({ name }) => known.has(name));
    const releases = await Promise.all(charts.map(async ({ name, namespace, values }) => ({ id: name, chart: (await stageChart(name)).dir, name, namespace, values, skipCrds: true })));
    for (const [id, answer] of await renderReleases(releases, { kubeVersion })) {
      if ('error' in answer) throw new Error(`${id}: ${answer.error}`);
      for (const { kind, metadata, ...object } of answer.objects) {
        if (kind === 'ConfigMap' && metadata.name === 'cilium-config') agent = object['data'] as Readonly<Record<string, string>>;
        const { template } = (object['spec'] ?? {}) as { template?: { spec?: Pod['spec'] } };
        if (template?.spec?.containers) pods.push({ title: `${cluster} ${kind} ${metadata.name}`, kind, standard: standards.get(metadata.namespace ?? charts.find(({ name }) => name === id)!.namespace), spec: template.spec });
      }
    }
  }
}, 900_000);

const containers = (pod: Pod) => [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map((container) => ({ at: `${pod.title}/${container.name}`, pod, container }));

describe('pods of the operators', () => {
  it('are there, for each operator whose chart can be had', () => {
    expect(pods.map(({ title }) => title)).toEqual(expect.arrayContaining([
      'ndc-1-shared-1 DaemonSet cilium', 'ndc-1-shared-1 Deployment cert-manager', 'ndc-1-shared-1 Deployment cnpg-controller-manager', 'ndc-1-shared-1 Deployment rook-ceph-operator',
      'ndc-1-shared-1 Deployment envoy-gateway', 'ndc-1-shared-1 Deployment barman-cloud', 'ndc-1-shared-1 DaemonSet tetragon', 'ndc-1-management Deployment cluster-api-operator',
    ]));
  });

  it('run images of the internal registry by digest, which the guard rails ask of every pod', () => {
    expect(pods.flatMap(containers).filter(({ container }) => !/^registry\.ndc\.internal\/images\/[a-z0-9/._-]+(:[\w.-]+)?@sha256:[0-9a-f]{64}$/.test(container.image)).map(({ at, container }) => `${at}: ${container.image}`)).toEqual([]);
  });

  it('find machines: those of the zone mgmt, the control plane, or every machine', () => {
    const lost = pods.filter(({ spec, title }) => !(spec.tolerations ?? []).some(({ key, operator, value }) =>
      (operator === 'Exists' && (key === undefined || key === 'node-role.kubernetes.io/control-plane')) || (key === 'ndc.internal/pool' && value === (title.startsWith('ndc-1-management') ? 'platform' : 'general'))));
    expect(lost.map(({ title }) => title)).toEqual([]);
  });

  it('ask for no more than their limits, which the API server refuses', () => {
    expect(pods.flatMap(containers).flatMap(({ at, container: { resources } }) => ([['cpu', parseMillicores], ['memory', parseBytes]] as const).flatMap(([name, parse]) => {
      const [request, limit] = [resources?.requests?.[name], resources?.limits?.[name]];
      return request !== undefined && limit !== undefined && (parse(request) ?? Infinity) > (parse(limit) ?? 0) ? [`${at}: ${name} ${request} > ${limit}`] : [];
    }))).toEqual([]);
  });

  it('meet the restricted standard where their namespace enforces it', () => {
    const judged = pods.filter(({ standard }) => standard === 'restricted').flatMap(containers);
    expect(judged.length).toBeGreaterThan(5);
    const wrong = judged.flatMap(({ at, pod, container: { securityContext: own = {} } }) => {
      const effective = { ...pod.spec.securityContext, ...own } as { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type?: string } };
      const { capabilities, allowPrivilegeEscalation } = own as { capabilities?: { drop?: string[]; add?: string[] }; allowPrivilegeEscalation?: boolean };
      return [
        ...(effective.runAsNonRoot === true && effective.runAsUser !== 0 ? [] : ['runAsNonRoot']),
        ...(effective.seccompProfile?.type === 'RuntimeDefault' ? [] : ['seccompProfile']),
        ...(allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation']),
        ...(capabilities?.drop?.includes('ALL') && (capabilities.add ?? []).length === 0 ? [] : ['capabilities']),
        ...(pod.spec.hostNetwork === true ? ['hostNetwork'] : []),
      ].map((problem) => `${at}: ${problem}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the network', () => {
  it('counts ClusterNetworkPolicies and lets address rules match machines: without both, guard rails are only objects', () => {
    expect(agent).toMatchObject({ 'enable-k8s-cluster-network-policy': 'true', 'policy-cidr-match-mode': 'nodes' });
  });

  it('can learn the addresses of host names, which rules for partners need', () => {
    expect(agent).toMatchObject({ 'enable-l7-proxy': 'true' });
  });
});
