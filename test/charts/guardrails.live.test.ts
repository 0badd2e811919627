import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { stageCharts } from '../../tools/charts.ts';
import { ask, withControlPlane, type Answer, type Caller } from './api-server.ts';
import { guardrails, marked } from './guardrails-values.ts';
import { prepare, render, set } from './harness.ts';
import { hasGo, needGo } from '../tools/support.ts';

// Admission is decided by a real API server, or not at all.
needGo('guard rails on a real API server');

// system:masters takes authorization out of the way; the policies do not know that group.
const caller = (user: string, ...groups: string[]): Caller => ({ user, groups: ['system:masters', ...groups] });
const tenant = caller('oidc:an', 'ndc:tenant:mps:admin');
const platform = caller('system:serviceaccount:ndc-runner:apply', 'system:serviceaccounts');
const operator = caller('system:serviceaccount:cnpg-system:cnpg-manager', 'system:serviceaccounts:cnpg-system');
const kubernetes = caller('system:serviceaccount:kube-system:replicaset-controller', 'system:serviceaccounts:kube-system');
const breakGlass = caller('oidc:chi', 'ndc:break-glass');

const domain = 'ndc.example';
const podSecurity = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'v1.36' };
const identity = (zone: string): Record<string, string> => ({
  [`${domain}/tenant`]: 'mps', [`${domain}/system`]: 'population', [`${domain}/zone`]: zone, [`${domain}/subzone`]: zone, [`${domain}/level`]: '4', [`${domain}/pool`]: `${zone}-4`,
  ...marked('0a3ff'), ...podSecurity,
});
const namespace = (name: string, labels: Record<string, string>) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
const without = (labels: Record<string, string>, key: string) => Object.fromEntries(Object.entries(labels).filter(([name]) => name !== key));

const good = `registry.ndc.example/images/app@sha256:${'0'.repeat(64)}`;
const container = (image = good) => ({
  name: 'app', image,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
});
const podSpec = (more: object = {}) => ({ serviceAccountName: 'default', containers: [container()], ...more });
const pod = (more: object = {}, labels: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'probe', labels }, spec: podSpec(more) });
const deployment = (labels: Record<string, string>) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'probe' },
  spec: { selector: { matchLabels: { app: 'probe' } }, template: { metadata: { labels: { app: 'probe', ...labels } }, spec: podSpec() } },
});
const cronJob = (labels: Record<string, string>) => ({
  apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'probe' },
  spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: { metadata: { labels }, spec: podSpec({ restartPolicy: 'Never' }) } } } },
});
const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'probe' }, spec: { ports: [{ port: 443 }], ...spec } });
const claim = (storageClassName?: string) => ({
  apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'probe' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...(storageClassName === undefined ? {} : { storageClassName }) },
});
const database = (metadata: object = {}) => ({
  apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'probe', ...metadata }, spec: { instances: 1, storage: { size: '1Gi' } },
});

const place = (zone: string, kind: string) => `/api/v1/namespaces/live-${zone}/${kind}`;
const databases = '/apis/postgresql.cnpg.io/v1/namespaces/live-data/clusters';
const dryRun = (as: Caller, path: string, body: unknown): Promise<Answer> => ask('POST', path, { as, body, dryRun: true });
const merge = (as: Caller, path: string, body: unknown): Promise<Answer> => ask('PATCH', path, { as, body, dryRun: true, type: 'application/merge-patch+json' });
const remove = (as: Caller, path: string): Promise<Answer> => ask('DELETE', path, { as, dryRun: true });

/** Creates or changes an object for good. */
async function apply(object: { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string } }, collection: string, as: Caller): Promise<void> {
  const answer = await ask('PATCH', `${collection}/${object.metadata.name}?fieldManager=test&force=true`, { body: object, as, type: 'application/apply-patch+yaml' });
  if (answer.status >= 300) throw new Error(answer.message);
}

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

async function install(): Promise<void> {
  for (const [staged, ...names] of [['crds-cloudnative-pg', 'clusters.postgresql.cnpg.io'], ['crds-network-policy-api', 'clusternetworkpolicies.policy.networking.k8s.io']] as const) {
    const [chart] = await stageCharts(staged);
    for (const name of names) await apply(parse(readFileSync(join(chart!.dir, 'templates', `${name}.yaml`), 'utf8').replaceAll('{{ "{{" }}', '{{')) as never, definitions, breakGlass);
  }
  for (const served of ['/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies', databases]) {
    for (let tries = 0; tries < 300 && (await ask('GET', served)).status !== 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const object of await render('guardrails', set(guardrails, 'exposedParts', ['exchange']))) {
    const [group, version] = object.apiVersion.split('/');
    const plural = object.kind.toLowerCase().replace(/y$/, 'ies').replace(/binding$/, 'bindings');
    await apply(object, `/apis/${group}/${version}/${plural}`, platform);
  }
  for (const zone of ['edge', 'app', 'data']) await apply(namespace(`live-${zone}`, identity(zone)), '/api/v1/namespaces', platform);
  await apply(namespace('live-exchange', { [`${domain}/platform`]: 'exchange' }), '/api/v1/namespaces', platform);
  await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'api' } }, place('app', 'serviceaccounts'), platform);
  await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } }, '/api/v1/namespaces/kube-system/serviceaccounts', breakGlass);
  await apply(claim('encrypted'), place('data', 'persistentvolumeclaims'), tenant);
  // A policy takes effect a moment after it was stored.
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await dryRun(tenant, place('app', 'pods'), pod({ containers: [container('nginx')] }))).message.includes('admission/images')) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await ask('PATCH', `${databases}/probe?fieldManager=test&force=true`, { body: database(), as: tenant, type: 'application/apply-patch+yaml' })).status < 300) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

type Probe = readonly [what: string, request: () => Promise<Answer>, refusedBy?: string];

const probes: readonly Probe[] = [
  // Namespaces
  ['the platform makes a namespace of a tenant', () => dryRun(platform, '/api/v1/namespaces', namespace('probe', identity('app')))],
  ['a tenant makes one', () => dryRun(tenant, '/api/v1/namespaces', namespace('probe', identity('app'))), 'namespace-labels'],
  ['a tenant makes one without labels', () => dryRun(tenant, '/api/v1/namespaces', namespace('probe', { team: 'a' }))],
  ['a tenant moves its namespace to another zone', () => merge(tenant, '/api/v1/namespaces/live-app', { metadata: { labels: { [`${domain}/zone`]: 'mgmt' } } }), 'namespace-labels'],
  ['a tenant takes a label of the platform away', () => merge(tenant, '/api/v1/namespaces/live-app', { metadata: { labels: { [`${domain}/mark-0`]: null } } }), 'namespace-labels|namespace-shape'],
  ['a tenant weakens Pod Security', () => merge(tenant, '/api/v1/namespaces/live-app', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }), 'namespace-labels|namespace-shape'],
  ['a tenant adds a label of its own', () => merge(tenant, '/api/v1/namespaces/live-app', { metadata: { labels: { team: 'a' } } })],
  ['the platform forgets a mark', () => dryRun(platform, '/api/v1/namespaces', namespace('probe', without(identity('app'), `${domain}/mark-3`))), 'namespace-shape'],
  ['the platform invents a zone', () => dryRun(platform, '/api/v1/namespaces', namespace('probe', { ...identity('app'), [`${domain}/zone`]: 'other' })), 'namespace-shape'],
  ['the platform gives one namespace two owners', () => dryRun(platform, '/api/v1/namespaces', namespace('probe', { ...identity('app'), [`${domain}/platform`]: 'dns' })), 'namespace-shape'],
  ['the platform leaves Pod Security unpinned', () => dryRun(platform, '/api/v1/namespaces', namespace('probe', without(identity('app'), 'pod-security.kubernetes.io/enforce-version'))), 'namespace-shape'],
  // Images
  ['an image by digest from the registry', () => dryRun(tenant, place('app', 'pods'), pod())],
  ['an image by tag', () => dryRun(tenant, place('app', 'pods'), pod({ containers: [container('registry.ndc.example/images/app:1')] })), 'images'],
  ['an image by tag and digest: the digest decides', () => dryRun(tenant, place('app', 'pods'), pod({ containers: [container(good.replace('@', ':v1.0@'))] }))],
  ['an image from elsewhere', () => dryRun(tenant, place('app', 'pods'), pod({ containers: [container(`docker.io/library/app@sha256:${'0'.repeat(64)}`)] })), 'images'],
  ['a registry whose name only looks alike', () => dryRun(tenant, place('app', 'pods'), pod({ containers: [container(`registryxndc.example/images/app@sha256:${'0'.repeat(64)}`)] })), 'images'],
  ['an init container by tag', () => dryRun(tenant, place('app', 'pods'), pod({ initContainers: [{ ...container('busybox'), name: 'init' }] })), 'images'],
  ['an image volume by tag', () => dryRun(tenant, place('app', 'pods'), pod({ volumes: [{ name: 'v', image: { reference: 'data:1' } }] })), 'images'],
  ['an operator is no exception', () => dryRun(operator, place('data', 'pods'), pod({ containers: [container('postgres')] })), 'images'],
  ['add-ons of kubeadm by tag', () => dryRun(caller('kubernetes-admin'), '/api/v1/namespaces/kube-system/pods', pod({ containers: [container('registry.ndc.example/images/coredns:1')] }))],
  // Labels of pods
  ['a component that runs as its service account', () => dryRun(tenant, place('app', 'pods'), pod({ serviceAccountName: 'api' }, { [`${domain}/component`]: 'api' }))],
  ['a component that runs as another one', () => dryRun(tenant, place('app', 'pods'), pod({}, { [`${domain}/component`]: 'api' })), 'pod-labels'],
  ['a pod that claims a zone', () => dryRun(tenant, place('app', 'pods'), pod({}, { [`${domain}/zone`]: 'mgmt' })), 'pod-labels'],
  ['a pod that poses as an instance of a database', () => dryRun(tenant, place('data', 'pods'), pod({}, { 'cnpg.io/cluster': 'probe' })), 'pod-labels|data-zone'],
  ['an instance that the operator makes', () => dryRun(operator, place('data', 'pods'), pod({}, { 'cnpg.io/cluster': 'probe', [`${domain}/tenant`]: 'mps' }))],
  ['a deployment whose pods claim a zone', () => dryRun(tenant, '/apis/apps/v1/namespaces/live-app/deployments', deployment({ [`${domain}/zone`]: 'mgmt' })), 'pod-labels'],
  ['a deployment whose pods pose as a database', () => dryRun(tenant, '/apis/apps/v1/namespaces/live-app/deployments', deployment({ 'cnpg.io/poolerName': 'x' })), 'pod-labels'],
  ['an ordinary deployment', () => dryRun(tenant, '/apis/apps/v1/namespaces/live-app/deployments', deployment({ tier: 'a' }))],
  ['a cron job whose pods claim a tenant', () => dryRun(tenant, '/apis/batch/v1/namespaces/live-app/cronjobs', cronJob({ [`${domain}/tenant`]: 'mof' })), 'pod-labels'],
  ['a pooler that Kubernetes makes of the operator’s template', () => dryRun(kubernetes, place('data', 'pods'), pod({}, { 'cnpg.io/poolerName': 'x', [`${domain}/tenant`]: 'mps' }))],
  // Services
  ['a load balancer in zone edge', () => dryRun(tenant, place('edge', 'services'), service({ type: 'LoadBalancer' }))],
  ['a load balancer in zone app', () => dryRun(tenant, place('app', 'services'), service({ type: 'LoadBalancer' })), 'services'],
  ['a node port in zone data', () => dryRun(operator, place('data', 'services'), service({ type: 'NodePort' })), 'services'],
  ['external addresses', () => dryRun(tenant, place('app', 'services'), service({ externalIPs: ['203.0.113.1'] })), 'DenyServiceExternalIPs'],
  ['a load balancer of an exposed part of the platform', () => dryRun(platform, place('exchange', 'services'), service({ type: 'LoadBalancer' }))],
  ['an ordinary service', () => dryRun(tenant, place('app', 'services'), service({}))],
  // Placement
  ['the pool of the namespace', () => dryRun(tenant, place('app', 'pods'), pod({ tolerations: [{ key: `${domain}/pool`, operator: 'Equal', value: 'app-4', effect: 'NoSchedule' }] }))],
  ['another pool', () => dryRun(tenant, place('app', 'pods'), pod({ tolerations: [{ key: `${domain}/pool`, operator: 'Equal', value: 'data-4', effect: 'NoSchedule' }] })), 'placement'],
  ['any pool', () => dryRun(tenant, place('app', 'pods'), pod({ tolerations: [{ key: `${domain}/pool`, operator: 'Exists' }] })), 'placement'],
  ['every taint', () => dryRun(operator, place('data', 'pods'), pod({ tolerations: [{ operator: 'Exists' }] })), 'placement'],
  ['the control plane', () => dryRun(tenant, place('app', 'pods'), pod({ tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] })), 'placement'],
  ['a node by name', () => dryRun(tenant, place('app', 'pods'), pod({ nodeName: 'node-1' })), 'placement'],
  ['a node that is not ready, for a while', () => dryRun(tenant, place('app', 'pods'), pod({ tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }] }))],
  // Storage
  ['a class of the level', () => dryRun(tenant, place('app', 'persistentvolumeclaims'), claim('encrypted'))],
  ['a class of another level', () => dryRun(tenant, place('app', 'persistentvolumeclaims'), claim('standard')), 'storage'],
  ['the default class', () => dryRun(tenant, place('app', 'persistentvolumeclaims'), claim()), 'storage'],
  // Databases
  ['a database', () => dryRun(tenant, databases, database({ name: 'other' }))],
  ['a database that switches its validation off', () => dryRun(operator, databases, database({ name: 'other', annotations: { 'cnpg.io/validation': 'disabled' } })), 'cnpg-annotations'],
  ['a database that patches its pods', () => merge(platform, `${databases}/probe`, { metadata: { annotations: { 'cnpg.io/podPatch': '[]' } } }), 'cnpg-annotations'],
  // Deletion
  ['a tenant deletes its database', () => remove(tenant, `${databases}/probe`), 'retire'],
  ['the platform deletes a database', () => remove(platform, `${databases}/probe`), 'retire'],
  ['a tenant deletes all its databases', () => remove(tenant, databases), 'retire'],
  ['the platform deletes a namespace', () => remove(platform, '/api/v1/namespaces/live-app'), 'retire'],
  ['people in an emergency delete a database', () => remove(breakGlass, `${databases}/probe`)],
  ['a tenant deletes a volume claim', () => remove(tenant, place('data', 'persistentvolumeclaims/probe')), 'retire-parts'],
  ['the operator deletes a volume claim of its own', () => remove(operator, place('data', 'persistentvolumeclaims/probe'))],
  ['a tenant marks its database as retiring', () => merge(tenant, `${databases}/probe`, { metadata: { labels: { [`${domain}/retire`]: 'true' } } }), 'retire-label'],
  ['the platform marks it', () => merge(platform, `${databases}/probe`, { metadata: { labels: { [`${domain}/retire`]: 'true' } } })],
  ['a tenant makes a database that is retiring from the start', () => dryRun(tenant, databases, database({ name: 'other', labels: { [`${domain}/retire`]: 'true' } })), 'retire-label'],
  // Cluster-wide network policies
  ['a tenant deletes a network policy of the platform', () => remove(tenant, '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies/ndc-zone-data'), 'network-guardrails'],
  ['the platform changes one', () => merge(platform, '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies/ndc-zone-data', { metadata: { labels: { a: 'b' } } })],
];

/** The refusal names the policy, and its message begins with the same name. Where two policies refuse, the server names either. */
function reasonOf(refusedBy: string): RegExp {
  // Production's API servers have this plug-in, so the policy behind it is never asked there either.
  if (refusedBy === 'DenyServiceExternalIPs') return /Use of external IPs is denied by admission control$/;
  return new RegExp(`'ndc-(${refusedBy})'[^:]* denied request: admission/\\1: `);
}

describe.skipIf(!hasGo)('admission policies of the chart guardrails, on a real API server', () => {
  withControlPlane();
  prepare('crds-cloudnative-pg', 'crds-network-policy-api');
  beforeAll(install);

  for (const [what, request, refusedBy] of probes) {
    it(`${what}: ${refusedBy === undefined ? 'accepted' : `refused by ${refusedBy}`}`, async () => {
      const { status, message } = await request();
      expect(message).toMatch(refusedBy === undefined ? /^$/ : reasonOf(refusedBy));
      expect(status < 300).toBe(refusedBy === undefined);
    });
  }

  it('types every expression', async () => {
    const { body } = await ask('GET', '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies');
    const items = body['items'] as { metadata: { name: string }; status?: { typeChecking?: { expressionWarnings?: unknown[] } } }[];
    expect(items.filter(({ status }) => (status?.typeChecking?.expressionWarnings ?? []).length > 0).map(({ metadata }) => metadata.name)).toEqual([]);
  });
});
