import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkDefinitions } from './definitions.ts';
import { image, labels, only, prepare, refusal, render, set, titles, type Rendered } from './harness.ts';

prepare();

const kinds = [
  { id: 'audit', path: '/var/log/kubernetes/audit.log', namespaceAt: [['objectRef', 'namespace']] },
  { id: 'flow', path: '/var/run/cilium/hubble/events.log', namespaceAt: [['flow', 'source', 'namespace'], ['flow', 'destination', 'namespace']] },
];
const minimal = {
  labels, labelDomain: 'ndc.example', namespace: 'ndc-logs', image: image('fluent-bit'), loaderImage: image('feed-loader'), kinds,
  store: { bucket: 'logs--one', endpointURL: 'https://objects.one.ndc.example', region: 'one', credentialsSecret: 'logs--one', caSecret: 'ndc-authority' },
};
const everything = { ...minimal, replicas: 3, topologyKey: 'topology.kubernetes.io/zone', resources: { cpu: '1', memory: '1Gi' }, placement: { nodeSelector: { pool: 'general' }, tolerations: [{ key: 'pool', operator: 'Equal', value: 'general', effect: 'NoSchedule' }] } };

type Data = Record<string, string>;
const config = (objects: readonly Rendered[], name: string) => parse((only(objects, 'ConfigMap', name) as unknown as { data: Data }).data['fluent-bit.yaml']!) as { includes?: string[]; pipeline: Record<'inputs' | 'filters' | 'outputs', Record<string, unknown>[]> };

describe('chart log-agents', () => {
  it('makes collectors on every machine and aggregators, with nothing that names a tenant', async () => {
    const objects = await render('log-agents', minimal);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(titles(objects)).toEqual([
      'ConfigMap aggregator', 'ConfigMap collector', 'ConfigMap feed-of-nobody', 'DaemonSet collector', 'Deployment aggregator', 'Role aggregator', 'RoleBinding aggregator', 'Service aggregator', 'ServiceAccount aggregator', 'ServiceAccount collector',
    ]);
    for (const { metadata } of objects) expect(metadata).toMatchObject({ namespace: 'ndc-logs', labels });
    expect(only(objects, 'DaemonSet').spec.template.spec.tolerations).toEqual([{ operator: 'Exists' }]);
  });

  it('takes every value', async () => {
    const { template, replicas } = only(await render('log-agents', everything), 'Deployment').spec;
    expect(replicas).toBe(3);
    expect(template.spec).toMatchObject({ ...everything.placement, topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }] });
    expect(template.spec.containers[0].resources).toEqual({ requests: everything.resources, limits: everything.resources });
  });

  it('writes every event into the locked store and gives events of a tenant the tenant\'s tag', async () => {
    const { pipeline } = config(await render('log-agents', minimal), 'collector');
    expect(pipeline.inputs.map(({ tag, path }) => [tag, path])).toEqual([['audit.platform', '/host/var/log/kubernetes/audit.log'], ['flow.platform', '/host/var/run/cilium/hubble/events.log']]);
    expect(pipeline.filters.map(({ match, rule }) => [match, rule])).toEqual([
      ['audit.platform', ["$objectRef['namespace'] ^([a-z][a-z0-9-]*?)--.*$ audit.$1 false"]],
      ['flow.platform', ["$flow['source']['namespace'] ^([a-z][a-z0-9-]*?)--.*$ flow.$1 false", "$flow['destination']['namespace'] ^([a-z][a-z0-9-]*?)--.*$ flow.$1 false"]],
    ]);
    expect(pipeline.outputs[0]).toMatchObject({ name: 's3', match: '*', bucket: 'logs--one', endpoint: 'https://objects.one.ndc.example', send_content_md5: 'on', retry_limit: 'no_limits' });
    expect(pipeline.outputs[1]).toMatchObject({ name: 'forward', match: '*.*', host: 'aggregator.ndc-logs.svc' });
  });

  it('takes the tenant out of a namespace\'s name, and out of no other name', () => {
    const tenant = (name: string) => /^([a-z][a-z0-9-]*?)--.*$/.exec(name)?.[1];
    expect(['mps--population--dmz', 'ho-chi-minh--procedure--internal', 'mof--landing-zone--administration', 'kube-system', 'ndc-logs'].map(tenant)).toEqual(['mps', 'ho-chi-minh', 'mof', undefined, undefined]);
  });

  it('loads feeds by their label and starts with none', async () => {
    const objects = await render('log-agents', minimal);
    expect(config(objects, 'aggregator').includes).toEqual(['/feeds/*.yaml']);
    expect(only(objects, 'ConfigMap', 'feed-of-nobody').metadata.labels).toMatchObject({ 'ndc.example/log-feed': 'true' });
    const { containers, initContainers } = only(objects, 'Deployment').spec.template.spec;
    const env = (container: { env: { name: string; value: string }[] }) => Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    expect(env(initContainers[0])).toMatchObject({ METHOD: 'LIST', LABEL: 'ndc.example/log-feed' });
    expect(env(containers[1])).toMatchObject({ METHOD: 'WATCH', REQ_URL: 'http://127.0.0.1:2020/api/v2/reload' });
  });

  it('reads machines and changes nothing there but its own buffer', async () => {
    const { containers, volumes } = only(await render('log-agents', minimal), 'DaemonSet').spec.template.spec;
    const writable = (containers[0].volumeMounts as { name: string; readOnly?: boolean }[]).filter(({ readOnly }) => readOnly !== true).map(({ name }) => name);
    expect(writable).toEqual(['buffer']);
    expect((volumes as { hostPath?: { path: string } }[]).flatMap(({ hostPath }) => hostPath?.path ?? [])).toEqual(['/var/lib/ndc-log-buffer', '/var/log/kubernetes', '/var/run/cilium/hubble']);
    expect(containers[0].securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  });

  it.each([
    ['an image by tag', set(minimal, 'image', 'registry.ndc.example/images/fluent-bit:4'), "- at '/image': 'registry.ndc.example/images/fluent-bit:4' does not match pattern '^[a-z0-9.-]+(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$'"],
    ['a store without TLS', set(minimal, 'store.endpointURL', 'http://objects.one.ndc.example'), "- at '/store/endpointURL': 'http://objects.one.ndc.example' does not match pattern '^https://[a-z0-9.-]+$'"],
    ['an unknown key', set(minimal, 'tenants', []), "- at '': additional properties 'tenants' not allowed"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('log-agents', values)).toBe(message);
  });
});
