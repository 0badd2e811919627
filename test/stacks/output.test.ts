/** What the stacks of the real catalog hold once they are built: size, names, provenance, and nothing that must not leave a machine. */
import { homedir, hostname, tmpdir } from 'node:os';
import { App } from 'cdktf';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../model/finding.ts';
import { convertResource, unescapeTemplate } from '../../export/convert.ts';
import { provenanceOf } from '../../stacks/base.ts';
import { buildStack } from '../../stacks/build.ts';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { withoutStackTraces } from '../../synth/fast.ts';
import { maxResources } from '../../synth/stack-files.ts';
import { objections } from '../constructs/chart-values.ts';
import { load, type Loaded } from './support.ts';

type Attributes = Readonly<Record<string, unknown>>;

interface BuiltStack {
  readonly plan: AnyStackPlan;
  readonly text: string;
  readonly resources: readonly { readonly type: string; readonly address: string; readonly attributes: Attributes }[];
  readonly provenance: Readonly<Record<string, Source>>;
}

let real: Loaded;
let stacks: readonly BuiltStack[];

beforeAll(() => {
  real = load();
  const app = new App({ stackTraces: false });
  stacks = withoutStackTraces(() => real.plans.map((plan): BuiltStack => {
    const stack = buildStack(app, plan);
    const terraform = stack.toTerraform() as { resource?: Record<string, Record<string, Attributes>> };
    return {
      plan,
      text: JSON.stringify(terraform),
      resources: Object.entries(terraform.resource ?? {}).flatMap(([type, byName]) => Object.entries(byName).map(([name, attributes]) => ({ type, address: `${type}.${name}`, attributes }))),
      provenance: provenanceOf(stack),
    };
  }));
}, 120_000);

const releases = () => stacks.flatMap(({ plan, resources }) => resources.filter(({ type }) => type === 'helm_release').map(({ attributes }) => ({ plan, attributes })));

/** Things that stand more than once. */
function repeated(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.has(key) || !seen.add(key));
}

describe('built stacks', () => {
  it('hold at least one resource and at most 300', () => {
    expect(maxResources).toBe(300);
    expect(stacks.filter(({ resources }) => resources.length === 0 || resources.length > maxResources).map(({ plan, resources }) => `${plan.id}: ${resources.length}`)).toEqual([]);
  });

  it('say of every resource where it comes from, and of nothing else: a file of the catalog and a place in it', () => {
    for (const { plan, resources, provenance } of stacks) expect(Object.keys(provenance), plan.id).toEqual(resources.map(({ address }) => address).sort());
    const places = new Map(stacks.flatMap(({ provenance }) => Object.values(provenance)).map((source) => [`${source.file}#${source.pointer}`, source]));
    expect([...places].filter(([, source]) => !real.catalog.has(source)).map(([place]) => place)).toEqual([]);
  });

  it('depend on resources of their own stack alone', () => {
    for (const { plan, resources } of stacks) {
      const own = new Set(resources.map(({ address }) => address));
      expect(resources.flatMap(({ attributes }) => (attributes['depends_on'] as string[] | undefined) ?? []).filter((address) => !own.has(address)), plan.id).toEqual([]);
    }
  });

  it('hold no expression but their own variables: nothing of another stack, no unresolved token', () => {
    const found = new Set(stacks.flatMap(({ text }) => [...text.matchAll(/(?<!\$)\$\{[^}]*\}|(?<!%)%\{[^}]*\}|TfToken\[|remote_state/g)].map(([expression]) => expression)));
    expect([...found].sort()).toEqual(['${!var.release_hooks}', '${var.kube_context}', '${var.kubeconfig}', '${var.release_wait}']);
  });

  it('hold no path of this machine: the only absolute paths are inside containers, and of logs on the machines of a cluster', () => {
    const paths = new Set(stacks.flatMap(({ text }) => [...text.matchAll(/\\?"(\/[^"\\]*)\\?"/g)].map(([, path]) => path)));
    const logs = new Set(load().estate.feeds.kinds.map(({ path }) => path));
    expect([...paths].filter((path) => !logs.has(path!)).sort()).toEqual(['/etc/drill', '/etc/drill-ca', '/etc/drill-ca/ca.crt', '/etc/drill/drill.json', '/etc/vault', '/etc/vault-ca', '/etc/vault-ca/ca.crt', '/etc/vault-key', '/etc/vault-key/key', '/etc/vault-key/recipient', '/etc/vault/bootstrap.json', '/etc/vault/collect.json', '/etc/vault/pull.json', '/etc/vault/seal.json', '/var/lib/drill']);
    for (const place of [homedir(), tmpdir(), process.cwd(), hostname()]) expect(stacks.filter(({ text }) => text.includes(place)).map(({ plan }) => plan.id)).toEqual([]);
  });

  it('hold no date with a time, and no date at all', () => {
    expect(stacks.flatMap(({ text }) => text.match(/\b20\d\d-\d\d-\d\d\b.{0,9}/g) ?? [])).toEqual([]);
  });

  it('hold no secret: no password, no key, no certificate; names of Secrets only', () => {
    expect(stacks.flatMap(({ text }) => text.match(/-----BEGIN|password|(secret|access)_?key\\?":/gi) ?? [])).toEqual([]);
    expect(stacks.flatMap(({ resources }) => resources.filter(({ type }) => /secret/.test(type)))).toEqual([]);
  });

  it('say in their text nothing that depends on the order of a run: built twice, the same', () => {
    const some = stacks.filter((_, index) => index % 20 === 0);
    const app = new App({ stackTraces: false });
    expect(withoutStackTraces(() => some.map(({ plan }) => JSON.stringify(buildStack(app, plan).toTerraform())))).toEqual(some.map(({ text }) => text));
  });
});

describe('releases', () => {
  it('have names of at most 53 characters, unique in their cluster', () => {
    expect(releases().length).toBeGreaterThan(500);
    expect(releases().map(({ attributes }) => attributes['name'] as string).filter((name) => name.length > 53 || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))).toEqual([]);
    expect(repeated(releases().map(({ plan, attributes }) => `${plan.targetCluster} ${String(attributes['name'])}`))).toEqual([]);
  });

  it('keep records of local charts where no tenant reaches them', () => {
    expect(releases().filter(({ attributes }) => attributes['repository'] === undefined && attributes['namespace'] !== 'ndc-releases')).toEqual([]);
  });

  it('take charts from this repository by content, or from the internal registry by version and digest', () => {
    const { registry } = real.estate.platform;
    for (const { attributes } of releases()) {
      if (attributes['repository'] === undefined) expect(attributes['chart']).toMatch(/^\.\.\/\.\.\/charts\/[a-z-]+-[0-9a-f]{12}$/);
      else expect(attributes).toMatchObject({ repository: `oci://${registry.host}/${registry.charts}`, version: expect.stringMatching(/^v?\d+\.\d+\.\d+/) as unknown, description: expect.stringMatching(/^chart sha256:[0-9a-f]{64}$/) as unknown });
    }
  });

  it('pass values that their local charts take', () => {
    const refused = releases().filter(({ attributes }) => attributes['repository'] === undefined).flatMap(({ plan, attributes }) => {
      const chart = /charts\/([a-z-]+)-[0-9a-f]{12}$/.exec(attributes['chart'] as string)![1]!;
      const values = JSON.parse(unescapeTemplate((attributes['values'] as string[])[0]!)) as Attributes;
      return objections(chart, values).map((objection) => `${plan.id} ${chart}${objection}`);
    });
    expect(refused.slice(0, 20)).toEqual([]);
  });
});

describe('objects', () => {
  it('are all known to the export, and have names that are unique by kind and namespace in their cluster', () => {
    const names = stacks.flatMap(({ plan, resources }) => resources.filter(({ type }) => type !== 'helm_release').map(({ type, address, attributes }) => {
      const { apiVersion, kind, metadata } = convertResource(type, address, attributes);
      return `${plan.targetCluster} ${apiVersion} ${kind} ${metadata.namespace ?? ''} ${metadata.name}`;
    }));
    expect(names.length).toBeGreaterThan(5000);
    expect(repeated(names)).toEqual([]);
  });

  it('go into namespaces that some stack of the cluster makes, or that Kubernetes has', () => {
    const made = new Map<string, Set<string>>();
    const wanted: [string, string, string][] = [];
    for (const { plan, resources } of stacks) {
      for (const { type, attributes } of resources) {
        const { name, namespace } = (attributes['metadata'] ?? attributes) as { name: string; namespace?: string };
        if (type === 'kubernetes_namespace_v1') made.set(plan.targetCluster, (made.get(plan.targetCluster) ?? new Set(['kube-system'])).add(name));
        if (namespace !== undefined) wanted.push([plan.id, plan.targetCluster, namespace]);
      }
    }
    expect([...new Set(wanted.filter(([, cluster, namespace]) => !made.get(cluster)?.has(namespace)).map(([id, , namespace]) => `${id}: ${namespace}`))]).toEqual([]);
  });

  it('in tenants\' namespaces are never open: each namespace of a tenant denies by default and has a quota', () => {
    const count = (type: string, matches: (attributes: Attributes) => boolean) => stacks.flatMap(({ plan, resources }) => (plan.kind === 'system' || plan.kind === 'tenant'
      ? resources.filter((resource) => resource.type === type && matches(resource.attributes)).map(({ attributes }) => `${plan.targetCluster} ${String((attributes['metadata'] as Attributes)['namespace'] ?? (attributes['metadata'] as Attributes)['name'])}`)
      : [])).sort();
    const namespaces = count('kubernetes_namespace_v1', () => true);
    expect(namespaces.length).toBeGreaterThan(1000);
    expect(count('kubernetes_network_policy_v1', ({ metadata }) => (metadata as Attributes)['name'] === 'ndc-default-deny')).toEqual(namespaces);
    expect(count('kubernetes_resource_quota_v1', () => true)).toEqual(namespaces);
  });
});
